// workflows/calendar/calendar.hpp - days, zones, working days and deadlines (FP-c, FP-g3, TR-cycle).
// Pure sums over Howard Hinnant's date library: no clock, no table of our own but the bank holidays.
#pragma once
#include "engine/values.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace workflows {

using engine::instant;

/// A day, without a zone. Days are counted from 1970-01-01.
struct day {
    std::int64_t count = 0;
    auto operator<=>(const day&) const = default;
};
/// "2010-03-04" and a day that exists; nothing for anything else.
std::optional<day> parse_day(std::string_view text);
std::string show(day d);
/// 0 = Monday ... 6 = Sunday.
int weekday_of(day d);
std::optional<int> parse_weekday(std::string_view english_name);

bool zone_exists(const std::string& zone);
/// The first moment of the day there; where clocks skip midnight, the first moment that is.
instant midnight(day d, const std::string& zone);
/// The day on which the moment falls there.
day day_in(instant t, const std::string& zone);
/// Wall-clock time "HH:MM" of a day there. An hour that the clocks skip is the moment of the change, one that they
/// repeat its first.
instant at_time(day d, int hour, int minute, const std::string& zone);
struct time_of_day {
    int hour = 0, minute = 0;
};
std::optional<time_of_day> parse_time(std::string_view text);

/// Bank holidays of England and Wales as known at release (workflows/calendar/bank_holidays.txt).
const std::vector<day>& bank_holidays_england_wales();
bool is_working_day(day d, const std::vector<day>& holidays);
/// The n-th working day after `d`, `d` itself not counted.
day add_working_days(day d, std::int64_t n, const std::vector<day>& holidays);

/// "2010-11": the financial year from 1 April to 31 March.
bool is_financial_year(std::string_view text);
std::string financial_year_of(day d);
struct day_range {
    day first, last;
};
/// Of a financial year, or of a calendar year "2010".
std::optional<day_range> range_of_year(std::string_view text);
/// "2010-11 Q1".
bool is_quarter(std::string_view text);

/// The rule of a deadline (policy `deadline`).
struct deadline_rule {
    int weekday = 0;
    std::int64_t weeks_before = 1;
    std::string bank_holiday = "keep"; // or working_day_before, working_day_after
};
/// FP-c: the end of that weekday, that many weeks before the week of the meeting: the midnight that ends the day.
instant deadline_of(instant meeting_starts, const deadline_rule& rule, const std::string& zone, const std::vector<day>& holidays);
/// A deadline as people see it: the last second before it.
std::string show_deadline(instant midnight_after);

/// The same day of the month so many months later, or the month's last where it has no such day.
day months_after(day d, std::int64_t months);

/// TR-cycle: every so many weeks from `first` to `last`.
std::vector<day> every_weeks(day first, day last, std::int64_t weeks);
/// TR-cycle: in each of these months the weekday that `first` is of its month ("the second Thursday"), to `last`.
std::vector<day> in_months(day first, day last, const std::vector<std::int64_t>& months);

} // namespace workflows
