// workflows/meeting/events.hpp - how events change a meeting.
#pragma once
#include "workflows/meeting/state.hpp"
#include "workflows/workflow.hpp"

namespace workflows {

const event_table<meeting>& meeting_events();
/// The item of the meeting that the event names, or nullptr.
item* item_of(meeting& m, const engine::event& e);

void follow_meeting(const happened& h, follow_ups& out);
void tell_of_meeting(const happened& h, letters& l);

std::vector<view_spec> meeting_views();

} // namespace workflows
