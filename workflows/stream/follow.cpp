#include "names/stream.hpp"
#include "workflows/stream/events.hpp"

namespace workflows {

void follow_stream(const happened& h, follow_ups& out)
{
    if (h.e.type == events::stream_opened || h.e.type == events::stream_withdrawn) out.add(whatever_follows(h.e.subject));
}

} // namespace workflows
