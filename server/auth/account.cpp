// One's own account: tokens, password, mails.
#include "server/app/secrets.hpp"
#include "server/app/throttle.hpp"
#include "server/auth/auth.hpp"
#include "server/auth/passwords.hpp"
#include "server/pages/frame.hpp"

namespace auth {

namespace json = boost::json;
using namespace workflows;
using app::may_try;

std::string issue_token(storage::database& d, const std::string& partnership, const std::string& person, const std::string& kind,
                        const std::string& label, engine::instant now)
{
    const auto token = (kind == "calendar" ? "qc_" : "qt_") + app::random_token();
    storage::accounts(d.sql()).save(storage::access_token{app::sha256_hex(token), partnership, person, kind, label, now, {}, {}});
    return token;
}

handler_result account(const shared_request& request)
{
    return pages::show(request, "account", "", [request](pages::page_context& m, json::object& model) -> std::optional<http::response> {
        json::array tokens;
        auto store = request->accounts();
        for (const auto& t : store.tokens_of(request->who.partnership, request->who.person)) {
            if (t.revoked.micros != 0) continue;
            tokens.push_back({{"token_hash", t.hash},
                              {"token_label", t.label.empty() ? m.word("token.kind." + t.kind) : t.label},
                              {"token_kind", m.word("token.kind." + t.kind)},
                              {"token_made", m.date(t.created)},
                              {"token_used", t.used.micros ? m.date(t.used) : m.word("token.never")}});
        }
        model["has_tokens"] = !tokens.empty();
        model["tokens"] = std::move(tokens);
        const auto* who = engine::get<person>(m.known, "person/" + m.me);
        model["email"] = who ? who->email : "";
        const auto mails = store.setting(request->who.partnership, "mail:" + request->who.person);
        model["mail_is_" + (mails.empty() ? "at_once" : mails)] = true;
        model["has_password"] = store.find_account(request->who.partnership, request->who.person).has_value();
        return std::nullopt;
    });
}

handler_result make_token(const shared_request& request)
{
    const auto kind = request->field("kind") == "calendar" ? "calendar" : "api";
    const auto token =
        issue_token(*request->d, request->who.partnership, request->who.person, kind, request->field("label").substr(0, 100), request->now);
    return pages::show(request, "token", "",
                       [request, token, kind](pages::page_context&, json::object& model) -> std::optional<http::response> {
                           model["token"] = token;
                           model["is_calendar"] = std::string_view(kind) == "calendar";
                           model["calendar_address"] = request->home.settings.base() + "/calendar/" + token + ".ics";
                           return std::nullopt;
                       });
}

handler_result revoke_token(const shared_request& request)
{
    auto store = request->accounts();
    for (const auto& t : store.tokens_of(request->who.partnership, request->who.person))
        if (t.hash == request->field("token")) store.revoke_token(t.hash, request->now);
    return http::step(http::redirect("/p/" + request->who.partnership + "/account?done=token.revoked"));
}

handler_result change_password(const shared_request& request)
{
    auto store = request->accounts();
    auto a = store.find_account(request->who.partnership, request->who.person);
    std::string email;
    request->read([&](engine::reader& known) {
        if (const auto* p = engine::get<person>(known, "person/" + request->who.person)) email = lower(p->email);
    });
    const auto back = "/p/" + request->who.partnership + "/account";
    const auto next = request->field("password_new");
    if (const auto fault = password_fault(next, email); !fault.empty())
        return http::step(request->home.problem(*request->q, 422, request->home.word(fault)));
    if (!a || request->home.passwords.full()) return http::step(request->home.problem(*request->q, a ? 503u : 404u));
    if (!may_try("for " + email, 5, 5, request->now)) return http::step(request->home.too_many(*request->q));
    return http::step(request->home.passwords, [request, account = *a, email, next, back]() -> http::step {
        const bool right = password_fits(account.password, request->field("password_now"));
        const auto hash = right ? hash_password(next) : "";
        return request->home.work.ask([=](storage::database& d) -> handler_result {
            request->d = &d;
            if (!right) return http::step(request->home.problem(*request->q, 422, request->home.word("password.wrong")));
            auto saved = account;
            saved.password = hash;
            saved.email = email;
            request->accounts().save(saved);
            request->accounts().end_sign_ins(account.partnership, account.person, request->who.session, request->now);
            return http::step(http::redirect(back + "?done=password.changed"));
        });
    });
}

handler_result set_preference(const shared_request& request)
{
    const auto mails = request->field("mail");
    if (mails == "at_once" || mails == "digest" || mails == "tasks")
        request->accounts().set(request->who.partnership, "mail:" + request->who.person, mails);
    return http::step(http::redirect("/p/" + request->who.partnership + "/account?done=preference.saved"));
}

} // namespace auth
