#include "workflows/meeting/state.hpp"

#include "workflows/item/stages.hpp"
#include "workflows/meeting/stages.hpp"
#include "workflows/reminders.hpp"

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
    return i.outcome == "deferred" || (i.outcome.empty() && in<meeting_stages::over>(stage));
}

std::string_view stage_of_item(const meeting& m, const item& i)
{
    if (!i.outcome.empty()) return item_stages::decided::name;
    if (m.recorded) return item_stages::recordable::name;
    if (in<meeting_stages::open>(m.stage)) return item_stages::on_the_agenda::name;
    return in<meeting_stages::planned>(m.stage) ? item_stages::pending::name : item_stages::past::name;
}

std::vector<engine::timer> timers_of_state(const meeting& m)
{
    if (!in<meeting_stages::planned>(m.stage) || m.zone.empty() || !m.deadline) return {};
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
    if (in<meeting_stages::planned>(m.stage)) out.push_back({"meeting.planned", m.body, starts});
    if (in<meeting_stages::open>(m.stage)) out.push_back({"meeting.open", m.body, starts});
    if (m.last_decision) out.push_back({"meeting.decided", m.body, engine::exact(*m.last_decision)});
    for (const auto& i : m.items)
        if (i.carried_to.empty()) out.push_back({"meeting.item", i.id, ""});
    if (std::any_of(m.items.begin(), m.items.end(), [&](const item& i) { return m.wants_to_carry(i); }))
        out.push_back({"meeting.uncarried", m.body, starts});
    return out;
}

} // namespace workflows
