// workflows/stream/gather.cpp - where each fact comes from that the rules of money rest on.
#include "names/stream.hpp"
#include "workflows/bid/state.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/stream/rules.hpp"
#include "workflows/stream/stages.hpp"

#include <algorithm>

namespace workflows {

std::optional<stream_floor> stream_floor::gather(const context& c)
{
    if (!c.form_given) return {};
    if (c.verb == verbs::stream_open) {
        return stream_floor{
            c.text("stream"), money_of(c.form, "amount").value_or(pence{}), money_of(c.form, "held_back").value_or(pence{}), {}};
    }
    if (!c.stream) return {};
    const auto given = money_of(c.form, "amount");
    auto becomes = given.value_or(c.stream->amount);
    if (c.verb == verbs::stream_withdraw) {
        if (!given && in<stream_stages::expected>(c.stream->status)) return {}; // what never came can always be withdrawn
        becomes = given ? c.stream->amount - *given : pence{};
    }
    return stream_floor{c.stream->id, becomes, c.stream->held_back, c.stream->committed};
}

std::optional<hold_facts> hold_facts::gather(const context& c)
{
    if (!c.stream || !c.form_given) return {};
    const auto free = in<stream_stages::confirmed>(c.stream->status) ? c.stream->available()
                                                                     : c.stream->amount - c.stream->held_back - c.stream->awaiting;
    return hold_facts{c.stream->id, money_of(c.form, "amount").value_or(pence{}), std::max(free, pence{})};
}

std::optional<release_facts> release_facts::gather(const context& c)
{
    if (!c.stream || !c.bid) return {};
    return release_facts{c.stream->id, c.bid->id, money_of(c.form, "amount").value_or(pence{}), c.stream->held_back,
                         c.bid->emerging_priority};
}

std::optional<status_to_come> status_to_come::gather(const context& c)
{
    if (!c.stream) return {};
    return status_to_come{c.stream->becomes};
}

} // namespace workflows
