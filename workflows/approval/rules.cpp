#include "workflows/approval/rules.hpp"

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
    return failure{"The Exec did not reject it."};
}

answer exec_deferred_it::refuses(const decided_bid& f)
{
    if (f.outcome == "deferred") return {};
    return failure{"The Exec did not defer it."};
}

answer amendments_await_acceptance::refuses(const decided_bid& f)
{
    if (awaits_acceptance(f)) return {};
    return failure{"There is nothing to accept."};
}

answer board_did_not_agree::refuses(const decided_bid& f)
{
    if (awaits_board(f) && f.board_said == "not_agreed") return {};
    return failure{"The Board has not refused it."};
}

answer board_must_agree::refuses(const decided_bid& f)
{
    if (awaits_board(f)) return {};
    return failure{"The Board need not ratify it."};
}

answer money_is_awaited::refuses(const decided_bid& f)
{
    if (!f.unfunded.empty()) return {};
    return failure{"No money is awaited."};
}

answer nothing_is_awaited::refuses(const decided_bid& f)
{
    if (f.outcome.starts_with("approved") && !awaits_acceptance(f) && !awaits_board(f) && f.unfunded.empty()) return {};
    return failure{"Something is still awaited."};
}

answer acceptance_ran_out::refuses(const acceptance_period& f)
{
    if (f.ends && f.now >= *f.ends) return {};
    return failure{"There is still time to accept."};
}

answer inside_the_plan::refuses(const plan_check& f)
{
    if (f.why.empty()) return {};
    return failure{"The Board must ratify it."};
}

answer stream_can_pay::refuses(const stream_share& f)
{
    if (f.status == "confirmed" && f.line.value > 0 && f.line <= f.available) return {};
    return failure{"The stream cannot pay it."};
}

} // namespace workflows
