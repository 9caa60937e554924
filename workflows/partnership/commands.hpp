// workflows/partnership/commands.hpp - what can be asked of the partnership.
#pragma once
#include "workflows/workflow.hpp"

namespace workflows {

const std::vector<command>& partnership_commands();

} // namespace workflows
