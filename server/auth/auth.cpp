#include "server/auth/auth.hpp"

#include "server/app/log.hpp"
#include "server/app/secrets.hpp"
#include "server/app/throttle.hpp"
#include "server/http/framing.hpp"
#include "server/pages/frame.hpp"
#include "storage/outbox.hpp"
#include "workflows/vocabulary.hpp"

#include <sodium.h>

#include <algorithm>
#include <set>

namespace auth {

namespace json = boost::json;
using namespace workflows;
using app::access;
using app::identity;
using app::may_try;

namespace {

constexpr std::int64_t minute = 60 * engine::second_micros, hour = 60 * minute, day_micros = 24 * hour;
constexpr unsigned long long opslimit = 3;
constexpr std::size_t memlimit = std::size_t{64} << 20;

std::string lower(std::string t)
{
    for (auto& c : t)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    t.erase(0, std::min(t.find_first_not_of(" \t"), t.size()));
    t.erase(t.find_last_not_of(" \t") + 1);
    return t;
}

std::string hash_password(const std::string& password)
{
    std::string out(crypto_pwhash_STRBYTES, '\0');
    if (crypto_pwhash_str(out.data(), password.data(), password.size(), opslimit, memlimit) != 0)
        throw std::runtime_error("no memory to hash a password");
    out.resize(out.find('\0'));
    return out;
}
bool password_fits(const std::string& hash, const std::string& password)
{
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}
/// What is verified when there is no such account: the same work, so that nobody can tell by the clock.
const std::string& nobody_hash()
{
    static const auto hash = hash_password(app::random_token());
    return hash;
}

std::string cookie_line(const http::request& r, const std::string& token)
{
    const auto name = app::cookie_name(r);
    std::string line = name + "=" + token + "; Path=/; HttpOnly; SameSite=Lax";
    if (r.secure) line += "; Secure";
    if (token.empty()) line += "; Max-Age=0";
    return line;
}

/// Starts a session: a new id at every sign-in.
http::response open_session(const shared_request& v, const std::string& partnership, const std::string& person, const std::string& to)
{
    const auto token = app::random_token();
    std::string csrf(32, '\0');
    randombytes_buf(csrf.data(), csrf.size());
    auto store = v->accounts();
    const auto old = http::cookie(v->q->header("cookie"), app::cookie_name(*v->q));
    if (!old.empty()) store.end_sign_in(app::sha256_hex(old), v->now);
    store.save(storage::sign_in{app::sha256_hex(token), partnership, person, engine::hex(csrf), v->now, v->now, {}});
    auto out = http::redirect(v->home.is_own_path(to) ? to : "/p/" + partnership);
    out.headers.emplace_back("Set-Cookie", cookie_line(*v->q, token));
    out.who = person;
    out.where = partnership;
    app::log_line("info", "signed in", {{"actor", person}, {"partnership", partnership}});
    return out;
}

http::response sign_in_again(const shared_request& v, const std::string& problem, unsigned status)
{
    return pages::plain(*v, "sign_in",
                        {{"email", v->field("email")},
                         {"next", v->field("next")},
                         {"kept", v->field("kept")},
                         {"problem_says", v->home.word(problem)},
                         {"title_error", v->home.word("error.prefix")}},
                        status);
}

std::string after_sign_in(const shared_request& v)
{
    if (const auto kept = v->field("kept"); !kept.empty()) return "/kept/" + kept;
    return v->field("next");
}

} // namespace

std::string password_fault(std::string_view password, std::string_view email)
{
    if (password.size() < 12) return "password.short";
    if (password.size() > 200) return "password.long";
    static const std::set<std::string_view> common{"password1234", "123456789012", "qwertyuiop12",  "passwordpassword", "letmeinletmein",
                                                   "111111111111", "iloveyou1234", "administrator", "quoratequorate"};
    std::string small = lower(std::string(password));
    const std::set<char> different(small.begin(), small.end());
    const auto local = email.substr(0, email.find('@'));
    if (common.contains(small) || different.size() < 5 || (local.size() >= 4 && small.find(lower(std::string(local))) != std::string::npos))
        return "password.common";
    return "";
}

std::string issue_token(storage::database& d, const std::string& partnership, const std::string& person, const std::string& kind,
                        const std::string& label, engine::instant now)
{
    const auto token = (kind == "calendar" ? "qc_" : "qt_") + app::random_token();
    storage::accounts(d.sql()).save(storage::access_token{app::sha256_hex(token), partnership, person, kind, label, now, {}, {}});
    return token;
}

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

handler_result front(const shared_request& v)
{
    if (v->who.how == identity::kind::session) return http::step(http::redirect("/p/" + v->who.partnership));
    if (v->d->partnerships().empty() && !v->home.set_up_hash.empty()) return http::step(http::redirect("/set-up"));
    return sign_in_page(v);
}

handler_result sign_in_page(const shared_request& v)
{
    json::object model{
        {"next", v->query("next")}, {"kept", v->query("kept")}, {"ended", !v->query("ended").empty() || !v->query("kept").empty()}};
    if (v->home.demonstration)
        for (const auto& id : v->d->partnerships()) {
            if (v->accounts().setting(id, "demonstration") != "yes") continue;
            json::array people;
            std::string name;
            v->d->read(id, [&](engine::reader& known) {
                const auto* p = engine::get<partnership>(known, partnership_key);
                if (!p) return;
                name = p->name;
                const auto me = std::string("system");
                pages::page_context m{*v, known, *p, v->home.word, v->now, me};
                for (const auto& row : known.rows({.index = "person", .key = ""})) {
                    const auto* who = engine::get<person>(known, "person/" + row.id);
                    if (!who || who->left) continue;
                    const auto part = "demo.part." + row.id;
                    people.push_back({{"person_id", row.id},
                                      {"person_office", m.office(row.id)},
                                      {"person_part", v->home.word.has(part) ? v->home.word(part) : ""},
                                      {"person_first", v->home.word.has(part)}});
                }
            });
            std::stable_sort(people.begin(), people.end(), [&](const json::value& a, const json::value& b) {
                return std::pair(!a.at("person_first").as_bool(), a.at("person_part").as_string()) <
                       std::pair(!b.at("person_first").as_bool(), b.at("person_part").as_string());
            });
            model["demo"] = {{"demo_partnership", id}, {"demo_name", name}, {"demo_people", std::move(people)}};
        }
    return http::step(pages::plain(*v, "sign_in", std::move(model)));
}

handler_result sign_in(const shared_request& v)
{
    const auto email = lower(v->field("email"));
    const auto password = v->field("password");
    if (email.empty() || password.empty()) return http::step(sign_in_again(v, "sign_in.missing", 422));
    if (!may_try("from " + v->q->peer, 20, 20, v->now) || !may_try("for " + email, 5, 5, v->now))
        return http::step(v->home.too_many(*v->q));
    if (v->home.passwords.full()) return http::step(v->home.problem(*v->q, 503));
    auto found = v->accounts().accounts_with(email);
    std::erase_if(found, [](const auto& a) { return a.password.empty(); });
    for (const auto& a : found)
        if (a.locked_until > v->now) return http::step(v->home.too_many(*v->q));
    // Off to the pool, and back to the database's thread with what it found: one path, known account or not.
    return http::step(v->home.passwords, [v, found, password]() -> http::step {
        std::optional<storage::account> who;
        for (const auto& a : found)
            if (!who && password_fits(a.password, password)) who = a;
        if (found.empty()) password_fits(nobody_hash(), password);
        return v->home.work.ask([v, found, who](storage::database& d) -> handler_result {
            v->d = &d;
            auto store = v->accounts();
            if (!who) {
                for (auto a : found) { // the sixth wrong one waits a minute, then two, then four, up to fifteen
                    ++a.failures;
                    if (a.failures > 5)
                        a.locked_until = {v->now.micros +
                                          std::min<std::int64_t>(15, std::int64_t{1} << std::min<std::int64_t>(a.failures - 6, 4)) *
                                              minute};
                    store.save(a);
                }
                return http::step(sign_in_again(v, "sign_in.wrong", 422));
            }
            bool there = false;
            d.read(who->partnership, [&](engine::reader& known) {
                const auto* p = engine::get<person>(known, "person/" + who->person);
                there = p && !p->left;
            });
            if (!there) return http::step(sign_in_again(v, "sign_in.wrong", 422));
            auto a = *who;
            a.failures = 0;
            a.locked_until = {};
            store.save(a);
            return http::step(open_session(v, a.partnership, a.person, after_sign_in(v)));
        });
    });
}

handler_result demo_sign_in(const shared_request& v)
{
    const auto partnership = v->field("partnership"), who = v->field("person");
    if (!v->home.demonstration || v->accounts().setting(partnership, "demonstration") != "yes")
        return http::step(v->home.problem(*v->q, 404));
    bool there = false;
    v->d->read(partnership, [&](engine::reader& known) {
        const auto* p = engine::get<person>(known, "person/" + who);
        there = p && !p->left;
    });
    if (!there) return http::step(v->home.problem(*v->q, 404));
    return http::step(open_session(v, partnership, who, after_sign_in(v)));
}

handler_result sign_out(const shared_request& v)
{
    if (v->who.how == identity::kind::session) v->accounts().end_sign_in(v->who.session, v->now);
    auto out = http::redirect("/sign-in");
    out.headers.emplace_back("Set-Cookie", cookie_line(*v->q, ""));
    out.headers.emplace_back("Clear-Site-Data", "\"cache\", \"storage\"");
    return http::step(std::move(out));
}

handler_result forgot_page(const shared_request& v)
{
    return http::step(pages::plain(*v, "forgot", {{"sent", !v->query("sent").empty()}}));
}

handler_result forgot(const shared_request& v)
{
    const auto email = lower(v->field("email"));
    if (!may_try("reset from " + v->q->peer, 0.2, 6, v->now)) return http::step(v->home.too_many(*v->q));
    // The same answer whether there is such an account or not.
    if (may_try("reset for " + email, 3.0 / 60, 3, v->now))
        for (const auto& a : v->accounts().accounts_with(email)) {
            issue_invitation(*v->d, a.partnership, a.person, "reset", v->now);
            v->home.mail_is_owed();
        }
    return http::step(http::redirect("/forgot?sent=1"));
}

namespace {

struct joining {
    storage::invitation what;
    std::string office, email, partnership;
};
std::optional<joining> find_joining(const shared_request& v)
{
    const auto i = v->accounts().find_invitation(app::sha256_hex(v->param("token")));
    if (!i || i->used.micros != 0) return std::nullopt;
    const auto lasts = i->kind == "invite" ? 14 * day_micros : 2 * hour;
    if (v->now.micros - i->created.micros > lasts) return std::nullopt;
    std::optional<joining> out;
    v->d->read(i->partnership, [&](engine::reader& known) {
        const auto* who = engine::get<person>(known, "person/" + i->person);
        const auto* p = engine::get<partnership>(known, partnership_key);
        if (!who || who->left || !p) return;
        const auto me = std::string("system");
        pages::page_context m{*v, known, *p, v->home.word, v->now, me};
        out = joining{*i, m.office(i->person), lower(who->email), p->name};
    });
    return out;
}

} // namespace

handler_result join_page(const shared_request& v)
{
    const auto j = find_joining(v);
    if (!j) return http::step(v->home.problem(*v->q, 404, v->home.word("join.gone")));
    return http::step(pages::plain(
        *v, "join", {{"office", j->office}, {"email", j->email}, {"partnership", j->partnership}, {"invited", j->what.kind == "invite"}}));
}

handler_result join(const shared_request& v)
{
    const auto j = find_joining(v);
    if (!j) return http::step(v->home.problem(*v->q, 404, v->home.word("join.gone")));
    const auto password = v->field("password");
    if (const auto fault = password_fault(password, j->email); !fault.empty())
        return http::step(pages::plain(*v, "join",
                                       {{"office", j->office},
                                        {"email", j->email},
                                        {"partnership", j->partnership},
                                        {"invited", j->what.kind == "invite"},
                                        {"problem_says", v->home.word(fault)},
                                        {"title_error", v->home.word("error.prefix")}},
                                       422));
    if (v->home.passwords.full()) return http::step(v->home.problem(*v->q, 503));
    return http::step(v->home.passwords, [v, j, password]() -> http::step {
        const auto hash = hash_password(password);
        return v->home.work.ask([v, j, hash](storage::database& d) -> handler_result {
            v->d = &d;
            auto store = v->accounts();
            if (!store.use_invitation(j->what.hash, v->now)) return http::step(v->home.problem(*v->q, 404, v->home.word("join.gone")));
            store.save(storage::account{j->what.partnership, j->what.person, j->email, hash, 0, {}});
            store.end_sign_ins(j->what.partnership, j->what.person, "", v->now); // a new password ends what began with the old one
            return http::step(open_session(v, j->what.partnership, j->what.person, ""));
        });
    });
}

handler_result set_up_page(const shared_request& v)
{
    if (v->home.set_up_hash.empty()) return http::step(v->home.problem(*v->q, 404));
    return http::step(pages::plain(*v, "set_up", {{"token", v->query("token")}}));
}

/// The first administrator: the one-time token that was printed where the server started sets a partnership up, its statutory
/// agencies, and the person who holds the token.
handler_result set_up(const shared_request& v)
{
    if (v->home.set_up_hash.empty()) return http::step(v->home.problem(*v->q, 404));
    json::object model;
    for (const auto& [n, value] : v->form)
        if (n != "password") model[n] = value;
    const auto again = [&](const std::string& says) {
        model["problem_says"] = says;
        model["title_error"] = v->home.word("error.prefix");
        return http::step(pages::plain(*v, "set_up", model, 422));
    };
    if (!may_try("set-up from " + v->q->peer, 5, 10, v->now)) return http::step(v->home.too_many(*v->q));
    if (app::sha256_hex(v->field("token")) != v->home.set_up_hash) return again(v->home.word("set_up.token"));
    const auto name = v->field("name"), office = v->field("office"), email = lower(v->field("email")), password = v->field("password");
    const auto id = lower(v->field("partnership"));
    if (name.empty() || office.empty() || email.find('@') == std::string::npos || !is_id(id)) return again(v->home.word("set_up.missing"));
    if (const auto fault = password_fault(password, email); !fault.empty()) return again(v->home.word(fault));
    if (v->d->has(id)) return again(v->home.word("set_up.taken"));
    json::array agencies, aims;
    const auto lines = [&](const std::string& text, const auto& each) {
        int n = 0;
        for (std::string_view rest = text; !rest.empty();) {
            const auto end = std::min(rest.find('\n'), rest.size());
            auto line = std::string(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
            line.erase(line.find_last_not_of(" \r\t") + 1);
            if (!line.empty()) each(++n, line);
        }
    };
    lines(v->field("agencies"), [&](int n, const std::string& l) {
        agencies.push_back({{"agency", "agency-" + std::to_string(n)}, {"name", l}, {"statutory", true}});
    });
    lines(v->field("aims"), [&](int n, const std::string& l) { aims.push_back({{"aim", "aim-" + std::to_string(n)}, {"title", l}}); });
    if (agencies.empty() || aims.empty()) return again(v->home.word("set_up.missing"));
    if (v->home.passwords.full()) return http::step(v->home.problem(*v->q, 503));
    return http::step(v->home.passwords, [v, id, name, office, email, password, agencies, aims]() -> http::step {
        const auto hash = hash_password(password);
        return v->home.work.ask([=](storage::database& d) -> handler_result {
            v->d = &d;
            if (v->home.set_up_hash.empty()) return http::step(v->home.problem(*v->q, 404)); // somebody was quicker
            const auto run = [&](std::string verb, json::object fields) {
                const auto a = d.run_one(engine::request{id, "system", std::move(verb), "", std::move(fields)}, app::wall_clock());
                if (a.outcome != engine::result::accepted) throw std::runtime_error("setting up was refused");
            };
            run("partnership.set_up", {{"partnership", id}, {"name", name}, {"aims", aims}, {"agencies", agencies}});
            run("person.add", {{"person", "administrator"}, {"name", office}, {"email", email}});
            run("role.grant", {{"person", "administrator"}, {"role", "administrator"}});
            v->accounts().save(storage::account{id, "administrator", email, hash, 0, {}});
            v->accounts().set("", "set_up", "done");
            v->home.set_up_hash.clear(); // dead after use
            return http::step(open_session(v, id, "administrator", ""));
        });
    });
}

/// What was typed when a session ended: shown to the same person, who sends it once (its idempotency key is in it).
handler_result kept(const shared_request& v)
{
    if (v->who.how != identity::kind::session) return http::step(http::redirect("/sign-in?kept=" + v->param("id")));
    const auto f = v->accounts().find_kept_form(app::sha256_hex(v->param("id")));
    if (!f || f->partnership != v->who.partnership || f->person != v->who.person)
        return http::step(v->home.problem(*v->q, 404, v->home.word("kept.gone")));
    const auto form = http::parse_form(f->body).value_or(http::pairs{});
    json::array fields, shown;
    static const std::set<std::string_view> inner{"key", "back", "then", "quiet", "csrf"};
    for (const auto& [n, value] : form) {
        if (n == "csrf") continue;
        fields.push_back({{"field_name", n}, {"field_value", value}});
        if (!inner.contains(n) && !value.empty())
            shown.push_back({{"shown_name", v->home.word.has("field." + n) ? v->home.word("field." + n) : n}, {"shown_value", value}});
    }
    const auto back = std::string(http::value_of(form, "back"));
    json::object model{{"action", f->path},
                       {"fields", std::move(fields)},
                       {"shown", std::move(shown)},
                       {"csrf", app::masked(v->who.csrf)},
                       {"back", back}};
    return http::step(pages::plain(*v, "kept", std::move(model)));
}

handler_result account(const shared_request& v)
{
    return pages::show(v, "account", "", [v](pages::page_context& m, json::object& model) -> std::optional<http::response> {
        json::array tokens;
        auto store = v->accounts();
        for (const auto& t : store.tokens_of(v->who.partnership, v->who.person)) {
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
        const auto mails = store.setting(v->who.partnership, "mail:" + v->who.person);
        model["mail_is_" + (mails.empty() ? "at_once" : mails)] = true;
        model["has_password"] = store.find_account(v->who.partnership, v->who.person).has_value();
        return std::nullopt;
    });
}

handler_result make_token(const shared_request& v)
{
    const auto kind = v->field("kind") == "calendar" ? "calendar" : "api";
    const auto token = issue_token(*v->d, v->who.partnership, v->who.person, kind, v->field("label").substr(0, 100), v->now);
    return pages::show(v, "token", "", [v, token, kind](pages::page_context&, json::object& model) -> std::optional<http::response> {
        model["token"] = token;
        model["is_calendar"] = std::string_view(kind) == "calendar";
        model["calendar_address"] = v->home.settings.base() + "/calendar/" + token + ".ics";
        return std::nullopt;
    });
}

handler_result revoke_token(const shared_request& v)
{
    auto store = v->accounts();
    for (const auto& t : store.tokens_of(v->who.partnership, v->who.person))
        if (t.hash == v->field("token")) store.revoke_token(t.hash, v->now);
    return http::step(http::redirect("/p/" + v->who.partnership + "/account?done=token.revoked"));
}

handler_result change_password(const shared_request& v)
{
    auto store = v->accounts();
    auto a = store.find_account(v->who.partnership, v->who.person);
    std::string email;
    v->read([&](engine::reader& known) {
        if (const auto* p = engine::get<person>(known, "person/" + v->who.person)) email = lower(p->email);
    });
    const auto back = "/p/" + v->who.partnership + "/account";
    const auto next = v->field("password_new");
    if (const auto fault = password_fault(next, email); !fault.empty()) return http::step(v->home.problem(*v->q, 422, v->home.word(fault)));
    if (!a || v->home.passwords.full()) return http::step(v->home.problem(*v->q, a ? 503u : 404u));
    if (!may_try("for " + email, 5, 5, v->now)) return http::step(v->home.too_many(*v->q));
    return http::step(v->home.passwords, [v, account = *a, email, next, back]() -> http::step {
        const bool right = password_fits(account.password, v->field("password_now"));
        const auto hash = right ? hash_password(next) : "";
        return v->home.work.ask([=](storage::database& d) -> handler_result {
            v->d = &d;
            if (!right) return http::step(v->home.problem(*v->q, 422, v->home.word("password.wrong")));
            auto saved = account;
            saved.password = hash;
            saved.email = email;
            v->accounts().save(saved);
            v->accounts().end_sign_ins(account.partnership, account.person, v->who.session, v->now);
            return http::step(http::redirect(back + "?done=password.changed"));
        });
    });
}

handler_result set_preference(const shared_request& v)
{
    const auto mails = v->field("mail");
    if (mails == "at_once" || mails == "digest" || mails == "tasks") v->accounts().set(v->who.partnership, "mail:" + v->who.person, mails);
    return http::step(http::redirect("/p/" + v->who.partnership + "/account?done=preference.saved"));
}

handler_result invite(const shared_request& v)
{
    const auto who = v->field("person");
    bool there = false;
    v->read([&](engine::reader& known) {
        const auto* p = engine::get<person>(known, "person/" + who);
        there = p && !p->left;
    });
    if (!there) return http::step(v->home.problem(*v->q, 404));
    if (!may_try("invite " + v->partnership() + " " + who, 1, 5, v->now)) return http::step(v->home.too_many(*v->q));
    const bool known = v->accounts().find_account(v->partnership(), who).has_value();
    issue_invitation(*v->d, v->partnership(), who, known ? "reset" : "invite", v->now);
    v->home.mail_is_owed();
    return http::step(http::redirect("/p/" + v->partnership() + "/people/" + who + "?done=person.invited"));
}

} // namespace auth
