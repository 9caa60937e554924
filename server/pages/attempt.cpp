#include "server/pages/attempt.hpp"

#include "workflows/shapes.hpp"
#include "workflows/vocabulary.hpp"
#include "workflows/wording/sentences.hpp"

#include <algorithm>

namespace pages {

using namespace workflows;

namespace {

std::string with_underscores(std::string name)
{
    std::replace(name.begin(), name.end(), '.', '_');
    return name;
}

/// Of a field that takes a number: the least and the most.
app::blanks bounds_of(const field_spec& spec)
{
    const auto bounds = words_between_bars(shape_of(spec.shape).parameter);
    return bounds.size() == 2 ? app::blanks{{"low", std::string(bounds[0])}, {"high", std::string(bounds[1])}} : app::blanks{};
}

/// One fault of a field, in words for the person who fills in the form: from the label file where the field was left blank or
/// has the wrong form, else the sentence that everybody gets.
std::string fault_in_words(const page_context& page, const std::string& field, const field_spec* spec, std::string_view message,
                           const std::string& says)
{
    if (message == "missing" || message.starts_with("expected_")) {
        if (page.word.has("error." + field)) return page.word("error." + field);
        const auto shape = spec ? "error.shape." + spec->shape.substr(0, spec->shape.find_first_of(".(")) : "";
        if (!shape.empty() && page.word.has(shape)) return page.word(shape, bounds_of(*spec));
        if (message == "missing") return page.word("error.missing");
    }
    return says;
}

/// A rule of quorum and a policy have parts of their own, each with its own field on the page: the faults, part by part.
std::vector<std::pair<std::string, engine::saying>> faults_by_part(const engine::field_error& e)
{
    std::vector<std::pair<std::string, engine::saying>> out;
    for (auto why : e.why) {
        const auto part = std::find_if(why.blanks.begin(), why.blanks.end(), [](const auto& b) { return b.name == "part"; });
        auto field = e.field;
        if (part != why.blanks.end()) {
            field += "." + std::get<std::string>(part->with);
            why.blanks.erase(part);
        }
        out.emplace_back(std::move(field), std::move(why));
    }
    return out;
}

/// Each field that is at fault, and what to say of it.
std::vector<std::pair<std::string, std::string>> faults_of(const page_context& page, const app::attempt& tried)
{
    std::vector<std::pair<std::string, std::string>> out;
    const auto& a = tried.answer;
    if (a.outcome != engine::result::invalid) {
        for (const auto& r : a.refusals)
            for (const auto& f : r.fields) out.emplace_back(f.field, f.says);
        return out;
    }
    const auto* verb = find_verb(tried.verb);
    const sentences say(&page.known, page.me, page.now);
    for (const auto& e : a.errors) {
        const auto* spec = verb ? verb->field(e.field) : nullptr;
        if (spec && (spec->shape == "quorum" || spec->shape == "policy") && !e.is("missing"))
            for (const auto& [part, why] : faults_by_part(e))
                out.emplace_back(part, fault_in_words(page, part, nullptr, why.message, say(why)));
        else out.emplace_back(e.field, fault_in_words(page, e.field, spec, e.why.empty() ? "" : e.why.front().message, e.says));
    }
    return out;
}

/// The head of the summary: what was refused, for how many reasons, and by which rules.
json::object problem_of(const page_context& page, const app::attempt& tried)
{
    const auto& a = tried.answer;
    if (a.outcome == engine::result::invalid) return {{"problem_title", page.word("problem.title.422")}};
    return {{"problem_title", page.word.count(a.outcome == engine::result::forbidden ? "not_done.forbidden" : "not_done.refused",
                                              static_cast<std::int64_t>(a.refusals.size()), {{"what", page.word("verb." + tried.verb)}})},
            {"problem_rules", shown_refusals(page.word, page.path(), a.refusals)},
            {"problem_kept", true}};
}

} // namespace

void lay_attempt(page_context& page, json::object& model)
{
    if (!page.request.tried) return;
    const auto& tried = *page.request.tried;
    const auto form = with_underscores(tried.verb);
    json::array items, faults, general, typed; // general: has no place of its own in the form
    for (const auto& [field, says] : faults_of(page, tried)) {
        faults.push_back({field, says});
        if (!page.word.has("error." + field) || field.find('.') != std::string::npos) general.emplace_back(field);
        items.push_back({{"problem_says", says}, {"problem_to", "#" + form + "-" + with_underscores(field)}});
    }
    auto problem = problem_of(page, tried);
    problem["problem_items"] = std::move(items);
    model["problem"] = std::move(problem);
    for (const auto& [n, value] : page.request.form)
        if (n != "csrf") typed.push_back({n, value});
    model["again"] = {{"action", tried.action},
                      {"verb", tried.verb},
                      {"typed", std::move(typed)},
                      {"faults", std::move(faults)},
                      {"general", std::move(general)}};
    model["typed_" + form] = tried.typed;
    if (const auto key = http::value_of(page.request.form, "key"); !key.empty()) model["key"] = key;
}

json::array shown_refusals(const app::words& word, const std::string& base, const std::vector<engine::refusal>& list)
{
    json::array out;
    for (const auto& r : list)
        out.push_back({{"rule_id", r.rule},
                       {"rule_says", r.says},
                       {"rule_source", r.source},
                       {"rule_to", base + "/rules/" + r.rule},
                       {"rule_can", word.has("can." + r.message) ? word("can." + r.message) : ""}});
    return out;
}
json::array shown_refusals(const app::words& word, const std::string& base, const json::array& list)
{
    std::vector<engine::refusal> all;
    for (const auto& r : list)
        all.push_back({text_of(r.get_object(), "rule"),
                       text_of(r.get_object(), "message"),
                       {},
                       text_of(r.get_object(), "source"),
                       {},
                       {},
                       text_of(r.get_object(), "says")});
    return shown_refusals(word, base, all);
}

} // namespace pages
