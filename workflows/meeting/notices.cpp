// workflows/meeting/notices.cpp - who is told of a meeting.
#include "names/meeting.hpp"
#include "workflows/letters.hpp"
#include "workflows/meeting/events.hpp"
#include "workflows/standing.hpp"

#include <map>

namespace workflows {

void tell_of_meeting(const happened& h, letters& l)
{
    static const std::map<std::string_view, std::string_view> messages{{events::agenda_published, "agenda_published"},
                                                                       {events::meeting_moved, "meeting_moved"},
                                                                       {events::meeting_cancelled, "meeting_cancelled"}};
    const auto found = messages.find(h.e.type);
    if (found == messages.end()) return;
    const auto& m = *engine::get<meeting>(h.known, h.e.subject);
    l.begin(m.id, {{"meeting", m.id}, {"starts", engine::show(m.starts)}});
    l.to_body(l.p.find_body(m.body), found->second, false);
}

} // namespace workflows
