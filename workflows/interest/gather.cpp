// workflows/interest/gather.cpp - whose bid it is, and who has an interest in it.
#include "names/bid.hpp"
#include "names/stream.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/interest/rules.hpp"
#include "workflows/meeting/stages.hpp"
#include "workflows/standing.hpp"

#include <set>

namespace workflows {

namespace {

/// Agreement with the group, and checks: an interest through one's agency does not bar from these (TR-interest).
bool is_of_group_or_check(const context& c)
{
    return c.verb == verbs::bid_agree || c.verb == verbs::bid_decline || c.verb == verbs::bid_check ||
           (c.verb == verbs::bid_return && in<bid_stages::with_delivery_group>(c.bid->stage));
}

} // namespace

std::optional<separation> separation::gather(const context& c)
{
    if (c.bid) return separation{c.actor, c.bid->project_manager, c.bid->author};
    return {};
}

std::optional<conflict> conflict::gather(const context& c)
{
    if (!c.p || !c.bid) return {};
    conflict f{c.actor, "", std::nullopt, std::nullopt, false};
    f.declared =
        is_of_group_or_check(c) ? own_interest(*c.bid, c.actor, c.now) : barring_interest(c.known, *c.p, c.bid, nullptr, c.actor, c.now);
    const bool own = is_own_bid(*c.bid, c.actor);
    if (c.verb == verbs::bid_sign_off) {
        // What the signer states, and who presides, have a meaning only among those who are in an open meeting.
        if (c.meeting && in<meeting_stages::open>(c.meeting->stage) && c.meeting->in_the_room(c.actor, c.now)) {
            if (c.form_given) {
                f.no_conflict = flag_of(c.form, "no_conflict");
                f.handled = c.given("handled");
            }
            auto unable = conflicted(c.known, *c.p, c.bid, nullptr, c.now);
            unable.insert({c.bid->project_manager, c.bid->author}); // one's own bid is handed over like one in which one has an interest
            if (!own || !f.declared.empty()) f.presides = presiding(*c.p, *c.meeting, unable, "", c.bid->id, c.now); // else FP-h tells it
        }
    } else if (!own && (c.verb == verbs::stream_release || (c.verb == verbs::bid_return && !is_of_group_or_check(c))))
        f.presides = decides_for_exec(c.known, *c.p, *c.bid, c.now);
    return f;
}

} // namespace workflows
