// The first administrator: the one-time token that was printed where the server started sets a partnership up, its statutory
// agencies, and the person who holds the token.
#include "names/partnership.hpp"
#include "server/app/secrets.hpp"
#include "server/app/throttle.hpp"
#include "server/auth/auth.hpp"
#include "server/auth/passwords.hpp"
#include "server/auth/session.hpp"
#include "server/pages/frame.hpp"
#include "workflows/vocabulary.hpp"

#include <algorithm>

namespace auth {

namespace json = boost::json;
using namespace workflows;
using app::may_try;

namespace {

/// What the form of setting up says.
struct wanted {
    std::string partnership, name, office, email, password;
    json::array agencies, aims;
};

/// Each line of a text that is not empty.
std::vector<std::string> lines_of(std::string_view text)
{
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = std::string(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        line.erase(line.find_last_not_of(" \r\t") + 1);
        if (!line.empty()) out.push_back(std::move(line));
    }
    return out;
}

wanted read_form(const request_context& request)
{
    wanted w{lower(request.field("partnership")),
             request.field("name"),
             request.field("office"),
             lower(request.field("email")),
             request.field("password"),
             {},
             {}};
    for (const auto& name : lines_of(request.field("agencies")))
        w.agencies.push_back({{"agency", "agency-" + std::to_string(w.agencies.size() + 1)}, {"name", name}, {"statutory", true}});
    for (const auto& title : lines_of(request.field("aims")))
        w.aims.push_back({{"aim", "aim-" + std::to_string(w.aims.size() + 1)}, {"title", title}});
    return w;
}

/// What is wrong with the form, as the key of a label; "" nothing.
std::string fault_of(const request_context& request, const wanted& w)
{
    if (app::sha256_hex(request.field("token")) != request.home.set_up_hash) return "set_up.token";
    if (w.name.empty() || w.office.empty() || w.email.find('@') == std::string::npos || !is_id(w.partnership)) return "set_up.missing";
    if (const auto fault = password_fault(w.password, w.email); !fault.empty()) return fault;
    if (request.d->has(w.partnership)) return "set_up.taken";
    return w.agencies.empty() || w.aims.empty() ? "set_up.missing" : "";
}

/// The form again, with everything typed but the password.
http::response again(const request_context& request, const std::string& fault)
{
    json::object model;
    for (const auto& [n, value] : request.form)
        if (n != "password") model[n] = value;
    model["problem_says"] = request.home.word(fault);
    model["title_error"] = request.home.word("error.prefix");
    return pages::plain(request, "set_up", model, 422);
}

/// The commands of setting up are no transaction: a crash between two of them leaves a partnership that nobody administers. The
/// data is new, then: it is thrown away and set up once more (docs/failures.md).
handler_result found(const shared_request& request, const wanted& w, const std::string& hash)
{
    if (request->home.set_up_hash.empty()) return http::step(request->home.problem(*request->q, 404)); // somebody was quicker
    const auto run = [&](std::string verb, json::object fields) {
        const auto a =
            request->d->run_one(engine::request{w.partnership, "system", std::move(verb), "", std::move(fields)}, app::wall_clock());
        if (a.outcome != engine::result::accepted) throw std::runtime_error("setting up was refused");
    };
    run(verbs::partnership_set_up, {{"partnership", w.partnership}, {"name", w.name}, {"aims", w.aims}, {"agencies", w.agencies}});
    run(verbs::person_add, {{"person", "administrator"}, {"name", w.office}, {"email", w.email}});
    run(verbs::role_grant, {{"person", "administrator"}, {"role", "administrator"}});
    auto store = request->accounts();
    store.save(storage::account{w.partnership, "administrator", w.email, hash, 0, {}});
    store.set("", "set_up", "done");
    request->home.set_up_hash.clear(); // dead after use
    return http::step(open_session(request, w.partnership, "administrator", ""));
}

} // namespace

handler_result set_up_page(const shared_request& request)
{
    if (request->home.set_up_hash.empty()) return http::step(request->home.problem(*request->q, 404));
    return http::step(pages::plain(*request, "set_up", {{"token", request->query("token")}}));
}

handler_result set_up(const shared_request& request)
{
    if (request->home.set_up_hash.empty()) return http::step(request->home.problem(*request->q, 404));
    if (!may_try("set-up from " + request->q->peer, 5, 10, request->now)) return http::step(request->home.too_many(*request->q));
    const auto w = read_form(*request);
    if (const auto fault = fault_of(*request, w); !fault.empty()) return http::step(again(*request, fault));
    if (request->home.passwords.full()) return http::step(request->home.problem(*request->q, 503));
    return http::step(request->home.passwords, [request, w]() -> http::step {
        const auto hash = hash_password(w.password);
        return request->home.work.ask([request, w, hash](storage::database& d) -> handler_result {
            request->d = &d;
            return found(request, w, hash);
        });
    });
}

} // namespace auth
