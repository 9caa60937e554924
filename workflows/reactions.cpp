// What follows by itself: an Exec opens, and bids with open queries carry over; the fourth check puts a bid on the table.
// Each answer is a request that the engine judges in the same transaction; one that is refused is a bug.
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/funding.hpp"

#include <algorithm>
#include <set>

namespace workflows {
namespace {

using engine::event;
using engine::request;
using requests = std::vector<request>;

request ask(std::string_view verb, std::string subject, json::object fields = {})
{
    request r;
    r.verb = verb;
    r.subject = std::move(subject);
    r.fields = std::move(fields);
    return r;
}
request ask_bid(std::string_view verb, const bid& b, json::object fields = {}) { return ask(verb, "bid/" + b.id, std::move(fields)); }

const bid* find_bid(engine::reader& known, std::string_view id) { return engine::get<bid>(known, "bid/" + std::string(id)); }

struct world {
    engine::reader& known;
    const partnership& p;
    const event& e;
    requests out{};

    /// Of a timer the moment at which it was due: a late wake-up changes no outcome.
    instant moment() const { return e.due.value_or(e.at); }
    void bid_may_move_on(const bid& b);
    void after_sign_off(const bid& b);
    void money_moved(const std::string& stream_id);
    void next_inside_plan();
    void exec_opened(const meeting& m);
    void exec_over(const meeting& m);
    void meeting_planned(const meeting& m);
    void carry_items(const meeting& from);
    void all_bids_may_move_on();
    void deadlines_follow_policy();
};

/// FP-d, FP-f: the last check, or the last position, leads on.
void world::bid_may_move_on(const bid& b)
{
    if (b.stage == "compliance_check" && b.open_queries() == 0 && compliance_of(p, b, moment()).enough)
        out.push_back(ask_bid("bid.put_on_table", b));
    if (b.stage == "on_the_table" && silent_agencies(known, p, b, moment()).empty())
        out.push_back(ask_bid(is_recommended(known, p, b, moment()) ? "bid.come_recommended" : "bid.come_not_recommended", b));
}

/// A change of seats or policy can settle what was waiting for somebody who is gone.
void world::all_bids_may_move_on()
{
    for (const auto* stage : {"compliance_check", "on_the_table"})
        for (const auto& row : known.rows({.index = "bid.stage", .key = stage}))
            if (const auto* b = find_bid(known, row.id)) bid_may_move_on(*b);
}

/// The project manager's acceptance, the Board, the money: in this order (commands.md, Stages).
void world::after_sign_off(const bid& b)
{
    const auto& s = *b.signed_off;
    if (s.outcome == "rejected") out.push_back(ask_bid("bid.reject", b));
    else if (s.outcome == "deferred") out.push_back(ask_bid("bid.defer", b));
    else if (s.outcome == "approved_with_amendments" && !s.accepted) out.push_back(ask_bid("bid.await_acceptance", b));
    else if (s.needs_board && !s.ratified) {
        const bool refused = e.type == "bid.ratified" && text_of(e.data, "outcome") == "not_agreed";
        out.push_back(ask_bid(refused ? "bid.refuse_by_board" : "bid.await_board", b));
    } else if (b.awaits_money()) out.push_back(ask_bid("bid.await_money", b));
    else out.push_back(ask_bid("bid.approve", b));
}

/// FP-e: a confirmed stream with money free funds what waits, in order of sign-off; what does not fit waits on.
void world::money_moved(const std::string& stream_id)
{
    const auto* s = engine::get<stream>(known, "stream/" + stream_id);
    if (!s || s->status != "confirmed" || s->awaiting.value == 0) return;
    for (const auto& row : known.rows({.index = "bid.awaiting", .key = stream_id})) {
        const auto* b = find_bid(known, row.id);
        for (const auto& l : b->lines)
            if (l.stream == stream_id && l.state == "awaiting" && l.amount <= s->available())
                return out.push_back(ask_bid("bid.fund", *b, {{"stream", stream_id}})); // its event asks for the next one
    }
}

/// TR-plan: a plan that is agreed takes in what waited for it, in order of sign-off.
void world::next_inside_plan()
{
    std::vector<const bid*> waiting;
    for (const auto* stage : {"awaiting_board", "awaiting_acceptance"})
        for (const auto& row : known.rows({.index = "bid.stage", .key = stage}))
            if (const auto* b = find_bid(known, row.id); b && b->signed_off && b->signed_off->needs_board && !b->signed_off->ratified)
                waiting.push_back(b);
    std::sort(waiting.begin(), waiting.end(), [](auto* a, auto* b) { return a->signed_off->index < b->signed_off->index; });
    for (const auto* b : waiting)
        if (why_board(known, p, b->lines, b->signed_off->amount.value_or(b->amount), e.at).empty())
            return out.push_back(ask_bid("bid.enter_plan", *b));
}

/// Bids still in their compliance check carry over; those deferred to this Exec are on its table again.
void world::exec_opened(const meeting& m)
{
    const auto* next = next_exec(known, p, m.starts, std::nullopt);
    for (const auto& row : known.rows({.index = "bid.meeting", .key = m.id})) {
        const auto* b = find_bid(known, row.id);
        if (b->stage == "compliance_check") out.push_back(ask_bid("bid.carry_over", *b, {{"meeting", next ? next->id : ""}}));
        if (b->stage == "deferred")
            out.push_back(ask_bid(b->recommendation == "recommended" ? "bid.come_recommended" : "bid.come_not_recommended", *b));
    }
}

/// What was not signed off moves to the next Exec; with none planned it waits for one.
void world::exec_over(const meeting& m)
{
    const auto* next = next_exec(known, p, m.starts, std::nullopt);
    for (const auto& row : known.rows({.index = "bid.meeting", .key = m.id})) {
        const auto* b = find_bid(known, row.id);
        if (is_scheduled(b->stage)) out.push_back(ask_bid("bid.carry_over", *b, {{"meeting", next ? next->id : ""}}));
    }
}

/// MN-agenda: items that a meeting deferred or left undecided come back at the body's next one, or at the one named.
void world::carry_items(const meeting& from)
{
    const auto* next = next_meeting(known, from);
    for (const auto& i : from.items) {
        if (!from.wants_to_carry(i)) continue;
        const auto* named = find_meeting(known, i.to_meeting);
        const auto* to = named && named->stage == "planned" && named->body == from.body && named->id != from.id ? named : next;
        if (to) out.push_back(ask("agenda.carry", "meeting/" + to->id, {{"item", i.id}, {"from", from.id}, {"to", to->id}}));
    }
}

/// FP-c: there is one deadline of an Exec, and it is written down: those that are planned follow the policy.
void world::deadlines_follow_policy()
{
    const auto* exec = p.only_body(body_kind::executive);
    if (!exec) return;
    for (const auto& row : known.rows({.index = "meeting.planned", .key = exec->id}))
        if (const auto* m = find_meeting(known, row.id); m && m->deadline != deadline_by_policy(p, m->starts, e.at))
            out.push_back(ask("meeting.set_deadline", "meeting/" + m->id));
}

void world::meeting_planned(const meeting& m)
{
    if (m.recorded) return out.push_back(ask("meeting.set_down", "meeting/" + m.id));
    for (const auto& row : known.rows({.index = "meeting.uncarried", .key = m.body}))
        if (const auto* before = find_meeting(known, row.id); before && before->starts <= m.starts) carry_items(*before);
    const auto* b = p.find_body(m.body);
    if (!b || b->kind != body_kind::executive) return;
    for (const auto& row : known.rows({.index = "bid.unscheduled", .key = ""})) {
        const auto* waiting = find_bid(known, row.id);
        if (is_scheduled(waiting->stage)) out.push_back(ask_bid("bid.carry_over", *waiting, {{"meeting", m.id}}));
    }
}

} // namespace

requests funding::reactions(const event& e, engine::reader& known) const
{
    const auto* p = engine::get<partnership>(known, partnership_key);
    if (!p) return {};
    if (e.type == "partnership.set_up") return first(known);
    world w{known, *p, e};
    if (e.type == "process.adopted") { // once another program's tables are adopted, deadlines of before are looked at again
        if (text_of(e.data, "name") == "meeting" && number_of(e.data, "version") > 1) w.deadlines_follow_policy();
        return w.out;
    }
    const auto [kind, id] = engine::split_key(e.subject);

    if (kind == "bid") {
        const auto* b = find_bid(known, id);
        static const std::set<std::string_view> leads_on{"bid.checked",       "bid.resolved",    "bid.recommended",  "bid.recorded_absent",
                                                         "interest.declared", "bid.handed_over", "bid.put_on_table", "bid.accepted_late"};
        if (leads_on.contains(e.type)) w.bid_may_move_on(*b);
        if (b->stage == "signed_off") w.after_sign_off(*b);
        if (e.type == "bid.funded" && b->stage == "awaiting_money" && !b->awaits_money()) w.out.push_back(ask_bid("bid.approve", *b));
        if (e.type == "bid.entered_plan") w.next_inside_plan();
        if (e.type == "bid.funded" || e.type == "bid.lapsed" || e.type == "bid.refused_amendments" || e.type == "bid.refused_by_board")
            for (const auto& l : list_of(e.data, "lines")) w.money_moved(text_of(l.as_object(), "stream"));
    } else if (kind == "stream") {
        if (e.type == "stream.opened" && text_of(e.form, "status") == "confirmed") w.out.push_back(ask("stream.come_confirmed", e.subject));
        else if (e.type == "stream.withdrawn" && !e.form.contains("amount") && e.to != "withdrawn")
            w.out.push_back(ask("stream.come_withdrawn", e.subject));
        else w.money_moved(std::string(id));
    } else if (kind == "plan" && e.type == "plan.agreed") w.next_inside_plan();
    else if (kind == "meeting") {
        const auto* m = find_meeting(known, id);
        const auto* b = p->find_body(m->body);
        const bool exec = b && b->kind == body_kind::executive;
        if (e.type == "meeting.planned") w.meeting_planned(*m);
        if (e.type == "meeting.opened" && exec) w.exec_opened(*m);
        if (e.type == "item.decided" && text_of(e.form, "outcome") == "deferred") w.carry_items(*m);
        if (e.type == "interest.declared") // in an item about a bid: it may be the bid's last position
            if (const auto* i = m->find_item(text_of(e.form, "item")); i && !i->bid.empty())
                if (const auto* b_of = find_bid(known, i->bid)) w.bid_may_move_on(*b_of);
        if (e.type == "meeting.closed" || e.type == "meeting.cancelled") {
            if (exec) w.exec_over(*m);
            w.carry_items(*m);
        }
    } else if (e.type == "meeting.planned_year") {
        const auto* b = p->find_body(text_of(e.form, "body"));
        const auto from = parse_time(text_of(e.form, "time")).value_or(time_of_day{}),
                   to = parse_time(text_of(e.form, "ends")).value_or(time_of_day{});
        for (const auto d : year_of_meetings(*p, *b, e.form, e.at)) {
            json::object fields{{"body", b->id},
                                {"starts", engine::show(at_time(d, from.hour, from.minute, p->zone))},
                                {"ends", engine::show(at_time(d, to.hour, to.minute, p->zone))}};
            if (e.form.contains("venue")) fields["venue"] = e.form.at("venue");
            w.out.push_back(ask("meeting.plan", "", std::move(fields)));
        }
    } else if (e.type == "seat.vacated" || e.type == "seat.closed" || e.type == "seat.appointed" || e.type == "seat.named_deputy" ||
               e.type == "seat.ended_deputy" || e.type == "person.left" || e.type == "person.changed" || e.type == "policy.changed" ||
               e.type == "partnership.passed_terms") {
        if (e.type == "policy.changed") w.deadlines_follow_policy();
        w.all_bids_may_move_on();
    }
    return w.out;
}

} // namespace workflows
