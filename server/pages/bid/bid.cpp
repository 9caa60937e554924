// A bid's page: where it is, what is next, who holds it, what was asked, said and decided.
#include "server/pages/bid/bid.hpp"
#include "server/pages/bid/application.hpp"
#include "server/pages/bid/bid_parts.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/meeting/quorum.hpp"
#include "server/pages/pages.hpp"

namespace pages {

using namespace workflows;

namespace {

/// Title, where it is and what is next, and the steps of its way. @param history the view of that name
void lay_where_it_is(const page_context& page, const workflows::bid& b, const json::object& history, json::object& model)
{
    const auto s = status_of(page, b);
    model["now_to"] = page.path("/bids/" + b.id);
    model["title"] = page.title_of(b);
    model["bid"] = b.id;
    model["over"] =
        page.word("bid.over", {{"bid", b.reference()}, {"sum", app::pounds(b.amount)}, {"group", page.body_name(b.delivery_group)}});
    model["status"] = s.first;
    model["status_then"] = s.second;
    model["status_late"] = s.late;
    model["stopped"] = s.stopped;
    model["stage_word"] = page.word("stage." + b.stage);
    model["emerging"] = b.emerging_priority;
    model["steps"] = steps_of(page, b, history);
    model["meeting_name"] = b.exec_meeting.empty() ? "" : page.meeting_name(b.exec_meeting);
    if (!b.exec_meeting.empty()) model["meeting_to"] = page.path("/meetings/" + b.exec_meeting);
}

/// What is asked for, and for what. @param seen the view of the bid
void lay_what_it_asks(const page_context& page, const workflows::bid& b, const json::object& seen, json::object& model)
{
    const auto application = read_application(b.content);
    model["summary"] = text_of(application, "summary");
    model["application"] = shown_application(page, application);
    model["revision_says"] =
        b.revision == 0 ? page.word("bid.not_submitted") : page.word("bid.revision", {{"n", std::to_string(b.revision)}});
    model["digest"] = text_of(seen, "digest");
    for (auto& p : lines_of(page, b)) model[p.key()] = std::move(p.value());
    model["has_lines"] = !b.lines.empty();
}

void lay_interests(const page_context& page, const workflows::bid& b, json::object& model)
{
    json::array interests;
    for (const auto& i : b.interests)
        interests.push_back({{"interest_who", page.office(i.person)},
                             {"interest_nature", page.word("nature." + i.nature)},
                             {"interest_when", page.date(i.at)}});
    model["has_interests"] = !interests.empty();
    model["interests"] = std::move(interests);
}

/// @param seen the view of the bid
void lay_documents(const page_context& page, const json::object& seen, json::object& model)
{
    json::array documents;
    for (const auto& d : list_of(seen, "documents")) {
        const auto& o = d.get_object();
        documents.push_back({{"document_id", text_of(o, "document")},
                             {"document_name", text_of(o, "name")},
                             {"document_who", page.office(text_of(o, "by"))},
                             {"document_when", page.date_text(text_of(o, "at"))},
                             {"document_to", page.path("/documents/" + text_of(o, "document"))},
                             {"document_can_remove", model["can_attach"].as_bool()}});
    }
    model["has_documents"] = !documents.empty();
    model["documents"] = std::move(documents);
}

/// FP-k: the record of the sign-off.
json::object shown_sign_off(const page_context& page, const sign_off& d)
{
    json::object out{{"decided_says", page.word("outcome." + d.outcome, {{"sum", d.amount ? app::pounds(*d.amount) : ""}})},
                     {"decided_when", page.date_time(d.at)},
                     {"decided_by", page.seat_title(d.seat)},
                     {"decided_reason", d.reason},
                     {"decided_handled", d.handled},
                     {"decided_board", d.board_reason},
                     {"decided_to", page.path("/decisions/" + std::to_string(d.index))}};
    json::array conditions, others;
    for (const auto& c : d.conditions) conditions.push_back(json::object{{"condition", c}});
    for (const auto& c : d.alternatives) others.push_back(json::object{{"alternative", c}});
    out["has_conditions"] = !conditions.empty();
    out["conditions"] = std::move(conditions);
    out["has_alternatives"] = !others.empty();
    out["alternatives"] = std::move(others);
    if (d.quorum) out["decided_quorum"] = quorum_sum_in_words(page, engine::to_json(*d.quorum).as_object());
    return out;
}

/// What was decided, and the last entries of the record, or all of them.
void lay_history(const page_context& page, const json::object& history, json::object& model)
{
    model["decisions"] = shown_decisions(page, history);
    model["has_decisions"] = !model["decisions"].as_array().empty();
    auto entries = shown_history(page, history);
    const auto n = entries.size();
    if (page.request.query("history") != "all" && n > 6) {
        entries.resize(5);
        model["more_history"] = page.word("bid.all_entries", {{"n", std::to_string(n)}});
    }
    model["history"] = std::move(entries);
}

} // namespace

handler_result bid(const shared_request& request)
{
    return show_maybe_past(request, "bid", "bids", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto* b = page.bid(request->param("bid"));
        if (!b) return request->home.problem(*request->q, 404);
        const auto seen = page.ask("bid", {{"bid", b->id}});
        const auto history = page.ask("history", {{"bid", b->id}});
        add_marking(model, b->marking);
        lay_where_it_is(page, *b, history, model);
        lay_what_it_asks(page, *b, seen, model);
        lay_agencies(page, *b, model);
        model["show_agencies"] = step_of(*b) >= step_positions || is_stopped(*b) || !b->positions.empty();
        const auto allowed = lay_what_can_be_done(page, seen, model);
        lay_forms(page, *b, seen, allowed, model);
        lay_interests(page, *b, model);
        model["queries"] = shown_queries(page, *b, allowed);
        model["has_queries"] = !b->queries.empty();
        lay_documents(page, seen, model);
        if (b->signed_off) model["decided"] = shown_sign_off(page, *b->signed_off);
        lay_history(page, history, model);
        model["events"] = page.is_past() ? "" : page.path("/events");
        return std::nullopt;
    });
}

} // namespace pages
