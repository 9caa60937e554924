// workflows/meeting/gather.cpp - where each fact comes from that a meeting's rules rest on.
#include "names/meeting.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/meeting/rules.hpp"
#include "workflows/standing.hpp"

#include <algorithm>
#include <set>

namespace workflows {

std::optional<sitting> sitting::gather(const context& c)
{
    if (!c.p || !c.meeting || !c.form_given) return {};
    if (c.verb == verbs::attendance_expect && !c.given("person")) return {}; // the seat's own holder
    sitting f{c.text("person"), c.text("seat"), c.meeting->body, "", false};
    if (f.seat.empty()) f.seat = seat_for(*c.p, c.meeting->body, f.person, c.now);
    if (const auto* s = c.p->find_seat(f.seat)) {
        f.holder = s->holder(c.now);
        f.is_deputy = s->has_deputy(f.person, c.now);
    }
    return f;
}

std::optional<in_or_out> in_or_out::gather(const context& c)
{
    if (!c.p || !c.meeting || !c.form_given) return {};
    in_or_out f{c.text("person"), c.text("seat"), false, c.verb == verbs::attendance_leave};
    if (f.seat.empty() && !f.should_be) f.seat = seat_for(*c.p, c.meeting->body, f.person, c.now);
    for (const auto& s : c.meeting->stays)
        if (s.person == f.person && (f.seat.empty() || s.seat == f.seat) && !s.left) f.in_the_room = true;
    return f;
}

namespace {

/// Is there an item, or a bid on the table, that this meeting has still to decide?
bool any_matter_open(const context& c)
{
    const auto& items = c.meeting->items;
    if (std::any_of(items.begin(), items.end(), [](const item& i) { return i.outcome.empty() && i.carried_to.empty(); })) return true;
    const auto rows = c.known.rows({.index = "bid.meeting", .key = c.meeting->id});
    return std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
        const auto* b = engine::get<bid>(c.known, "bid/" + row.id);
        return b && is_on_the_table(b->stage);
    });
}

} // namespace

std::optional<chair_choice> chair_choice::gather(const context& c)
{
    if (!c.p || !c.meeting || !c.seat || !c.form_given) return {};
    const auto& m = *c.meeting;
    const auto about = c.text("item");
    const auto barred_from = [&](const bid* b, const item* i) {
        auto barred = workflows::conflicted(c.known, *c.p, b, i, c.now);
        if (!b && i && !i->bid.empty()) b = engine::get<bid>(c.known, "bid/" + i->bid);
        if (b) barred.insert({b->project_manager, b->author});
        return barred;
    };
    const auto able = [&](const std::set<std::string>& barred) { return presiding(*c.p, m, barred, "", "", c.now, true); };
    chair_choice f{c.seat->id, "", "", c.seat->votes(), false, false};
    std::set<std::string> barred;
    if (!about.empty()) {
        const auto* i = m.find_item(about);
        barred = barred_from(i ? nullptr : engine::get<bid>(c.known, "bid/" + about), i);
        f.able = able(barred);
    } else {
        // For the whole meeting: needed when there is a matter still open over which neither of the two can preside.
        f.able = able({});
        const auto look_at = [&](const bid* b, const item* i) {
            if (able(barred_from(b, i)).empty()) f.able.clear();
        };
        for (const auto& i : m.items)
            if (i.outcome.empty() && i.carried_to.empty()) look_at(nullptr, &i);
        for (const auto& row : c.known.rows({.index = "bid.meeting", .key = m.id}))
            if (const auto* b = engine::get<bid>(c.known, "bid/" + row.id); b && is_on_the_table(b->stage)) look_at(b, nullptr);
    }
    // The deputy of a chair's or vice-chair's seat does not preside.
    const auto may_preside = [&](const std::string& who) { return c.seat->office(c.now).empty() || c.seat->holder(c.now) == who; };
    for (const auto& s : m.stays)
        if (m.is_there(s, c.now) && s.seat == f.seat && c.seat->is_sat_for_by(s.person, c.now) && may_preside(s.person))
            f.person = s.person;
    for (const auto& who : able_to_sit(m, *c.seat, c.now, barred))
        if (may_preside(who)) {
            f.person = who;
            break;
        }
    f.in_the_room = !f.person.empty();
    f.conflicted = barred.contains(f.person);
    return f;
}

std::optional<chair_matter> chair_matter::gather(const context& c)
{
    const auto about = c.text("item");
    if (!c.p || !c.meeting || !c.form_given) return {};
    chair_matter f{about, ""};
    if (about.empty()) { // for the whole meeting
        if (!any_matter_open(c)) f.outcome = "nothing is open";
        return f;
        return {};
    }
    if (const auto* i = c.meeting->find_item(about)) f.outcome = i->outcome;
    else if (const auto* b = engine::get<bid>(c.known, "bid/" + about); b && !is_on_the_table(b->stage)) f.outcome = b->stage;
    return f;
}

std::optional<opening> opening::gather(const context& c)
{
    if (!c.p || !c.meeting) return {};
    return opening{c.meeting->id, show(day_in(c.now, c.p->zone)), show(day_in(c.meeting->starts, c.p->zone)),
                   !c.form_given || c.given("reason")};
}

std::optional<record_date> record_date::gather(const context& c)
{
    if (const auto starts = instant_of(c.form, "starts")) return record_date{flag_of(c.form, "recorded"), *starts, c.now};
    return {};
}

std::optional<old_minutes> old_minutes::gather(const context& c)
{
    if (!c.meeting) return {};
    return old_minutes{c.meeting->recorded};
}

std::optional<two_deadlines> two_deadlines::gather(const context& c)
{
    const auto* b = c.p && c.meeting ? c.p->find_body(c.meeting->body) : nullptr;
    if (!b || b->kind != body_kind::executive) return {}; // only an Exec has a deadline
    return two_deadlines{c.meeting->deadline, deadline_by_policy(*c.p, c.meeting->starts, c.now)};
}

std::optional<left_over> left_over::gather(const context& c)
{
    const auto* from = find_meeting(c.known, c.text("from"));
    const auto* i = from ? from->find_item(c.text("item")) : nullptr;
    return left_over{c.text("item"), c.text("from"), c.text("to"), i && from->wants_to_carry(*i)};
}

} // namespace workflows
