// workflows/stream/commands.hpp - what can be asked of money.
#pragma once
#include "workflows/workflow.hpp"

namespace workflows {

const std::vector<command>& stream_commands();

} // namespace workflows
