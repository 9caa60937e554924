// workflows/approval/events.hpp - how events from the Exec's decision on change a bid.
#pragma once
#include "workflows/bid/state.hpp"
#include "workflows/workflow.hpp"

namespace workflows {

const event_table<bid>& approval_events();

void follow_approval(const happened& h, follow_ups& out);
void tell_of_approval(const happened& h, letters& l);
void remind_of_approval(const engine::store::due_timer& t, letters& l);

} // namespace workflows
