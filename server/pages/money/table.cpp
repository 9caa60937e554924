// The streams of a year as a table to take away.
#include "server/app/sheet.hpp"
#include "server/app/throttle.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/money/money.hpp"
#include "server/pages/pages.hpp"

namespace pages {

using namespace workflows;

namespace {

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

handler_result table_to_take(const shared_request& request, bool spreadsheet)
{
    if (!app::may_try("export " + request->who.partnership + " " + request->who.person, 10, 10, request->now))
        return http::step(request->home.too_many(*request->q));
    std::optional<http::response> out;
    with_partnership(*request, request->partnership(), request->who.person, [&](page_context& page) {
        if (!page.may_read()) return;
        const auto year = year_of(page);
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
