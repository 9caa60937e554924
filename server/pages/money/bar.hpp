// server/pages/money/bar.hpp - a bar of money, as the templates draw it.
#pragma once
#include "engine/values.hpp"

#include <boost/json/object.hpp>

namespace pages {

/// What a bar is made of, from left to right; parts of nothing are not drawn. The whole bar is `scale` wide.
struct bar_parts {
    engine::pence committed{}, asks{}, available{}, held{}, awaited{}, expected{}, scale{};
};
boost::json::object money_bar(const bar_parts& of);

} // namespace pages
