// The outbox: what mails are owed, what became of them, and one as its reader gets it.
#include "storage/outbox.hpp"

#include "server/mail/letter.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/pages.hpp"
#include "workflows/notices.hpp"

namespace pages {

using namespace workflows;

namespace {

/// A mail in an address: its own moment, the event that it is owed for, and its number there.
std::string id_of(const storage::owed_mail& mail)
{
    return std::to_string(mail.at.micros) + "." + std::to_string(mail.event_index) + "." + std::to_string(mail.number);
}

json::object row_of(const page_context& page, const storage::owed_mail& mail)
{
    return {{"mail_to_whom", page.office(mail.to)},
            {"mail_subject",
             subject_of(page.known, {mail.event_index, mail.to, mail.message, mail.about, mail.state, mail.attempts, mail.facts, mail.at},
                        page.me, page.now)},
            {"mail_when", page.date_time(mail.at)},
            {"mail_state", page.word("mail_state." + mail.state)},
            {"mail_failed", mail.state == "failed"},
            {"mail_attempts", mail.attempts},
            {"mail_reply", mail.reply},
            {"mail_link", page.path("/outbox/" + id_of(mail))}};
}

void lay_letter(const page_context& page, const storage::owed_mail& mail, const mail::letter& l, json::object& model)
{
    model["title"] = l.subject;
    model["mail_to"] = l.address;
    model["greeting"] = l.greeting;
    model["says"] = l.says;
    model["todo"] = l.todo;
    model["link"] = l.link;
    model["link_says"] = l.link_says;
    model["footer"] = l.footer;
    model["state"] = page.word("mail_state." + mail.state);
    model["reply"] = mail.reply;
    model["when"] = page.date_time(mail.at);
    json::array lines;
    for (const auto& line : l.lines) lines.push_back(json::object{{"line", line}});
    model["lines"] = std::move(lines);
    model["calendar"] = !l.calendar.empty();
}

} // namespace

handler_result outbox(const shared_request& request)
{
    return show(request, "outbox", "", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        storage::outbox box(request->d->sql());
        const auto figures = box.now();
        model["nav_admin"] = true;
        model["title"] =
            figures.failed > 0 ? page.word.count("outbox.failed", figures.failed) : page.word.count("outbox.pending", figures.pending);
        model["has_failed"] = figures.failed > 0;
        model["no_server"] = request->home.settings.mail.server.empty();
        json::array rows;
        for (const auto& mail : box.of_partnership(page.p.id, 200)) rows.push_back(row_of(page, mail));
        model["none"] = rows.empty();
        model["rows"] = std::move(rows);
        return std::nullopt;
    });
}

handler_result outbox_mail(const shared_request& request)
{
    return show(request, "outbox_mail", "", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        model["nav_admin"] = true;
        for (const auto& mail : storage::outbox(request->d->sql()).of_partnership(page.p.id, 5000)) {
            if (id_of(mail) != request->param("mail")) continue;
            const auto l = mail::letter_of(page.word, page.known, mail, {request->home.settings.base(), request->home.addresses()});
            if (!l) break;
            lay_letter(page, mail, *l, model);
            return std::nullopt;
        }
        return request->home.problem(*request->q, 404);
    });
}

handler_result outbox_retry(const shared_request& request)
{
    storage::outbox(request->d->sql()).retry_failed(request->partnership(), request->now);
    request->home.mail_is_owed();
    return http::step(http::redirect("/p/" + request->partnership() + "/outbox?done=outbox.retried"));
}

} // namespace pages
