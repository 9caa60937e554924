// workflows/plan/events.cpp - event by event: how it changes the Board's plan for a year.
#include "workflows/plan/events.hpp"
#include "workflows/bid/state.hpp"
#include "workflows/fields.hpp"
#include "workflows/plan/stages.hpp"

namespace workflows {

using engine::event;

namespace {

void propose(plan& p, const event& e)
{
    p.id = text_of(e.form, "plan");
    p.year = text_of(e.form, "year");
    for (const auto& l : list_of(e.form, "lines"))
        p.lines.push_back({text_of(l.as_object(), "stream"), money_of(l.as_object(), "amount").value_or(pence{})});
}

void agree(plan& p, const event& e)
{
    p.item = text_of(e.form, "item");
    p.agreed_index = e.index;
}

} // namespace

const event_table<plan>& plan_events()
{
    static const event_table<plan> table{{"plan.proposed", propose}, {"plan.agreed", agree}};
    return table;
}

void apply_to(plan& p, const event& e)
{
    event_tables<plan>::apply(p, e);
    p.stage = e.to;
}

std::vector<engine::index_row> rows_of_state(const plan& p)
{
    std::vector<engine::index_row> out{{"plan.year", p.year, p.id}};
    if (in<plan_stages::agreed>(p.stage)) out.push_back({"plan.agreed", p.year, sortable(p.agreed_index)});
    return out;
}

} // namespace workflows
