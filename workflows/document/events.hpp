// workflows/document/events.hpp - how events change a document.
#pragma once
#include "workflows/document/state.hpp"
#include "workflows/workflow.hpp"

namespace workflows {

const event_table<document>& document_events();

std::vector<view_spec> document_views();

} // namespace workflows
