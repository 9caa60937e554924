#include "workflows/reminders.hpp"

#include "workflows/letters.hpp"

namespace workflows {

std::vector<engine::timer> reminders_before(instant due, const std::string& zone, std::string_view command)
{
    std::vector<engine::timer> out;
    const auto last_day = day_in({due.micros - 1}, zone);
    for (const auto days : {-7, -3, -1, 1})
        out.push_back({at_time({last_day.count + days}, 8, 0, zone), std::string(command) + (days > 0 ? ".after" : "")});
    return out;
}

void remind(const engine::store::due_timer& t, letters& l, std::string_view what, instant due, const std::vector<std::string>& people)
{
    const auto [kind, id] = engine::split_key(t.subject);
    l.begin(std::string(id), {{kind, id}, {"what", what}, {"by", show_deadline(due)}});
    for (const auto& who : people) l.to(who, t.command.ends_with(".after") ? "reminder_overdue" : "reminder");
}

} // namespace workflows
