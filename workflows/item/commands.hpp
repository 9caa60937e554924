// workflows/item/commands.hpp - what can be asked of an item.
#pragma once
#include "workflows/workflow.hpp"

namespace workflows {

const std::vector<command>& item_commands();

} // namespace workflows
