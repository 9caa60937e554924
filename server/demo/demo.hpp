// server/demo/demo.hpp - the demonstration: the Thurrock partnership of the strategy for 2008-11 with a year of life that ends on
// the given day, as scenario steps. The same day gives the same steps. People are named by their office.
#pragma once
#include "server/steps/parse.hpp"
#include "workflows/calendar/calendar.hpp"

#include <vector>

namespace demo {

inline constexpr std::string_view partnership = "thurrock";

/// In order of time; every step is expected to be accepted.
std::vector<steps::step> steps(workflows::day today);

} // namespace demo
