// workflows/item/events.cpp - how an item is decided, and what its decision holds.
#include "workflows/item/events.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/meeting/events.hpp"
#include "workflows/standing.hpp"

namespace workflows {

using engine::event;

namespace {

// -- what an event holds beside its form ----------------------------------------------------------------------------------

void hold_quorum(context& c, event& e)
{
    e.data["quorum"] = engine::to_json(live_quorum(c.known, *c.p, *c.meeting, nullptr, c.item, c.now));
}

void hold_recorded_quorum(context& c, event& e)
{
    const auto at = instant_of(c.form, "decided_at");
    const auto sum =
        count_recorded(*c.p, *c.meeting, at, conflicted(c.known, *c.p, nullptr, c.item, c.now, at.value_or(c.meeting->starts)));
    e.data["quorum"] = engine::to_json(sum);
}

// -- what an event changes ------------------------------------------------------------------------------------------------

void decide(item& i, const event& e)
{
    i.outcome = text_of(e.form, "outcome");
    i.text = e.text("text");
    i.to_meeting = text_of(e.form, "to_meeting");
    i.alternatives = sealed_list(e, "alternatives");
    i.decided_by = e.actor;
    i.decided_at = instant_of(e.form, "decided_at");
    if (!i.decided_at && e.type == "item.decided") i.decided_at = e.at; // old minutes that give no time leave it open
    for (const auto& v : list_of(e.form, "votes")) i.votes.push_back(read_as<vote>(v));
    if (const auto* q = e.data.if_contains("quorum"); q && q->is_object()) i.quorum = read_as<quorum_sum>(*q);
}

void decide_live(meeting& m, const event& e)
{
    if (auto* i = item_of(m, e)) decide(*i, e);
    m.last_decision = e.at;
}

void record_decision(meeting& m, const event& e)
{
    if (auto* i = item_of(m, e)) decide(*i, e);
}

void declare_interest(meeting& m, const event& e)
{
    if (auto* i = item_of(m, e))
        i->interests.push_back({text_of(e.data, "person"), text_of(e.form, "nature"), std::string(e.text("detail")), e.actor, e.at});
}

/// A bid that is signed off at this meeting: its item, if it has one, is decided with it.
void sign_off_with_its_bid(meeting& m, const event& e)
{
    for (auto& i : m.items)
        if (i.bid == text_of(e.form, "bid") && i.outcome.empty() && i.carried_to.empty()) {
            i.outcome = text_of(e.form, "outcome");
            i.decided_by = e.actor;
            i.decided_at = e.at;
        }
}

} // namespace

const event_table<meeting>& item_events()
{
    static const event_table<meeting> table{
        {"item.decided", decide_live, hold_quorum},
        {"item.recorded", record_decision, hold_recorded_quorum},
        {"interest.declared", declare_interest},
        {"bid.signed_off", sign_off_with_its_bid},
    };
    return table;
}

} // namespace workflows
