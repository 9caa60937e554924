// workflows/partnership/events.hpp - how events change the partnership and its people.
#pragma once
#include "workflows/partnership/state.hpp"
#include "workflows/workflow.hpp"

namespace workflows {

const event_table<partnership>& partnership_events();
const event_table<person>& person_events();

void follow_partnership(const happened& h, follow_ups& out);
/// Tables that are not the ones which the partnership has adopted.
std::vector<engine::request> tables_to_adopt(const partnership& p);

void tasks_of_chairs(view_request& a, task_rows& found);

} // namespace workflows
