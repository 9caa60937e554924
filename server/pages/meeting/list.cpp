// The meetings: what is open, what comes and by when its bids are due, what was.
#include "server/pages/frame.hpp"
#include "server/pages/meeting/meeting.hpp"
#include "server/pages/pages.hpp"

namespace pages {

using namespace workflows;

namespace {

/// By when bids for a planned Exec are due; "" for any other.
std::string due_in_words(const page_context& page, const meeting& of)
{
    if (!is_of_exec(page.p, of) || !is_planned(of)) return "";
    const auto last = last_moment_for(page, of);
    return page.word(last < page.now ? "meetings.was_due" : "meetings.due",
                     {{"date", page.date(last, true, false)}, {"near", page.near(last)}});
}

json::object row_of(const page_context& page, const meeting& of)
{
    return {{"meet_to", page.path("/meetings/" + of.id)},
            {"meet_name", page.body_name(of.body)},
            {"meet_date", page.date(of.starts, true, true)},
            {"meet_time", page.time(of.starts)},
            {"meet_near", is_planned(of) ? page.near(of.starts) : ""},
            {"meet_venue", of.venue},
            {"meet_due", due_in_words(page, of)},
            {"meet_stage", is_planned(of) ? "" : page.word.stage("meeting", of.stage)},
            {"meet_pack", is_of_exec(page.p, of) ? page.path("/meetings/" + of.id + "/pack") : ""}};
}

void lay_planning(const page_context& page, json::object& model)
{
    model["manages"] = page.has_role("partnership_manager");
    json::array bodies;
    for (const auto& [id, b] : page.p.bodies) bodies.push_back({{"body_id", id}, {"body_name", b.name}});
    model["bodies"] = std::move(bodies);
    model["this_year"] = show(page.today()).substr(0, 4);
}

} // namespace

handler_result meetings(const shared_request& request)
{
    return show(request, "meetings", "meetings", [](page_context& page, json::object& model) -> std::optional<http::response> {
        json::array coming, past, open_now;
        for (const auto* of : page.meetings({.index = "meeting", .key = "", .limit = 400})) {
            if (is_open(*of)) open_now.push_back(row_of(page, *of));
            else if (is_planned(*of)) coming.push_back(row_of(page, *of));
            else past.insert(past.begin(), row_of(page, *of));
        }
        const auto* next = next_exec(page.known, page.p, page.now, std::nullopt);
        model["title"] =
            next ? page.word("meetings.title", {{"date", page.date(next->starts, true, false)}, {"near", page.near(next->starts)}})
                 : page.word("meetings.none");
        model["has_open"] = !open_now.empty();
        model["open_now"] = std::move(open_now);
        model["has_coming"] = !coming.empty();
        model["coming"] = std::move(coming);
        if (past.size() > 30) past.resize(30);
        model["has_past"] = !past.empty();
        model["past_meetings"] = std::move(past);
        lay_planning(page, model);
        return std::nullopt;
    });
}

} // namespace pages
