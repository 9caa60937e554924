// workflows/approval/commands.hpp - what can be asked of a bid that the Exec has decided on.
#pragma once
#include "workflows/workflow.hpp"

namespace workflows {

const std::vector<command>& approval_commands();

} // namespace workflows
