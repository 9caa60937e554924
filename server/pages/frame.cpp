#include "server/pages/frame.hpp"

#include "server/app/secrets.hpp"
#include "server/pages/attempt.hpp"
#include "workflows/views/parts.hpp"

#include <algorithm>
#include <map>

namespace pages {

using namespace workflows;

namespace {

/// How many things await the reader: counted once for each length of the log. A glance for the navigation: in each list at
/// most 100 things are looked at. Home shows them all.
std::int64_t awaiting(const page_context& page)
{
    static thread_local std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::int64_t>> counted;
    if (page.is_past()) return 0;
    if (counted.size() > 2000) counted.clear();
    auto& [size, n] = counted[{page.p.id, page.me}];
    if (size != page.known.size()) {
        const auto all = tasks_of(page.known, page.p, page.me, page.now, 100);
        n = std::count_if(all.begin(), all.end(), [&](const task_row& t) { return t.from <= page.now; });
        size = page.known.size();
    }
    return n;
}

void lay_frame(const page_context& page, json::object& model, std::string_view nav)
{
    model["partnership"] = page.p.name;
    model["base"] = page.path();
    model["office"] = page.office(page.me);
    model["csrf"] = page.request.who.how == app::identity::kind::session ? app::masked(page.request.who.csrf) : "";
    model["here"] = page.request.q->target;
    model["from_scenario"] = page.p.from_scenario;
    model["signed_in"] = true;
    model["key"] = app::random_token();
    const auto tasks = awaiting(page);
    json::array words;
    for (const auto* r : page.request.home.addresses().navigation()) {
        const bool home = r->nav == "home";
        words.push_back({{"nav_word", page.word("nav." + std::string(r->nav))},
                         {"nav_to", page.path(r->pattern.substr(std::string_view("/p/{partnership}").size()))},
                         {"nav_current", nav == r->nav},
                         {"nav_count", home ? tasks : 0},
                         {"nav_counts", home && tasks > 0}});
    }
    model["nav"] = std::move(words);
    model["administers"] = page.has_role("administrator");
    const auto done = page.request.query("done");
    if (!done.empty() && page.word.has("done." + done)) model["done"] = page.word("done." + done, {{"what", page.request.query("what")}});
}

std::optional<http::response> make(const request_context& request, engine::reader& known, engine::instant now, std::string_view name,
                                   std::string_view nav, const filler& fill)
{
    const auto* p = engine::get<partnership>(known, partnership_key);
    if (!p) return request.home.problem(*request.q, 404);
    page_context page{request, known, *p, request.home.word, now, request.who.person};
    json::object model;
    lay_frame(page, model, nav);
    lay_attempt(page, model);
    if (auto instead = fill(page, model)) return instead;
    if (model.contains("problem")) model["title_error"] = request.home.word("error.prefix");
    http::response r;
    if (request.tried)
        r.status = request.tried->answer.outcome == engine::result::invalid     ? 422
                   : request.tried->answer.outcome == engine::result::forbidden ? 403
                                                                                : 409;
    r.page = http::page{std::string(name), std::move(model)};
    return r;
}

/// An instant, or a day: then the end of it.
std::optional<engine::instant> moment_asked(request_context& request, const std::string& as_of)
{
    if (const auto moment = engine::parse_instant(as_of)) return moment;
    const auto d = parse_day(as_of);
    if (!d) return std::nullopt;
    return engine::instant{midnight({d->count + 1}, zone_of(request)).micros - 1};
}

} // namespace

handler_result show(const shared_request& request, std::string_view name, std::string_view nav, const filler& fill)
{
    std::optional<http::response> out;
    request->read([&](engine::reader& known) { out = make(*request, known, request->now, name, nav, fill); });
    return http::step(std::move(*out));
}

handler_result show_maybe_past(const shared_request& request, std::string_view name, std::string_view nav, const filler& fill)
{
    const auto as_of = request->query("as_of");
    if (as_of.empty()) return show(request, name, nav, fill);
    const auto moment = moment_asked(*request, as_of);
    if (!moment || *moment > request->now) return show(request, name, nav, fill);
    return request->home.audit.ask(
        [request, name = std::string(name), nav = std::string(nav), fill, moment](storage::database& d) -> handler_result {
            const auto then = d.as_it_stood(request->partnership(), *moment);
            auto past = *request;
            past.d = nullptr; // nothing is written, and nothing of now is looked at
            auto made = make(past, *then, *moment, name, nav, [&](page_context& page, json::object& model) {
                model["past"] = page.word("as_it_stood", {{"date", page.date_time(*moment)}});
                return fill(page, model);
            });
            return http::step(std::move(*made));
        });
}

handler_result show_aside(const shared_request& request, std::string_view name, std::string_view nav, const filler& fill)
{
    return request->home.audit.ask([request, name = std::string(name), nav = std::string(nav), fill](storage::database& d) {
        auto looking = std::make_shared<request_context>(*request);
        looking->d = &d;
        return show(looking, name, nav, fill);
    });
}

http::response plain(const request_context& request, std::string_view name, json::object model, unsigned status)
{
    model["demonstration"] = request.home.demonstration;
    http::response r;
    r.status = status;
    r.page = http::page{std::string(name), std::move(model)};
    return r;
}

void with_partnership(const request_context& request, const std::string& partnership, const std::string& reader,
                      const std::function<void(page_context& page)>& use)
{
    request.d->read(partnership, [&](engine::reader& known) {
        const auto* p = engine::get<workflows::partnership>(known, partnership_key);
        if (!p) return;
        page_context page{request, known, *p, request.home.word, request.now, reader};
        use(page);
    });
}

std::string zone_of(request_context& request)
{
    std::string zone = "Europe/London";
    with_partnership(request, request.partnership(), request.who.person, [&](page_context& page) { zone = page.p.zone; });
    return zone;
}

void add_marking(json::object& model, const std::string& marking)
{
    if (marking.empty()) return;
    auto& all = model["page_marking"];
    if (!all.is_string()) all = marking;
    else if ((", " + std::string(all.get_string()) + ", ").find(", " + marking + ", ") == std::string::npos)
        all = std::string(all.get_string()) + ", " + marking;
}

json::object option(std::string_view id, std::string_view name, bool selected)
{
    return {{"option", id}, {"option_name", name}, {"option_selected", selected}};
}

} // namespace pages
