// workflows/bid/process.cpp - its tables on Boost.MSM, and what the workflow brings (registry.cpp).
#include "workflows/bid/process.hpp"
#include "names/approval.hpp"
#include "names/bid.hpp"
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
    w.decisions = {events::bid_signed_off,       events::bid_agreed,
                   events::bid_returned,         events::bid_declined,
                   events::bid_accepted_late,    events::bid_checked,
                   events::bid_recommended,      events::bid_recorded_absent,
                   events::bid_came_recommended, events::bid_came_not_recommended,
                   events::bid_withdrawn,        events::bid_handed_over};
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
