// workflows/reminders.hpp - what waits for somebody until a date is reminded of (docs/using.md, Who is told): mails that are owed, no leaves.
#pragma once
#include "engine/ports.hpp"
#include "workflows/calendar/calendar.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace workflows {

struct letters;

/// At 08:00, 7, 3 and 1 days before the day that ends with `due`, and the day after it.
/// @param command of the timers: begins with "remind"; that of the day after ends in ".after"
std::vector<engine::timer> reminders_before(instant due, const std::string& zone, std::string_view command);

/// The mails of such a timer, one a person. @param what the verb that the thing waits for   @param due the midnight by which
void remind(const engine::store::due_timer& t, letters& l, std::string_view what, instant due, const std::vector<std::string>& people);

} // namespace workflows
