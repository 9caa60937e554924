#include "server/app/site.hpp"

#include "engine/bytes.hpp"
#include "server/api/api.hpp"
#include "server/app/log.hpp"
#include "server/app/refill.hpp"
#include "server/http/framing.hpp"
#include "workflows/authority.hpp"

#include <sodium.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>

namespace app {
namespace {

constexpr std::int64_t minute = 60 * engine::second_micros;

std::vector<std::string_view> segments(std::string_view pattern)
{
    std::vector<std::string_view> out;
    for (auto rest = pattern.substr(1); !rest.empty();) {
        const auto end = std::min(rest.find('/'), rest.size());
        out.push_back(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return out;
}

struct parsed_route {
    const route* r;
    std::vector<std::string_view> parts;
};
const std::vector<parsed_route>& parsed_routes()
{
    static const auto all = [] {
        std::vector<parsed_route> out;
        for (const auto& r : routes()) out.push_back({&r, segments(r.pattern)});
        return out;
    }();
    return all;
}

bool fits(const parsed_route& r, const std::vector<std::string>& path, http::pairs& params)
{
    if (r.parts.size() != path.size()) return false;
    for (std::size_t i = 0; i < path.size(); ++i)
        if (!r.parts[i].starts_with('{') && r.parts[i] != path[i]) return false;
    params.clear();
    for (std::size_t i = 0; i < path.size(); ++i)
        if (r.parts[i].starts_with('{')) params.emplace_back(r.parts[i].substr(1, r.parts[i].size() - 2), path[i]);
    return true;
}

struct match {
    const route* r = nullptr;
    http::pairs params;
    std::string allowed; ///< methods that this path takes, when not the one asked
};
match find_route(std::string_view method, const std::vector<std::string>& path)
{
    match m;
    const auto wanted = method == "HEAD" ? std::string_view("GET") : method;
    for (const auto& r : parsed_routes()) {
        http::pairs params;
        if (!fits(r, path, params)) continue;
        if (r.r->method == wanted) return {r.r, std::move(params), ""};
        if (m.allowed.find(r.r->method) == std::string::npos) m.allowed += (m.allowed.empty() ? "" : ", ") + std::string(r.r->method);
    }
    return m;
}

bool is_api(const http::request& r) { return !r.path.empty() && r.path[0] == "api"; }

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

std::string sha256_hex(std::string_view text) { return engine::hex(engine::sha256(text)); }

namespace {
std::string base64url(std::string_view bytes)
{
    auto out = engine::base64(bytes);
    for (auto& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
    out.erase(out.find_last_not_of('=') + 1);
    return out;
}
std::string random_bytes(std::size_t n)
{
    std::string out(n, '\0');
    randombytes_buf(out.data(), n);
    return out;
}
} // namespace

std::string random_token() { return base64url(random_bytes(32)); }

std::string masked(const std::string& csrf)
{
    const auto mask = random_bytes(csrf.size());
    std::string both = mask;
    for (std::size_t i = 0; i < csrf.size(); ++i) both += static_cast<char>(csrf[i] ^ mask[i]);
    return engine::hex(both);
}
bool csrf_fits(std::string_view token, const std::string& csrf)
{
    const auto both = engine::unhex(token);
    if (!both || csrf.empty() || both->size() != 2 * csrf.size()) return false;
    std::string plain;
    for (std::size_t i = 0; i < csrf.size(); ++i) plain += static_cast<char>((*both)[i] ^ (*both)[csrf.size() + i]);
    return sodium_memcmp(plain.data(), csrf.data(), csrf.size()) == 0;
}

std::string gzip(std::string_view bytes, int level)
{
    z_stream z{};
    if (deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return "";
    std::string out(deflateBound(&z, static_cast<uLong>(bytes.size())), '\0');
    z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    z.avail_in = static_cast<uInt>(bytes.size());
    z.next_out = reinterpret_cast<Bytef*>(out.data());
    z.avail_out = static_cast<uInt>(out.size());
    const bool done = deflate(&z, Z_FINISH) == Z_STREAM_END;
    out.resize(z.total_out);
    deflateEnd(&z);
    return done ? out : "";
}

std::string cookie_name(const http::request& r) { return r.secure ? "__Host-quorate" : "quorate"; }

site::site(config c, const workflows::funding& f, desk& w, desk& a, workers& p, http::server& l)
    : settings(std::move(c)), funding(f), work(w), audit(a), passwords(p), loop(l)
{
    if (sodium_init() < 0) throw std::runtime_error("libsodium cannot start");
    std::filesystem::create_directories(spool_folder());
    for (const auto& old : std::filesystem::directory_iterator(spool_folder())) std::filesystem::remove(old.path());
    for (const auto& file : embedded_files()) {
        if (!file.name.starts_with("assets/")) continue;
        const auto name = std::string(file.name.substr(7));
        asset_hash_[name] = sha256_hex(file.bytes).substr(0, 12);
        if (auto small = gzip(file.bytes, 9); !small.empty() && small.size() < file.bytes.size())
            packed_[name] = std::make_shared<const std::string>(std::move(small));
    }
}

std::string site::asset(std::string_view name) const
{
    const auto found = asset_hash_.find(std::string(name));
    return "/assets/" + (found == asset_hash_.end() ? "-" : found->second) + "/" + std::string(name);
}

/// Style sheets and scripts: their address holds their hash, so a browser may keep them for good.
handler_result asset_route(const shared_request& v)
{
    const auto name = v->param("file");
    const auto found = v->home.asset_hash_.find(name);
    if (found == v->home.asset_hash_.end()) return http::step(v->home.problem(*v->q, 404));
    const auto tag = "\"" + found->second + "\"";
    http::response r;
    r.type = name.ends_with(".css")  ? "text/css; charset=utf-8"
             : name.ends_with(".js") ? "text/javascript; charset=utf-8"
                                     : "image/svg+xml";
    r.headers = {{"ETag", tag}, {"Cache-Control", "public, max-age=31536000, immutable"}, {"Vary", "Accept-Encoding"}};
    if (v->q->header("if-none-match") == tag) {
        r.status = 304;
        return http::step(std::move(r));
    }
    const auto packed = v->home.packed_.find(name);
    if (packed != v->home.packed_.end() && v->q->header("accept-encoding").find("gzip") != std::string_view::npos) {
        r.body = packed->second;
        r.encoding = "gzip";
    } else r.body = std::make_shared<const std::string>(embedded("assets/" + name));
    return http::step(std::move(r));
}

http::application::limits site::limits_of(const http::request& head)
{
    const auto m = find_route(head.method, head.path);
    if (m.r && m.r->pattern.ends_with("/documents") && (m.r->method == "POST" || m.r->method == "PUT"))
        return {(static_cast<std::size_t>(settings.upload_max_mib) << 20) + 4096, true};
    return {std::size_t{1} << 20, false};
}

http::step site::answer(std::shared_ptr<const http::request> r)
{
    auto m = find_route(r->method, r->path);
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

namespace {
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
        // A page of another site cannot post here: the browser says where a request comes from, and every form bears a secret.
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

bool site::is_own_path(std::string_view path) const
{
    if (path.empty() || path[0] != '/') return false;
    const auto parsed = http::parse_target(path.substr(0, path.find('#')));
    return parsed && find_route("GET", parsed->first).r;
}

std::optional<handler_result> site::again(const shared_request& v, std::string_view path)
{
    const auto parsed = http::parse_target(path.substr(0, path.find('#')));
    if (!parsed) return std::nullopt;
    auto m = find_route("GET", parsed->first);
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
    if (is_api(r)) return api::problem(status, std::string(what), r.id);
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
        m["asset_css"] = asset("app.css");
        m["asset_js"] = asset("app.js");
        m["asset_icon"] = asset("icon.svg");
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
