#include "workflows/authority.hpp"

#include "workflows/context.hpp"
#include "workflows/reading.hpp"
#include "workflows/registry.hpp"
#include "workflows/standing.hpp"

#include <map>
#include <stdexcept>

namespace workflows {

yes when(bool b) { return b ? yes("") : nobody; }
bool role(const context& c, std::string_view r) { return has_role(c.known, c.actor, r); }
bool holds(const seat* s, const context& c) { return s && s->holder(c.now) == c.actor; }
bool deputises(const seat* s, const context& c) { return s && s->has_deputy(c.actor, c.now); }

/// An office of a body, by its holder: a deputy has the work outside meetings, but does not preside.
yes officer(const context& c, std::string_view body)
{
    if (!c.p) return nobody;
    for (const auto* office : {"chair", "vice_chair"})
        if (const auto* s = c.p->office_seat(body, office, c.now); holds(s, c)) return s->id;
    return nobody;
}

/// The member whom the members present chose (meeting.take_chair), for this matter or the whole meeting.
yes chosen(const context& c, const meeting* m, std::string_view item, std::string_view bid)
{
    if (!m || !c.p) return nobody;
    for (const auto& choice : m->chairs) {
        if (!choice.about.empty() && choice.about != item && choice.about != bid) continue;
        const auto* s = c.p->find_seat(choice.seat);
        const bool named = choice.person.empty() || choice.person == c.actor;                  // logs of before named the seat alone
        if (s && named && s->open_at(c.now) && s->is_sat_for_by(c.actor, c.now)) return s->id; // who has lost it presides no more
    }
    return nobody;
}

const who_may may::administrator{"AC-administrator", "an administrator", "administrator",
                                 [](const context& c) { return when(role(c, "administrator")); }};
const who_may may::manager{"AC-manager", "the Partnership Manager", "manager",
                           [](const context& c) { return when(role(c, "partnership_manager")); }};

const command& find_command(std::string_view verb)
{
    static const auto by_verb = [] {
        std::map<std::string_view, const command*> out;
        for (const auto& w : all_workflows())
            for (const auto& c : *w.commands)
                if (!out.emplace(c.verb, &c).second) throw std::logic_error("two rows for the command " + std::string(c.verb));
        return out;
    }();
    const auto found = by_verb.find(verb);
    if (found == by_verb.end()) throw std::logic_error("nobody is said to be able to do " + std::string(verb));
    return *found->second;
}

std::optional<engine::refusal> forbids(context& c)
{
    const auto refuse = [](std::string_view rule, std::string message, std::vector<engine::blank> blanks = {}) {
        return engine::refusal{std::string(rule), std::move(message), std::move(blanks), "Who may (docs/who-may.md)"};
    };
    const auto only = [&](const who_may& they, std::string message) {
        const engine::word whom{"who." + std::string(they.told)}, what{"to." + c.verb};
        return refuse(they.rule, std::move(message), {{"whom", whom}, {"do", what}});
    };
    if (c.internal) return std::nullopt;
    const auto& asked = find_command(c.verb);
    const auto& row = *asked.who;
    if (c.actor == "system") {
        if (asked.flags & console) return std::nullopt;
        return only(row, "not_the_console");
    }
    const auto* who = engine::get<person>(c.known, "person/" + c.actor);
    if (c.p && (!who || who->left)) return refuse("AC-person", "no_person_here", {{"person", engine::thing{"person", c.actor}}});
    const auto seat = row.test(c);
    if (!seat) return only(row.here ? row.here(c) : row, "only_they_can");
    if ((asked.flags & not_for_oneself) && c.text("person") == c.actor) return refuse("AC-self", "not_for_oneself");
    c.acting_seat = *seat;
    return std::nullopt;
}

const std::vector<who_may_row>& who_may_table()
{
    static const auto table = [] {
        std::vector<who_may_row> out;
        for (const auto& w : all_workflows())
            for (const auto& c : *w.commands) {
                const bool too = (c.flags & console) != 0;
                const auto same = [&](const who_may_row& r) { return r.rule == c.who->rule && r.who == c.who->who && r.console == too; };
                auto row = std::find_if(out.begin(), out.end(), same);
                if (row == out.end()) row = out.insert(out.end(), {{}, c.who->rule, c.who->who, too});
                row->verbs.push_back(c.verb);
            }
        return out;
    }();
    return table;
}

std::string who_may_markdown()
{
    std::string out = "# Who may\n\nPrinted from the commands of each workflow (`workflows/*/commands.cpp`); a test compares the two. A "
                      "circle marks what the console may also do.\n\n"
                      "| verbs | who may | rule |\n|---|---|---|\n| any | a person of the partnership who has not left | AC-person |\n"
                      "| `role.grant` `seat.appoint` `seat.name_deputy` | not for oneself | AC-self |\n";
    for (const auto& row : who_may_table()) {
        out += "|";
        for (const auto v : row.verbs) out += " `" + std::string(v) + "`";
        out += std::string(row.console ? " ◦" : "") + " | " + std::string(row.who) + " | " + std::string(row.rule) + " |\n";
    }
    return out;
}

} // namespace workflows
