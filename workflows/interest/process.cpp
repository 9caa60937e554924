// workflows/interest/process.cpp - its tables on Boost.MSM, and what the workflow brings (registry.cpp).
#include "workflows/interest/process.hpp"
#include "names/interest.hpp"
#include "workflows/interest/commands.hpp"
#include "workflows/interest/events.hpp"
#include "workflows/process_run.hpp"
#include "workflows/standing.hpp"

namespace workflows {

workflow interest_workflow()
{
    static const process interest_table = make_process<interest_process>();
    workflow w;
    w.commands = &interest_commands();
    w.processes = {&interest_table};
    w.kinds = {{"matter", nullptr, [](const context& c) -> std::string { return stage_of_matter(c); },
                [](const context& c) -> std::string { return c.item ? "meeting/" + c.meeting->id : "bid/" + c.bid->id; }}};
    w.decisions = {events::interest_declared};
    w.more = {{events::interest_declared, hold_interest}};
    w.follow = follow_interest;
    return w;
}

} // namespace workflows

RUNS_ON_MSM(workflows::interest_process)
