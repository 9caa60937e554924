// workflows/document/process.cpp - its tables on Boost.MSM, and what the workflow brings (registry.cpp).
#include "workflows/document/process.hpp"
#include "workflows/document/commands.hpp"
#include "workflows/document/events.hpp"
#include "workflows/process_run.hpp"

namespace workflows {

workflow document_workflow()
{
    static const process document_table = make_process<document_process>();
    workflow w;
    w.commands = &document_commands();
    w.processes = {&document_table};
    w.kinds = {kind_of<document, "document">()};
    w.more = event_tables<document>::add(document_events());
    w.views = document_views();
    return w;
}

} // namespace workflows

RUNS_ON_MSM(workflows::document_process)
