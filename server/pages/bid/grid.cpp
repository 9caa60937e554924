// Every bid on the table with what the five representatives have said.
#include "server/pages/bid/bid.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/pages.hpp"

namespace pages {

using namespace workflows;

namespace {

/// The agencies' positions on one bid; the reader's own, where it is still to be given, can be taken from here. @param own the
/// reader's agency, "" none
json::array cells_of(const page_context& page, const workflows::bid& b, std::string_view own)
{
    json::object one;
    lay_agencies(page, b, one);
    std::size_t n = 0;
    const auto agencies = page.p.statutory_agencies();
    for (auto& a : one["agencies"].as_array()) {
        auto& cell = a.as_object();
        const bool mine = !own.empty() && own == agencies[n++];
        cell["cell_own"] = mine;
        cell["cell_take"] = mine && awaits_positions(b) && cell["is_none"].as_bool();
        cell["cell_to"] = page.path("/bids/" + b.id + "#position");
        cell["cell_title"] = b.title;
    }
    return std::move(one["agencies"].as_array());
}

json::object row_of(const page_context& page, const workflows::bid& b, json::array cells)
{
    return {{"grid_to", page.path("/bids/" + b.id)},
            {"grid_marking", b.marking},
            {"grid_title", b.title},
            {"grid_sum", app::pounds(b.amount)},
            {"grid_stage", page.word("stage." + b.stage)},
            {"grid_exec", b.exec_meeting.empty() ? "" : page.meeting_name(b.exec_meeting, false)},
            {"cells", std::move(cells)}};
}

} // namespace

handler_result grid(const shared_request& request)
{
    return show(request, "grid", "bids", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        if (!may_compare_positions(page.known, page.p, page.me, page.now))
            return request->home.problem(*request->q, 403, page.word("grid.not_yours"));
        const auto* mine = agency_seat_of(page.p, page.me, page.now);
        const std::string own = mine ? mine->agency : "";
        json::array heads, rows;
        for (const auto& id : page.p.statutory_agencies())
            heads.push_back(json::object{{"head", page.agency_name(id)}, {"head_own", mine && own == id}});
        std::int64_t waiting = 0;
        for (const auto stage : names_of<bid_stages::at_the_exec>())
            for (const auto* b : page.bids({.index = "bid.stage", .key = std::string(stage), .limit = 200})) {
                auto cells = cells_of(page, *b, own);
                for (const auto& cell : cells) waiting += cell.at("cell_take").as_bool();
                add_marking(model, b->marking);
                rows.push_back(row_of(page, *b, std::move(cells)));
            }
        model["title"] = mine ? page.word.count("grid.title", waiting, {{"agency", page.agency_name(own)}}) : page.word("grid.title_all");
        model["wide"] = true;
        model["heads"] = std::move(heads);
        model["none"] = rows.empty();
        model["rows"] = std::move(rows);
        return std::nullopt;
    });
}

} // namespace pages
