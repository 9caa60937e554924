// Invitations and resets: a link that works once, by which a person chooses a password.
#include "server/app/secrets.hpp"
#include "server/app/throttle.hpp"
#include "server/auth/auth.hpp"
#include "server/auth/passwords.hpp"
#include "server/auth/session.hpp"
#include "server/pages/frame.hpp"
#include "storage/outbox.hpp"

namespace auth {

namespace json = boost::json;
using namespace workflows;
using app::identity;
using app::may_try;

namespace {

constexpr std::int64_t hour = 3600 * engine::second_micros, day_micros = 24 * hour;

} // namespace

std::string issue_invitation(storage::database& d, const std::string& partnership, const std::string& person, const std::string& kind,
                             engine::instant now)
{
    const auto token = app::random_token();
    const auto path = "/join/" + token;
    d.in_transaction([&] {
        storage::accounts(d.sql()).save(storage::invitation{app::sha256_hex(token), partnership, person, kind, now, {}});
        storage::outbox(d.sql()).owe(partnership, person, kind == "invite" ? "invited" : "reset", {{"path", path}}, now);
    });
    return path;
}

handler_result forgot_page(const shared_request& request)
{
    return http::step(pages::plain(*request, "forgot", {{"sent", !request->query("sent").empty()}}));
}

handler_result forgot(const shared_request& request)
{
    const auto email = lower(request->field("email"));
    if (!may_try("reset from " + request->q->peer, 0.2, 6, request->now)) return http::step(request->home.too_many(*request->q));
    // The same answer whether there is such an account or not.
    if (may_try("reset for " + email, 3.0 / 60, 3, request->now))
        for (const auto& a : request->accounts().accounts_with(email)) {
            issue_invitation(*request->d, a.partnership, a.person, "reset", request->now);
            request->home.mail_is_owed();
        }
    return http::step(http::redirect("/forgot?sent=1"));
}

namespace {

struct joining {
    storage::invitation what;
    std::string office, email, partnership;
};
std::optional<joining> find_joining(const shared_request& request)
{
    const auto i = request->accounts().find_invitation(app::sha256_hex(request->param("token")));
    if (!i || i->used.micros != 0) return std::nullopt;
    const auto lasts = i->kind == "invite" ? 14 * day_micros : 2 * hour;
    if (request->now.micros - i->created.micros > lasts) return std::nullopt;
    std::optional<joining> out;
    request->d->read(i->partnership, [&](engine::reader& known) {
        const auto* who = engine::get<person>(known, "person/" + i->person);
        const auto* p = engine::get<partnership>(known, partnership_key);
        if (!who || who->left || !p) return;
        const auto me = std::string("system");
        pages::page_context m{*request, known, *p, request->home.word, request->now, me};
        out = joining{*i, m.office(i->person), lower(who->email), p->name};
    });
    return out;
}

} // namespace

handler_result join_page(const shared_request& request)
{
    const auto j = find_joining(request);
    if (!j) return http::step(request->home.problem(*request->q, 404, request->home.word("join.gone")));
    return http::step(
        pages::plain(*request, "join",
                     {{"office", j->office}, {"email", j->email}, {"partnership", j->partnership}, {"invited", j->what.kind == "invite"}}));
}

handler_result join(const shared_request& request)
{
    const auto j = find_joining(request);
    if (!j) return http::step(request->home.problem(*request->q, 404, request->home.word("join.gone")));
    const auto password = request->field("password");
    if (const auto fault = password_fault(password, j->email); !fault.empty())
        return http::step(pages::plain(*request, "join",
                                       {{"office", j->office},
                                        {"email", j->email},
                                        {"partnership", j->partnership},
                                        {"invited", j->what.kind == "invite"},
                                        {"problem_says", request->home.word(fault)},
                                        {"title_error", request->home.word("error.prefix")}},
                                       422));
    if (request->home.passwords.full()) return http::step(request->home.problem(*request->q, 503));
    return http::step(request->home.passwords, [request, j, password]() -> http::step {
        const auto hash = hash_password(password);
        return request->home.work.ask([request, j, hash](storage::database& d) -> handler_result {
            request->d = &d;
            auto store = request->accounts();
            if (!store.use_invitation(j->what.hash, request->now))
                return http::step(request->home.problem(*request->q, 404, request->home.word("join.gone")));
            store.save(storage::account{j->what.partnership, j->what.person, j->email, hash, 0, {}});
            store.end_sign_ins(j->what.partnership, j->what.person, "", request->now); // a new password ends what began with the old one
            return http::step(open_session(request, j->what.partnership, j->what.person, ""));
        });
    });
}

handler_result invite(const shared_request& request)
{
    const auto who = request->field("person");
    if (!is_there(*request->d, request->partnership(), who)) return http::step(request->home.problem(*request->q, 404));
    if (!may_try("invite " + request->partnership() + " " + who, 1, 5, request->now))
        return http::step(request->home.too_many(*request->q));
    const bool known = request->accounts().find_account(request->partnership(), who).has_value();
    issue_invitation(*request->d, request->partnership(), who, known ? "reset" : "invite", request->now);
    request->home.mail_is_owed();
    return http::step(http::redirect("/p/" + request->partnership() + "/people/" + who + "?done=person.invited"));
}

} // namespace auth
