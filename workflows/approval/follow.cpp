// workflows/approval/follow.cpp - which approvals an event concerns: each is asked what follows from its stage (process.hpp).
#include "names/approval.hpp"
#include "names/plan.hpp"
#include "names/stream.hpp"
#include "workflows/approval/events.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/fields.hpp"

#include <algorithm>

namespace workflows {
namespace {

const bid* find_bid(const happened& h, const std::string& id) { return engine::get<bid>(h.known, "bid/" + id); }

/// FP-e: money that has come free funds what waits for it, in order of sign-off. The first that fits is funded, and its event
/// asks for the next one; what does not fit waits on.
void first_that_fits(const happened& h, const std::string& stream_id, follow_ups& out)
{
    std::vector<engine::request> waiting;
    for (const auto& row : h.known.rows({.index = "bid.awaiting", .key = stream_id}))
        waiting.push_back(ask(verbs::bid_fund, "bid/" + row.id, {{"stream", stream_id}}));
    out.add_first_of(std::move(waiting));
}

/// TR-plan: a plan that is agreed takes in what waited for it, in order of sign-off.
void into_the_plan(const happened& h, follow_ups& out)
{
    std::vector<const bid*> waiting;
    for (const auto stage : {bid_stages::awaiting_board::name, bid_stages::awaiting_acceptance::name})
        for (const auto& row : h.known.rows({.index = "bid.stage", .key = std::string(stage)}))
            if (const auto* b = find_bid(h, row.id); b && b->signed_off && b->signed_off->needs_board && !b->signed_off->ratified)
                waiting.push_back(b);
    std::sort(waiting.begin(), waiting.end(), [](auto* a, auto* b) { return a->signed_off->index < b->signed_off->index; });
    std::vector<engine::request> alternatives; // the event of the first one asks for the next
    for (const auto* b : waiting) alternatives.push_back(ask(verbs::bid_enter_plan, "bid/" + b->id));
    out.add_first_of(std::move(alternatives));
}

} // namespace

void follow_approval(const happened& h, follow_ups& out)
{
    const auto& e = h.e;
    if (engine::split_key(e.subject).kind == "bid") {
        const auto* b = engine::get<bid>(h.known, e.subject);
        if (in<bid_stages::signed_off>(b->stage) || e.type == events::bid_funded) out.add(whatever_follows(e.subject));
    }
    if (e.type == events::plan_agreed || e.type == events::bid_entered_plan) into_the_plan(h, out);
    if (e.type == events::bid_funded || e.type == events::bid_lapsed || e.type == events::bid_refused_amendments ||
        e.type == events::bid_refused_by_board)
        for (const auto& l : list_of(e.data, "lines")) first_that_fits(h, text_of(l.as_object(), "stream"), out);
    if (e.type.starts_with("stream.") && e.type != events::stream_opened)
        first_that_fits(h, std::string(engine::split_key(e.subject).id), out);
}

} // namespace workflows
