#include "server/pages/money/bar.hpp"

#include <boost/json/array.hpp>

#include <algorithm>
#include <string>

namespace pages {

boost::json::object money_bar(const bar_parts& of)
{
    const auto whole = static_cast<double>(std::max<std::int64_t>(of.scale.value, 1));
    const auto percent = [&](std::int64_t n) {
        const auto hundredths = static_cast<std::int64_t>(static_cast<double>(n) / whole * 10000.0 + 0.5);
        return std::to_string(hundredths / 100) + "." + (hundredths % 100 < 10 ? "0" : "") + std::to_string(hundredths % 100) + "%";
    };
    boost::json::array parts;
    std::int64_t at = 0;
    const auto part = [&](const char* kind, engine::pence p) {
        if (p.value <= 0) return;
        parts.push_back({{"bar_kind", kind}, {"bar_x", percent(at)}, {"bar_w", percent(p.value)}});
        at += p.value;
    };
    part("committed", of.committed);
    part("asks", of.asks);
    part("available", of.available);
    part("held", of.held);
    part("awaited", of.awaited);
    part("expected", of.expected);
    return {{"bar", std::move(parts)}};
}

} // namespace pages
