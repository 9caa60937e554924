#include "workflows/calendar/calendar.hpp"

#include "bank_holidays_data.hpp" // made from bank_holidays.txt by CMake

#include <date/date.h>
#include <date/tz.h>

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

namespace workflows {
namespace {

using micro_time = date::sys_time<std::chrono::microseconds>;

date::sys_days days_of(day d) { return date::sys_days{date::days{d.count}}; }
day from_days(date::sys_days d) { return {d.time_since_epoch().count()}; }
date::local_days local(day d) { return date::local_days{date::days{d.count}}; }

const date::time_zone* zone_named(const std::string& name)
{
    // The library looks its list through at every call.
    thread_local std::map<std::string, const date::time_zone*> known;
    auto& z = known[name];
    if (!z) z = date::locate_zone(name);
    return z;
}

template <class Local> instant to_instant(Local local_time, const std::string& zone)
{
    const micro_time t = zone_named(zone)->to_sys(local_time, date::choose::earliest);
    return {t.time_since_epoch().count()};
}

bool digits(std::string_view s)
{
    return std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}
int number(std::string_view s) { return std::stoi(std::string(s)); }

} // namespace

std::optional<day> parse_day(std::string_view t)
{
    if (t.size() != 10 || t[4] != '-' || t[7] != '-' || !digits(t.substr(0, 4)) || !digits(t.substr(5, 2)) || !digits(t.substr(8)))
        return std::nullopt;
    const date::year_month_day d{date::year{number(t.substr(0, 4))}, date::month{static_cast<unsigned>(number(t.substr(5, 2)))},
                                 date::day{static_cast<unsigned>(number(t.substr(8)))}};
    if (!d.ok()) return std::nullopt;
    return from_days(date::sys_days{d});
}

std::string show(day d) { return engine::show(instant{d.count * 86'400 * engine::second_micros}).substr(0, 10); }

int weekday_of(day d) { return static_cast<int>(date::weekday{days_of(d)}.iso_encoding()) - 1; }

std::optional<int> parse_weekday(std::string_view name)
{
    static constexpr std::array<std::string_view, 7> names{"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"};
    const auto found = std::find(names.begin(), names.end(), name);
    if (found == names.end()) return std::nullopt;
    return static_cast<int>(found - names.begin());
}

bool zone_exists(const std::string& zone)
{
    try {
        return zone_named(zone) != nullptr;
    } catch (const std::exception&) {
        return false;
    }
}

instant midnight(day d, const std::string& zone) { return to_instant(date::local_time<std::chrono::microseconds>{local(d)}, zone); }

day day_in(instant t, const std::string& zone)
{
    const auto there = zone_named(zone)->to_local(micro_time{std::chrono::microseconds{t.micros}});
    return {date::floor<date::days>(there).time_since_epoch().count()};
}

instant at_time(day d, int hour, int minute, const std::string& zone)
{
    return to_instant(date::local_time<std::chrono::microseconds>{local(d) + std::chrono::hours{hour} + std::chrono::minutes{minute}},
                      zone);
}

std::optional<time_of_day> parse_time(std::string_view t)
{
    if (t.size() != 5 || t[2] != ':' || !digits(t.substr(0, 2)) || !digits(t.substr(3))) return std::nullopt;
    const time_of_day out{number(t.substr(0, 2)), number(t.substr(3))};
    if (out.hour > 23 || out.minute > 59) return std::nullopt;
    return out;
}

const std::vector<day>& bank_holidays_england_wales()
{
    static const std::vector<day> all = [] {
        std::vector<day> out;
        std::string_view rest = bank_holidays_text;
        while (!rest.empty()) {
            const auto end = std::min(rest.find('\n'), rest.size());
            if (const auto d = parse_day(rest.substr(0, std::min<std::size_t>(end, 10)))) out.push_back(*d);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        std::sort(out.begin(), out.end());
        return out;
    }();
    return all;
}

bool is_working_day(day d, const std::vector<day>& holidays)
{
    return weekday_of(d) < 5 && std::find(holidays.begin(), holidays.end(), d) == holidays.end();
}

day add_working_days(day d, std::int64_t n, const std::vector<day>& holidays)
{
    while (n > 0) {
        ++d.count;
        if (is_working_day(d, holidays)) --n;
    }
    return d;
}

bool is_financial_year(std::string_view t)
{
    return t.size() == 7 && t[4] == '-' && digits(t.substr(0, 4)) && digits(t.substr(5)) &&
           (number(t.substr(0, 4)) + 1) % 100 == number(t.substr(5));
}

std::string financial_year_of(day d)
{
    const date::year_month_day ymd{days_of(d)};
    const int first = static_cast<int>(ymd.year()) - (static_cast<unsigned>(ymd.month()) < 4 ? 1 : 0);
    const auto second = std::to_string((first + 1) % 100);
    return std::to_string(first) + "-" + (second.size() < 2 ? "0" : "") + second;
}

std::optional<day_range> range_of_year(std::string_view t)
{
    using namespace date::literals;
    const bool financial = is_financial_year(t);
    if (!financial && !(t.size() == 4 && digits(t))) return std::nullopt;
    const date::year y{number(t.substr(0, 4))};
    if (!financial) return day_range{from_days(y / 1 / 1), from_days(y / 12 / 31)};
    return day_range{from_days(y / 4 / 1), from_days((y + date::years{1}) / 3 / 31)};
}

bool is_quarter(std::string_view t)
{
    return t.size() == 10 && is_financial_year(t.substr(0, 7)) && t.substr(7, 2) == " Q" && t[9] >= '1' && t[9] <= '4';
}

instant deadline_of(instant meeting_starts, const deadline_rule& rule, const std::string& zone, const std::vector<day>& holidays)
{
    const auto meets = day_in(meeting_starts, zone);
    day d{meets.count - weekday_of(meets) - 7 * rule.weeks_before + rule.weekday};
    if (rule.bank_holiday == "working_day_before")
        while (!is_working_day(d, holidays)) --d.count;
    if (rule.bank_holiday == "working_day_after")
        while (!is_working_day(d, holidays)) ++d.count;
    return midnight({d.count + 1}, zone);
}

std::string show_deadline(instant midnight_after) { return engine::show(instant{midnight_after.micros - engine::second_micros}); }

day months_after(day d, std::int64_t months)
{
    const date::year_month_day from{days_of(d)};
    const auto month = from.year() / from.month() + date::months{months};
    const date::year_month_day same{month / from.day()};
    return from_days(same.ok() ? date::sys_days{same} : date::sys_days{month / date::last});
}

std::vector<day> every_weeks(day first, day last, std::int64_t weeks)
{
    std::vector<day> out;
    for (day d = first; d <= last; d.count += 7 * weeks) out.push_back(d);
    return out;
}

std::vector<day> in_months(day first, day last, const std::vector<std::int64_t>& months)
{
    const date::year_month_day start{days_of(first)};
    const date::weekday weekday{days_of(first)};
    const unsigned nth = (static_cast<unsigned>(start.day()) - 1) / 7 + 1;
    std::vector<day> out;
    for (auto month = start.year() / start.month(); from_days(date::sys_days{month / 1}) <= last; month += date::months{1}) {
        if (std::find(months.begin(), months.end(), static_cast<unsigned>(month.month())) == months.end()) continue;
        const date::year_month_weekday wanted{month.year(), month.month(), weekday[nth]};
        const auto d = from_days(wanted.ok() ? date::sys_days{wanted} : date::sys_days{month / weekday[date::last]});
        if (d >= first && d <= last) out.push_back(d);
    }
    return out;
}

} // namespace workflows
