#include "workflows/bid/state.hpp"

#include "workflows/fields.hpp"

#include <algorithm>

namespace workflows {

std::string sortable(std::int64_t n)
{
    auto digits = std::to_string(n);
    return std::string(digits.size() < 20 ? 20 - digits.size() : 0, '0') + digits;
}

std::int64_t bid::open_queries() const
{
    return std::count_if(queries.begin(), queries.end(), [](const query& q) { return !q.resolved; });
}

const query* bid::find_query(std::string_view wanted) const
{
    const auto found = std::find_if(queries.begin(), queries.end(), [&](const auto& q) { return q.id == wanted; });
    return found == queries.end() ? nullptr : &*found;
}

const position* bid::position_of(std::string_view agency) const
{
    const auto found = std::find_if(positions.begin(), positions.end(), [&](const auto& p) { return p.agency == agency; });
    return found == positions.end() ? nullptr : &*found;
}

const position* bid::position_at(std::string_view seat) const
{
    const auto found = std::find_if(positions.begin(), positions.end(), [&](const auto& p) { return p.seat == seat; });
    return found == positions.end() ? nullptr : &*found;
}

const lost_place* bid::lost_by(std::string_view meeting) const
{
    if ((exec_meeting == meeting && is_scheduled(stage)) || (signed_off && signed_off->meeting == meeting)) return nullptr;
    const auto last = std::find_if(lost.rbegin(), lost.rend(), [&](const auto& l) { return l.meeting == meeting; });
    return last == lost.rend() ? nullptr : &*last;
}

bool bid::is_absent(std::string_view agency) const
{
    return std::any_of(absences.begin(), absences.end(), [&](const auto& a) { return a.agency == agency; });
}

bool bid::awaits_money() const
{
    return std::any_of(lines.begin(), lines.end(), [](const bid_line& l) { return l.state == "awaiting"; });
}

namespace {

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

void draft(bid& b, const engine::event& e)
{
    b.content = e.text("content");
    b.title = e.text("title");
    b.project_manager = text_of(e.data, "project_manager");
    b.delivery_group = text_of(e.data, "delivery_group");
    b.organisation = text_of(e.data, "organisation");
    b.marking = text_of(e.data, "marking");
    b.emerging_priority = flag_of(e.data, "emerging_priority");
    b.amount = {number_of(e.data, "amount")};
    b.lines = read_as<std::vector<bid_line>>(e.data.at("lines"));
}

void schedule(bid& b, const engine::event& e)
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
void take_position(bid& b, const engine::event& e, std::string_view seats)
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

void check(bid& b, const engine::event& e)
{
    const compliance_check c{e.actor, text_of(e.form, "result"), std::string(e.text("note")), flag_of(e.form, "equality_impact_accepted"),
                             e.at};
    const auto seats = texts_of(e.data, "seats");
    for (const auto& seat : seats) b.checks[seat] = c;
    if (seats.empty()) b.checks[text_of(e.data, "seat")] = c; // logs of before: one seat
}

/// It stood on an Exec's list, and does no more.
void lose_place(bid& b, const engine::event& e)
{
    if (auto meeting = text_of(e.data, "lost_by"); !meeting.empty())
        b.lost.push_back({std::move(meeting), e.type, e.at, text_of(e.data, "open_query")});
}

void sign(bid& b, const engine::event& e)
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

void mark_lines(bid& b, const engine::event& e)
{
    for (const auto& l : list_of(e.data, "lines")) {
        const auto changed = read_as<bid_line>(l);
        for (auto& line : b.lines)
            if (line.stream == changed.stream) line = changed;
    }
}

} // namespace

void apply_to(bid& b, const engine::event& e)
{
    lose_place(b, e);
    if (e.type == "bid.drafted") {
        b.id = text_of(e.form, "bid");
        b.author = e.actor;
        b.drafted_index = e.index;
        // Logs of before give no number: the leaf's is above all that were given by then.
        b.year = e.data.contains("year") ? text_of(e.data, "year") : engine::show(e.at).substr(0, 4);
        b.number = number_of(e.data, "number", e.index);
        draft(b, e);
    } else if (e.type == "bid.revised") {
        begin_again(b);
        draft(b, e);
    } else if (e.type == "bid.submitted") b.revision = number_of(e.data, "revision");
    else if (e.type == "bid.agreed") b.agreed = {text_of(e.data, "seat"), e.actor, b.revision, e.at};
    else if (e.type == "bid.returned") {
        begin_again(b);
        b.last_reason = e.text("reason");
    } else if (e.type == "bid.declined" || e.type == "bid.withdrawn") b.last_reason = e.text("reason");
    else if (e.type == "bid.sent" || e.type == "bid.accepted_late" || e.type == "bid.carried_over") schedule(b, e);
    else if (e.type == "bid.discarded") b.discarded = true;
    else if (e.type == "bid.checked") check(b, e);
    else if (e.type == "bid.queried")
        b.queries.push_back({text_of(e.form, "query"), e.actor, text_of(e.data, "seat"), std::string(e.text("text")), "", "", false, e.at});
    else if (e.type == "bid.answered" || e.type == "bid.resolved") {
        for (auto& q : b.queries)
            if (q.id == text_of(e.form, "query")) {
                if (e.type == "bid.resolved") q.resolved = true;
                else {
                    q.answer = e.text("text");
                    q.answered_by = e.actor;
                }
            }
    } else if (e.type == "bid.put_on_table") b.left_out = read_as<std::vector<std::string>>(e.data.at("left_out"));
    else if (e.type == "bid.recommended") take_position(b, e, "seats");
    else if (e.type == "bid.recorded_absent") {
        const auto agency = text_of(e.form, "agency"); // recorded again, the newer reason stands
        std::erase_if(b.absences, [&](const absence& a) { return a.agency == agency; });
        b.absences.push_back({agency, std::string(e.text("reason"))});
    } else if (e.type == "bid.came_recommended") b.recommendation = "recommended";
    else if (e.type == "bid.came_not_recommended") b.recommendation = "not_recommended";
    else if (e.type == "bid.signed_off") sign(b, e);
    else if (e.type == "bid.deferred") {
        b.exec_meeting = text_of(e.data, "exec_meeting");
        b.unscheduled = b.exec_meeting.empty();
    } else if (e.type == "bid.accepted_amendments") b.signed_off->accepted = true;
    else if (e.type == "bid.ratified") {
        b.signed_off->ratified = flag_of(e.data, "agreed");
        mark_lines(b, e);
    } else if (e.type == "bid.entered_plan") {
        b.signed_off->needs_board = false;
        mark_lines(b, e);
    } else if (e.type == "bid.funded" || e.type == "bid.lapsed" || e.type == "bid.refused_amendments" || e.type == "bid.refused_by_board") {
        mark_lines(b, e);
        if (e.type != "bid.funded")
            for (auto& l : b.lines) l.state = "released";
    } else if (e.type == "bid.handed_over") b.project_manager = text_of(e.form, "project_manager");
    else if (e.type == "interest.declared") {
        const auto person = text_of(e.data, "person");
        b.interests.push_back({person, text_of(e.form, "nature"), std::string(e.text("detail")), e.actor, e.at});
        // FP-f: an interest is a position too, counting neither way, at the seats that the event names.
        if (b.stage == "on_the_table") take_position(b, e, "withdraws");
    }
    if (!e.to.empty() && (e.process == "bid" || e.process == "approval")) b.stage = e.to;
}

std::vector<engine::index_row> rows_of_state(const bid& b)
{
    if (b.discarded) return {{"bid.reference", b.year, sortable(b.number)}};
    const auto born = sortable(b.drafted_index);
    std::vector<engine::index_row> out{{"bid", "", born}, {"bid.stage", b.stage, born}, {"bid.project_manager", b.project_manager, born}};
    out.push_back({"bid.reference", b.year, sortable(b.number)});
    if (b.last_signed) out.push_back({"bid.last_signed", "", engine::exact(*b.last_signed)});
    for (const auto& l : b.lost)
        if (b.lost_by(l.meeting) == &l) out.push_back({"bid.lost", l.meeting, born});
    if (b.author != b.project_manager) out.push_back({"bid.author", b.author, born});
    if (!b.delivery_group.empty()) out.push_back({"bid.group", b.delivery_group, born});
    if (!b.exec_meeting.empty()) out.push_back({"bid.meeting", b.exec_meeting, born});
    if (b.unscheduled) out.push_back({"bid.unscheduled", "", born});
    if (b.signed_off) out.push_back({"bid.signed_at", b.signed_off->meeting, sortable(b.signed_off->index)});
    for (const auto& l : b.lines) {
        out.push_back({"bid.stream", l.stream, born});
        if (l.state == "awaiting") out.push_back({"bid.awaiting", l.stream, sortable(b.signed_off ? b.signed_off->index : 0)});
    }
    return out;
}

std::vector<engine::timer> timers_of_state(const bid& b)
{
    if (b.stage != "awaiting_acceptance" || !b.signed_off || !b.signed_off->acceptance_ends) return {};
    const auto ends = *b.signed_off->acceptance_ends;
    std::vector<engine::timer> out;
    if (!b.signed_off->zone.empty()) out = reminders_before(ends, b.signed_off->zone, "remind.acceptance");
    if (!out.empty()) out.pop_back(); // the day after, it has lapsed
    out.push_back({ends, "bid.lapse"});
    return out;
}

} // namespace workflows
