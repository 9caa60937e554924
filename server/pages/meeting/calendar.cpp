// The calendar as iCalendar (RFC 5545): meetings and deadlines, behind an address that its owner can take back.
#include "server/mail/calendar.hpp"
#include "server/app/secrets.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/pages.hpp"

namespace pages {

using namespace workflows;

namespace {

std::vector<mail::calendar_event> events_of(const page_context& page)
{
    const auto site = page.request.home.settings.base();
    std::vector<mail::calendar_event> out;
    for (const auto* of : page.meetings({.index = "meeting", .key = "", .limit = 500})) {
        out.push_back(mail::event_of(page.word, page.p, *of, site));
        if (is_of_exec(page.p, *of) && is_planned(*of))
            out.push_back(mail::deadline_event_of(page.word, page.p, *of, deadline_of_exec(page.p, *of, page.now), site));
    }
    return out;
}

} // namespace

handler_result calendar_feed(const shared_request& request)
{
    const auto not_there = [&] { return http::step(request->home.problem(*request->q, 404)); };
    auto token = request->param("file");
    if (!token.ends_with(".ics")) return not_there();
    token.resize(token.size() - 4);
    const auto found = request->accounts().find_token(app::sha256_hex(token));
    if (!found || found->kind != "calendar" || found->revoked.micros != 0) return not_there();
    std::optional<http::response> out;
    with_partnership(*request, found->partnership, found->person, [&](page_context& page) {
        if (!page.may_read()) return;
        const auto name = page.word("calendar.name", {{"name", page.p.name}});
        out = http::text(200, "text/calendar; charset=utf-8", mail::calendar(name, events_of(page), "PUBLISH"));
        out->headers = {{"Cache-Control", "private, max-age=600"}, {"Content-Disposition", "attachment; filename=\"quorate.ics\""}};
    });
    return out ? http::step(std::move(*out)) : not_there();
}

} // namespace pages
