// The money of a year: its streams, what is bound of them, by aim, and the plans for it.
#include "server/pages/money/money.hpp"

#include "server/pages/frame.hpp"
#include "server/pages/meeting/meeting.hpp"
#include "server/pages/pages.hpp"

#include <algorithm>
#include <set>

namespace pages {

using namespace workflows;

std::string year_of(const page_context& page)
{
    const auto asked = page.request.query("year");
    return is_financial_year(asked) ? asked : financial_year_of(page.today());
}

std::vector<const workflows::stream*> streams_of(const page_context& page, const std::string& year)
{
    return page.streams({.index = "stream.year", .key = year});
}

json::object stream_bar(const workflows::stream& s, engine::pence scale)
{
    if (s.is_expected()) return money_bar({.awaited = s.awaiting, .expected = s.amount - s.awaiting, .scale = scale});
    return money_bar({.committed = s.committed, .available = s.available(), .held = s.held_back, .scale = scale});
}

std::string stream_in_words(const page_context& page, const workflows::stream& s)
{
    return page.word(s.is_expected() ? "stream.says_expected" : "stream.says", {{"amount", app::pounds(s.amount)},
                                                                                {"committed", app::pounds(s.committed)},
                                                                                {"held", app::pounds(s.held_back)},
                                                                                {"available", app::pounds(s.available())},
                                                                                {"awaiting", app::pounds(s.awaiting)},
                                                                                {"name", s.name}});
}

namespace {

/// What the aims have of the year's money, committed and awaiting; last what counts under none.
json::array by_aim(const page_context& page, const std::string& year)
{
    std::vector<std::pair<std::string, engine::pence>> sums;
    engine::pence most;
    const auto seen = page.ask("money", {{"year", year}});
    for (const auto& one : list_of(seen, "by_aim")) {
        const auto& o = one.get_object();
        const auto sum = money_of(o, "committed").value_or(engine::pence{}) + money_of(o, "awaiting").value_or(engine::pence{});
        const auto id = text_of(o, "aim");
        const auto found = std::find_if(page.p.aims.begin(), page.p.aims.end(), [&](const auto& a) { return a.id == id; });
        if (id.empty() && sum.value == 0) continue;
        sums.emplace_back(found == page.p.aims.end() ? page.word("money.no_aim") : found->title, sum);
        most = std::max(most, sum);
    }
    std::stable_partition(sums.begin(), sums.end(), [&](const auto& s) { return s.first != page.word("money.no_aim"); });
    json::array out;
    for (const auto& [title, sum] : sums) {
        auto one = money_bar({.committed = sum, .scale = most});
        one["aim_title"] = title;
        one["aim_sum"] = app::pounds(sum);
        out.push_back(std::move(one));
    }
    return out;
}

/// The plans of a year that were proposed to the Board, agreed or not.
json::array plans_of(const page_context& page, const std::string& year)
{
    json::array out;
    for (const auto& row : page.known.rows({.index = "plan.year", .key = year})) {
        const auto* p = engine::get<workflows::plan>(page.known, "plan/" + row.id);
        if (!p) continue;
        const bool agreed = is_agreed(*p);
        json::array lines;
        engine::pence sum;
        for (const auto& l : p->lines) {
            lines.push_back({{"plan_stream", page.stream_name(l.stream)}, {"plan_amount", app::pounds_exactly(l.amount)}});
            sum += l.amount;
        }
        std::string when;
        if (agreed)
            for (const auto& e : page.known.events_from(p->agreed_index, 1)) when = page.date(e.at);
        out.push_back({{"plan_id", row.id},
                       {"plan_says", agreed ? page.word("money.plan_agreed", {{"date", when}}) : page.word("money.plan_proposed")},
                       {"plan_proposed", !agreed},
                       {"plan_sum", app::pounds(sum)},
                       {"plan_lines", std::move(lines)}});
    }
    return out;
}

json::object shown_stream(const page_context& page, const workflows::stream& s, engine::pence largest)
{
    const engine::pence none;
    auto out = stream_bar(s, largest);
    out["stream_to"] = page.path("/money/" + s.id);
    out["stream_id"] = s.id;
    out["stream_name"] = s.name;
    out["stream_provider"] = s.provider;
    out["stream_expected"] = s.is_expected();
    out["stream_withdrawn"] = s.is_withdrawn();
    out["stream_available"] = app::pounds(s.available());
    out["stream_says"] = stream_in_words(page, s);
    out["row_amount"] = app::pounds_exactly(s.is_expected() ? none : s.amount);
    out["row_held"] = app::pounds_exactly(s.held_back);
    out["row_committed"] = app::pounds_exactly(s.committed);
    out["row_available"] = app::pounds_exactly(s.available());
    out["row_expected"] = app::pounds_exactly(s.is_expected() ? s.amount : none);
    out["row_awaiting"] = app::pounds_exactly(s.awaiting);
    return out;
}

/// The streams of the year one by one and together, and the page's sentence.
void lay_streams(const page_context& page, const std::vector<const workflows::stream*>& all, json::object& model)
{
    engine::pence confirmed, committed, available, held, expected, awaited, largest;
    for (const auto* s : all) {
        (s->is_expected() ? expected : confirmed) += s->amount;
        committed += s->committed;
        available += s->available();
        held += s->held_back;
        awaited += s->awaiting;
        largest = std::max(largest, s->amount);
    }
    json::array streams;
    for (const auto* s : all) streams.push_back(shown_stream(page, *s, largest));
    const app::blanks with{{"available", app::pounds(available)},
                           {"confirmed", app::pounds(confirmed)},
                           {"committed", app::pounds(committed)},
                           {"held", app::pounds(held)},
                           {"expected", app::pounds(expected)}};
    model["title"] = page.word("money.title", with);
    model["says"] = page.word("money.says", with) + (expected.value > 0 ? " " + page.word("money.expected", with) : "");
    model["none"] = all.empty();
    model["streams"] = std::move(streams);
    model["sum_amount"] = app::pounds_exactly(confirmed);
    model["sum_held"] = app::pounds_exactly(held);
    model["sum_committed"] = app::pounds_exactly(committed);
    model["sum_available"] = app::pounds_exactly(available);
    model["sum_expected"] = app::pounds_exactly(expected);
    model["sum_awaiting"] = app::pounds_exactly(awaited);
}

void lay_years(const page_context& page, const std::string& year, json::object& model)
{
    std::set<std::string> years{financial_year_of(page.today())};
    for (const auto* s : page.streams({.index = "stream", .key = ""})) years.insert(s->year);
    json::array links;
    for (auto y = years.rbegin(); y != years.rend(); ++y)
        links.push_back(json::object{{"year", *y}, {"year_here", *y == year}, {"year_to", page.path("/money?year=" + *y)}});
    model["years"] = std::move(links);
    const auto begins = year.substr(0, 4);
    model["year_says"] = page.word("money.year", {{"from", begins}, {"to", std::to_string(std::stoi(begins) + 1)}});
    model["this_year"] = year;
}

void lay_plans(const page_context& page, const std::string& year, json::object& model)
{
    auto plans = plans_of(page, year);
    const bool may = page.has_role("partnership_manager") && !page.is_past(), there = !plans.empty();
    model["has_plans"] = there;
    model["plans"] = std::move(plans);
    model["plans_may"] = may;
    model["show_plans"] = there || (may && !model["none"].as_bool());
    if (!may) return;
    auto decided = board_items(page);
    model["has_board_items"] = !decided.empty();
    model["board_items"] = std::move(decided);
}

} // namespace

handler_result money(const shared_request& request)
{
    return show_maybe_past(request, "money", "money", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        if (!page.may_read()) return request->home.problem(*request->q, 404);
        const auto year = year_of(page);
        lay_streams(page, streams_of(page, year), model);
        lay_years(page, year, model);
        lay_plans(page, year, model);
        model["aims"] = by_aim(page, year);
        model["csv_to"] = page.path("/money.csv?year=" + year);
        model["xlsx_to"] = page.path("/money.xlsx?year=" + year);
        model["now_to"] = page.path("/money");
        model["opens"] = may_change_money(page.known, page.me) && !page.is_past();
        return std::nullopt;
    });
}

} // namespace pages
