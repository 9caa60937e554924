#include "server/app/site.hpp"

#include "server/app/compress.hpp"
#include "server/app/documents.hpp"
#include "server/app/log.hpp"
#include "server/app/problem.hpp"
#include "server/app/refill.hpp"
#include "server/app/secrets.hpp"
#include "server/http/framing.hpp"

#include <sodium.h>

#include <algorithm>
#include <filesystem>

namespace app {
namespace {

bool is_text(std::string_view type)
{
    return type.starts_with("text/") || type.starts_with("application/json") || type.starts_with("application/problem+json") ||
           type.starts_with("application/javascript") || type.starts_with("image/svg");
}

} // namespace

std::string_view to_word(access a)
{
    switch (a) {
    case access::anyone: return "anyone";
    case access::person: return "person";
    case access::administrator: return "administrator";
    case access::auditor: return "auditor";
    case access::bearer: return "bearer";
    }
    return "";
}

site::site(config c, const workflows::funding& f, const std::vector<route>& routes, database_thread& w, database_thread& a, workers& p,
           http::server& l)
    : settings(std::move(c)), funding(f), work(w), audit(a), passwords(p), loop(l), routes_(routes)
{
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    std::filesystem::create_directories(spool_folder());
    for (const auto& old : std::filesystem::directory_iterator(spool_folder())) std::filesystem::remove(old.path());
    forget_parts(settings.data);
}

handler_result asset_file(const shared_request& v)
{
    auto file = v->home.files.answer(*v->q, v->param("file"));
    return http::step(file ? std::move(*file) : v->home.problem(*v->q, 404));
}

http::application::limits site::limits_of(const http::request& head)
{
    const auto m = routes_.find(head.method, head.path);
    if (m.r && m.r->pattern.ends_with("/documents") && (m.r->method == "POST" || m.r->method == "PUT"))
        return {(static_cast<std::size_t>(settings.upload_max_mib) << 20) + 4096, true};
    return {std::size_t{1} << 20, false};
}

http::step site::answer(std::shared_ptr<const http::request> r)
{
    auto m = routes_.find(r->method, r->path);
    if (!m.r) {
        auto none = problem(*r, m.allowed.empty() ? 404 : 405);
        if (!m.allowed.empty()) none.headers.emplace_back("Allow", m.allowed);
        return none;
    }
    auto v = std::make_shared<request_context>(request_context{*this, r, m.r, std::move(m.params), wall_clock()});
    const_cast<http::request&>(*r).id = sha256_hex(random_bytes(16)).substr(0, 16);
    const auto marked = [v](http::response a) {
        if (a.route.empty()) a.route = v->at->pattern;
        a.who = v->who.person;
        a.where = v->who.partnership;
        return a;
    };
    if (m.r->on_loop) {
        auto s = m.r->answer(v);
        auto step = std::get<http::step>(std::move(s));
        if (step.done) step.done = marked(std::move(*step.done));
        return step;
    }
    return work.ask([v, marked](storage::database& d) -> handler_result {
        v->d = &d;
        auto s = v->home.enter(v);
        if (auto* step = std::get_if<http::step>(&s)) {
            if (step->done) step->done = marked(std::move(*step->done));
            return s;
        }
        auto& a = std::get<command_to_run>(s);
        a.then = [v, marked, then = std::move(a.then)](storage::database& db, storage::database::outcome& o) {
            v->d = &db;
            auto step = then(db, o);
            if (const auto* answer = std::get_if<engine::answer>(&o); answer && answer->outcome == engine::result::accepted)
                v->home.mail_is_owed();
            if (step.done) step.done = marked(std::move(*step.done));
            return step;
        };
        return s;
    });
}

bool site::is_own_path(std::string_view path) const
{
    if (path.empty() || path[0] != '/') return false;
    const auto parsed = http::parse_target(path.substr(0, path.find('#')));
    return parsed && routes_.find("GET", parsed->first).r;
}

std::optional<handler_result> site::again(const shared_request& v, std::string_view path)
{
    const auto parsed = http::parse_target(path.substr(0, path.find('#')));
    if (!parsed) return std::nullopt;
    auto m = routes_.find("GET", parsed->first);
    if (!m.r || m.r->on_loop || http::value_of(m.params, "partnership") != v->partnership()) return std::nullopt;
    auto request = std::make_shared<http::request>(*v->q);
    request->method = "GET";
    request->target = path;
    request->path = parsed->first;
    request->query = parsed->second;
    auto other = std::make_shared<request_context>(*v);
    other->q = request;
    other->at = m.r;
    other->params = std::move(m.params);
    if (refuse_entry(*other)) return std::nullopt;
    return m.r->answer(other);
}

http::response site::problem(const http::request& r, unsigned status, std::string_view what) const
{
    if (is_api(r)) return api_problem(status, std::string(what), r.id);
    const auto code = std::to_string(status);
    http::response out;
    out.status = status;
    out.page =
        http::page{"problem",
                   {{"title", word.has("problem.title." + code) ? word("problem.title." + code) : word("problem.title.other")},
                    {"says", what.empty() ? (word.has("problem.says." + code) ? word("problem.says." + code) : "") : std::string(what)},
                    {"request", r.id}}};
    return out;
}

http::response site::too_many(const http::request& r) const
{
    auto out = problem(r, 429, word("sign_in.too_many"));
    out.headers.emplace_back("Retry-After", "60");
    return out;
}

http::response site::failed(const http::request& r, unsigned status, std::string_view why)
{
    if (status >= 500) log_line("error", "a request failed", {{"request_id", r.id}, {"why", why}});
    auto out = problem(r, status, status == 500 ? std::string_view() : why);
    if (status == 503) out.headers.emplace_back("Retry-After", "5");
    return out;
}

void site::finish(const http::request& r, http::response& a)
{
    if (a.page) {
        auto& m = a.page->model;
        m["asset_css"] = files.address("app.css");
        m["asset_js"] = files.address("app.js");
        m["asset_icon"] = files.address("icon.svg");
        try {
            const auto again = m.find("again");
            auto page = pages.render(a.page->name, m);
            if (again != m.end()) page = refilled(std::move(page), again->value().get_object());
            a.body = std::make_shared<const std::string>(std::move(page));
        } catch (const std::exception& e) {
            log_line("error", "a page could not be made", {{"request_id", r.id}, {"page", a.page->name}, {"why", e.what()}});
            a.status = 500;
            a.body = std::make_shared<const std::string>(word("problem.says.500"));
            a.type = "text/plain; charset=utf-8";
        }
    }
    const auto add = [&](const char* name, const char* value) {
        if (http::value_of(a.headers, name).empty()) a.headers.emplace_back(name, value);
    };
    add("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                                   "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'");
    add("X-Content-Type-Options", "nosniff");
    add("Referrer-Policy", "same-origin");
    add("X-Frame-Options", "DENY");
    add("Cross-Origin-Opener-Policy", "same-origin");
    add("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    add("Cache-Control", "no-store");
    if (r.secure) add("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
    if (a.body && a.encoding.empty() && a.body->size() > 1024 && is_text(a.type) && !a.events) {
        add("Vary", "Accept-Encoding");
        if (r.header("accept-encoding").find("gzip") != std::string_view::npos)
            if (auto small = gzip(*a.body, 4); !small.empty()) {
                a.body = std::make_shared<const std::string>(std::move(small));
                a.encoding = "gzip";
            }
    }
    if (!a.encoding.empty()) a.headers.emplace_back("Content-Encoding", a.encoding);
}

void site::note(const http::request& r, const http::response& a, std::int64_t micros, std::size_t bytes)
{
    const std::string route = a.route.empty() ? "-" : a.route;
    ++counted_.requests[{route, r.method.empty() ? "-" : r.method, std::to_string(a.status)}];
    const auto seconds = static_cast<double>(micros) / 1e6;
    counted_.seconds += seconds;
    ++counted_.count;
    for (std::size_t i = 0; i < duration_bounds.size(); ++i)
        if (seconds <= duration_bounds[i]) ++counted_.buckets[i];
    if (settings.log == "json")
        log_line("info", "answered",
                 {{"request_id", r.id},
                  {"route", route},
                  {"method", r.method},
                  {"status", a.status},
                  {"ms", static_cast<double>(micros / 10) / 100},
                  {"bytes", bytes},
                  {"partnership", a.where},
                  {"actor", a.who}});
}

} // namespace app
