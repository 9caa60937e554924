// workflows/bid/commands.hpp - what can be asked of a bid up to the Exec's decision.
#pragma once
#include "workflows/workflow.hpp"

namespace workflows {

const std::vector<command>& bid_commands();

} // namespace workflows
