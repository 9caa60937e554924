// The record of a bid: its queries, and everything that happened, newest first.
#include "names/approval.hpp"
#include "names/bid.hpp"
#include "server/pages/bid/bid_parts.hpp"

namespace pages {

using namespace workflows;

namespace {

json::object shown_entry(const page_context& page, const json::object& entry)
{
    const auto what = text_of(entry, "what"), seat = text_of(entry, "seat"), at = text_of(entry, "at");
    const auto index = number_of(entry, "index");
    std::string reason;
    for (const auto* name : {"reason", "note", "text"})
        if (reason.empty()) reason = text_of(entry, name);
    return {{"event_says", page.word.has("event." + what) ? page.word("event." + what) : what},
            {"event_who", seat.empty() ? page.office(text_of(entry, "who")) : page.seat_title(seat)},
            {"event_when", page.when(at)},
            {"event_day", page.date_text(at)},
            {"event_reason", reason},
            {"event_index", index},
            {"event_rules", page.word.list(texts_of(entry, "rules"))},
            {"event_to", page.path("/decisions/" + std::to_string(index))}};
}

} // namespace

json::array shown_history(const page_context& page, const json::object& history)
{
    json::array out;
    const auto& entries = list_of(history, "entries");
    for (auto e = entries.rbegin(); e != entries.rend(); ++e) out.push_back(shown_entry(page, e->get_object()));
    return out;
}

json::array shown_decisions(const page_context& page, const json::object& history)
{
    static const std::set<std::string_view> decisions{events::bid_agreed,
                                                      events::bid_returned,
                                                      events::bid_declined,
                                                      events::bid_came_recommended,
                                                      events::bid_came_not_recommended,
                                                      events::bid_signed_off,
                                                      events::bid_lapsed,
                                                      events::bid_withdrawn,
                                                      events::bid_ratified,
                                                      events::bid_refused_by_board,
                                                      events::bid_accepted_late};
    json::array out;
    const auto& entries = list_of(history, "entries");
    for (auto e = entries.rbegin(); e != entries.rend(); ++e)
        if (decisions.contains(text_of(e->get_object(), "what"))) out.push_back(shown_entry(page, e->get_object()));
    return out;
}

json::array shown_queries(const page_context& page, const workflows::bid& b, const std::set<std::string>& allowed)
{
    json::array out;
    for (const auto& q : b.queries) {
        const bool answered = !q.answered_by.empty();
        out.push_back({{"query_id", q.id},
                       {"query_who", page.office(q.by)},
                       {"query_when", page.date_time(q.at)},
                       {"query_text", q.text},
                       {"query_answered", answered},
                       {"query_answer", q.answer},
                       {"query_answerer", answered ? page.office(q.answered_by) : ""},
                       {"query_state", page.word(q.resolved ? "query.settled"
                                                 : answered ? "query.answered"
                                                            : "query.unanswered",
                                                 {{"who", page.office(q.by)}, {"pm", page.office(b.project_manager)}})},
                       {"query_settled", q.resolved},
                       {"query_can_answer", !q.resolved && allowed.contains(verbs::bid_answer)},
                       {"query_can_resolve", !page.is_past() && may_resolve(page.known, b, q, page.me)}});
    }
    return out;
}

} // namespace pages
