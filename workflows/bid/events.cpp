// workflows/bid/events.cpp - event by event: what it holds beside its form, and how it changes the bid.
#include "workflows/bid/events.hpp"
#include "workflows/bid/application.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/meeting/stages.hpp"
#include "workflows/standing.hpp"

#include <algorithm>

namespace workflows {

using engine::event;

namespace {

// -- what an event holds beside its form ----------------------------------------------------------------------------------

void hold_application(context& c, event& e)
{
    keep_in_leaf(c.form, e);
    auto pm = c.text("project_manager");
    if (pm.empty()) pm = c.verb == "bid.revise" ? c.bid->project_manager : c.actor;
    e.data["project_manager"] = pm;
}

/// The next number of the year, in the partnership's zone.
void hold_reference(context& c, event& e)
{
    const auto year = show(day_in(c.now, c.p->zone)).substr(0, 4);
    const auto last = c.known.rows({.index = "bid.reference", .key = year, .descending = true, .limit = 1});
    e.data["year"] = year;
    e.data["number"] = last.empty() ? 1 : std::stoll(last.front().sort) + 1;
}

void hold_exec(event& e, const meeting* m) { e.data["exec_meeting"] = m ? m->id : ""; }

void hold_exec_sent_to(context& c, event& e)
{
    const auto* m = c.given("meeting") ? find_meeting(c.known, c.text("meeting")) : next_exec(c.known, *c.p, c.now, c.now);
    hold_exec(e, m);
    if (c.given("meeting")) return;
    const auto* soonest = next_exec(c.known, *c.p, c.now, std::nullopt); // FP-c: too late for that one
    e.data["moved_as_late"] = soonest && m && soonest->id != m->id;
}

/// When a bid leaves an Exec's list while that Exec sits, or on its day, its list goes on saying so.
void hold_lost_place(context& c, event& e)
{
    if (!c.meeting || !is_scheduled(c.bid->stage)) return;
    const bool its_day = in<meeting_stages::planned>(c.meeting->stage) && day_in(c.now, c.p->zone) == day_in(c.meeting->starts, c.p->zone);
    if (in<meeting_stages::open>(c.meeting->stage) || its_day) e.data["lost_by"] = c.meeting->id;
}

void hold_next_exec(context& c, event& e)
{
    hold_exec(e, find_meeting(c.known, c.text("meeting")));
    if (c.bid->exec_meeting.empty()) return;
    e.data["lost_by"] = c.bid->exec_meeting;
    if (!in<bid_stages::compliance_check>(c.bid->stage)) return;
    for (const auto& q : c.bid->queries)
        if (!q.resolved) e.data["open_query"] = q.id;
}

/// The seats for which a check or a position counts; the first is the one that is acted in.
void hold_seats(event& e, const spoken_for& f)
{
    e.data["seat"] = f.seats.front();
    e.data["seats"] = json::array(f.seats.begin(), f.seats.end());
}

void hold_position(context& c, event& e)
{
    const auto f = position_counts_for(*c.p, *c.bid, c.actor, c.now);
    e.data["seat"] = f.seats.front();
    e.data["seats"] = seats_with_agencies(*c.p, f.seats);
    e.data["agency"] = c.p->find_seat(f.seats.front())->agency;
    e.data["person"] = c.actor;
    e.data["position"] = c.text("position");
    e.data["revision"] = c.bid->revision;
}

void hold_revision(context& c, event& e) { e.data["revision"] = c.bid->revision; }

void hold_check(context& c, event& e)
{
    hold_revision(c, e);
    hold_seats(e, check_counts_for(*c.p, *c.bid, c.actor, c.now));
}

// -- what an event changes ------------------------------------------------------------------------------------------------

/// FP-i: a changed or returned bid is a new revision; what was agreed, checked and recommended counts no more.
void begin_again(bid& b)
{
    b.agreed.reset();
    b.checks.clear();
    b.left_out.clear();
    b.positions.clear();
    b.absences.clear();
    b.recommendation.clear();
    b.signed_off.reset();
    b.exec_meeting.clear();
    b.unscheduled = false;
    for (auto& q : b.queries) q.resolved = true; // they were about the revision that is gone
}

void draft(bid& b, const event& e)
{
    b.content = e.text("content");
    b.filed = filed_under(read_application(b.content));
    b.title = e.text("title");
    b.project_manager = text_of(e.data, "project_manager");
    b.delivery_group = text_of(e.data, "delivery_group");
    b.organisation = text_of(e.data, "organisation");
    b.marking = text_of(e.data, "marking");
    b.emerging_priority = flag_of(e.data, "emerging_priority");
    b.amount = {number_of(e.data, "amount")};
    b.lines = read_as<std::vector<bid_line>>(e.data.at("lines"));
}

void schedule(bid& b, const event& e)
{
    b.exec_meeting = text_of(e.data, "exec_meeting");
    b.unscheduled = b.exec_meeting.empty();
}

void set_position(bid& b, position p)
{
    std::erase_if(b.absences, [&](const absence& a) { return a.agency == p.agency; });
    for (auto& before : b.positions)
        if (before.seat == p.seat) {
            before = std::move(p);
            return;
        }
    b.positions.push_back(std::move(p));
}

/// @param seats {seat, agency} each: the seats for which it is one. Logs of before name one seat in the event itself.
void take_position(bid& b, const event& e, std::string_view seats)
{
    position p;
    p.person = text_of(e.data, "person");
    p.position = text_of(e.data, "position");
    p.note = e.text("note");
    p.amount = money_of(e.form, "amount");
    p.conditions = sealed_list(e, "conditions");
    p.at = e.at;
    const auto at_seat = [&](const json::object& o) {
        p.seat = text_of(o, "seat");
        p.agency = text_of(o, "agency");
        set_position(b, p);
    };
    if (const auto* list = e.data.if_contains(seats); list && list->is_array())
        for (const auto& s : list->get_array()) at_seat(s.as_object());
    else if (e.data.contains("agency")) at_seat(e.data);
}

void check(bid& b, const event& e)
{
    const compliance_check c{e.actor, text_of(e.form, "result"), std::string(e.text("note")), flag_of(e.form, "equality_impact_accepted"),
                             e.at};
    const auto seats = texts_of(e.data, "seats");
    for (const auto& seat : seats) b.checks[seat] = c;
    if (seats.empty()) b.checks[text_of(e.data, "seat")] = c; // logs of before: one seat
}

/// It stood on an Exec's list, and does no more.
void lose_place(bid& b, const event& e)
{
    if (auto meeting = text_of(e.data, "lost_by"); !meeting.empty())
        b.lost.push_back({std::move(meeting), e.type, e.at, text_of(e.data, "open_query")});
}

void first_draft(bid& b, const event& e)
{
    b.id = text_of(e.form, "bid");
    b.author = e.actor;
    b.drafted_index = e.index;
    // Logs of before give no number: the leaf's is above all that were given by then.
    b.year = e.data.contains("year") ? text_of(e.data, "year") : engine::show(e.at).substr(0, 4);
    b.number = number_of(e.data, "number", e.index);
    draft(b, e);
}

void revise(bid& b, const event& e)
{
    begin_again(b);
    draft(b, e);
}

void give_back(bid& b, const event& e)
{
    begin_again(b);
    b.last_reason = e.text("reason");
}

void keep_reason(bid& b, const event& e) { b.last_reason = e.text("reason"); }

void raise_query(bid& b, const event& e)
{
    b.queries.push_back({text_of(e.form, "query"), e.actor, text_of(e.data, "seat"), std::string(e.text("text")), "", "", false, e.at});
}

query* query_of(bid& b, const event& e)
{
    const auto id = text_of(e.form, "query");
    const auto found = std::find_if(b.queries.begin(), b.queries.end(), [&](const query& q) { return q.id == id; });
    return found == b.queries.end() ? nullptr : &*found;
}

void answer_query(bid& b, const event& e)
{
    if (auto* q = query_of(b, e)) {
        q->answer = e.text("text");
        q->answered_by = e.actor;
    }
}

void resolve_query(bid& b, const event& e)
{
    if (auto* q = query_of(b, e)) q->resolved = true;
}

void record_absent(bid& b, const event& e)
{
    const auto agency = text_of(e.form, "agency"); // recorded again, the newer reason stands
    std::erase_if(b.absences, [&](const absence& a) { return a.agency == agency; });
    b.absences.push_back({agency, std::string(e.text("reason"))});
}

void declare_interest(bid& b, const event& e)
{
    b.interests.push_back({text_of(e.data, "person"), text_of(e.form, "nature"), std::string(e.text("detail")), e.actor, e.at});
    // FP-f: an interest is a position too, counting neither way, at the seats that the event names.
    if (b.stage == bid_stages::on_the_table::name) take_position(b, e, "withdraws");
}

} // namespace

const event_table<bid>& bid_events()
{
    static const event_table<bid> table{
        {"bid.drafted", first_draft,
         [](context& c, event& e) {
             hold_application(c, e);
             hold_reference(c, e);
         }},
        {"bid.revised", revise,
         [](context& c, event& e) {
             hold_application(c, e);
             hold_lost_place(c, e);
         }},
        {"bid.submitted", [](bid& b, const event& e) { b.revision = number_of(e.data, "revision"); },
         [](context& c, event& e) { e.data["revision"] = c.bid->revision + 1; }},
        {"bid.discarded", [](bid& b, const event&) { b.discarded = true; }},
        {"bid.agreed", [](bid& b, const event& e) { b.agreed = {text_of(e.data, "seat"), e.actor, b.revision, e.at}; }, hold_revision},
        {"bid.returned", give_back, hold_lost_place},
        {"bid.declined", keep_reason},
        {"bid.withdrawn", keep_reason, hold_lost_place},
        {"bid.sent", schedule, hold_exec_sent_to},
        {"bid.accepted_late", schedule, [](context& c, event& e) { hold_exec(e, find_meeting(c.known, c.text("meeting"))); }},
        {"bid.carried_over", schedule, hold_next_exec},
        {"bid.checked", check, hold_check},
        {"bid.queried", raise_query},
        {"bid.answered", answer_query},
        {"bid.resolved", resolve_query},
        {"bid.put_on_table", [](bid& b, const event& e) { b.left_out = read_as<std::vector<std::string>>(e.data.at("left_out")); },
         [](context& c, event& e) { e.data["left_out"] = engine::to_json(compliance_of(*c.p, *c.bid, c.moment()).left_out); }},
        {"bid.recommended", [](bid& b, const event& e) { take_position(b, e, "seats"); }, hold_position},
        {"bid.recorded_absent", record_absent},
        {"bid.came_recommended", [](bid& b, const event&) { b.recommendation = bid_stages::recommended::name; }},
        {"bid.came_not_recommended", [](bid& b, const event&) { b.recommendation = bid_stages::not_recommended::name; }},
        {"bid.handed_over", [](bid& b, const event& e) { b.project_manager = text_of(e.form, "project_manager"); },
         [](context& c, event& e) { e.data["project_manager_before"] = c.bid->project_manager; }},
        {"interest.declared", declare_interest},
        {"document.attached"},
        {"document.removed"},
    };
    return table;
}

void apply_to(bid& b, const event& e)
{
    lose_place(b, e);
    event_tables<bid>::apply(b, e);
    if (!e.to.empty() && engine::split_key(e.subject).id == b.id && engine::split_key(e.subject).kind == "bid" && e.process != "interest")
        b.stage = e.to;
}

} // namespace workflows
