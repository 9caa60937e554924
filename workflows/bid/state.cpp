#include "workflows/bid/state.hpp"

#include "names/approval.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/reminders.hpp"

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
    for (const auto& [field, values] : b.filed)
        for (const auto& value : values) out.push_back({"bid." + field, value, born});
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
    if (!in<bid_stages::awaiting_acceptance>(b.stage) || !b.signed_off || !b.signed_off->acceptance_ends) return {};
    const auto ends = *b.signed_off->acceptance_ends;
    std::vector<engine::timer> out;
    if (!b.signed_off->zone.empty()) out = reminders_before(ends, b.signed_off->zone, "remind.acceptance");
    if (!out.empty()) out.pop_back(); // the day after, it has lapsed
    out.push_back({ends, verbs::bid_lapse});
    return out;
}

} // namespace workflows
