// workflows/meeting/commands.hpp - what can be asked of a meeting.
#pragma once
#include "workflows/workflow.hpp"

namespace workflows {

const std::vector<command>& meeting_commands();

} // namespace workflows
