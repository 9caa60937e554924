// workflows/meeting/views.cpp - the views of meetings: who is and was in the room, the agenda, the quorum of a moment.
#include "workflows/meeting/events.hpp"
#include "workflows/partnership/policy.hpp"
#include "workflows/views/parts.hpp"

#include <algorithm>
#include <set>

namespace workflows {
namespace {

json::value answer_of(quorum_sum::answer a)
{
    if (a == quorum_sum::answer::undetermined) return json::string("undetermined");
    return a == quorum_sum::answer::yes;
}

json::object show_sum(const quorum_sum& s)
{
    json::object out{{"members", s.members}, {"required", s.required}};
    if (s.present_at_least == s.present_at_most) out["present"] = s.present_at_least;
    out["quorate"] = answer_of(s.quorate());
    out["present_at_least"] = s.present_at_least;
    out["present_at_most"] = s.present_at_most;
    out["counted"] = engine::to_json(s.counted);
    out["left_out"] = engine::to_json(s.left_out);
    if (!s.minimums.empty()) out["minimums"] = engine::to_json(s.minimums);
    out["rule"] = show_quorum(s.rule);
    return out;
}

json::array attendance_of(const partnership& p, const meeting& m, instant now)
{
    json::array out;
    const auto at = m.recorded ? m.starts : m.closed ? *m.closed : std::max(now, m.opened.value_or(now));
    for (const auto* s : p.seats_of(m.body, at)) {
        const auto answer = m.answers.find(s->id);
        const bool apologies = answer != m.answers.end() && answer->second == "apologies";
        bool was_there = false;
        for (const auto& stay : m.stays) {
            if (stay.seat != s->id) continue;
            was_there = true;
            json::object one{{"seat", s->id}, {"person", stay.person}, {"arrived", engine::show(stay.arrived)}};
            if (stay.left) one["left"] = engine::show(*stay.left);
            one["apologies"] = apologies;
            out.push_back(std::move(one));
        }
        if (was_there) continue;
        json::object one{{"seat", s->id}};
        if (const auto who = s->holder(at); !who.empty()) one["person"] = who;
        if (const auto r = m.records.find(s->id); r != m.records.end()) {
            one["presence"] = r->second.presence;
            if (r->second.arrived) one["arrived"] = engine::show(*r->second.arrived);
            if (r->second.left) one["left"] = engine::show(*r->second.left);
            one["apologies"] = r->second.presence == "apologies";
        } else one["apologies"] = apologies;
        if (answer != m.answers.end() && !apologies) one["expected"] = true;
        if (const auto who = m.who_comes.find(s->id); who != m.who_comes.end()) one["comes"] = who->second;
        out.push_back(std::move(one));
    }
    return out;
}

/// A live decision's sum is the one that it rested on; of one taken from old minutes it is reckoned anew from what is known.
std::optional<quorum_sum> sum_of_decision(view_request& a, const meeting& m, const item& i)
{
    if (!m.recorded) return i.quorum;
    const auto barred = conflicted(a.known, a.p, nullptr, &i, a.q.now, i.decided_at.value_or(m.starts));
    return count_recorded(a.p, m, i.decided_at, barred);
}

} // namespace

static view quorum_view(view_request& a)
{
    const auto id = a.text("meeting");
    const auto* m = find_meeting(a.known, id);
    if (!m) return not_found("meeting", id);
    if (!may_read_partnership(a.known, a.q.reader, a.q.now)) return may_not_read();
    const item* i = nullptr;
    const bid* b = nullptr;
    if (const auto wanted = a.text("item"); !wanted.empty()) {
        i = m->find_item(wanted);
        if (!i) b = engine::get<bid>(a.known, "bid/" + wanted); // a bid on the table is an item by itself
        if (!i && !b) return not_found("item", wanted);
    }
    if (const auto wanted = a.text("bid"); !wanted.empty()) {
        b = engine::get<bid>(a.known, "bid/" + wanted);
        if (!b) return not_found("bid", wanted);
    }
    if (!m->recorded) return show_sum(live_quorum(a.known, a.p, *m, b, i, a.q.now));
    // Of old minutes as_of is a moment of the meeting, by what is known now (commands.md, Time).
    const auto moment = instant_of(a.q.fields, "as_of");
    if (moment && (*moment < m->starts || m->ends < *moment))
        return std::unexpected(no_view{engine::result::invalid, {{"as_of", "lies outside the meeting"}}, {}});
    const auto barred = i || b ? conflicted(a.known, a.p, b, i, a.q.now, moment.value_or(m->starts)) : std::set<std::string>{};
    return show_sum(count_recorded(a.p, *m, moment, barred));
}

static view meeting_view(view_request& a)
{
    const auto id = a.text("meeting");
    const auto* m = find_meeting(a.known, id);
    if (!m) return not_found("meeting", id);
    if (!may_read_partnership(a.known, a.q.reader, a.q.now)) return may_not_read();
    const auto* b = a.p.find_body(m->body);
    const bool exec = b && b->kind == body_kind::executive;
    json::object out{
        {"meeting", m->id}, {"body", m->body}, {"stage", m->stage}, {"starts", engine::show(m->starts)}, {"ends", engine::show(m->ends)}};
    if (!m->venue.empty()) out["venue"] = m->venue;
    if (exec) out["deadline"] = show_deadline(deadline_of_exec(a.p, *m, a.q.now));
    out["published"] = m->published;
    out["current"] = !m->current.item.empty()  ? json::value(json::object{{"item", m->current.item}})
                     : !m->current.bid.empty() ? json::value(json::object{{"bid", m->current.bid}})
                                               : json::value(nullptr);
    json::array moves;
    for (const auto& v : m->moves) {
        json::object one{
            {"starts", engine::show(v.starts)}, {"ends", engine::show(v.ends)}, {"moved_at", engine::show(v.at)}, {"reason", v.reason}};
        if (!v.deadline.empty()) one["deadline"] = v.deadline;
        moves.push_back(std::move(one));
    }
    out["moved_from"] = std::move(moves);
    out["attendance"] = attendance_of(a.p, *m, a.q.now);
    json::array items, decisions;
    for (const auto& i : m->items) {
        if (!may_read_item(a.known, a.q.reader, *m, i, a.q.now)) continue;
        json::object one{{"item", i.id},
                         {"title", i.title},
                         {"kind", i.kind},
                         {"outcome", i.outcome.empty() ? json::value(nullptr) : json::value(json::string(i.outcome))}};
        if (!i.bid.empty()) one["bid"] = i.bid;
        if (!i.marking.empty()) one["marking"] = i.marking;
        if (!i.carried_to.empty()) one["carried_to"] = i.carried_to;
        if (!i.carried_from.empty()) one["carried_from"] = i.carried_from;
        json::array interests;
        for (const auto& d : i.interests) interests.push_back({{"person", d.person}, {"nature", d.nature}, {"at", engine::show(d.at)}});
        one["interests"] = std::move(interests);
        if (auto documents = documents_of(a, "document.item", i.id); !documents.empty()) one["documents"] = std::move(documents);
        items.push_back(one);
        if (i.outcome.empty() || (exec && i.kind == "bid" && !i.quorum)) continue; // a bid's decision is told with the bid
        json::object decided{{"item", i.id}, {"outcome", i.outcome}, {"by", i.decided_by}};
        if (i.decided_at) decided["at"] = engine::show(*i.decided_at);
        if (!i.text.empty()) decided["text"] = i.text;
        if (!i.alternatives.empty()) decided["alternatives"] = engine::to_json(i.alternatives);
        if (!i.votes.empty()) decided["votes"] = engine::to_json(i.votes);
        if (!i.to_meeting.empty()) decided["to_meeting"] = i.to_meeting;
        if (const auto sum = sum_of_decision(a, *m, i)) {
            decided["quorum"] = show_sum(*sum);
            const auto q = sum->quorate();
            decided["record"] = q == quorum_sum::answer::yes ? "quorate" : q == quorum_sum::answer::no ? "inquorate" : "undetermined";
            decided["quorate"] = answer_of(q);
        }
        decisions.push_back(std::move(decided));
    }
    for (const auto& row : a.known.rows({.index = "bid.signed_at", .key = m->id})) {
        const auto* signed_bid = engine::get<bid>(a.known, "bid/" + row.id);
        if (!signed_bid || !may_read_bid(a.known, a.q.reader, *signed_bid, a.q.now)) continue;
        const auto& s = *signed_bid->signed_off;
        json::object decided{{"bid", row.id}, {"outcome", s.outcome}, {"by", s.by}, {"at", engine::show(s.at)}};
        if (s.amount) decided["amount"] = engine::show(*s.amount);
        if (!s.reason.empty()) decided["reason"] = s.reason;
        if (s.quorum) {
            decided["quorum"] = show_sum(*s.quorum);
            decided["record"] = "quorate";
        }
        decisions.push_back(std::move(decided));
    }
    out["items"] = std::move(items);
    out["decisions"] = std::move(decisions);
    json::array table; // bids on this Exec's table, or on their way to it
    if (exec)
        for (const auto& row : a.known.rows({.index = "bid.meeting", .key = m->id})) {
            const auto* on = engine::get<bid>(a.known, "bid/" + row.id);
            if (on && !on->lost_by(m->id) && may_read_bid(a.known, a.q.reader, *on, a.q.now))
                table.push_back({{"bid", on->id}, {"stage", on->stage}, {"amount", engine::show(on->amount)}});
        }
    if (exec) // what stood here and was carried over, withdrawn or returned stays on the list, saying so
        for (const auto& row : a.known.rows({.index = "bid.lost", .key = m->id})) {
            const auto* gone = engine::get<bid>(a.known, "bid/" + row.id);
            const auto* place = gone ? gone->lost_by(m->id) : nullptr;
            if (!place || !may_read_bid(a.known, a.q.reader, *gone, a.q.now)) continue;
            json::object one{{"bid", gone->id},
                             {"stage", gone->stage},
                             {"amount", engine::show(gone->amount)},
                             {"lost", place->why},
                             {"lost_at", engine::show(place->at)}};
            if (!place->open_query.empty()) one["open_query"] = place->open_query;
            if (!gone->exec_meeting.empty() && gone->exec_meeting != m->id) one["exec_meeting"] = gone->exec_meeting;
            table.push_back(std::move(one));
        }
    if (exec) out["bids"] = std::move(table);
    return out;
}

/// What the public may know: decisions of the Exec on bids that bear no marking, newest first. Open to everyone.
static view register_view(view_request& a)
{
    json::array decisions;
    const auto* exec = a.p.only_body(body_kind::executive);
    if (exec)
        for (const auto& row : a.known.rows({.index = "meeting.body", .key = exec->id, .descending = true})) {
            const auto before = decisions.size();
            for (const auto& on : a.known.rows({.index = "bid.signed_at", .key = row.id})) {
                const auto* b = engine::get<bid>(a.known, "bid/" + on.id);
                if (!b || !b->signed_off || !b->marking.empty()) continue;
                const auto& s = *b->signed_off;
                json::object one{{"bid", b->id},         {"title", b->title},        {"stage", b->stage}, {"outcome", s.outcome},
                                 {"meeting", s.meeting}, {"at", engine::show(s.at)}, {"reason", s.reason}};
                if (s.amount) one["amount"] = engine::show(*s.amount);
                decisions.insert(decisions.begin() + static_cast<std::ptrdiff_t>(before), std::move(one));
            }
        }
    return json::object{{"partnership", a.p.id}, {"name", a.p.name}, {"decisions", std::move(decisions)}};
}

std::vector<view_spec> meeting_views()
{
    return {
        {"quorum", "meetings/{meeting}/quorum", {"meeting"}, {"item", "bid"}, quorum_view},
        {"meeting", "meetings/{meeting}", {"meeting"}, {}, meeting_view},
        {"register", "", {}, {}, register_view},
    };
}

} // namespace workflows
