// workflows/stream/views.cpp - the views of money.
#include "workflows/stream/events.hpp"
#include "workflows/views/parts.hpp"

#include <map>

namespace workflows {
namespace {

json::object figures(pence amount, pence held_back, pence committed, pence spent, pence available, pence awaiting)
{
    return {{"amount", engine::show(amount)}, {"held_back", engine::show(held_back)}, {"committed", engine::show(committed)},
            {"spent", engine::show(spent)},   {"available", engine::show(available)}, {"awaiting", engine::show(awaiting)}};
}

/// What the aims have of the year's money: a bid counts once, under its first aim; one that names priorities alone under no
/// aim, so that the sums are the total.
json::array by_aim(view_request& a, const std::vector<const stream*>& streams)
{
    struct sums {
        pence committed, awaiting;
    };
    std::map<std::string, sums> by; // "": no aim
    for (const auto& aim : a.p.aims) by[aim.id];
    for (const auto* s : streams)
        for (const auto& row : a.known.rows({.index = "bid.stream", .key = s->id})) {
            const auto* b = engine::get<bid>(a.known, "bid/" + row.id);
            for (const auto& l : b->lines) {
                if (l.stream != s->id || (l.state != "committed" && l.state != "awaiting")) continue;
                const auto content = engine::parse_strict(b->content);
                std::string first;
                if (const auto& aims = content && content->is_object() ? list_of(content->get_object(), "aims") : json::array{};
                    !aims.empty())
                    first = aims.front().is_object() ? text_of(aims.front().get_object(), "aim") : std::string(aims.front().as_string());
                (l.state == "committed" ? by[first].committed : by[first].awaiting) += l.amount;
            }
        }
    json::array out;
    for (const auto& [aim, sum] : by)
        out.push_back({{"aim", aim.empty() ? json::value(nullptr) : json::value(aim)},
                       {"committed", engine::show(sum.committed)},
                       {"awaiting", engine::show(sum.awaiting)},
                       {"spent", engine::show(pence{})}});
    return out;
}

json::object show_stream(const stream& s)
{
    json::object out{{"stream", s.id}, {"name", s.name}, {"provider", s.provider}, {"year", s.year}, {"status", s.status}};
    if (!s.purpose.empty()) out["purpose"] = s.purpose;
    for (auto& p : figures(s.amount, s.held_back, s.committed, s.spent, s.available(), s.awaiting)) out.insert(p);
    return out;
}

view stream_view(view_request& a)
{
    const auto id = a.text("stream");
    const auto* s = engine::get<stream>(a.known, "stream/" + id);
    if (!s) return not_found("stream", id);
    if (!may_read_partnership(a.known, a.q.reader, a.q.now)) return may_not_read();
    return show_stream(*s);
}

view money_view(view_request& a)
{
    if (!may_read_partnership(a.known, a.q.reader, a.q.now)) return may_not_read();
    const auto year = a.text("year");
    if (!year.empty() && !is_financial_year(year))
        return std::unexpected(no_view{engine::result::invalid, {{"year", "expected_year"}}, {}});
    const auto rows = year.empty() ? a.known.rows({.index = "stream", .key = ""}) : a.known.rows({.index = "stream.year", .key = year});
    pence amount, held_back, committed, spent, available, awaiting;
    json::array streams;
    std::vector<const stream*> all;
    for (const auto& row : rows) {
        const auto* s = engine::get<stream>(a.known, "stream/" + row.id);
        streams.push_back(show_stream(*s));
        all.push_back(s);
        amount += s->amount;
        held_back += s->held_back;
        committed += s->committed;
        spent += s->spent;
        available += s->available();
        awaiting += s->awaiting;
    }
    json::object out = figures(amount, held_back, committed, spent, available, awaiting);
    if (!year.empty()) out["year"] = year;
    out["all"] = figures(amount, held_back, committed, spent, available, awaiting);
    out["streams"] = std::move(streams);
    out["by_aim"] = by_aim(a, all);
    return out;
}

} // namespace

std::vector<view_spec> stream_views()
{
    return {{"stream", "streams/{stream}", {"stream"}, {}, stream_view}, {"money", "money", {}, {"year"}, money_view}};
}

} // namespace workflows
