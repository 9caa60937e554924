// workflows/funding.cpp - the workflows together, as the engine sees them: what follows from an event, and who is told.
#include "workflows/funding.hpp"

#include "workflows/fields.hpp"
#include "workflows/letters.hpp"
#include "workflows/partnership/events.hpp"
#include "workflows/registry.hpp"
#include "workflows/vocabulary.hpp"

#include <algorithm>

namespace workflows {

using engine::event;
using engine::mail;
using engine::request;

const std::vector<engine::process_doc>& all_processes()
{
    static const auto docs = [] {
        std::vector<engine::process_doc> out;
        for (const auto* t : all_tables()) out.push_back(t->doc);
        return out;
    }();
    return docs;
}

const engine::process_doc* find_process(std::string_view name)
{
    const auto* table = find_table(name);
    return table ? &table->doc : nullptr;
}

const std::vector<std::string_view>& decision_events()
{
    static const auto all = [] {
        std::vector<std::string_view> out;
        for (const auto& w : all_workflows()) out.insert(out.end(), w.decisions.begin(), w.decisions.end());
        return out;
    }();
    return all;
}

std::string title_of(engine::reader& known, std::string_view kind, std::string_view id)
{
    for (const auto& w : all_workflows())
        for (const auto& k : w.kinds)
            if (k.name == kind && k.title_of) return k.title_of(known, id);
    return {};
}

std::unique_ptr<engine::entity> funding::fresh(std::string_view kind) const
{
    const auto make = find_kind(kind).fresh;
    if (!make) throw std::invalid_argument("no entity of its own: " + std::string(kind));
    return make();
}

std::vector<request> funding::first(engine::reader& known) const
{
    const auto* p = engine::get<partnership>(known, partnership_key);
    auto out = p ? tables_to_adopt(*p) : std::vector<request>{};
    for (auto& r : out) r.partnership = known.partnership();
    return out;
}

namespace {

/// The request with the command that follows, or false when nothing does.
bool something_follows(const happened& h, request& r)
{
    if (find_verb(r.verb)) return true; // somebody could ask for it too: its conditions are its own
    const auto subject = engine::split_key(r.subject);
    auto asked = r;
    asked.fields[subject.kind] = subject.id;
    asked.internal = true;
    const auto c = make_context(h.known, asked, h.e.at);
    const auto stage = find_kind(subject.kind).stage_of(c);
    for (const auto* t : all_tables()) {
        if (t->kind != subject.kind) continue;
        const auto next = t->follows(stage, r.verb, c);
        if (next.empty()) continue;
        r.verb = next;
        return true;
    }
    return false;
}

} // namespace

std::vector<request> funding::reactions(const event& e, engine::reader& known) const
{
    const auto* p = engine::get<partnership>(known, partnership_key);
    if (!p) return {};
    const happened h{known, *p, e};
    follow_ups asked;
    for (const auto& w : all_workflows())
        if (w.follow) w.follow(h, asked);
    std::vector<request> out;
    for (auto& alternatives : asked.groups())
        for (auto& r : alternatives) {
            r.due = e.due;
            if (!something_follows(h, r)) continue;
            out.push_back(std::move(r));
            break;
        }
    return out;
}

std::vector<mail> funding::notices(const event& e, engine::reader& known) const
{
    const auto* p = engine::get<partnership>(known, partnership_key);
    if (!p) return {};
    letters l{known, *p, e.at};
    for (const auto& w : all_workflows())
        if (w.tell) w.tell({known, *p, e}, l);
    return std::move(l.out);
}

std::vector<mail> funding::reminders(const engine::store::due_timer& t, engine::reader& known) const
{
    letters l{known, *engine::get<partnership>(known, partnership_key), t.due};
    for (const auto& w : all_workflows())
        if (w.remind) w.remind(t, l);
    return std::move(l.out);
}

} // namespace workflows
