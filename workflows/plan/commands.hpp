// workflows/plan/commands.hpp - what can be asked of the year's plan.
#pragma once
#include "workflows/workflow.hpp"

namespace workflows {

const std::vector<command>& plan_commands();

} // namespace workflows
