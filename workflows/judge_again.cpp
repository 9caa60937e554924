// workflows/judge_again.cpp - for the verifier: what was asked is put together again from its leaf, and recorded facts are summed again.
#include "workflows/fields.hpp"
#include "workflows/funding.hpp"
#include "workflows/registry.hpp"
#include "workflows/vocabulary.hpp"

#include <map>

namespace workflows {

using engine::event;
using engine::request;

std::optional<request> asked_again(const event& e, std::string_view partnership_id)
{
    const auto* verb = find_verb(e.command);
    request r{std::string(partnership_id), e.actor, e.command, "", e.form, verb == nullptr || e.cause || e.due, e.subject, e.cause, e.due};
    for (const auto& [name, text] : e.texts) {
        const auto* f = verb ? verb->field(name) : nullptr;
        const bool application = name == "content";
        if (!f && !application) continue; // the product's own copy of a text
        if (!text.text) return std::nullopt;
        if (!application && f->shape != "texts") {
            r.fields[name] = *text.text;
            continue;
        }
        auto content = engine::parse_strict(*text.text);
        if (!content) return std::nullopt;
        if (!application) r.fields[name] = std::move(*content);
        else if (content->is_object())
            for (const auto& p : content->get_object()) r.fields[p.key()] = p.value();
    }
    // What the product made or filled in was not asked.
    if (const auto* makes = verb ? verb->makes() : nullptr; makes && e.data.contains("made")) r.fields.erase(makes->name);
    if (!verb) r.fields.erase(engine::split_key(e.subject).kind);
    return r;
}

bool is_current(std::string_view process_name, std::string_view digest)
{
    const auto found = printed_digests().find(std::string(process_name));
    return found != printed_digests().end() && found->second == digest;
}

std::optional<bool> rule_holds(const event& e, const engine::judgement& j, std::int64_t sums)
{
    const auto* table = find_table(e.process);
    if (!table) return std::nullopt;
    try {
        return table->holds({e.from, e.command, j.rule, j.facts}, sums);
    } catch (const std::exception&) {
        return false;
    } // facts that this rule cannot even read
}

json::value shown_facts(std::string_view process_name, std::string_view rule, const json::value& facts)
{
    const auto* table = find_table(process_name);
    try {
        if (const auto shown = table ? table->shown(rule, facts) : std::nullopt) return *shown;
    } catch (const std::exception&) { // facts of another shape: an older program's
    }
    return facts;
}

} // namespace workflows
