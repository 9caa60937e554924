// workflows/plan/process.cpp - its tables on Boost.MSM, and what the workflow brings (registry.cpp).
#include "workflows/plan/process.hpp"
#include "names/plan.hpp"
#include "workflows/plan/commands.hpp"
#include "workflows/plan/events.hpp"
#include "workflows/process_run.hpp"

namespace workflows {

workflow plan_workflow()
{
    static const process plan_table = make_process<plan_process>();
    workflow w;
    w.commands = &plan_commands();
    w.processes = {&plan_table};
    w.kinds = {kind_of<plan, "plan">()};
    w.decisions = {events::plan_proposed, events::plan_agreed};
    w.more = event_tables<plan>::add(plan_events());
    return w;
}

} // namespace workflows

RUNS_ON_MSM(workflows::plan_process)
