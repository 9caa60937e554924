// The public register: decisions of the Exec on bids that have no marking. Open to everyone, as a page and as JSON.
#include "server/pages/frame.hpp"
#include "server/pages/pages.hpp"

namespace pages {

using namespace workflows;

namespace {

/// Title and reason are sought for the words.
bool has_words(const json::object& decision, const std::string& wanted)
{
    return wanted.empty() || text_of(decision, "title").find(wanted) != std::string::npos ||
           text_of(decision, "reason").find(wanted) != std::string::npos;
}

json::object row_of(const page_context& page, const json::object& decision)
{
    const auto amount = money_of(decision, "amount");
    return {{"reg_title", text_of(decision, "title")},
            {"reg_outcome", page.word("outcome_short." + text_of(decision, "outcome"))},
            {"reg_date", page.date_text(text_of(decision, "at"))},
            {"reg_reason", text_of(decision, "reason")},
            {"reg_sum", amount ? app::pounds(*amount) : ""},
            {"reg_stage", page.word("stage." + text_of(decision, "stage"))},
            {"reg_body", page.meeting_name(text_of(decision, "meeting"))}};
}

http::response register_of(const page_context& page)
{
    const auto wanted = page.request.query("text");
    const auto seen = page.ask("register");
    json::array rows;
    for (const auto& d : list_of(seen, "decisions"))
        if (has_words(d.get_object(), wanted)) rows.push_back(row_of(page, d.get_object()));
    const bool none = rows.empty();
    return plain(page.request, "register",
                 {{"title", page.word("register.title", {{"name", page.p.name}})},
                  {"partnership", page.p.name},
                  {"rows", std::move(rows)},
                  {"none", none},
                  {"text", wanted},
                  {"from_scenario", page.p.from_scenario}});
}

} // namespace

handler_result register_page(const shared_request& request)
{
    if (!request->d->has(request->partnership())) return http::step(request->home.problem(*request->q, 404));
    const bool as_json = request->q->header("accept").starts_with("application/json");
    http::response out;
    with_partnership(*request, request->partnership(), "system", [&](page_context& page) {
        out = as_json ? http::text(200, "application/json", json::serialize(page.ask("register")) + "\n") : register_of(page);
    });
    return http::step(std::move(out));
}

} // namespace pages
