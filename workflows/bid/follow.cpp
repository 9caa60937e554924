// workflows/bid/follow.cpp - which bids an event concerns: each is asked what follows from its stage (process.hpp).
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
    static const std::set<std::string_view> lead_on{"bid.checked",     "bid.resolved",     "bid.recommended",  "bid.recorded_absent",
                                                    "bid.handed_over", "bid.put_on_table", "bid.accepted_late"};
    static const std::set<std::string_view> settle{"seat.vacated",      "seat.closed",       "seat.appointed",
                                                   "seat.named_deputy", "seat.ended_deputy", "person.left",
                                                   "person.changed",    "policy.changed",    "partnership.passed_terms"};
    if (lead_on.contains(h.e.type)) out.add(whatever_follows(h.e.subject));
    if (settle.contains(h.e.type)) all_that_wait_for_somebody(h, out);
}

} // namespace workflows
