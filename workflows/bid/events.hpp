// workflows/bid/events.hpp - how events change a bid.
#pragma once
#include "workflows/bid/state.hpp"
#include "workflows/workflow.hpp"

namespace workflows {

const event_table<bid>& bid_events();

void follow_bid(const happened& h, follow_ups& out);
void tell_of_bid(const happened& h, letters& l);
/// What the words of a mail about a bid are filled with.
engine::json::object mail_facts(const bid& b);
/// Those who are awaited for one of these, each once; the day after also their delivery group's chair.
void remind_of_awaited(const engine::store::due_timer& t, letters& l, const bid& b, std::initializer_list<std::string_view> of);
void remind_of_bid(const engine::store::due_timer& t, letters& l);

std::vector<view_spec> bid_views();
void tasks_of_bids(view_request& a, task_rows& found);

} // namespace workflows
