// workflows/stream/events.hpp - how events change a pot of money.
#pragma once
#include "workflows/stream/state.hpp"
#include "workflows/workflow.hpp"

namespace workflows {

const event_table<stream>& stream_events();

void follow_stream(const happened& h, follow_ups& out);

std::vector<view_spec> stream_views();

} // namespace workflows
