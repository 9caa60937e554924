// workflows/partnership/process.cpp - its tables on Boost.MSM, and what the workflow brings (registry.cpp).
#include "workflows/partnership/process.hpp"
#include "names/partnership.hpp"
#include "workflows/partnership/commands.hpp"
#include "workflows/partnership/events.hpp"
#include "workflows/process_run.hpp"

namespace workflows {

namespace {

template <class Stage> std::string name_of() { return std::string(Stage::name); }

std::string stage_of_seat(const seat* s)
{
    if (!s) return name_of<seat_stages::none>();
    return s->closed ? name_of<seat_stages::closed>() : name_of<seat_stages::standing>();
}

std::string stage_of_person(const person* p)
{
    if (!p) return name_of<person_stages::none>();
    return p->left ? name_of<person_stages::left>() : name_of<person_stages::present>();
}

std::string in_the_partnership(const context&) { return std::string(partnership_key); }

} // namespace

workflow partnership_workflow()
{
    static const process partnership_table = make_process<partnership_process>(), body_table = make_process<body_process>(),
                         seat_table = make_process<seat_process>(), person_table = make_process<person_process>();
    workflow w;
    w.commands = &partnership_commands();
    w.processes = {&partnership_table, &body_table, &seat_table, &person_table};
    w.kinds = {
        {"partnership", fresh<partnership>,
         [](const context& c) { return c.p ? name_of<partnership_stages::running>() : name_of<partnership_stages::none>(); },
         in_the_partnership},
        {"body", nullptr, [](const context& c) { return c.body ? name_of<body_stages::standing>() : name_of<body_stages::none>(); },
         in_the_partnership},
        {"seat", nullptr, [](const context& c) { return stage_of_seat(c.seat); }, in_the_partnership},
        {"person", fresh<person>, [](const context& c) { return stage_of_person(c.person); },
         [](const context& c) { return "person/" + c.text("person"); }},
    };
    w.decisions = {events::body_created, verbs::body_set_quorum,    events::seat_created,      events::seat_appointed,
                   events::seat_vacated, events::seat_given_office, events::seat_named_deputy, events::seat_ended_deputy,
                   events::seat_closed,  events::role_granted,      events::role_revoked,      events::policy_changed};
    w.more = event_tables<partnership>::add(partnership_events());
    w.more.merge(event_tables<person>::add(person_events()));
    w.follow = follow_partnership;
    w.tasks = tasks_of_chairs;
    return w;
}

} // namespace workflows

RUNS_ON_MSM(workflows::partnership_process)
RUNS_ON_MSM(workflows::body_process)
RUNS_ON_MSM(workflows::seat_process)
RUNS_ON_MSM(workflows::person_process)
