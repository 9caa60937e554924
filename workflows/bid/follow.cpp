// workflows/bid/follow.cpp - which bids an event concerns: each is asked what follows from its stage (process.hpp).
#include "names/approval.hpp"
#include "names/bid.hpp"
#include "names/partnership.hpp"
#include "workflows/bid/events.hpp"
#include "workflows/bid/stages.hpp"

#include <set>

namespace workflows {
namespace {

/// A change of seats, people or policy can settle what was waiting for somebody who is gone.
void all_that_wait_for_somebody(const happened& h, follow_ups& out)
{
    for (const auto stage : {bid_stages::compliance_check::name, bid_stages::on_the_table::name})
        for (const auto& row : h.known.rows({.index = "bid.stage", .key = std::string(stage)})) out.add(whatever_follows("bid/" + row.id));
}

} // namespace

void follow_bid(const happened& h, follow_ups& out)
{
    static const std::set<std::string_view> lead_on{events::bid_checked,         events::bid_resolved,    events::bid_recommended,
                                                    events::bid_recorded_absent, events::bid_handed_over, verbs::bid_put_on_table,
                                                    events::bid_accepted_late};
    static const std::set<std::string_view> settle{events::seat_vacated,      events::seat_closed,       events::seat_appointed,
                                                   events::seat_named_deputy, events::seat_ended_deputy, events::person_left,
                                                   events::person_changed,    events::policy_changed,    events::partnership_passed_terms};
    if (lead_on.contains(h.e.type)) out.add(whatever_follows(h.e.subject));
    if (settle.contains(h.e.type)) all_that_wait_for_somebody(h, out);
}

} // namespace workflows
