// workflows/approval/gather.cpp - where a signed-off bid stands: acceptance, the Board's plan, money.
#include "workflows/approval/approval.hpp"
#include "workflows/approval/rules.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/standing.hpp"

#include <algorithm>

namespace workflows {

const plan* agreed_plan_of(engine::reader& known, const std::string& year)
{
    const auto agreed =
        known.rows({.index = "plan.agreed", .key = year, .descending = true, .limit = 1}); // a later one replaces an earlier
    return agreed.empty() ? nullptr : engine::get<plan>(known, "plan/" + agreed.front().id);
}

std::vector<std::string> why_board(engine::reader& known, const partnership& p, const std::vector<bid_line>& lines, pence amount,
                                   instant now)
{
    const auto& rules = p.policy_at(now);
    std::vector<std::string> why;
    if (rules.delegated_limit && amount > *rules.delegated_limit)
        why.push_back("it is above the delegated limit of " + engine::show(*rules.delegated_limit));
    for (const auto& l : lines) {
        const auto* s = engine::get<stream>(known, "stream/" + l.stream);
        if (!s) continue;
        const auto* agreed_plan = agreed_plan_of(known, s->year);
        if (!agreed_plan) {
            if (rules.plan_required) why.push_back("no funding plan for " + s->year + " has been agreed");
            continue;
        }
        pence planned;
        for (const auto& pl : agreed_plan->lines)
            if (pl.stream == s->id) planned += pl.amount;
        if (s->inside_plan + l.amount > planned)
            why.push_back("the plan for " + s->year + " has " + engine::show(std::max(planned - s->inside_plan, pence{})) + " left for " +
                          s->id);
    }
    return why;
}

std::optional<decided_bid> decided_bid::gather(const context& c)
{
    if (!c.bid || !c.bid->signed_off) return {};
    const auto& s = *c.bid->signed_off;
    decided_bid f{s.outcome, s.accepted, s.needs_board, s.ratified, s.board_said, {}};
    for (const auto& l : c.bid->lines)
        if (l.state == "awaiting") f.unfunded.push_back(l.stream);
    return f;
}

std::optional<acceptance_period> acceptance_period::gather(const context& c)
{
    if (!c.bid || !c.bid->signed_off) return {};
    return acceptance_period{c.bid->signed_off->acceptance_ends, c.moment()};
}

std::optional<plan_check> plan_check::gather(const context& c)
{
    if (!c.p || !c.bid || !c.bid->signed_off) return {};
    return plan_check{why_board(c.known, *c.p, c.bid->lines, c.bid->signed_off->amount.value_or(c.bid->amount), c.now)};
}

std::optional<stream_share> stream_share::gather(const context& c)
{
    const auto id = c.text("stream");
    const auto* s = engine::get<workflows::stream>(c.known, "stream/" + id);
    if (!c.bid || !s) return {};
    stream_share f{id, s->status, s->available(), {}};
    for (const auto& l : c.bid->lines)
        if (l.stream == id && l.state == "awaiting") f.line = l.amount;
    return f;
}

} // namespace workflows
