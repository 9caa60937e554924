#include "server/auth/session.hpp"

#include "server/app/log.hpp"
#include "server/app/secrets.hpp"
#include "server/http/framing.hpp"
#include "workflows/partnership/state.hpp"

namespace auth {

std::string cookie_line(const http::request& r, const std::string& token)
{
    const auto name = app::cookie_name(r);
    std::string line = name + "=" + token + "; Path=/; HttpOnly; SameSite=Lax";
    if (r.secure) line += "; Secure";
    if (token.empty()) line += "; Max-Age=0";
    return line;
}

http::response open_session(const app::shared_request& request, const std::string& partnership, const std::string& person,
                            const std::string& to)
{
    const auto token = app::random_token();
    const auto csrf = app::random_bytes(32);
    auto store = request->accounts();
    const auto old = http::cookie(request->q->header("cookie"), app::cookie_name(*request->q));
    if (!old.empty()) store.end_sign_in(app::sha256_hex(old), request->now);
    store.save(storage::sign_in{app::sha256_hex(token), partnership, person, engine::hex(csrf), request->now, request->now, {}});
    auto out = http::redirect(request->home.is_own_path(to) ? to : "/p/" + partnership);
    out.headers.emplace_back("Set-Cookie", cookie_line(*request->q, token));
    out.who = person;
    out.where = partnership;
    app::log_line("info", "signed in", {{"actor", person}, {"partnership", partnership}});
    return out;
}

bool is_there(storage::database& d, const std::string& partnership, const std::string& person)
{
    bool there = false;
    d.read(partnership, [&](engine::reader& known) {
        const auto* p = engine::get<workflows::person>(known, "person/" + person);
        there = p && !p->left;
    });
    return there;
}

} // namespace auth
