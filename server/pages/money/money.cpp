// Money: streams, held back, committed, available, by aim; the table under the picture; CSV and a spreadsheet.
#include "server/app/sheet.hpp"
#include "server/app/throttle.hpp"
#include "server/pages/pages.hpp"

#include <set>

namespace pages {

using namespace workflows;

namespace {

std::string year_of(const page_context& page, const request_context& request)
{
    const auto asked = request.query("year");
    return is_financial_year(asked) ? asked : financial_year_of(page.today());
}

std::vector<const workflows::stream*> streams_of(const page_context& page, const std::string& year)
{
    std::vector<const workflows::stream*> out;
    for (const auto& row : page.known.rows({.index = "stream.year", .key = year}))
        if (const auto* s = engine::get<workflows::stream>(page.known, "stream/" + row.id)) out.push_back(s);
    return out;
}

app::sheet sheet_of(const page_context& page, const std::string& year)
{
    app::sheet out{page.word("money.sheet", {{"year", year}}), {}, {}};
    for (const auto* k : {"stream", "provider", "state", "amount", "held_back", "committed", "spent", "available", "awaiting"})
        out.head.push_back(page.word("money.head." + std::string(k)));
    for (const auto* s : streams_of(page, year))
        out.rows.push_back({s->name, s->provider, page.word("stream_status." + s->status), engine::show(s->amount),
                            engine::show(s->held_back), engine::show(s->committed), engine::show(s->spent), engine::show(s->available()),
                            engine::show(s->awaiting)});
    return out;
}

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
        auto one = money_bar(sum, {}, {}, {}, {}, {}, most);
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
        const auto& id = row.id;
        const auto* p = engine::get<workflows::plan>(page.known, "plan/" + id);
        if (!p) continue;
        json::array lines;
        engine::pence sum;
        for (const auto& l : p->lines) {
            lines.push_back({{"plan_stream", page.stream_name(l.stream)}, {"plan_amount", app::pounds_exactly(l.amount)}});
            sum += l.amount;
        }
        std::string when;
        if (p->stage == "agreed")
            for (const auto& e : page.known.events_from(p->agreed_index, 1)) when = page.date(e.at);
        out.push_back(
            {{"plan_id", id},
             {"plan_says", p->stage == "agreed" ? page.word("money.plan_agreed", {{"date", when}}) : page.word("money.plan_proposed")},
             {"plan_proposed", p->stage == "proposed"},
             {"plan_sum", app::pounds(sum)},
             {"plan_lines", std::move(lines)}});
    }
    return out;
}

} // namespace

handler_result money(const shared_request& request)
{
    return show_maybe_past(request, "money", "money", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        if (!may_read_partnership(page.known, page.me, page.now)) return request->home.problem(*request->q, 404);
        const auto year = year_of(page, *request);
        const auto all = streams_of(page, year);
        engine::pence confirmed, committed, available, held, expected, awaited, largest;
        for (const auto* s : all) largest = std::max(largest, s->amount);
        json::array streams;
        for (const auto* s : all) {
            const bool is_expected = s->status == "expected";
            auto one = is_expected ? money_bar({}, {}, {}, {}, s->amount - s->awaiting, s->awaiting, largest)
                                   : money_bar(s->committed, {}, s->available(), s->held_back, {}, {}, largest);
            one["stream_to"] = page.path("/money/" + s->id);
            one["stream_id"] = s->id;
            one["stream_name"] = s->name;
            one["stream_provider"] = s->provider;
            one["stream_expected"] = is_expected;
            one["stream_withdrawn"] = s->status == "withdrawn";
            one["stream_available"] = app::pounds(s->available());
            one["stream_says"] =
                page.word(is_expected ? "stream.says_expected" : "stream.says", {{"amount", app::pounds(s->amount)},
                                                                                 {"committed", app::pounds(s->committed)},
                                                                                 {"held", app::pounds(s->held_back)},
                                                                                 {"available", app::pounds(s->available())},
                                                                                 {"awaiting", app::pounds(s->awaiting)},
                                                                                 {"name", s->name}});
            one["row_amount"] = app::figure(is_expected ? engine::pence{} : s->amount);
            one["row_held"] = app::figure(s->held_back);
            one["row_committed"] = app::figure(s->committed);
            one["row_available"] = app::figure(s->available());
            one["row_expected"] = app::figure(is_expected ? s->amount : engine::pence{});
            one["row_awaiting"] = app::figure(s->awaiting);
            streams.push_back(std::move(one));
            (is_expected ? expected : confirmed) += s->amount;
            committed += s->committed;
            available += s->available();
            held += s->held_back;
            awaited += s->awaiting;
        }
        const app::blanks with{{"available", app::pounds(available)},
                               {"confirmed", app::pounds(confirmed)},
                               {"committed", app::pounds(committed)},
                               {"held", app::pounds(held)},
                               {"expected", app::pounds(expected)}};
        model["title"] = page.word("money.title", with);
        model["year_says"] =
            page.word("money.year", {{"from", year.substr(0, 4)}, {"to", std::to_string(std::stoi(year.substr(0, 4)) + 1)}});
        model["says"] = page.word("money.says", with) + (expected.value > 0 ? " " + page.word("money.expected", with) : "");
        model["none"] = all.empty();
        model["streams"] = std::move(streams);
        model["sum_amount"] = app::figure(confirmed);
        model["sum_held"] = app::figure(held);
        model["sum_committed"] = app::figure(committed);
        model["sum_available"] = app::figure(available);
        model["sum_expected"] = app::figure(expected);
        model["sum_awaiting"] = app::figure(awaited);
        std::set<std::string> years{financial_year_of(page.today())};
        for (const auto& row : page.known.rows({.index = "stream", .key = ""}))
            if (const auto* s = engine::get<workflows::stream>(page.known, "stream/" + row.id)) years.insert(s->year);
        json::array year_links;
        for (auto y = years.rbegin(); y != years.rend(); ++y)
            year_links.push_back(json::object{{"year", *y}, {"year_here", *y == year}, {"year_to", page.path("/money?year=" + *y)}});
        model["years"] = std::move(year_links);
        model["aims"] = by_aim(page, year);
        model["csv_to"] = page.path("/money.csv?year=" + year);
        model["xlsx_to"] = page.path("/money.xlsx?year=" + year);
        model["now_to"] = page.path("/money");
        model["opens"] = (page.has_role("partnership_manager") || page.has_role("budget_manager")) && !model.contains("past");
        model["this_year"] = year;
        auto plans = plans_of(page, year);
        model["has_plans"] = !plans.empty();
        model["plans"] = std::move(plans);
        model["plans_may"] = page.has_role("partnership_manager") && !model.contains("past");
        model["show_plans"] = model["has_plans"].as_bool() || (model["plans_may"].as_bool() && !all.empty());
        if (model["plans_may"].as_bool()) {
            auto decided = board_items(page);
            model["has_board_items"] = !decided.empty();
            model["board_items"] = std::move(decided);
        }
        return std::nullopt;
    });
}

handler_result stream(const shared_request& request)
{
    return show(request, "stream", "money", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto id = request->param("stream");
        const auto* s = engine::get<workflows::stream>(page.known, "stream/" + id);
        if (!s || !may_read_partnership(page.known, page.me, page.now)) return request->home.problem(*request->q, 404);
        const bool is_expected = s->status == "expected";
        auto bar = is_expected ? money_bar({}, {}, {}, {}, s->amount - s->awaiting, s->awaiting, s->amount)
                               : money_bar(s->committed, {}, s->available(), s->held_back, {}, {}, s->amount);
        for (auto& p : bar) model[p.key()] = std::move(p.value());
        model["stream"] = id;
        model["title"] = page.word(is_expected ? "stream.title_expected" : "stream.title",
                                   {{"name", s->name}, {"available", app::pounds(s->available())}, {"amount", app::pounds(s->amount)}});
        model["year"] = s->year;
        model["provider"] = s->provider;
        model["purpose"] = s->purpose;
        model["says"] = page.word(is_expected ? "stream.says_expected" : "stream.says", {{"amount", app::pounds(s->amount)},
                                                                                         {"committed", app::pounds(s->committed)},
                                                                                         {"held", app::pounds(s->held_back)},
                                                                                         {"available", app::pounds(s->available())},
                                                                                         {"awaiting", app::pounds(s->awaiting)},
                                                                                         {"name", s->name}});
        model["figures"] = {{"f_amount", app::figure(s->amount)},
                            {"f_held", app::figure(s->held_back)},
                            {"f_committed", app::figure(s->committed)},
                            {"f_available", app::figure(s->available())}};
        json::array bids_list;
        for (const auto& row : page.known.rows({.index = "bid.stream", .key = id, .descending = true, .limit = 200})) {
            const auto* b = engine::get<workflows::bid>(page.known, "bid/" + row.id);
            if (!b || !may_read_bid(page.known, page.me, *b, page.now)) continue;
            bear(model, b->marking);
            for (const auto& l : b->lines)
                if (l.stream == id)
                    bids_list.push_back({{"bid_to", page.path("/bids/" + b->id)},
                                         {"bid_marking", b->marking},
                                         {"bid_title", b->title},
                                         {"bid_stage", page.word("stage." + b->stage)},
                                         {"bid_line", app::pounds_exactly(l.amount)},
                                         {"bid_state", page.word("line." + l.state)}});
        }
        model["has_bids"] = !bids_list.empty();
        model["bids"] = std::move(bids_list);
        json::array history;
        const auto events = page.known.events_of("stream/" + id);
        for (auto e = events.rbegin(); e != events.rend() && history.size() < 30; ++e) {
            if (!page.word.has("event." + e->type)) continue;
            history.push_back({{"event_says", page.word("event." + e->type)},
                               {"event_when", page.word.date_time(e->at, page.p.zone)},
                               {"event_who", page.office(e->actor)},
                               {"event_reason", std::string(e->text("reason"))}});
        }
        model["history"] = std::move(history);
        const bool may = page.has_role("partnership_manager") || page.has_role("budget_manager");
        model["may_confirm"] = may && is_expected;
        model["may_change"] = may && s->status != "withdrawn";
        const auto* exec = page.p.only_body(body_kind::executive);
        const bool signs = exec && (page.p.office_holder(exec->id, "chair", page.now) == page.me ||
                                    page.p.office_holder(exec->id, "vice_chair", page.now) == page.me);
        json::array emerging;
        for (const auto& row : page.known.rows({.index = "bid.stream", .key = id, .descending = true, .limit = 200}))
            if (const auto* b = engine::get<workflows::bid>(page.known, "bid/" + row.id); b && b->emerging_priority && !b->signed_off)
                emerging.push_back({{"emerging_id", b->id}, {"emerging_title", b->title}});
        model["may_release"] = signs && s->held_back.value > 0 && !emerging.empty();
        model["emerging"] = std::move(emerging);
        return std::nullopt;
    });
}

namespace {

handler_result table_to_take(const shared_request& request, bool spreadsheet)
{
    if (!app::may_try("export " + request->who.partnership + " " + request->who.person, 10, 10, request->now))
        return http::step(request->home.too_many(*request->q));
    std::optional<http::response> out;
    request->read([&](engine::reader& known) {
        const auto* p = engine::get<partnership>(known, partnership_key);
        if (!p || !may_read_partnership(known, request->who.person, request->now)) return;
        page_context page{*request, known, *p, request->home.word, request->now, request->who.person};
        const auto year = year_of(page, *request);
        const auto s = sheet_of(page, year);
        out = spreadsheet ? http::text(200, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", app::xlsx(s))
                          : http::text(200, "text/csv; charset=utf-8", app::csv(s));
        out->headers.emplace_back("Content-Disposition", "attachment; filename=\"money-" + year + (spreadsheet ? ".xlsx\"" : ".csv\""));
    });
    return http::step(out ? std::move(*out) : request->home.problem(*request->q, 404));
}

} // namespace

handler_result money_csv(const shared_request& request) { return table_to_take(request, false); }
handler_result money_xlsx(const shared_request& request) { return table_to_take(request, true); }

} // namespace pages
