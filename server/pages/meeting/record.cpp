// A meeting taken from old minutes: who attended, as far as they say, and what was decided.
#include "server/pages/meeting/room.hpp"

namespace pages {

using namespace workflows;

namespace {

json::object attendance_row(const page_context& page, const json::object& attended)
{
    const auto seat = text_of(attended, "seat"), presence = text_of(attended, "presence");
    const auto arrived = instant_of(attended, "arrived"), left = instant_of(attended, "left");
    const auto* s = page.p.find_seat(seat);
    const auto* who = page.person(text_of(attended, "person"));
    std::string times;
    if (arrived) times += page.word("presence.from", {{"time", page.time(*arrived)}});
    if (left) times += (times.empty() ? "" : " ") + page.word("presence.until", {{"time", page.time(*left)}});
    return {{"rec_seat", page.seat_title(seat)},
            {"rec_person", !who                                 ? page.word("room.vacant")
                           : who->name == page.seat_title(seat) ? ""
                                                                : who->name},
            {"rec_standing", s && !s->votes() ? page.word("standing.ex_officio") : ""},
            {"rec_presence", page.word("presence." + (presence.empty() ? "not_recorded" : presence))},
            {"rec_times", times}};
}

json::object decision_row(const page_context& page, const meeting& of, const item& i)
{
    return {{"dec_title", i.title},
            {"dec_to", page.path("/meetings/" + of.id + "?item=" + i.id)},
            {"dec_outcome", page.word("item_outcome." + i.outcome)},
            {"dec_when", decided_when(page, of, i)},
            {"dec_text", i.text},
            {"dec_marking", i.marking},
            {"dec_record", i.quorum ? quorum_record(page, *i.quorum) : ""}};
}

} // namespace

void lay_record(const page_context& page, const meeting& of, const json::object& seen, json::object& model)
{
    json::array seats, decided, options;
    for (const auto& a : list_of(seen, "attendance")) {
        const auto seat = text_of(a.get_object(), "seat");
        seats.push_back(attendance_row(page, a.get_object()));
        options.push_back({{"rec_option", seat}, {"rec_option_name", page.seat_title(seat)}});
    }
    for (const auto& d : list_of(seen, "decisions"))
        if (const auto* i = of.find_item(text_of(d.get_object(), "item"))) decided.push_back(decision_row(page, of, *i));
    const bool none = decided.empty();
    model["record"] = {{"rec_seats", std::move(seats)},
                       {"rec_none", none},
                       {"rec_decided", std::move(decided)},
                       {"rec_may", page.has_role("partnership_manager") && !page.is_past()},
                       {"rec_on", show(day_in(of.starts, page.p.zone))},
                       {"rec_options", std::move(options)}};
}

} // namespace pages
