// workflows/meeting/events.cpp - event by event: what it holds beside its form, and how it changes the meeting.
#include "workflows/meeting/events.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/meeting/rules.hpp"
#include "workflows/standing.hpp"

#include <algorithm>

namespace workflows {

using engine::event;

namespace {

// -- what an event holds beside its form ----------------------------------------------------------------------------------

/// FP-c: of an Exec, the deadline that its date gives.
void hold_date(context& c, event& e, const body* b)
{
    e.data["zone"] = c.p->zone;
    if (!b || b->kind != body_kind::executive || flag_of(c.form, "recorded")) return;
    e.data["deadline"] = engine::exact(deadline_by_policy(*c.p, *instant_of(c.form, "starts"), c.now));
}

void hold_both_dates(context& c, event& e)
{
    const auto* b = c.p->find_body(c.meeting->body);
    hold_date(c, e, b);
    if (b && b->kind == body_kind::executive) e.data["deadline_before"] = show_deadline(deadline_of_exec(*c.p, *c.meeting, c.now));
}

/// The quorum as it stands at the close is written down: for the room, and for each matter from which somebody withdrew. What
/// comes later, in the same second too, does not touch it.
void hold_quorum_at_close(context& c, event& e)
{
    const auto& m = *c.meeting;
    json::object sums{{"", engine::to_json(live_quorum(c.known, *c.p, m, nullptr, nullptr, c.now))}};
    const auto add = [&](const std::string& key, const bid* b, const item* i) {
        const auto barred = conflicted(c.known, *c.p, b, i, c.now);
        if (!barred.empty()) sums[key] = engine::to_json(count_quorum(*c.p, m, c.now, barred));
    };
    for (const auto& i : m.items) add("item/" + i.id, nullptr, &i);
    for (const auto* index : {"bid.meeting", "bid.signed_at"})
        for (const auto& row : c.known.rows({.index = index, .key = m.id}))
            if (const auto* b = engine::get<bid>(c.known, "bid/" + row.id)) add("bid/" + b->id, b, nullptr);
    e.data["quorum"] = std::move(sums);
}

void hold_seat(context& c, event& e)
{
    e.data["seat"] = c.given("seat") ? c.text("seat") : seat_for(*c.p, c.meeting->body, c.text("person"), c.now);
}

void hold_item(context& c, event& e)
{
    for (const auto* name : {"from", "to"}) e.data[name] = c.text(name);
    e.also.push_back("meeting/" + c.text("from"));
    if (const auto* m = find_meeting(c.known, c.text("from")))
        if (const auto* i = m->find_item(c.text("item"))) {
            e.texts["title"].text = i->title;
            e.data["kind"] = i->kind;
            e.data["bid"] = i->bid;
            e.data["marking"] = i->marking;
            e.data["interests"] = engine::to_json(i->interests);
        }
}

void hold_person_in_the_chair(context& c, event& e)
{
    if (const auto f = chair_choice::gather(c)) e.data["person"] = f->person;
}

// -- what an event changes ------------------------------------------------------------------------------------------------

void leave(meeting& m, const event& e)
{
    const auto who = text_of(e.form, "person"), seat = text_of(e.form, "seat");
    for (auto& s : m.stays)
        if (s.person == who && !s.left && (seat.empty() || s.seat == seat)) s.left = e.at;
}

/// An undecided item goes on to another meeting and comes back there by itself.
void carry(meeting& m, const event& e)
{
    const auto from = text_of(e.data, "from"), to = text_of(e.data, "to");
    if (m.id == from) {
        if (auto* i = item_of(m, e)) i->carried_to = to;
    } else {
        item i;
        i.id = text_of(e.form, "item");
        i.title = e.text("title");
        i.kind = text_of(e.data, "kind");
        i.bid = text_of(e.data, "bid");
        i.marking = text_of(e.data, "marking");
        i.carried_from = from;
        i.interests = read_as<std::vector<declared_interest>>(e.data.at("interests"));
        m.items.push_back(std::move(i));
    }
}

void set_down_date(meeting& m, const event& e)
{
    m.id = text_of(e.form, "meeting");
    m.body = text_of(e.form, "body");
    m.venue = text_of(e.form, "venue");
    m.recorded = flag_of(e.form, "recorded");
    m.starts = *instant_of(e.form, "starts");
    m.ends = *instant_of(e.form, "ends");
    m.zone = text_of(e.data, "zone");
    m.deadline = instant_of(e.data, "deadline");
    m.stage = e.to;
}

void move(meeting& m, const event& e)
{
    m.moves.push_back({m.starts, m.ends, e.at, text_of(e.data, "deadline_before"), std::string(e.text("reason"))});
    m.starts = *instant_of(e.form, "starts");
    m.ends = *instant_of(e.form, "ends");
    m.deadline = instant_of(e.data, "deadline");
}

void open(meeting& m, const event& e)
{
    m.opened = e.at;
    m.stage = e.to;
}

void close(meeting& m, const event& e)
{
    m.closed = e.at;
    m.closed_index = e.index;
    m.stage = e.to;
    if (const auto* q = e.data.if_contains("quorum")) m.closing = read_as<std::map<std::string, quorum_sum>>(*q);
}

void pass_on(meeting& m, const event& e) { m.stage = e.to; }

void add_item(meeting& m, const event& e)
{
    item i;
    i.id = text_of(e.form, "item");
    i.title = e.text("title");
    i.kind = text_of(e.form, "kind");
    i.bid = text_of(e.form, "bid");
    i.marking = text_of(e.form, "marking");
    m.items.push_back(std::move(i));
}

void arrive(meeting& m, const event& e)
{
    m.stays.push_back({text_of(e.data, "seat"), text_of(e.form, "person"), e.actor, e.at, std::nullopt});
}

void apologise(meeting& m, const event& e)
{
    m.answers[text_of(e.form, "seat")] = "apologies";
    m.who_comes.erase(text_of(e.form, "seat"));
}

void expect(meeting& m, const event& e)
{
    const auto seat = text_of(e.form, "seat"), who = text_of(e.form, "person");
    m.answers[seat] = "expected";
    if (who.empty()) m.who_comes.erase(seat);
    else m.who_comes[seat] = who;
}

void record(meeting& m, const event& e)
{
    m.records[text_of(e.form, "seat")] = {text_of(e.form, "presence"), instant_of(e.form, "arrived"), instant_of(e.form, "left")};
}

void take_chair(meeting& m, const event& e)
{
    m.chairs.push_back({text_of(e.form, "seat"), text_of(e.form, "item"), text_of(e.data, "person")});
}

} // namespace

item* item_of(meeting& m, const event& e)
{
    const auto id = text_of(e.form, "item");
    const auto found = std::find_if(m.items.begin(), m.items.end(), [&](const auto& i) { return i.id == id; });
    return found == m.items.end() ? nullptr : &*found;
}

const event_table<meeting>& meeting_events()
{
    static const event_table<meeting> table{
        {"meeting.planned", set_down_date, [](context& c, event& e) { hold_date(c, e, c.body); }},
        {"meeting.set_down", pass_on},
        {"meeting.moved", move, hold_both_dates},
        {"meeting.cancelled", pass_on},
        {"meeting.opened", open},
        {"meeting.closed", close, hold_quorum_at_close},
        {"meeting.taken_chair", take_chair, hold_person_in_the_chair},
        {"meeting.turned_to", [](meeting& m, const event& e) { m.current = {text_of(e.form, "item"), text_of(e.form, "bid")}; }},
        {"meeting.set_deadline", [](meeting& m, const event& e) { m.deadline = instant_of(e.data, "deadline"); },
         [](context& c, event& e) { e.data["deadline"] = engine::exact(deadline_by_policy(*c.p, c.meeting->starts, c.now)); }},
        {"agenda.added", add_item},
        {"agenda.carried", carry, hold_item},
        {"agenda.published", [](meeting& m, const event&) { m.published = true; }},
        {"attendance.arrived", arrive, hold_seat},
        {"attendance.left", leave},
        {"attendance.apologised", apologise},
        {"attendance.expected", expect},
        {"attendance.recorded", record},
        {"document.attached"},
        {"document.removed"},
    };
    return table;
}

void apply_to(meeting& m, const event& e) { event_tables<meeting>::apply(m, e); }

} // namespace workflows
