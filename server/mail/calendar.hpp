// server/mail/calendar.hpp - iCalendar (RFC 5545) written out: CR LF, lines folded at 75 octets, times in UTC, stable UIDs, a
// SEQUENCE that rises with every change, cancelled rather than vanished.
#pragma once
#include "server/app/words.hpp"
#include "workflows/meeting/state.hpp"
#include "workflows/partnership/state.hpp"

#include <string>
#include <vector>

namespace mail {

struct calendar_event {
    std::string uid, title, place, notes, link;
    engine::instant starts, ends;
    std::int64_t sequence = 0;
    bool cancelled = false, whole_day = false;
    workflows::day on{}; ///< of a whole day
};
calendar_event event_of(const app::words& word, const workflows::partnership& p, const workflows::meeting& m, const std::string& base);
calendar_event deadline_event_of(const app::words& word, const workflows::partnership& p, const workflows::meeting& m,
                                 engine::instant deadline, const std::string& base);
/// @param method PUBLISH for a feed, REQUEST or CANCEL in a mail
std::string calendar(const std::string& name, const std::vector<calendar_event>& events, std::string_view method);

} // namespace mail
