// workflows/interest/events.hpp - what a declaration of interest holds, and what follows from it. It changes its matter: a bid
// (bid/events.cpp) or an item (item/events.cpp).
#pragma once
#include "workflows/workflow.hpp"

namespace workflows {

/// Open as long as it can still be decided, over after that.
std::string stage_of_matter(const context& c);
void hold_interest(context& c, engine::event& e);
void follow_interest(const happened& h, follow_ups& out);

} // namespace workflows
