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
    // Of old minutes as_of is a moment of the meeting, by what is known now.
    const auto moment = instant_of(a.q.fields, "as_of");
    if (moment && (*moment < m->starts || m->ends < *moment))
        return std::unexpected(no_view{engine::result::invalid, {{"as_of", "lies outside the meeting"}}, {}});
    const auto barred = i || b ? conflicted(a.known, a.p, b, i, a.q.now, moment.value_or(m->starts)) : std::set<std::string>{};
    return show_sum(count_recorded(a.p, *m, moment, barred));
}

namespace {

json::array moves_of(const meeting& m)
{
    json::array out;
    for (const auto& v : m.moves) {
        json::object one{
            {"starts", engine::show(v.starts)}, {"ends", engine::show(v.ends)}, {"moved_at", engine::show(v.at)}, {"reason", v.reason}};
        if (!v.deadline.empty()) one["deadline"] = v.deadline;
        out.push_back(std::move(one));
    }
    return out;
}

json::object show_item(view_request& a, const item& i)
{
    json::object out{{"item", i.id},
                     {"title", i.title},
                     {"kind", i.kind},
                     {"outcome", i.outcome.empty() ? json::value(nullptr) : json::value(json::string(i.outcome))}};
    if (!i.bid.empty()) out["bid"] = i.bid;
    if (!i.marking.empty()) out["marking"] = i.marking;
    if (!i.carried_to.empty()) out["carried_to"] = i.carried_to;
    if (!i.carried_from.empty()) out["carried_from"] = i.carried_from;
    json::array interests;
    for (const auto& d : i.interests) interests.push_back({{"person", d.person}, {"nature", d.nature}, {"at", engine::show(d.at)}});
    out["interests"] = std::move(interests);
    if (auto documents = documents_of(a, "document.item", i.id); !documents.empty()) out["documents"] = std::move(documents);
    return out;
}

json::object decision_of_item(view_request& a, const meeting& m, const item& i)
{
    json::object out{{"item", i.id}, {"outcome", i.outcome}, {"by", i.decided_by}};
    if (i.decided_at) out["at"] = engine::show(*i.decided_at);
    if (!i.text.empty()) out["text"] = i.text;
    if (!i.alternatives.empty()) out["alternatives"] = engine::to_json(i.alternatives);
    if (!i.votes.empty()) out["votes"] = engine::to_json(i.votes);
    if (!i.to_meeting.empty()) out["to_meeting"] = i.to_meeting;
    if (const auto sum = sum_of_decision(a, m, i)) {
        out["quorum"] = show_sum(*sum);
        const auto q = sum->quorate();
        out["record"] = q == quorum_sum::answer::yes ? "quorate" : q == quorum_sum::answer::no ? "inquorate" : "undetermined";
        out["quorate"] = answer_of(q);
    }
    return out;
}

/// Bids that were signed off at this meeting.
void add_sign_offs(view_request& a, const meeting& m, json::array& decisions)
{
    for (const auto& row : a.known.rows({.index = "bid.signed_at", .key = m.id})) {
        const auto* b = engine::get<bid>(a.known, "bid/" + row.id);
        if (!b || !may_read_bid(a.known, a.q.reader, *b, a.q.now)) continue;
        const auto& s = *b->signed_off;
        json::object decided{{"bid", row.id}, {"outcome", s.outcome}, {"by", s.by}, {"at", engine::show(s.at)}};
        if (s.amount) decided["amount"] = engine::show(*s.amount);
        if (!s.reason.empty()) decided["reason"] = s.reason;
        if (s.quorum) {
            decided["quorum"] = show_sum(*s.quorum);
            decided["record"] = "quorate";
        }
        decisions.push_back(std::move(decided));
    }
}

/// Bids on this Exec's table, or on their way to it; and those that stood here and were carried over, withdrawn or returned,
/// which stay on the list and say so.
json::array bids_of(view_request& a, const meeting& m)
{
    json::array out;
    for (const auto& row : a.known.rows({.index = "bid.meeting", .key = m.id})) {
        const auto* b = engine::get<bid>(a.known, "bid/" + row.id);
        if (b && !b->lost_by(m.id) && may_read_bid(a.known, a.q.reader, *b, a.q.now))
            out.push_back({{"bid", b->id}, {"stage", b->stage}, {"amount", engine::show(b->amount)}});
    }
    for (const auto& row : a.known.rows({.index = "bid.lost", .key = m.id})) {
        const auto* b = engine::get<bid>(a.known, "bid/" + row.id);
        const auto* place = b ? b->lost_by(m.id) : nullptr;
        if (!place || !may_read_bid(a.known, a.q.reader, *b, a.q.now)) continue;
        json::object one{{"bid", b->id},
                         {"stage", b->stage},
                         {"amount", engine::show(b->amount)},
                         {"lost", place->why},
                         {"lost_at", engine::show(place->at)}};
        if (!place->open_query.empty()) one["open_query"] = place->open_query;
        if (!b->exec_meeting.empty() && b->exec_meeting != m.id) one["exec_meeting"] = b->exec_meeting;
        out.push_back(std::move(one));
    }
    return out;
}

view meeting_view(view_request& a)
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
    out["moved_from"] = moves_of(*m);
    out["attendance"] = attendance_of(a.p, *m, a.q.now);
    json::array items, decisions;
    for (const auto& i : m->items) {
        if (!may_read_item(a.known, a.q.reader, *m, i, a.q.now)) continue;
        items.push_back(show_item(a, i));
        const bool told_with_its_bid = exec && i.kind == "bid" && !i.quorum;
        if (!i.outcome.empty() && !told_with_its_bid) decisions.push_back(decision_of_item(a, *m, i));
    }
    add_sign_offs(a, *m, decisions);
    out["items"] = std::move(items);
    out["decisions"] = std::move(decisions);
    if (exec) out["bids"] = bids_of(a, *m);
    return out;
}

} // namespace

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
