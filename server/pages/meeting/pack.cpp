// The pack of a meeting, on paper: its agenda, every bid on it, and whether the streams have what is asked.
#include "server/pages/bid/bid.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/meeting/agenda.hpp"
#include "server/pages/pages.hpp"
#include "workflows/bid/application.hpp"

namespace pages {

using namespace workflows;

namespace {

std::string outcomes_in_words(const page_context& page, const json::object& application)
{
    std::string out;
    for (const auto& o : list_of(application, "outcomes"))
        out += (out.empty() ? "" : "; ") +
               page.word("outcome_measured", {{"text", text_of(o.get_object(), "text")}, {"measure", text_of(o.get_object(), "measure")}});
    return out;
}

/// One bid in full. @param n its place on the agenda
json::object pack_of_bid(const page_context& page, const entry& e, std::size_t n)
{
    const auto& b = *e.of_bid;
    json::object out{{"pack_bid_n", n},
                     {"pack_bid_title", b.title},
                     {"pack_bid_marking", e.marking},
                     {"pack_bid_reference", b.reference()},
                     {"pack_bid_group", page.body_name(b.delivery_group)},
                     {"pack_bid_sum", app::pounds(b.amount)},
                     {"pack_bid_status", status_of(page, b).first}};
    if (const auto application = read_application(b.content); !application.empty()) {
        out["pack_summary"] = text_of(application, "summary");
        out["pack_value"] = text_of(application, "value_for_money");
        out["pack_outcomes"] = outcomes_in_words(page, application);
    }
    for (auto& p : lines_of(page, b)) out[p.key()] = std::move(p.value());
    lay_agencies(page, b, out);
    json::array talk;
    for (const auto& q : b.queries) talk.push_back({{"pack_q", q.text}, {"pack_a", q.answer}, {"pack_by", page.office(q.by)}});
    out["pack_has_queries"] = !talk.empty();
    out["pack_queries"] = std::move(talk);
    return out;
}

/// Together the bids may ask for more than a stream has.
json::array streams_of(const page_context& page, const std::map<std::string, engine::pence>& wanted)
{
    json::array out;
    for (const auto& [id, sum] : wanted)
        if (const auto* s = page.stream(id))
            out.push_back({{"pack_stream", page.stream_name(id)},
                           {"pack_has", app::pounds_exactly(s->left())},
                           {"pack_asked", app::pounds_exactly(sum)},
                           {"pack_left", app::pounds_exactly(s->left() - sum)},
                           {"pack_short", s->left() < sum}});
    return out;
}

void lay_agenda(const page_context& page, const std::vector<entry>& all, json::object& model)
{
    json::array items, bids;
    engine::pence sum;
    std::map<std::string, engine::pence> wanted; ///< of each stream, by bids not decided yet
    std::size_t n = 0;
    for (const auto& e : all) {
        ++n;
        add_marking(model, e.marking);
        items.push_back({{"pack_n", n},
                         {"pack_title", e.title},
                         {"pack_marking", e.marking},
                         {"pack_sum", e.of_bid ? app::pounds(e.of_bid->amount) : ""}});
        if (!e.of_bid) continue;
        sum += e.of_bid->amount;
        if (!e.decided)
            for (const auto& l : e.of_bid->lines) wanted[l.stream] += l.amount;
        bids.push_back(pack_of_bid(page, e, n));
    }
    model["bid_count"] = page.word.count("pack.bids", static_cast<std::int64_t>(bids.size()), {{"sum", app::pounds(sum)}});
    model["items"] = std::move(items);
    model["bids"] = std::move(bids);
    auto streams = streams_of(page, wanted);
    model["has_streams"] = !streams.empty();
    model["streams"] = std::move(streams);
}

} // namespace

handler_result pack(const shared_request& request)
{
    return show(request, "pack", "meetings", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto* of = page.meeting(request->param("meeting"));
        if (!of || !page.may_read()) return request->home.problem(*request->q, 404);
        model["title"] = page.word("pack.title", {{"meeting", page.meeting_name(of->id)}});
        model["room_to"] = page.path("/meetings/" + of->id);
        model["venue"] = of->venue;
        model["time"] = page.time(of->starts);
        model["printed"] = page.date_time(page.now);
        lay_agenda(page, entries_of(page, *of), model);
        return std::nullopt;
    });
}

} // namespace pages
