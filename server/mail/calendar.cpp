#include "server/mail/calendar.hpp"
#include "workflows/meeting/stages.hpp"

#include <algorithm>

namespace mail {
namespace {

std::string escaped(std::string_view t)
{
    std::string out;
    for (const char c : t) {
        if (c == '\\' || c == ';' || c == ',') out += '\\';
        if (c == '\n') out += "\\n";
        else if (c != '\r') out += c;
    }
    return out;
}

/// One content line, folded at 75 octets, never within a character.
void line(std::string& out, const std::string& text)
{
    std::size_t at = 0, room = 75;
    while (text.size() - at > room) {
        auto n = room;
        while (n > 1 && (static_cast<unsigned char>(text[at + n]) & 0xC0) == 0x80) --n;
        out.append(text, at, n);
        out += "\r\n ";
        at += n;
        room = 74;
    }
    out.append(text, at, std::string::npos);
    out += "\r\n";
}

std::string stamp(engine::instant t)
{
    auto s = engine::show(t); // 2010-03-04T10:00:00Z
    std::erase_if(s, [](char c) { return c == '-' || c == ':'; });
    return s;
}
std::string stamp(workflows::day d)
{
    auto s = workflows::show(d);
    std::erase(s, '-');
    return s;
}

} // namespace

calendar_event event_of(const app::words& word, const workflows::partnership& p, const workflows::meeting& m, const std::string& base)
{
    const auto* b = p.find_body(m.body);
    return {m.id + "." + p.id + "@quorate",
            b ? b->name : m.body,
            m.venue,
            word("calendar.meeting", {{"name", p.name}}),
            base + "/p/" + p.id + "/meetings/" + m.id,
            m.starts,
            m.ends,
            static_cast<std::int64_t>(m.moves.size()) + (workflows::in<workflows::meeting_stages::cancelled>(m.stage) ? 1 : 0),
            workflows::in<workflows::meeting_stages::cancelled>(m.stage),
            false,
            {}};
}

calendar_event deadline_event_of(const app::words& word, const workflows::partnership& p, const workflows::meeting& m,
                                 engine::instant deadline, const std::string& base)
{
    const auto* b = p.find_body(m.body);
    const workflows::day on = workflows::day_in({deadline.micros - 1}, p.zone);
    return {m.id + ".deadline." + p.id + "@quorate",
            word("calendar.deadline", {{"body", b ? b->name : m.body}, {"date", word.date(m.starts, p.zone, false, false)}}),
            "",
            "",
            base + "/p/" + p.id + "/bids",
            m.starts,
            m.starts,
            static_cast<std::int64_t>(m.moves.size()),
            false,
            true,
            on};
}

std::string calendar(const std::string& name, const std::vector<calendar_event>& events, std::string_view method)
{
    std::string out;
    line(out, "BEGIN:VCALENDAR");
    line(out, "VERSION:2.0");
    line(out, "PRODID:-//Quorate//Quorate 1//EN");
    line(out, "CALSCALE:GREGORIAN");
    line(out, "METHOD:" + std::string(method));
    if (method == "PUBLISH") line(out, "X-WR-CALNAME:" + escaped(name));
    for (const auto& e : events) {
        line(out, "BEGIN:VEVENT");
        line(out, "UID:" + e.uid);
        line(out, "DTSTAMP:" + stamp(e.starts)); // of the event, not of the asking: the same bytes each time
        if (e.whole_day) {
            line(out, "DTSTART;VALUE=DATE:" + stamp(e.on));
            line(out, "DTEND;VALUE=DATE:" + stamp(workflows::day{e.on.count + 1}));
            line(out, "TRANSP:TRANSPARENT");
        } else {
            line(out, "DTSTART:" + stamp(e.starts));
            line(out, "DTEND:" + stamp(e.ends));
        }
        line(out, "SUMMARY:" + escaped(e.title));
        if (!e.place.empty()) line(out, "LOCATION:" + escaped(e.place));
        if (!e.notes.empty()) line(out, "DESCRIPTION:" + escaped(e.notes));
        line(out, "URL:" + e.link);
        line(out, "SEQUENCE:" + std::to_string(e.sequence));
        line(out, e.cancelled ? "STATUS:CANCELLED" : "STATUS:CONFIRMED");
        line(out, "END:VEVENT");
    }
    line(out, "END:VCALENDAR");
    return out;
}

} // namespace mail
