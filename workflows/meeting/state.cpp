#include "workflows/meeting/state.hpp"

#include "workflows/fields.hpp"

#include <algorithm>

namespace workflows {

const item* meeting::find_item(std::string_view wanted) const
{
    const auto found = std::find_if(items.begin(), items.end(), [&](const auto& i) { return i.id == wanted; });
    return found == items.end() ? nullptr : &*found;
}

bool meeting::in_the_room(std::string_view person, instant t) const
{
    return std::any_of(stays.begin(), stays.end(), [&](const stay& s) { return s.person == person && is_there(s, t); });
}

bool meeting::is_there(const stay& s, instant t) const { return closed && *closed <= t ? !s.left : s.at(t); }

bool meeting::wants_to_carry(const item& i) const
{
    if (!i.carried_to.empty() || recorded) return false;
    return i.outcome == "deferred" || (i.outcome.empty() && (stage == "closed" || stage == "cancelled"));
}

std::string_view stage_of_item(const meeting& m, const item& i)
{
    if (!i.outcome.empty()) return "decided";
    if (m.recorded) return "recordable";
    if (m.stage == "open") return "on_the_agenda";
    return m.stage == "planned" ? "pending" : "past";
}

namespace {

item* item_of(meeting& m, const engine::event& e)
{
    const auto id = text_of(e.form, "item");
    const auto found = std::find_if(m.items.begin(), m.items.end(), [&](const auto& i) { return i.id == id; });
    return found == m.items.end() ? nullptr : &*found;
}

void decide(item& i, const engine::event& e)
{
    i.outcome = text_of(e.form, "outcome");
    i.text = e.text("text");
    i.to_meeting = text_of(e.form, "to_meeting");
    i.alternatives = sealed_list(e, "alternatives");
    i.decided_by = e.actor;
    i.decided_at = instant_of(e.form, "decided_at");
    if (!i.decided_at && e.type == "item.decided") i.decided_at = e.at; // old minutes that give no time leave it open
    for (const auto& v : list_of(e.form, "votes")) i.votes.push_back(read_as<vote>(v));
    if (const auto* q = e.data.if_contains("quorum"); q && q->is_object()) i.quorum = read_as<quorum_sum>(*q);
}

void leave(meeting& m, const engine::event& e)
{
    const auto who = text_of(e.form, "person"), seat = text_of(e.form, "seat");
    for (auto& s : m.stays)
        if (s.person == who && !s.left && (seat.empty() || s.seat == seat)) s.left = e.at;
}

/// An undecided item goes on to another meeting and comes back there by itself.
void carry(meeting& m, const engine::event& e)
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

} // namespace

void apply_to(meeting& m, const engine::event& e)
{
    if (e.type == "meeting.planned") {
        m.id = text_of(e.form, "meeting");
        m.body = text_of(e.form, "body");
        m.venue = text_of(e.form, "venue");
        m.recorded = flag_of(e.form, "recorded");
        m.starts = *instant_of(e.form, "starts");
        m.ends = *instant_of(e.form, "ends");
        m.zone = text_of(e.data, "zone");
        m.deadline = instant_of(e.data, "deadline");
        m.stage = e.to;
    } else if (e.type == "meeting.moved") {
        m.moves.push_back({m.starts, m.ends, e.at, text_of(e.data, "deadline_before"), std::string(e.text("reason"))});
        m.starts = *instant_of(e.form, "starts");
        m.ends = *instant_of(e.form, "ends");
        m.deadline = instant_of(e.data, "deadline");
    } else if (e.type == "meeting.opened") {
        m.opened = e.at;
        m.stage = e.to;
    } else if (e.type == "meeting.closed") {
        m.closed = e.at;
        m.closed_index = e.index;
        m.stage = e.to;
        if (const auto* q = e.data.if_contains("quorum")) m.closing = read_as<std::map<std::string, quorum_sum>>(*q);
    } else if (e.type == "meeting.cancelled" || e.type == "meeting.set_down") m.stage = e.to;
    else if (e.type == "agenda.added") {
        item i;
        i.id = text_of(e.form, "item");
        i.title = e.text("title");
        i.kind = text_of(e.form, "kind");
        i.bid = text_of(e.form, "bid");
        i.marking = text_of(e.form, "marking");
        m.items.push_back(std::move(i));
    } else if (e.type == "agenda.carried") carry(m, e);
    else if (e.type == "agenda.published") m.published = true;
    else if (e.type == "attendance.arrived")
        m.stays.push_back({text_of(e.data, "seat"), text_of(e.form, "person"), e.actor, e.at, std::nullopt});
    else if (e.type == "attendance.left") leave(m, e);
    else if (e.type == "attendance.apologised") {
        m.answers[text_of(e.form, "seat")] = "apologies";
        m.who_comes.erase(text_of(e.form, "seat"));
    } else if (e.type == "attendance.expected") {
        m.answers[text_of(e.form, "seat")] = "expected";
        if (const auto who = text_of(e.form, "person"); who.empty()) m.who_comes.erase(text_of(e.form, "seat"));
        else m.who_comes[text_of(e.form, "seat")] = who;
    } else if (e.type == "attendance.recorded")
        m.records[text_of(e.form, "seat")] = {text_of(e.form, "presence"), instant_of(e.form, "arrived"), instant_of(e.form, "left")};
    else if (e.type == "meeting.taken_chair")
        m.chairs.push_back({text_of(e.form, "seat"), text_of(e.form, "item"), text_of(e.data, "person")});
    else if (e.type == "meeting.turned_to") m.current = {text_of(e.form, "item"), text_of(e.form, "bid")};
    else if (e.type == "meeting.set_deadline") m.deadline = instant_of(e.data, "deadline");
    else if (e.type == "interest.declared") {
        if (auto* i = item_of(m, e))
            i->interests.push_back({text_of(e.data, "person"), text_of(e.form, "nature"), std::string(e.text("detail")), e.actor, e.at});
    } else if (e.type == "bid.signed_off") { // signed off at this meeting: its item, if it has one, is decided with it
        for (auto& i : m.items)
            if (i.bid == text_of(e.form, "bid") && i.outcome.empty() && i.carried_to.empty()) {
                i.outcome = text_of(e.form, "outcome");
                i.decided_by = e.actor;
                i.decided_at = e.at;
            }
    } else if (e.type == "item.decided" || e.type == "item.recorded") {
        if (auto* i = item_of(m, e)) decide(*i, e);
        if (e.type == "item.decided") m.last_decision = e.at;
    }
}

std::vector<engine::timer> reminders_before(instant due, const std::string& zone, std::string_view command)
{
    std::vector<engine::timer> out;
    const auto last_day = day_in({due.micros - 1}, zone);
    for (const auto days : {-7, -3, -1, 1})
        out.push_back({at_time({last_day.count + days}, 8, 0, zone), std::string(command) + (days > 0 ? ".after" : "")});
    return out;
}

std::vector<engine::timer> timers_of_state(const meeting& m)
{
    if (m.stage != "planned" || m.zone.empty() || !m.deadline) return {};
    auto out = reminders_before(*m.deadline, m.zone, "remind.deadline");
    auto exec = reminders_before(m.starts, m.zone, "remind.exec");
    exec.pop_back(); // the day after, its bids have moved on
    out.insert(out.end(), exec.begin(), exec.end());
    return out;
}

std::vector<engine::index_row> rows_of_state(const meeting& m)
{
    const auto starts = engine::exact(m.starts);
    std::vector<engine::index_row> out{{"meeting", "", starts}, {"meeting.body", m.body, starts}};
    if (m.stage == "planned") out.push_back({"meeting.planned", m.body, starts});
    if (m.stage == "open") out.push_back({"meeting.open", m.body, starts});
    if (m.last_decision) out.push_back({"meeting.decided", m.body, engine::exact(*m.last_decision)});
    for (const auto& i : m.items)
        if (i.carried_to.empty()) out.push_back({"meeting.item", i.id, ""});
    if (std::any_of(m.items.begin(), m.items.end(), [&](const item& i) { return m.wants_to_carry(i); }))
        out.push_back({"meeting.uncarried", m.body, starts});
    return out;
}

} // namespace workflows
