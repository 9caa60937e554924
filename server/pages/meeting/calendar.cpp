// The calendar as iCalendar (RFC 5545): meetings and deadlines, behind an address that its owner can take back.
#include "server/mail/calendar.hpp"
#include "server/app/secrets.hpp"
#include "server/pages/pages.hpp"

namespace pages {

using namespace workflows;

handler_result calendar_feed(const shared_request& request)
{
    auto token = request->param("file");
    if (!token.ends_with(".ics")) return http::step(request->home.problem(*request->q, 404));
    token.resize(token.size() - 4);
    const auto found = request->accounts().find_token(app::sha256_hex(token));
    if (!found || found->kind != "calendar" || found->revoked.micros != 0) return http::step(request->home.problem(*request->q, 404));
    http::response out = request->home.problem(*request->q, 404);
    request->d->read(found->partnership, [&](engine::reader& known) {
        const auto* p = engine::get<partnership>(known, partnership_key);
        if (!p || !may_read_partnership(known, found->person, request->now)) return;
        const auto me = found->person;
        page_context page{*request, known, *p, request->home.word, request->now, me};
        std::vector<mail::calendar_event> events;
        for (const auto& row : known.rows({.index = "meeting", .key = "", .limit = 500})) {
            const auto* of = find_meeting(known, row.id);
            if (!of) continue;
            events.push_back(mail::event_of(page.word, *p, *of, request->home.settings.base()));
            const auto* b = p->find_body(of->body);
            if (b && b->kind == body_kind::executive && of->stage == "planned")
                events.push_back(
                    mail::deadline_event_of(page.word, *p, *of, deadline_of_exec(*p, *of, request->now), request->home.settings.base()));
        }
        out = http::text(200, "text/calendar; charset=utf-8",
                         mail::calendar(page.word("calendar.name", {{"name", p->name}}), events, "PUBLISH"));
        out.headers = {{"Cache-Control", "private, max-age=600"}, {"Content-Disposition", "attachment; filename=\"quorate.ics\""}};
    });
    return http::step(std::move(out));
}

} // namespace pages
