// Who comes in: by which session or token, to which route, with which form.
#include "server/app/problem.hpp"
#include "server/app/secrets.hpp"
#include "server/app/site.hpp"
#include "server/http/framing.hpp"
#include "workflows/partnership/state.hpp"

namespace app {

namespace {

constexpr std::int64_t minute = 60 * engine::second_micros;

/// What the partnership knows of who asks, read anew for each request. @return true for who decides or administers
bool know(request_context& v)
{
    bool heavy = false;
    v.d->read(v.who.partnership, [&](engine::reader& known) {
        const auto* p = engine::get<workflows::person>(known, "person/" + v.who.person);
        v.who.left = !p || p->left;
        if (v.who.left) return;
        v.who.administers = p->has_role("administrator");
        v.who.audits = p->has_role("auditor");
        heavy = v.who.administers || p->has_role("partnership_manager") || p->has_role("budget_manager");
    });
    return heavy;
}
} // namespace

/// Sets who asks: by a bearer token, else by the session's cookie. A session ends after 60 minutes without use (30 for who
/// decides or administers), and after 12 hours.
void site::identify(request_context& v) const
{
    auto store = v.accounts();
    const auto bearer = v.q->header("authorization");
    if (bearer.size() > 7 && (bearer.starts_with("Bearer ") || bearer.starts_with("bearer "))) {
        const auto t = store.find_token(sha256_hex(bearer.substr(7)));
        if (!t || t->kind != "api" || t->revoked.micros != 0) return;
        v.who = {identity::kind::token, t->partnership, t->person, "", ""};
        know(v);
        if (v.now.micros - t->used.micros > minute) store.touch_token(t->hash, v.now);
        return;
    }
    const auto token = http::cookie(v.q->header("cookie"), cookie_name(*v.q));
    if (token.empty()) return;
    const auto s = store.find_sign_in(sha256_hex(token));
    if (!s || s->ended.micros != 0) return;
    v.who = {identity::kind::session, s->partnership, s->person, s->hash, engine::unhex(s->csrf).value_or("")};
    const bool heavy = know(v);
    if (v.now.micros - s->seen.micros > (heavy ? 30 : 60) * minute || v.now.micros - s->created.micros > 12 * 60 * minute) {
        v.who = {};
        return;
    }
    if (v.now.micros - s->seen.micros > minute) store.touch_sign_in(s->hash, v.now);
}

/// A form whose session has ended is kept, word for word, for whoever signs in as the same person.
std::optional<std::string> site::keep_form(request_context& v)
{
    const auto token = http::cookie(v.q->header("cookie"), cookie_name(*v.q));
    const auto s = token.empty() ? std::nullopt : v.accounts().find_sign_in(sha256_hex(token));
    if (!s || v.q->body.size() > 200'000 || s->partnership != v.partnership()) return std::nullopt;
    const auto id = random_token();
    v.accounts().save(storage::kept_form{sha256_hex(id), s->partnership, s->person, v.q->target, v.q->body, v.now});
    return id;
}

std::optional<http::response> site::refuse_entry(request_context& v)
{
    const auto& r = *v.at;
    const bool api = is_api(*v.q);
    if (r.who == access::anyone) return std::nullopt;
    if (v.who.how == identity::kind::nobody || (v.who.how == identity::kind::token && r.who != access::bearer)) {
        if (api) {
            auto out = problem(*v.q, 401);
            out.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"quorate\"");
            return out;
        }
        if (r.method == "GET") return http::redirect("/sign-in?next=" + http::url_encode(v.q->target));
        if (const auto kept = keep_form(v)) return http::redirect("/sign-in?kept=" + *kept);
        return http::redirect("/sign-in?ended=1");
    }
    // Partnerships are closed to one another: the path of another one is not there.
    const auto wanted = v.partnership();
    if (!wanted.empty() && wanted != v.who.partnership) return problem(*v.q, 404);
    const bool may =
        r.who == access::person || r.who == access::bearer || (r.who == access::administrator ? v.who.administers : v.who.audits);
    if (v.who.left) {
        if (v.who.how == identity::kind::session) v.accounts().end_sign_in(v.who.session, v.now);
        return api ? problem(*v.q, 401) : http::redirect("/sign-in?ended=1");
    }
    if (!may) return problem(*v.q, 403, word("problem.only_" + std::string(to_word(r.who))));
    return std::nullopt;
}

handler_result site::enter(const shared_request& v)
{
    identify(*v);
    if (auto no = refuse_entry(*v)) return http::step(std::move(*no));
    const bool changes = v->q->method != "GET" && v->q->method != "HEAD";
    if (changes) {
        // A page of another site cannot post here: the browser says where a request comes from, and every form carries a secret.
        const auto site_says = v->q->header("sec-fetch-site");
        const auto origin = v->q->header("origin");
        const auto own = (v->q->secure ? "https://" : "http://") + std::string(v->q->header("host"));
        const bool foreign = (!site_says.empty() && site_says != "same-origin" && site_says != "none") ||
                             (!origin.empty() && origin != own && !(origin == "null" && site_says == "same-origin"));
        if (foreign && v->who.how != identity::kind::token) return http::step(problem(*v->q, 403, word("problem.other_site")));
        const auto type = v->q->header("content-type");
        if (type.starts_with("application/x-www-form-urlencoded")) {
            auto form = http::parse_form(v->q->body);
            if (!form) return http::step(problem(*v->q, 400, word("problem.form")));
            v->form = std::move(*form);
        } else if (!is_api(*v->q) && !v->q->body.empty() && v->q->spool.empty()) return http::step(problem(*v->q, 415));
        if (v->who.how == identity::kind::session && v->at->who != access::anyone) {
            const auto token = v->q->spool.empty() ? v->field("csrf") : std::string();
            const auto header = v->q->header("x-csrf-token");
            const bool later = !v->q->spool.empty() && header.empty() && !is_api(*v->q); // an upload's token is read with its form
            if (!later && !csrf_fits(header.empty() ? std::string_view(token) : header, v->who.csrf)) {
                if (is_api(*v->q)) return http::step(problem(*v->q, 403, word("problem.csrf")));
                // The session is another than the form's: what was typed is kept.
                if (const auto kept = keep_form(*v)) return http::step(http::redirect("/kept/" + *kept));
                return http::step(problem(*v->q, 403, word("problem.csrf")));
            }
        }
    }
    return v->at->answer(v);
}

} // namespace app
