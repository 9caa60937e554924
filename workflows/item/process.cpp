// workflows/item/process.cpp - its tables on Boost.MSM, and what the workflow brings (registry.cpp).
#include "workflows/item/process.hpp"
#include "names/item.hpp"
#include "workflows/item/commands.hpp"
#include "workflows/item/events.hpp"
#include "workflows/process_run.hpp"

namespace workflows {

workflow item_workflow()
{
    static const process item_table = make_process<item_process>();
    workflow w;
    w.commands = &item_commands();
    w.processes = {&item_table};
    w.kinds = {
        {"item", nullptr,
         [](const context& c) -> std::string { return c.item && c.meeting ? std::string(stage_of_item(*c.meeting, *c.item)) : "none"; },
         [](const context& c) -> std::string { return "meeting/" + c.meeting->id; }}};
    w.decisions = {events::item_decided, events::item_recorded};
    w.more = event_tables<meeting>::add(item_events());
    return w;
}

} // namespace workflows

RUNS_ON_MSM(workflows::item_process)
