// workflows/complete.hpp - what an accepted event bears beside its form: what the product worked out from the facts.
#pragma once
#include "workflows/context.hpp"

namespace workflows {

/// Fills e.data and e.also. @pre the command was accepted; c is the context in which it was
void complete(context& c, engine::event& e, bool from_scenario);

} // namespace workflows
