// engine/values.hpp - instants and money: the two numbers that every rule reckons with.
#pragma once
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engine {

/// A moment: microseconds since 1970-01-01T00:00:00Z.
struct instant {
    std::int64_t micros = 0;
    auto operator<=>(const instant&) const = default;
};
inline constexpr std::int64_t second_micros = 1'000'000;
inline constexpr instant never{INT64_MAX};

/// RFC 3339 with any offset and up to six decimals; nothing for anything else (also a day that does not exist).
std::optional<instant> parse_instant(std::string_view text);
/// UTC, whole seconds: what people and views see.
std::string show(instant t);
/// UTC with exactly six decimals: what a leaf holds.
std::string exact(instant t);

/// Money in whole pence. One currency a partnership, so none is kept here.
struct pence {
    std::int64_t value = 0;
    auto operator<=>(const pence&) const = default;
    friend pence operator+(pence a, pence b) { return {a.value + b.value}; }
    friend pence operator-(pence a, pence b) { return {a.value - b.value}; }
    pence& operator+=(pence b)
    {
        value += b.value;
        return *this;
    }
    pence& operator-=(pence b)
    {
        value -= b.value;
        return *this;
    }
};
/// "1234.50": no sign, no leading zero, two places, below 10^13 pounds (sums of many stay exact). Nothing for anything else.
std::optional<pence> parse_pence(std::string_view text);
std::string show(pence p);

} // namespace engine
