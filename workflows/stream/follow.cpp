#include "workflows/stream/events.hpp"

namespace workflows {

void follow_stream(const happened& h, follow_ups& out)
{
    if (h.e.type == "stream.opened" || h.e.type == "stream.withdrawn") out.add(whatever_follows(h.e.subject));
}

} // namespace workflows
