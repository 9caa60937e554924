// workflows/approval/events.cpp - event by event, from the Exec's decision on: what it holds beside its form, and how it changes the bid.
#include "workflows/approval/events.hpp"
#include "workflows/approval/approval.hpp"
#include "workflows/bid/approved.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/meeting/stages.hpp"
#include "workflows/standing.hpp"
#include "workflows/stream/stages.hpp"

#include <algorithm>

namespace workflows {

using engine::event;

namespace {

// -- what an event holds beside its form ----------------------------------------------------------------------------------

void hold_lines(event& e, const std::vector<bid_line>& lines)
{
    e.data["lines"] = engine::to_json(lines);
    for (const auto& l : lines) e.also.push_back("stream/" + l.stream);
}

/// FP-k: the plans of its streams' years, and the delegation, that a sign-off rests on.
void hold_plans(context& c, event& e, const std::vector<bid_line>& lines)
{
    json::array plans;
    for (const auto& l : lines) {
        const auto* s = engine::get<stream>(c.known, "stream/" + l.stream);
        const auto* agreed = s ? agreed_plan_of(c.known, s->year) : nullptr;
        if (agreed && std::find(plans.begin(), plans.end(), json::value(agreed->id)) == plans.end()) plans.emplace_back(agreed->id);
    }
    e.data["plans"] = std::move(plans);
    e.data["delegation"] = nullptr; // none is recorded: the Exec decides on the Board's standing authority
}

void hold_sign_off(context& c, event& e)
{
    const auto& p = *c.p;
    const auto outcome = c.text("outcome");
    if (c.meeting) {
        e.data["quorum"] = engine::to_json(live_quorum(c.known, p, *c.meeting, c.bid, nullptr, c.now));
        const auto& items = c.meeting->items; // an item of its own is decided with it
        if (std::any_of(items.begin(), items.end(), [&](const item& i) { return i.bid == c.bid->id && i.carried_to.empty(); }))
            e.also.push_back("meeting/" + c.meeting->id);
    }
    json::array declared; // FP-k: interests declared, and by whom
    for (const auto& i : c.bid->interests) declared.push_back({{"nature", i.nature}, {"person", i.person}});
    e.data["interests"] = std::move(declared);
    e.data["revision"] = c.bid->revision;
    hold_plans(c, e, c.bid->lines);
    if (!outcome.starts_with("approved")) return;

    auto approved = approved_by(c);
    e.data["approved_amount"] = approved.amount.value;
    const auto why = why_board(c.known, p, approved.lines, approved.amount, c.now);
    e.data["needs_board"] = !why.empty();
    e.data["board_reason"] = joined(why, "; ");
    for (auto& l : approved.lines) {
        const auto* s = engine::get<stream>(c.known, "stream/" + l.stream);
        l.state = s && in<stream_stages::confirmed>(s->status) ? "committed" : "awaiting";
        l.inside_plan = why.empty();
    }
    hold_lines(e, approved.lines);
    if (outcome == "approved_with_amendments") {
        const auto& rules = p.policy_at(c.now);
        const auto last = add_working_days(day_in(c.now, p.zone), rules.amendments_working_days, rules.holidays());
        e.data["acceptance_ends"] = engine::exact(midnight({last.count + 1}, p.zone));
        e.data["zone"] = p.zone;
    }
}

void hold_released(context& c, event& e) { hold_lines(e, c.bid->lines); }

void hold_inside_plan(context& c, event& e)
{
    auto lines = c.bid->lines;
    for (auto& l : lines) l.inside_plan = true;
    hold_lines(e, lines);
}

void hold_board_decision(context& c, event& e)
{
    const auto* m = meeting_of_item(c.known, c.text("item"));
    const auto* i = m ? m->find_item(c.text("item")) : nullptr;
    const bool agreed = i && (i->outcome == "agreed" || i->outcome == "agreed_subject_to_amendments");
    e.data["outcome"] = i ? i->outcome : "";
    e.data["agreed"] = agreed;
    if (agreed) hold_inside_plan(c, e);
}

void hold_funded(context& c, event& e)
{
    for (auto l : c.bid->lines)
        if (l.stream == c.text("stream")) {
            l.state = "committed";
            hold_lines(e, {l});
        }
}

void hold_deferred_to(context& c, event& e)
{
    const auto* m = find_meeting(c.known, c.bid->signed_off->to_meeting);
    e.data["exec_meeting"] = m && in<meeting_stages::planned>(m->stage) ? m->id : "";
}

// -- what an event changes ------------------------------------------------------------------------------------------------

void sign(bid& b, const event& e)
{
    sign_off s;
    s.outcome = text_of(e.form, "outcome");
    s.by = e.actor;
    s.seat = text_of(e.data, "seat");
    s.meeting = b.exec_meeting;
    s.reason = e.text("reason");
    s.handled = e.text("handled");
    s.to_meeting = text_of(e.form, "to_meeting");
    s.conditions = sealed_list(e, "conditions");
    s.alternatives = sealed_list(e, "alternatives");
    s.at = e.at;
    s.index = e.index;
    s.needs_board = flag_of(e.data, "needs_board");
    s.board_reason = text_of(e.data, "board_reason");
    s.acceptance_ends = instant_of(e.data, "acceptance_ends");
    s.zone = text_of(e.data, "zone");
    if (const auto* q = e.data.if_contains("quorum"); q && q->is_object()) s.quorum = read_as<quorum_sum>(*q);
    s.interests = e.data.contains("interests") ? read_as<std::vector<interest_named>>(e.data.at("interests")) : s.interests;
    s.plans = texts_of(e.data, "plans");
    b.last_signed = e.at;
    if (e.data.contains("approved_amount")) s.amount = pence{number_of(e.data, "approved_amount")};
    if (!list_of(e.data, "lines").empty()) b.lines = read_as<std::vector<bid_line>>(e.data.at("lines"));
    b.signed_off = std::move(s);
}

void mark_lines(bid& b, const event& e)
{
    for (const auto& l : list_of(e.data, "lines")) {
        const auto changed = read_as<bid_line>(l);
        for (auto& line : b.lines)
            if (line.stream == changed.stream) line = changed;
    }
}

void release(bid& b, const event& e)
{
    mark_lines(b, e);
    for (auto& l : b.lines) l.state = "released";
}

void ratify(bid& b, const event& e)
{
    b.signed_off->ratified = flag_of(e.data, "agreed");
    b.signed_off->board_said = text_of(e.data, "outcome");
    mark_lines(b, e);
}

void enter_plan(bid& b, const event& e)
{
    b.signed_off->needs_board = false;
    mark_lines(b, e);
}

void defer(bid& b, const event& e)
{
    b.exec_meeting = text_of(e.data, "exec_meeting");
    b.unscheduled = b.exec_meeting.empty();
}

} // namespace

const event_table<bid>& approval_events()
{
    static const event_table<bid> table{
        {"bid.signed_off", sign, hold_sign_off},
        {"bid.rejected"},
        {"bid.deferred", defer, hold_deferred_to},
        {"bid.awaits_acceptance"},
        {"bid.awaits_board"},
        {"bid.awaits_money"},
        {"bid.approved"},
        {"bid.accepted_amendments", [](bid& b, const event&) { b.signed_off->accepted = true; }},
        {"bid.refused_amendments", release, hold_released},
        {"bid.lapsed", release, hold_released},
        {"bid.refused_by_board", release, hold_released},
        {"bid.ratified", ratify, hold_board_decision},
        {"bid.entered_plan", enter_plan, hold_inside_plan},
        {"bid.funded", mark_lines, hold_funded},
    };
    return table;
}

} // namespace workflows
