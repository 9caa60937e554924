// workflows/stream/process.cpp - its tables on Boost.MSM, and what the workflow brings (registry.cpp).
#include "workflows/stream/process.hpp"
#include "names/stream.hpp"
#include "workflows/process_run.hpp"
#include "workflows/stream/commands.hpp"
#include "workflows/stream/events.hpp"

namespace workflows {

workflow stream_workflow()
{
    static const process stream_table = make_process<stream_process>();
    workflow w;
    w.commands = &stream_commands();
    w.processes = {&stream_table};
    w.kinds = {{"stream", fresh<stream>, [](const context& c) -> std::string { return c.stream ? c.stream->status : "none"; },
                [](const context& c) -> std::string { return "stream/" + c.text("stream"); }}};
    w.decisions = {events::stream_opened,    events::stream_confirmed, events::stream_revised,
                   events::stream_withdrawn, events::stream_held_back, events::stream_released};
    w.more = event_tables<stream>::add(stream_events());
    w.follow = follow_stream;
    w.views = stream_views();
    return w;
}

} // namespace workflows

RUNS_ON_MSM(workflows::stream_process)
