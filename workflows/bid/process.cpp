// workflows/bid/process.cpp - its tables on Boost.MSM, and what the workflow brings (registry.cpp).
#include "workflows/bid/process.hpp"
#include "workflows/bid/commands.hpp"
#include "workflows/bid/events.hpp"
#include "workflows/process_run.hpp"

namespace workflows {

workflow bid_workflow()
{
    static const process bid_table = make_process<bid_process>();
    workflow w;
    w.commands = &bid_commands();
    w.processes = {&bid_table};
    w.kinds = {titled_kind_of<bid, "bid">()};
    w.decisions = {"bid.signed_off", "bid.agreed",      "bid.returned",        "bid.declined",         "bid.accepted_late",
                   "bid.checked",    "bid.recommended", "bid.recorded_absent", "bid.came_recommended", "bid.came_not_recommended",
                   "bid.withdrawn",  "bid.handed_over"};
    w.more = event_tables<bid>::add(bid_events());
    w.follow = follow_bid;
    w.tell = tell_of_bid;
    w.remind = remind_of_bid;
    w.views = bid_views();
    w.tasks = tasks_of_bids;
    return w;
}

} // namespace workflows

RUNS_ON_MSM(workflows::bid_process)
