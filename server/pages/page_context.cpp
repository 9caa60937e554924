#include "server/pages/page_context.hpp"

#include "workflows/funding.hpp"
#include "workflows/views/parts.hpp"
#include "workflows/wording/sentences.hpp"

namespace pages {

using namespace workflows;

namespace {

template <class State> std::vector<const State*> all_of(engine::reader& known, const std::string& kind, const engine::index_query& of)
{
    std::vector<const State*> out;
    for (const auto& row : known.rows(of))
        if (const auto* found = engine::get<State>(known, kind + row.id)) out.push_back(found);
    return out;
}

} // namespace

const stream* page_context::stream(std::string_view id) const { return engine::get<workflows::stream>(known, "stream/" + std::string(id)); }
std::vector<const stream*> page_context::streams(const engine::index_query& of) const
{
    return all_of<workflows::stream>(known, "stream/", of);
}
std::vector<const meeting*> page_context::meetings(const engine::index_query& of) const
{
    return all_of<workflows::meeting>(known, "meeting/", of);
}
const person* page_context::person(std::string_view id) const { return engine::get<workflows::person>(known, "person/" + std::string(id)); }
std::vector<const person*> page_context::people(const engine::index_query& of) const
{
    return all_of<workflows::person>(known, "person/", of);
}

json::array page_context::positions_of(const workflows::bid& b) const
{
    if (!may_read_bid(known, me, b, now)) return {};
    const question of_reader{"bid", me, {}, now};
    view_request request_of_view{known, of_reader, p};
    return workflows::positions_of(request_of_view, b);
}

json::object page_context::ask(std::string_view name, json::object fields) const
{
    const question q{std::string(name), me, std::move(fields), now};
    auto seen = show_view(known, q);
    return seen ? std::move(*seen) : json::object{};
}

bool page_context::can(std::string_view verb, const std::string& id) const
{
    if (is_past()) return false;
    const auto said = can_be_done(verb, id, me, known, now);
    return said && said->outcome == engine::result::accepted;
}

std::string page_context::page_of(std::string_view kind, std::string_view id) const
{
    const auto found = request.home.addresses().page_of(kind, id);
    return found.empty() ? "" : path(found);
}

std::string page_context::date_text(std::string_view iso, bool weekday, bool year) const
{
    if (const auto t = engine::parse_instant(iso)) return date(*t, weekday, year);
    if (const auto d = parse_day(iso)) return word.date(*d, weekday, year);
    return std::string(iso);
}
std::string page_context::when(std::string_view text) const
{
    const auto t = engine::parse_instant(text);
    return t ? date_time(*t) : std::string(text);
}
std::string page_context::near(std::string_view text) const
{
    const auto t = engine::parse_instant(text);
    return t ? near(*t) : "";
}

std::string page_context::office(const std::string& id) const { return office_of(word, known, p, id, now).words; }
std::string page_context::owner_name(std::string_view kind, const std::string& id) const
{
    return kind == "person" ? office(id) : kind == "seat" ? seat_title(id) : agency_name(id);
}
std::string page_context::seat_title(std::string_view seat) const
{
    const auto* s = p.find_seat(seat);
    return s ? s->title : std::string(seat);
}
std::string page_context::body_name(std::string_view body) const
{
    const auto* b = p.find_body(body);
    return b ? b->name : std::string(body);
}
std::string page_context::agency_name(std::string_view agency) const
{
    const auto* a = p.find_agency(agency);
    return a ? a->name : std::string(agency);
}
std::string page_context::stream_name(std::string_view id) const
{
    const auto* s = stream(id);
    return s ? word("stream_in_year", {{"name", s->name}, {"year", s->year}}) : std::string(id);
}
std::string page_context::meeting_name(std::string_view id, bool year) const
{
    const auto* of = meeting(id);
    return of ? word("meeting_on", {{"body", body_name(of->body)}, {"date", date(of->starts, true, year)}}) : std::string(id);
}
std::string page_context::title_of(const workflows::bid& b) const { return b.title.empty() ? word("bid.untitled") : b.title; }

} // namespace pages
