// Signing in and out. Who guesses is slowed, never locked out for good.
#include "server/app/secrets.hpp"
#include "server/app/throttle.hpp"
#include "server/auth/auth.hpp"
#include "server/auth/passwords.hpp"
#include "server/auth/session.hpp"
#include "server/http/framing.hpp"
#include "server/pages/frame.hpp"

#include <algorithm>
#include <set>

namespace auth {

namespace json = boost::json;
using namespace workflows;
using app::identity;
using app::may_try;

namespace {

constexpr std::int64_t minute = 60 * engine::second_micros;

http::response sign_in_again(const shared_request& request, const std::string& problem, unsigned status)
{
    return pages::plain(*request, "sign_in",
                        {{"email", request->field("email")},
                         {"next", request->field("next")},
                         {"kept", request->field("kept")},
                         {"problem_says", request->home.word(problem)},
                         {"title_error", request->home.word("error.prefix")}},
                        status);
}

std::string after_sign_in(const shared_request& request)
{
    if (const auto kept = request->field("kept"); !kept.empty()) return "/kept/" + kept;
    return request->field("next");
}

/// The people of the demonstration, who sign in with one click; those who have a part in its story stand first.
json::object demonstration_people(const shared_request& request, const std::string& id)
{
    json::array people;
    std::string name;
    pages::with_partnership(*request, id, "system", [&](pages::page_context& page) {
        name = page.p.name;
        for (const auto& row : page.known.rows({.index = "person", .key = ""})) {
            const auto* who = engine::get<person>(page.known, "person/" + row.id);
            if (!who || who->left) continue;
            const auto part = "demo.part." + row.id;
            people.push_back({{"person_id", row.id},
                              {"person_office", page.office(row.id)},
                              {"person_part", page.word.has(part) ? page.word(part) : ""},
                              {"person_first", page.word.has(part)}});
        }
    });
    std::stable_sort(people.begin(), people.end(), [](const json::value& a, const json::value& b) {
        return std::pair(!a.at("person_first").as_bool(), a.at("person_part").as_string()) <
               std::pair(!b.at("person_first").as_bool(), b.at("person_part").as_string());
    });
    return {{"demo_partnership", id}, {"demo_name", name}, {"demo_people", std::move(people)}};
}

/// The sixth wrong password waits a minute, then two, then four, up to fifteen.
void count_failure(storage::accounts& store, storage::account a, engine::instant now)
{
    ++a.failures;
    if (a.failures > 5)
        a.locked_until = {now.micros + std::min<std::int64_t>(15, std::int64_t{1} << std::min<std::int64_t>(a.failures - 6, 4)) * minute};
    store.save(a);
}

/// Back on the database's thread with what the pool found. @param who whose password it was; nothing: nobody's
handler_result settle_sign_in(const shared_request& request, const std::vector<storage::account>& found,
                              const std::optional<storage::account>& who)
{
    auto store = request->accounts();
    if (!who) {
        for (const auto& a : found) count_failure(store, a, request->now);
        return http::step(sign_in_again(request, "sign_in.wrong", 422));
    }
    if (!is_there(*request->d, who->partnership, who->person)) return http::step(sign_in_again(request, "sign_in.wrong", 422));
    auto a = *who;
    a.failures = 0;
    a.locked_until = {};
    store.save(a);
    return http::step(open_session(request, a.partnership, a.person, after_sign_in(request)));
}

} // namespace

handler_result front(const shared_request& request)
{
    if (request->who.how == identity::kind::session) return http::step(http::redirect("/p/" + request->who.partnership));
    if (request->d->partnerships().empty() && !request->home.set_up_hash.empty()) return http::step(http::redirect("/set-up"));
    return sign_in_page(request);
}

handler_result sign_in_page(const shared_request& request)
{
    json::object model{{"next", request->query("next")},
                       {"kept", request->query("kept")},
                       {"ended", !request->query("ended").empty() || !request->query("kept").empty()}};
    if (request->home.demonstration)
        for (const auto& id : request->d->partnerships())
            if (request->accounts().setting(id, "demonstration") == "yes") model["demo"] = demonstration_people(request, id);
    return http::step(pages::plain(*request, "sign_in", std::move(model)));
}

handler_result sign_in(const shared_request& request)
{
    const auto email = lower(request->field("email"));
    const auto password = request->field("password");
    if (email.empty() || password.empty()) return http::step(sign_in_again(request, "sign_in.missing", 422));
    if (!may_try("from " + request->q->peer, 20, 20, request->now) || !may_try("for " + email, 5, 5, request->now))
        return http::step(request->home.too_many(*request->q));
    if (request->home.passwords.full()) return http::step(request->home.problem(*request->q, 503));
    auto found = request->accounts().accounts_with(email);
    std::erase_if(found, [](const auto& a) { return a.password.empty(); });
    for (const auto& a : found)
        if (a.locked_until > request->now) return http::step(request->home.too_many(*request->q));
    // Off to the pool, and back to the database's thread with what it found: one path, known account or not.
    return http::step(request->home.passwords, [request, found, password]() -> http::step {
        std::optional<storage::account> who;
        for (const auto& a : found)
            if (!who && password_fits(a.password, password)) who = a;
        if (found.empty()) password_fits(nobody_hash(), password);
        return request->home.work.ask([request, found, who](storage::database& d) -> handler_result {
            request->d = &d;
            return settle_sign_in(request, found, who);
        });
    });
}

handler_result demo_sign_in(const shared_request& request)
{
    const auto partnership = request->field("partnership"), who = request->field("person");
    if (!request->home.demonstration || request->accounts().setting(partnership, "demonstration") != "yes")
        return http::step(request->home.problem(*request->q, 404));
    if (!is_there(*request->d, partnership, who)) return http::step(request->home.problem(*request->q, 404));
    return http::step(open_session(request, partnership, who, after_sign_in(request)));
}

handler_result sign_out(const shared_request& request)
{
    if (request->who.how == identity::kind::session) request->accounts().end_sign_in(request->who.session, request->now);
    auto out = http::redirect("/sign-in");
    out.headers.emplace_back("Set-Cookie", cookie_line(*request->q, ""));
    out.headers.emplace_back("Clear-Site-Data", "\"cache\", \"storage\"");
    return http::step(std::move(out));
}

/// What was typed when a session ended: shown to the same person, who sends it once (its idempotency key is in it).
handler_result kept(const shared_request& request)
{
    if (request->who.how != identity::kind::session) return http::step(http::redirect("/sign-in?kept=" + request->param("id")));
    const auto f = request->accounts().find_kept_form(app::sha256_hex(request->param("id")));
    if (!f || f->partnership != request->who.partnership || f->person != request->who.person)
        return http::step(request->home.problem(*request->q, 404, request->home.word("kept.gone")));
    const auto form = http::parse_form(f->body).value_or(http::pairs{});
    json::array fields, shown;
    static const std::set<std::string_view> inner{"key", "back", "then", "quiet", "csrf"};
    for (const auto& [n, value] : form) {
        if (n == "csrf") continue;
        fields.push_back({{"field_name", n}, {"field_value", value}});
        if (!inner.contains(n) && !value.empty())
            shown.push_back(
                {{"shown_name", request->home.word.has("field." + n) ? request->home.word("field." + n) : n}, {"shown_value", value}});
    }
    const auto back = std::string(http::value_of(form, "back"));
    json::object model{{"action", f->path},
                       {"fields", std::move(fields)},
                       {"shown", std::move(shown)},
                       {"csrf", app::masked(request->who.csrf)},
                       {"back", back}};
    return http::step(pages::plain(*request, "kept", std::move(model)));
}

} // namespace auth
