#include "workflows/approval/rules.hpp"
#include "workflows/stream/stages.hpp"

#include <algorithm>

namespace workflows {

using answer = std::optional<failure>;

namespace {

bool awaits_acceptance(const decided_bid& f) { return f.outcome == "approved_with_amendments" && !f.accepted; }
bool awaits_board(const decided_bid& f) { return f.needs_board && !f.ratified; }

} // namespace

answer exec_rejected_it::refuses(const decided_bid& f)
{
    if (f.outcome == "rejected") return {};
    return failure{"not_rejected"};
}

answer exec_deferred_it::refuses(const decided_bid& f)
{
    if (f.outcome == "deferred") return {};
    return failure{"not_deferred"};
}

answer amendments_await_acceptance::refuses(const decided_bid& f)
{
    if (awaits_acceptance(f)) return {};
    return failure{"nothing_to_accept"};
}

answer board_did_not_agree::refuses(const decided_bid& f)
{
    if (awaits_board(f) && f.board_said == "not_agreed") return {};
    return failure{"not_refused_by_board"};
}

answer board_must_agree::refuses(const decided_bid& f)
{
    if (awaits_board(f)) return {};
    return failure{"board_not_needed"};
}

answer money_is_awaited::refuses(const decided_bid& f)
{
    if (!f.unfunded.empty()) return {};
    return failure{"no_money_awaited"};
}

answer nothing_is_awaited::refuses(const decided_bid& f)
{
    if (f.outcome.starts_with("approved") && !awaits_acceptance(f) && !awaits_board(f) && f.unfunded.empty()) return {};
    return failure{"still_awaited"};
}

answer acceptance_ran_out::refuses(const acceptance_period& f)
{
    if (f.ends && f.now >= *f.ends) return {};
    return failure{"still_time_to_accept"};
}

answer inside_the_plan::refuses(const plan_check& f)
{
    if (f.why.empty()) return {};
    return failure{"board_must_ratify"};
}

answer stream_can_pay::refuses(const stream_share& f)
{
    if (in<stream_stages::confirmed>(f.status) && f.line.value > 0 && f.line <= f.available) return {};
    return failure{"stream_cannot_pay"};
}

} // namespace workflows
