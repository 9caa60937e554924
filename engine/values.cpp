#include "engine/values.hpp"

#include <date/date.h>

#include <algorithm>
#include <chrono>
#include <sstream>

namespace engine {
namespace {

using micro_time = date::sys_time<std::chrono::microseconds>;

bool digits(std::string_view s)
{
    return !s.empty() && std::all_of(s.begin(), s.end(), [](char c) { return c >= '0' && c <= '9'; });
}

int number(std::string_view s)
{
    int n = 0;
    for (const char c : s) n = n * 10 + (c - '0');
    return n;
}

} // namespace

std::optional<instant> parse_instant(std::string_view t)
{
    // RFC 3339 is stricter than what the library's parser takes (widths, separators), so the shape is checked here
    // and the calendar is the library's.
    if (t.size() < 20 || t.size() > 32 || t[4] != '-' || t[7] != '-' || (t[10] != 'T' && t[10] != 't') || t[13] != ':' || t[16] != ':')
        return std::nullopt;
    for (const auto& [at, length] : {std::pair{0, 4}, {5, 2}, {8, 2}, {11, 2}, {14, 2}, {17, 2}})
        if (!digits(t.substr(static_cast<std::size_t>(at), static_cast<std::size_t>(length)))) return std::nullopt;
    const date::year_month_day day{date::year{number(t.substr(0, 4))}, date::month{static_cast<unsigned>(number(t.substr(5, 2)))},
                                   date::day{static_cast<unsigned>(number(t.substr(8, 2)))}};
    const int hour = number(t.substr(11, 2)), minute = number(t.substr(14, 2)), second = number(t.substr(17, 2));
    if (!day.ok() || hour > 23 || minute > 59 || second > 59) return std::nullopt;
    std::string_view rest = t.substr(19);
    std::int64_t fraction = 0;
    if (rest.front() == '.') {
        const auto end = std::min(rest.find_first_not_of("0123456789", 1), rest.size());
        std::string decimals(rest.substr(1, end - 1));
        if (decimals.empty() || decimals.size() > 6) return std::nullopt;
        decimals.resize(6, '0');
        fraction = number(decimals);
        rest.remove_prefix(end);
    }
    std::int64_t offset_minutes = 0;
    if (rest != "Z" && rest != "z") {
        if (rest.size() != 6 || (rest[0] != '+' && rest[0] != '-') || rest[3] != ':' || !digits(rest.substr(1, 2)) ||
            !digits(rest.substr(4, 2)))
            return std::nullopt;
        const int h = number(rest.substr(1, 2)), m = number(rest.substr(4, 2));
        if (h > 23 || m > 59) return std::nullopt;
        offset_minutes = (h * 60 + m) * (rest[0] == '-' ? -1 : 1);
    }
    const std::int64_t days = date::sys_days{day}.time_since_epoch().count();
    return instant{((days * 24 + hour) * 60 + minute - offset_minutes) * 60 * second_micros + second * second_micros + fraction};
}

std::string exact(instant t)
{
    const micro_time whole{std::chrono::microseconds{t.micros}};
    const auto day = date::floor<date::days>(whole);
    const date::year_month_day ymd{day};
    const auto rest = (whole - day).count();
    std::string out = "0000-00-00T00:00:00.000000Z";
    const auto put = [&](std::size_t at, int width, std::int64_t n) {
        for (auto i = at + static_cast<std::size_t>(width); i-- > at; n /= 10) out[i] = static_cast<char>('0' + n % 10);
    };
    put(0, 4, static_cast<int>(ymd.year()));
    put(5, 2, static_cast<unsigned>(ymd.month()));
    put(8, 2, static_cast<unsigned>(ymd.day()));
    put(11, 2, rest / (3600 * second_micros));
    put(14, 2, rest / (60 * second_micros) % 60);
    put(17, 2, rest / second_micros % 60);
    put(20, 6, rest % second_micros);
    return out;
}

std::string show(instant t)
{
    auto out = exact(t);
    out.replace(19, 8, "Z");
    return out;
}

std::optional<pence> parse_pence(std::string_view t)
{
    const auto dot = t.find('.');
    if (dot == std::string_view::npos || t.size() - dot != 3 || dot == 0 || dot > 13) return std::nullopt;
    if (!digits(t.substr(0, dot)) || !digits(t.substr(dot + 1)) || (t[0] == '0' && dot > 1)) return std::nullopt;
    std::int64_t value = 0;
    for (const char c : t)
        if (c != '.') value = value * 10 + (c - '0');
    return pence{value};
}

std::string show(pence p)
{
    const auto magnitude = p.value < 0 ? -p.value : p.value;
    auto places = std::to_string(magnitude % 100);
    if (places.size() < 2) places.insert(0, "0");
    return (p.value < 0 ? "-" : "") + std::to_string(magnitude / 100) + "." + places;
}

} // namespace engine
