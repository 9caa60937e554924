// workflows/approval/process.cpp - its tables on Boost.MSM, and what the workflow brings (registry.cpp).
#include "workflows/approval/process.hpp"
#include "names/approval.hpp"
#include "workflows/approval/commands.hpp"
#include "workflows/approval/events.hpp"
#include "workflows/process_run.hpp"

namespace workflows {

workflow approval_workflow()
{
    static const process approval_table = make_process<approval_process>();
    workflow w;
    w.commands = &approval_commands();
    w.processes = {&approval_table};
    w.decisions = {events::bid_accepted_amendments, events::bid_refused_amendments, events::bid_lapsed, events::bid_ratified,
                   events::bid_refused_by_board};
    w.more = event_tables<bid>::add(approval_events());
    w.follow = follow_approval;
    w.tell = tell_of_approval;
    w.remind = remind_of_approval;
    return w;
}

} // namespace workflows

RUNS_ON_MSM(workflows::approval_process)
