// workflows/interest/commands.hpp - what can be asked of interests.
#pragma once
#include "workflows/workflow.hpp"

namespace workflows {

const std::vector<command>& interest_commands();

} // namespace workflows
