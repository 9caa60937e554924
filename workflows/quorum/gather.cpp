// workflows/quorum/gather.cpp - the quorum of the moment.
#include "workflows/context.hpp"
#include "workflows/meeting/stages.hpp"
#include "workflows/quorum/rules.hpp"
#include "workflows/standing.hpp"

namespace workflows {

std::optional<quorum_facts> quorum_facts::gather(const context& c)
{
    if (!c.p || !c.meeting || !in<meeting_stages::open>(c.meeting->stage)) return {};
    return quorum_facts{live_quorum(c.known, *c.p, *c.meeting, c.bid, c.item, c.now)};
}

} // namespace workflows
