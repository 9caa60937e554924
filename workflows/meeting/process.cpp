// workflows/meeting/process.cpp - its tables on Boost.MSM, and what the workflow brings (registry.cpp).
#include "workflows/meeting/process.hpp"
#include "names/meeting.hpp"
#include "workflows/meeting/commands.hpp"
#include "workflows/meeting/events.hpp"
#include "workflows/process_run.hpp"

namespace workflows {

workflow meeting_workflow()
{
    static const process meeting_table = make_process<meeting_process>();
    workflow w;
    w.commands = &meeting_commands();
    w.processes = {&meeting_table};
    w.kinds = {{"meeting", fresh<meeting>, [](const context& c) -> std::string { return c.meeting ? c.meeting->stage : "none"; },
                [](const context& c) -> std::string { return "meeting/" + c.text("meeting"); }}};
    w.decisions = {events::meeting_moved, events::meeting_cancelled, events::meeting_taken_chair};
    w.more = event_tables<meeting>::add(meeting_events());
    w.follow = follow_meeting;
    w.tell = tell_of_meeting;
    w.views = meeting_views();
    return w;
}

} // namespace workflows

RUNS_ON_MSM(workflows::meeting_process)
