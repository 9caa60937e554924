// workflows/item/events.hpp - how decisions and interests change an item of a meeting.
#pragma once
#include "workflows/meeting/state.hpp"
#include "workflows/workflow.hpp"

namespace workflows {

const event_table<meeting>& item_events();

} // namespace workflows
