// workflows/plan/events.hpp - how events change a plan.
#pragma once
#include "workflows/stream/state.hpp"
#include "workflows/workflow.hpp"

namespace workflows {

const event_table<plan>& plan_events();

} // namespace workflows
