// One stream of money: what is bound of it, by which bids, and what has become of it.
#include "server/pages/frame.hpp"
#include "server/pages/money/money.hpp"
#include "server/pages/pages.hpp"

namespace pages {

using namespace workflows;

namespace {

void lay_figures(const page_context& page, const workflows::stream& s, json::object& model)
{
    for (auto& p : stream_bar(s, s.amount)) model[p.key()] = std::move(p.value());
    model["stream"] = s.id;
    model["title"] = page.word(s.is_expected() ? "stream.title_expected" : "stream.title",
                               {{"name", s.name}, {"available", app::pounds(s.available())}, {"amount", app::pounds(s.amount)}});
    model["year"] = s.year;
    model["provider"] = s.provider;
    model["purpose"] = s.purpose;
    model["says"] = stream_in_words(page, s);
    model["figures"] = {{"f_amount", app::pounds_exactly(s.amount)},
                        {"f_held", app::pounds_exactly(s.held_back)},
                        {"f_committed", app::pounds_exactly(s.committed)},
                        {"f_available", app::pounds_exactly(s.available())}};
}

engine::index_query bids_on(const workflows::stream& s) { return {.index = "bid.stream", .key = s.id, .descending = true, .limit = 200}; }

void lay_bids(const page_context& page, const workflows::stream& s, json::object& model)
{
    json::array bids;
    for (const auto* b : page.bids(bids_on(s))) {
        add_marking(model, b->marking);
        for (const auto& l : b->lines)
            if (l.stream == s.id)
                bids.push_back({{"bid_to", page.path("/bids/" + b->id)},
                                {"bid_marking", b->marking},
                                {"bid_title", b->title},
                                {"bid_stage", page.word("stage." + b->stage)},
                                {"bid_line", app::pounds_exactly(l.amount)},
                                {"bid_state", page.word("line." + l.state)}});
    }
    model["has_bids"] = !bids.empty();
    model["bids"] = std::move(bids);
}

json::array history_of(const page_context& page, const workflows::stream& s)
{
    json::array out;
    const auto events = page.known.events_of("stream/" + s.id);
    for (auto e = events.rbegin(); e != events.rend() && out.size() < 30; ++e) {
        if (!page.word.has("event." + e->type)) continue;
        out.push_back({{"event_says", page.word("event." + e->type)},
                       {"event_when", page.date_time(e->at)},
                       {"event_who", page.office(e->actor)},
                       {"event_reason", std::string(e->text("reason"))}});
    }
    return out;
}

/// Bids under an emerging priority, for which money that is held back may be released; drafts too.
json::array emerging_of(const page_context& page, const workflows::stream& s)
{
    json::array out;
    for (const auto& row : page.known.rows(bids_on(s)))
        if (const auto* b = engine::get<workflows::bid>(page.known, "bid/" + row.id); b && b->emerging_priority && !b->signed_off)
            out.push_back({{"emerging_id", b->id}, {"emerging_title", b->title}});
    return out;
}

} // namespace

handler_result stream(const shared_request& request)
{
    return show(request, "stream", "money", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto* s = page.stream(request->param("stream"));
        if (!s || !page.may_read()) return request->home.problem(*request->q, 404);
        lay_figures(page, *s, model);
        lay_bids(page, *s, model);
        model["history"] = history_of(page, *s);
        const bool may = may_change_money(page.known, page.me);
        model["may_confirm"] = may && s->is_expected();
        model["may_change"] = may && !s->is_withdrawn();
        auto emerging = emerging_of(page, *s);
        model["may_release"] = chairs_exec(page.p, page.me, page.now) && s->held_back.value > 0 && !emerging.empty();
        model["emerging"] = std::move(emerging);
        return std::nullopt;
    });
}

} // namespace pages
