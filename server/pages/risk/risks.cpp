// The register of risks: which are open, the worst first, and what is late; one risk with its reviews.
#include "names/risk.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/meeting/meeting.hpp"
#include "server/pages/owners.hpp"
#include "server/pages/pages.hpp"

#include <algorithm>

namespace pages {

using namespace workflows;

namespace {

/// "Likely (4) × severe (5)"
std::string sum_in_words(const page_context& page, const json::object& assessment)
{
    const auto likelihood = std::to_string(number_of(assessment, "likelihood")), impact = std::to_string(number_of(assessment, "impact"));
    return page.word("risk.sum", {{"likelihood", page.word("risk.likelihood." + likelihood)},
                                  {"l", likelihood},
                                  {"impact", page.word("risk.impact." + impact)},
                                  {"i", impact}});
}

std::int64_t score_of(const json::object& assessment) { return number_of(assessment, "likelihood") * number_of(assessment, "impact"); }

/// "High, 20"
std::string score_in_words(const page_context& page, std::int64_t score)
{
    return page.word(score >= 15 ? "risk.high" : score >= 8 ? "risk.medium" : "risk.low", {{"score", std::to_string(score)}});
}

std::string owner_of(const page_context& page, const json::object& risk)
{
    return page.owner_name(text_of(risk, "owner_kind"), text_of(risk, "owner"));
}

/// What the list and the risk's own page both show.
json::object shown(const page_context& page, const json::object& risk)
{
    const auto due = text_of(risk, "review_due"), trend = text_of(risk, "trend");
    return {{"risk_id", text_of(risk, "risk")},
            {"risk_to", page.page_of("risk", text_of(risk, "risk"))},
            {"risk_title", text_of(risk, "title")},
            {"risk_score", score_in_words(page, number_of(risk, "score"))},
            {"risk_sum", sum_in_words(page, risk)},
            {"risk_trend", page.word("risk.trend." + trend)},
            {"risk_mark", page.word("risk.mark." + trend)},
            {"risk_owner", owner_of(page, risk)},
            {"risk_due", due.empty() ? "" : page.date_text(due, false)},
            {"risk_near", due.empty() ? "" : page.near(due)},
            {"risk_late", flag_of(risk, "overdue")},
            {"risk_closed", text_of(risk, "closed_at").empty() ? "" : page.date_text(text_of(risk, "closed_at"), false)},
            {"risk_reason", text_of(risk, "reason")}};
}

/// "2 reviews are late; the highest score is 20 of 25"
std::string heading(const page_context& page, const json::array& open)
{
    if (open.empty()) return page.word("risks.none");
    const auto late = std::count_if(open.begin(), open.end(), [](const auto& r) { return r.at("risk_late").as_bool(); });
    return late > 0 ? page.word.count("risks.late", late) : page.word.count("risks.open", static_cast<std::int64_t>(open.size()));
}

/// One to five, as choices with their words.
json::array choices(const page_context& page, std::string_view of)
{
    json::array out;
    for (int n = 1; n <= 5; ++n) {
        const auto number = std::to_string(n);
        out.push_back(
            {{"choice", number},
             {"choice_says", page.word("risk.choice", {{"n", number}, {"words", page.word("risk." + std::string(of) + "." + number)}})}});
    }
    return out;
}

void lay_assessing(const page_context& page, json::object& model)
{
    model["likelihoods"] = choices(page, "likelihood");
    model["impacts"] = choices(page, "impact");
}

json::array treatments(const page_context& page)
{
    json::array out;
    for (const auto* t : {"treat", "tolerate", "transfer", "terminate"})
        out.push_back(option(t, page.word("risk.treatment." + std::string(t)), false));
    return out;
}

/// Newest first: each assessment with what it changed, and how it ended.
json::array history_of(const page_context& page, const json::object& risk)
{
    json::array out;
    const auto add = [&](const std::string& says, const json::object& of, const std::string& words) {
        out.insert(out.begin(), json::object{{"event_when", page.date_text(text_of(of, "at"), false)},
                                             {"event_says", says},
                                             {"event_sum", sum_in_words(page, of)},
                                             {"event_who", page.office(text_of(of, "by"))},
                                             {"event_note", words}});
    };
    const auto& first = object_of(risk, "registered");
    add(page.word("risk.was_registered", {{"score", std::to_string(score_of(first))}}), first, "");
    auto before = score_of(first);
    for (const auto& r : list_of(risk, "reviews")) {
        const auto& review = r.get_object();
        const auto score = score_of(review);
        add(page.word(score == before ? "risk.was_kept" : "risk.was_reviewed",
                      {{"score", std::to_string(score)}, {"before", std::to_string(before)}}),
            review, text_of(review, "note"));
        before = score;
    }
    return out;
}

void lay_facts(const page_context& page, const json::object& risk, json::object& model)
{
    for (auto& m : shown(page, risk)) model[m.key()] = std::move(m.value());
    const auto treatment = text_of(risk, "treatment"), item = text_of(risk, "item");
    model["title"] = text_of(risk, "title");
    model["mitigation"] = text_of(risk, "mitigation");
    model["treatment"] = treatment.empty() ? "" : page.word("risk.treatment." + treatment);
    model["year"] = text_of(risk, "year");
    model["history"] = history_of(page, risk);
    const auto* at = item.empty() ? nullptr : meeting_of_item(page.known, item);
    const auto* decided = at ? at->find_item(item) : nullptr;
    if (!decided || !may_read_item(page.known, page.me, *at, *decided, page.now)) return;
    model["decided"] = page.word(
        "item_decided",
        {{"title", decided->title}, {"outcome", page.word("item_outcome." + decided->outcome)}, {"meeting", page.meeting_name(at->id)}});
    model["decided_to"] = page.path("/meetings/" + at->id + "?item=" + item);
}

} // namespace

handler_result risks(const shared_request& request)
{
    return show_maybe_past(request, "risks", "risks", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        if (!page.may_read()) return request->home.problem(*request->q, 404);
        json::array open, closed;
        const auto seen = page.ask("risks");
        for (const auto& r : list_of(seen, "items")) {
            const auto& risk = r.get_object();
            (text_of(risk, "closed_at").empty() ? open : closed).push_back(shown(page, risk));
        }
        model["title"] = heading(page, open);
        model["has_open"] = !open.empty();
        model["open"] = std::move(open);
        model["has_closed"] = !closed.empty();
        model["closed"] = std::move(closed);
        model["manages"] = page.has_role("partnership_manager") && !page.is_past();
        model["now_to"] = page.path("/risks");
        model["treatments"] = treatments(page);
        lay_assessing(page, model);
        lay_owners(page, model);
        return std::nullopt;
    });
}

handler_result risk(const shared_request& request)
{
    return show_maybe_past(request, "risk", "risks", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto id = request->param("risk");
        const auto seen = page.ask("risks");
        const auto& all = list_of(seen, "items");
        const auto found = std::find_if(all.begin(), all.end(), [&](const auto& r) { return text_of(r.get_object(), "risk") == id; });
        if (found == all.end()) return request->home.problem(*request->q, 404);
        lay_facts(page, found->get_object(), model);
        model["now_to"] = page.page_of("risk", id);
        model["may_review"] = page.can(verbs::risk_review, id);
        model["may_close"] = page.can(verbs::risk_close, id);
        model["agreed_items"] = agreed_items(page);
        model["has_agreed_items"] = !model["agreed_items"].as_array().empty();
        lay_assessing(page, model);
        return std::nullopt;
    });
}

} // namespace pages
