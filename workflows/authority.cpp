#include "workflows/authority.hpp"

#include "workflows/bid/stages.hpp"
#include "workflows/context.hpp"
#include "workflows/reading.hpp"

#include <map>
#include <stdexcept>

namespace workflows {
namespace {

using yes = std::optional<std::string>;
const yes no = std::nullopt;
yes when(bool b) { return b ? yes("") : no; }

bool role(context& c, std::string_view r) { return has_role(c.known, c.actor, r); }
bool holds(const seat* s, const context& c) { return s && s->holder(c.now) == c.actor; }
bool deputises(const seat* s, const context& c) { return s && s->has_deputy(c.actor, c.now); }

// -- roles -----------------------------------------------------------------------------------------------------------

yes nobody(context&) { return no; }
yes administrator(context& c) { return when(role(c, "administrator")); }
yes manager(context& c) { return when(role(c, "partnership_manager")); }
yes money(context& c) { return when(role(c, "partnership_manager") || role(c, "budget_manager")); }

// -- the partnership's seats -----------------------------------------------------------------------------------------

yes seat_or_administrator(context& c)
{
    if (holds(c.seat, c)) return c.seat->id;
    return administrator(c);
}

/// Who may end a deputyship: as who names it, and the deputy themself.
yes seat_or_deputy(context& c)
{
    if (const auto s = seat_or_administrator(c)) return s;
    return c.seat && c.text("person") == c.actor && c.seat->names_deputy(c.actor, c.now) ? yes(c.seat->id) : no;
}

/// An office of a body, by its holder: a deputy has the work outside meetings, but does not preside (process.md 1).
yes officer(context& c, std::string_view body)
{
    if (!c.p) return no;
    for (const auto* office : {"chair", "vice_chair"})
        if (const auto* s = c.p->office_seat(body, office, c.now); holds(s, c)) return s->id;
    return no;
}

/// The member whom the members present chose (meeting.take_chair), for this matter or the whole meeting.
yes chosen(context& c, const meeting* m, std::string_view item, std::string_view bid)
{
    if (!m || !c.p) return no;
    for (const auto& choice : m->chairs) {
        if (!choice.about.empty() && choice.about != item && choice.about != bid) continue;
        const auto* s = c.p->find_seat(choice.seat);
        const bool named = choice.person.empty() || choice.person == c.actor;                  // logs of before named the seat alone
        if (s && named && s->open_at(c.now) && s->is_sat_for_by(c.actor, c.now)) return s->id; // who has lost it presides no more
    }
    return no;
}

yes meeting_officer(context& c)
{
    if (manager(c)) return "";
    return c.meeting ? officer(c, c.meeting->body) : no;
}
yes room_keeper(context& c)
{
    if (const auto o = meeting_officer(c)) return o;
    return when(c.text("person") == c.actor);
}
yes seat_answers(context& c)
{
    if (const auto o = meeting_officer(c)) return o;
    return holds(c.seat, c) || deputises(c.seat, c) ? yes(c.seat->id) : no;
}
yes declarer(context& c)
{
    const auto who = c.text("person");
    return when(who.empty() || who == c.actor || role(c, "partnership_manager"));
}
yes item_chair(context& c)
{
    if (!c.meeting || !c.item) return no;
    if (const auto o = officer(c, c.meeting->body)) return o;
    return chosen(c, c.meeting, c.item->id, c.item->bid);
}

// -- bids ------------------------------------------------------------------------------------------------------------

/// The chair's seat of a delivery group, held or deputised for.
yes group_chair_seat(context& c, std::string_view group)
{
    const auto* s = c.p ? c.p->office_seat(group, "chair", c.now) : nullptr;
    return holds(s, c) || deputises(s, c) ? yes(s->id) : no;
}
yes drafter(context& c)
{
    if (role(c, "project_manager")) return "";
    if (!c.p) return no;
    const auto group = c.text("delivery_group");
    if (!group.empty()) return group_chair_seat(c, group);
    for (const auto& [id, b] : c.p->bodies)
        if (b.kind == body_kind::delivery_group)
            if (const auto s = group_chair_seat(c, id)) return s;
    return no;
}
/// Of a bid: who may revise it. Of an item: who may add to the agenda.
yes document_keeper(context& c)
{
    if (c.bid) return when(c.bid->project_manager == c.actor || c.bid->author == c.actor);
    return manager(c);
}
yes own_bid(context& c) { return when(c.bid && (c.bid->project_manager == c.actor || c.bid->author == c.actor)); }
yes project_manager(context& c) { return when(c.bid && c.bid->project_manager == c.actor); }

yes group_chair(context& c)
{
    if (!c.bid || !c.p) return no;
    for (const auto& d : deciders_of_group(*c.p, *c.bid, c.now))
        if (d.person == c.actor) return d.seat;
    return no;
}

/// A voting seat of a body, held before deputised for; of the seats that `wanted` likes.
template <class Wanted> const seat* voting_seat(context& c, const body* b, Wanted wanted)
{
    if (!b || !c.p) return nullptr;
    const auto seats = c.p->seats_of(b->id, c.now);
    for (const auto* s : seats)
        if (s->votes() && wanted(*s) && holds(s, c)) return s;
    for (const auto* s : seats)
        if (s->votes() && wanted(*s) && deputises(s, c)) return s;
    return nullptr;
}
yes reviewer(context& c)
{
    const auto* s = voting_seat(c, c.p ? c.p->only_body(body_kind::funding_subgroup) : nullptr, [](const seat&) { return true; });
    return s ? yes(s->id) : no;
}
yes query_raiser(context& c)
{
    const auto* q = c.bid ? c.bid->find_query(c.text("query")) : nullptr;
    if (!q) return no;
    // Gone: left, or no longer in a reviewer's seat. Then the Partnership Manager may.
    const json::object nothing;
    context raiser{c.known, c.verb, q->by, nothing, c.now};
    raiser.p = c.p;
    const auto* who = engine::get<person>(c.known, "person/" + q->by);
    const bool gone = !who || who->left || !reviewer(raiser);
    if (q->by == c.actor && !gone) return q->seat;
    return when(gone && role(c, "partnership_manager"));
}
yes representative(context& c)
{
    const auto* s = voting_seat(c, c.p ? c.p->only_body(body_kind::executive) : nullptr, [&](const seat& x) {
        const auto* a = c.p->find_agency(x.agency);
        return a && a->statutory;
    });
    if (!s) return no;
    return s->id;
}
yes exec_chair(context& c)
{
    const auto* exec = c.p ? c.p->only_body(body_kind::executive) : nullptr;
    if (!exec) return no;
    if (const auto o = officer(c, exec->id)) return o;
    const auto* m = c.bid ? open_exec(c.known, *c.p, *c.bid) : nullptr;
    return chosen(c, m, "", c.bid ? c.bid->id : "");
}
/// With the group its chair returns a bid, at the Exec the Exec's chair; elsewhere both have the authority, and are told
/// that it is not the time.
yes returner(context& c)
{
    if (!c.bid) return no;
    const auto& stage = c.bid->stage;
    if (stage == "with_delivery_group") return group_chair(c);
    if (is_on_the_table(stage)) return exec_chair(c);
    if (const auto s = group_chair(c)) return s;
    return exec_chair(c);
}

} // namespace

const std::vector<who_may>& who_may_table()
{
    // clang-format off
    static const std::vector<who_may> table{
        {{"partnership.set_up"}, "AC-installation", "the console, or who has the one-time set-up token", true, nobody},
        {{"policy.change", "person.add", "person.change", "person.leave", "role.grant", "role.revoke", "body.create", "body.set_quorum", "agency.add", "aim.add",
          "priority.add", "seat.create", "seat.appoint", "seat.vacate", "seat.give_office", "seat.close"},
         "AC-administrator", "an administrator", true, administrator},
        {{"seat.name_deputy"}, "AC-seat", "an administrator, or the seat's holder", true, seat_or_administrator},
        {{"seat.end_deputy"}, "AC-seat", "an administrator, the seat's holder, or the deputy themself", true, seat_or_deputy},
        {{"meeting.plan", "meeting.move", "meeting.cancel", "meeting.plan_year", "agenda.add", "agenda.publish", "attendance.record", "item.record"},
         "AC-manager", "the Partnership Manager", true, manager},
        {{"plan.propose", "plan.agree", "bid.accept_late", "bid.record_absent", "bid.ratify", "bid.hand_over"}, "AC-manager", "the Partnership Manager", false, manager},
        {{"meeting.open", "meeting.close", "meeting.turn_to", "meeting.take_chair"}, "AC-meeting", "the Partnership Manager, the body's chair or vice-chair", false, meeting_officer},
        {{"attendance.arrive", "attendance.leave"}, "AC-room", "as for opening the meeting, or the person themself", false, room_keeper},
        {{"attendance.apologise", "attendance.expect"}, "AC-room", "as for opening the meeting, or the seat's holder or deputy", false, seat_answers},
        {{"interest.declare"}, "AC-interest", "oneself; the Partnership Manager for another who said so", false, declarer},
        {{"item.decide"}, "AC-chair", "the body's chair, vice-chair, or the member named by take_chair", false, item_chair},
        {{"stream.open"}, "AC-money", "the Partnership Manager, a budget manager", true, money},
        {{"stream.confirm", "stream.revise", "stream.withdraw", "stream.hold_back"}, "AC-money", "the Partnership Manager, a budget manager", false, money},
        {{"stream.release", "bid.sign_off"}, "AC-exec-chair", "the Exec's chair, vice-chair, or the member named by take_chair", false, exec_chair},
        {{"bid.draft"}, "AC-bidder", "a project manager, the delivery group's chair or that seat's deputy", false, drafter},
        {{"bid.revise", "bid.submit", "bid.discard", "bid.send", "bid.answer"}, "AC-own-bid", "the bid's project manager or author", false, own_bid},
        {{"document.attach", "document.remove"}, "AC-own-bid", "of a bid: its project manager or author; of an item: the Partnership Manager (AC-manager)", false, document_keeper},
        {{"bid.withdraw", "bid.accept_amendments", "bid.refuse_amendments"}, "AC-project-manager", "the bid's project manager", false, project_manager},
        {{"bid.agree", "bid.decline"}, "AC-group-chair", "the chair of the bid's delivery group, or that seat's deputy; where all are barred by FP-h or an interest, or there are none, its vice-chair", false, group_chair},
        {{"bid.return"}, "AC-group-chair", "with the group: as for agreeing; at the Exec: as for signing off (AC-exec-chair)", false, returner},
        {{"bid.check", "bid.query"}, "AC-reviewer", "a reviewer: who holds a voting seat of the funding sub-group, or its deputy", false, reviewer},
        {{"bid.resolve"}, "AC-query", "the reviewer who raised it; when gone, the Partnership Manager", false, query_raiser},
        {{"bid.recommend"}, "AC-representative", "a representative: who holds a voting seat of the Exec that names a statutory agency, or its deputy", false, representative},
    };
    // clang-format on
    return table;
}

const who_may& who_may_do(std::string_view verb)
{
    static const auto by_verb = [] {
        std::map<std::string_view, const who_may*> out;
        for (const auto& row : who_may_table())
            for (const auto v : row.verbs) out[v] = &row;
        return out;
    }();
    const auto found = by_verb.find(verb);
    if (found == by_verb.end()) throw std::logic_error("nobody is said to be able to do " + std::string(verb));
    return *found->second;
}

std::optional<engine::refusal> forbids(context& c)
{
    const auto refuse = [](std::string_view rule, std::string says) {
        return engine::refusal{std::string(rule), std::move(says), "Who may (docs/who-may.md)", {}};
    };
    if (c.internal) return std::nullopt;
    const auto& row = who_may_do(c.verb);
    if (c.actor == "system") {
        if (row.console) return std::nullopt;
        return refuse(row.rule, c.verb + " is for " + std::string(row.who) + ", not for the console.");
    }
    const auto* who = engine::get<person>(c.known, "person/" + c.actor);
    if (c.p && (!who || who->left)) return refuse("AC-person", c.actor + " is no person of this partnership, or has left.");
    const auto seat = row.test(c);
    if (!seat) {
        const bool at_exec = c.verb == "bid.return" && c.bid && is_on_the_table(c.bid->stage);
        const bool of_item = c.verb.starts_with("document.") && !c.bid;
        return refuse(at_exec ? "AC-exec-chair" : of_item ? "AC-manager" : row.rule, c.verb + " is for " + std::string(row.who) + ".");
    }
    const bool for_self = c.verb == "role.grant" || c.verb == "seat.appoint" || c.verb == "seat.name_deputy";
    if (for_self && c.text("person") == c.actor)
        return refuse("AC-self", "Nobody grants a role to, appoints, or names as deputy, themself.");
    c.acting_seat = *seat;
    return std::nullopt;
}

std::string who_may_markdown()
{
    std::string out =
        "# Who may\n\nPrinted from `workflows/authority.cpp`; a test compares the two. A circle marks what the console may also do.\n\n"
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
