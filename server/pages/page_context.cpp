#include "server/pages/page_context.hpp"

#include "server/app/forms.hpp"
#include "server/app/secrets.hpp"
#include "server/http/framing.hpp"

#include <algorithm>
#include <set>

namespace pages {

using namespace workflows;

std::string page_context::date_text(std::string_view iso, bool weekday, bool year) const
{
    if (const auto t = engine::parse_instant(iso)) return date(*t, weekday, year);
    if (const auto d = parse_day(iso)) return word.date(*d, weekday, year);
    return std::string(iso);
}
std::string page_context::when(std::string_view text) const
{
    const auto t = engine::parse_instant(text);
    return t ? word.date_time(*t, p.zone) : std::string(text);
}
std::string page_context::near(std::string_view text) const
{
    const auto t = engine::parse_instant(text);
    return t ? word.nearness(day_in(*t, p.zone), today()) : "";
}

std::string page_context::office(const std::string& id) const
{
    if (id == "system") return word("system");
    const auto* who = engine::get<person>(known, "person/" + id);
    if (who && who->has_role("partnership_manager")) return word("role.partnership_manager");
    for (const auto kind : {body_kind::executive, body_kind::strategic_board, body_kind::funding_subgroup}) {
        const auto* b = p.only_body(kind);
        if (!b) continue;
        for (const auto* s : p.seats_of(b->id, now))
            if (s->holder(now) == id) return s->title;
    }
    for (const auto& [_, s] : p.seats)
        if (s.open_at(now) && s.holder(now) == id) return s.title;
    if (who && !who->name.empty()) return who->name;
    if (who && !who->roles.empty()) return word("role." + who->roles.front());
    return id;
}
std::string page_context::seat_title(std::string_view seat) const
{
    const auto* s = p.find_seat(seat);
    return s ? s->title : std::string(seat);
}
std::string page_context::body_name(std::string_view body) const
{
    const auto* b = p.find_body(body);
    return b ? b->name : std::string(body);
}
std::string page_context::agency_name(std::string_view agency) const
{
    const auto* a = p.find_agency(agency);
    return a ? a->name : std::string(agency);
}
std::string page_context::stream_name(std::string_view id) const
{
    const auto* s = engine::get<stream>(known, "stream/" + std::string(id));
    return s ? word("stream_in_year", {{"name", s->name}, {"year", s->year}}) : std::string(id);
}
std::string page_context::meeting_name(std::string_view id, bool year) const
{
    const auto* of = find_meeting(known, id);
    return of ? word("meeting_on", {{"body", body_name(of->body)}, {"date", word.date(of->starts, p.zone, true, year)}}) : std::string(id);
}
bool page_context::holds_seat_on(const body* b) const
{
    if (!b) return false;
    const auto seats = p.seats_of(b->id, now);
    return std::any_of(seats.begin(), seats.end(), [&](const seat* s) { return s->holder(now) == me || s->has_deputy(me, now); });
}
json::object page_context::ask(std::string_view name, json::object fields) const
{
    const question q{std::string(name), me, std::move(fields), now};
    auto seen = show_view(known, q);
    return seen ? std::move(*seen) : json::object{};
}

const seat* agency_seat_of(const page_context& page)
{
    const auto* exec = page.p.only_body(body_kind::executive);
    if (!exec) return nullptr;
    for (const auto* s : page.p.seats_of(exec->id, page.now)) {
        const auto* a = page.p.find_agency(s->agency);
        if (s->votes() && a && a->statutory && (s->holder(page.now) == page.me || s->has_deputy(page.me, page.now))) return s;
    }
    return nullptr;
}
bool is_reviewer(const page_context& page)
{
    const auto* b = page.p.only_body(body_kind::funding_subgroup);
    if (!b) return false;
    const auto seats = page.p.seats_of(b->id, page.now);
    return std::any_of(seats.begin(), seats.end(),
                       [&](const seat* s) { return s->votes() && (s->holder(page.now) == page.me || s->has_deputy(page.me, page.now)); });
}
std::vector<const body*> chaired_groups(const page_context& page)
{
    std::vector<const body*> out;
    for (const auto& [id, b] : page.p.bodies) {
        if (b.kind != body_kind::delivery_group) continue;
        for (const auto* office : {"chair", "vice_chair"})
            if (const auto* s = page.p.office_seat(id, office, page.now);
                s && (s->holder(page.now) == page.me || s->has_deputy(page.me, page.now))) {
                out.push_back(&b);
                break;
            }
    }
    return out;
}

namespace {

/// How many things await the reader: counted once for each length of the log.
std::int64_t awaiting(page_context& page)
{
    static thread_local std::map<std::pair<std::string, std::string>, std::pair<std::int64_t, std::int64_t>> counted;
    if (!page.request.d) return 0;
    auto& [size, n] = counted[{page.p.id, page.me}];
    if (size == page.known.size()) return n;
    if (counted.size() > 2000) counted.clear();
    std::int64_t found = 0;
    // A glance for the navigation: of each stage at most 100 bids. Home itself tells all.
    for (const auto* stage : {"draft", "with_delivery_group", "agreed", "compliance_check", "on_the_table", "recommended",
                              "not_recommended", "deferred", "awaiting_acceptance", "awaiting_board"})
        for (const auto& row : page.known.rows({.index = "bid.stage", .key = stage, .limit = 100})) {
            const auto* b = engine::get<bid>(page.known, "bid/" + row.id);
            if (!b) continue;
            std::set<std::string> told;
            for (const auto& w : awaited_of(page.known, page.p, *b, page.now)) {
                const auto* s = w.seat.empty() ? nullptr : page.p.find_seat(w.seat);
                if (w.person == page.me || (s && w.what != "bid.sign_off" && s->has_deputy(page.me, page.now))) told.insert(w.what);
            }
            found += static_cast<std::int64_t>(told.size());
        }
    counted[{page.p.id, page.me}] = {page.known.size(), found};
    return found;
}

void lay_frame(page_context& page, json::object& model, std::string_view nav)
{
    model["partnership"] = page.p.name;
    model["base"] = page.path();
    model["office"] = page.office(page.me);
    model["csrf"] = page.request.who.how == app::identity::kind::session ? app::masked(page.request.who.csrf) : "";
    model["here"] = page.request.q->target;
    model["from_scenario"] = page.p.from_scenario;
    model["signed_in"] = true;
    model["key"] = app::random_token();
    json::array words;
    for (const auto& [id, to] :
         {std::pair{"home", ""}, {"bids", "/bids"}, {"meetings", "/meetings"}, {"money", "/money"}, {"decisions", "/decisions"}})
        words.push_back({{"nav_word", page.word("nav." + std::string(id))},
                         {"nav_to", page.path(to)},
                         {"nav_current", nav == id},
                         {"nav_count", std::string_view(id) == "home" ? json::value(awaiting(page)) : json::value(0)},
                         {"nav_counts", std::string_view(id) == "home" && awaiting(page) > 0}});
    model["nav"] = std::move(words);
    model["administers"] = page.has_role("administrator");
    const auto done = page.request.query("done");
    if (!done.empty() && page.word.has("done." + done)) model["done"] = page.word("done." + done, {{"what", page.request.query("what")}});
}

/// One fault of a field, in words for who fills in the form: those of the label file where the field was left blank or has not the
/// form that it should have, else the rule's own.
std::string fault_in_words(const page_context& page, const std::string& field, const field_spec* spec, std::string says)
{
    if (says == "is missing" || says.starts_with("expected")) {
        if (page.word.has("error." + field)) return page.word("error." + field);
        const auto shape = spec ? "error.shape." + spec->shape.substr(0, spec->shape.find_first_of(".(")) : "";
        if (!shape.empty() && page.word.has(shape)) return page.word(shape);
        if (says == "is missing") return page.word("error.missing");
    }
    if (!says.empty()) says[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(says[0])));
    return says;
}

/// A rule of quorum and a policy have parts of their own, and a fault names its part: "plus: expected a number from 0 to 1000".
std::vector<std::pair<std::string, std::string>> faults_by_part(const std::string& field, std::string_view says)
{
    std::vector<std::pair<std::string, std::string>> out;
    while (!says.empty()) {
        const auto end = std::min(says.find("; "), says.size());
        const auto one = says.substr(0, end);
        const auto colon = one.find(": ");
        if (colon != std::string_view::npos && one.find_first_of(" \"") > colon)
            out.emplace_back(field + "." + std::string(one.substr(0, colon)), one.substr(colon + 2));
        else out.emplace_back(field, one);
        says.remove_prefix(std::min(end + 2, says.size()));
    }
    return out;
}

/// What stands in the way, and what was typed: the page's form is filled with both once it is made (server/app/refill.hpp).
void lay_attempt(page_context& page, json::object& model)
{
    if (!page.request.tried) return;
    const auto& t = *page.request.tried;
    const auto& a = t.answer;
    auto verb = t.verb;
    std::replace(verb.begin(), verb.end(), '.', '_');
    json::object problem;
    json::array items, faults, typed, general;
    const auto field_error = [&](const std::string& field, const std::string& says) {
        auto slot = field;
        std::replace(slot.begin(), slot.end(), '.', '_');
        faults.push_back({field, says});
        if (!page.word.has("error." + field) || field.find('.') != std::string::npos) general.emplace_back(field);
        items.push_back({{"problem_says", says}, {"problem_to", "#" + verb + "-" + slot}});
    };
    if (a.outcome == engine::result::invalid) {
        problem["problem_title"] = page.word("problem.title.422");
        for (const auto& e : a.errors) {
            const auto* spec = find_verb(t.verb) ? find_verb(t.verb)->field(e.field) : nullptr;
            if (spec && (spec->shape == "quorum" || spec->shape == "policy") && e.says != "is missing")
                for (const auto& [part, says] : faults_by_part(e.field, e.says))
                    field_error(part, fault_in_words(page, part, nullptr, says));
            else field_error(e.field, fault_in_words(page, e.field, spec, e.says));
        }
    } else {
        problem["problem_title"] = page.word.count(a.outcome == engine::result::forbidden ? "not_done.forbidden" : "not_done.refused",
                                                   static_cast<std::int64_t>(a.refusals.size()), {{"what", page.word("verb." + t.verb)}});
        for (const auto& r : a.refusals)
            for (const auto& f : r.fields) field_error(f.field, gap_sentence(page.word, f));
        problem["problem_rules"] = shown_refusals(page.word, page.path(), a.refusals);
        problem["problem_kept"] = true;
    }
    problem["problem_items"] = std::move(items);
    model["problem"] = std::move(problem);
    for (const auto& [n, value] : page.request.form)
        if (n != "csrf") typed.push_back({n, value});
    model["again"] = {{"action", t.action},
                      {"verb", t.verb},
                      {"typed", std::move(typed)},
                      {"faults", std::move(faults)},
                      {"general", std::move(general)}};
    model["typed_" + verb] = t.typed;
    if (const auto key = http::value_of(page.request.form, "key"); !key.empty()) model["key"] = key;
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

} // namespace

handler_result show(const shared_request& request, std::string_view name, std::string_view nav, const filler& fill)
{
    std::optional<http::response> out;
    request->read([&](engine::reader& known) { out = make(*request, known, request->now, name, nav, fill); });
    return http::step(std::move(*out));
}

handler_result show_maybe_past(const shared_request& request, std::string_view name, std::string_view nav, const filler& fill)
{
    auto asked = request->query("as_of");
    if (asked.empty()) return show(request, name, nav, fill);
    std::optional<engine::instant> moment = engine::parse_instant(asked);
    if (!moment)
        if (const auto d = parse_day(asked)) {
            std::string zone = "Europe/London";
            request->read([&](engine::reader& known) {
                if (const auto* p = engine::get<partnership>(known, partnership_key)) zone = p->zone;
            });
            moment = engine::instant{midnight({d->count + 1}, zone).micros - 1}; // the end of that day
        }
    if (!moment || *moment > request->now) return show(request, name, nav, fill);
    return request->home.audit.ask([request, name = std::string(name), nav = std::string(nav), fill,
                                    moment](storage::database& d) -> handler_result {
        const auto then = d.as_it_stood(request->partnership(), *moment);
        auto past = *request;
        past.d = nullptr; // nothing is written, and nothing of now is looked at
        auto made = make(past, *then, *moment, name, nav, [&](page_context& page, json::object& model) -> std::optional<http::response> {
            model["past"] = page.word("as_it_stood", {{"date", page.word.date_time(*moment, page.p.zone)}});
            return fill(page, model);
        });
        return http::step(std::move(*made));
    });
}

handler_result show_aside(const shared_request& request, std::string_view name, std::string_view nav, const filler& fill)
{
    return request->home.audit.ask(
        [request, name = std::string(name), nav = std::string(nav), fill](storage::database& d) -> handler_result {
            auto looking = std::make_shared<request_context>(*request);
            looking->d = &d;
            return show(looking, name, nav, fill);
        });
}

http::response plain(const app::request_context& request, std::string_view name, json::object model, unsigned status)
{
    model["demonstration"] = request.home.demonstration;
    http::response r;
    r.status = status;
    r.page = http::page{std::string(name), std::move(model)};
    return r;
}

void bear(json::object& model, const std::string& marking)
{
    if (marking.empty()) return;
    auto& all = model["page_marking"];
    if (!all.is_string()) all = marking;
    else if ((", " + std::string(all.get_string()) + ", ").find(", " + marking + ", ") == std::string::npos)
        all = std::string(all.get_string()) + ", " + marking;
}

std::string gap_sentence(const app::words& word, const engine::field_error& gap)
{
    auto says = gap.says;
    if (!says.empty()) says[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(says[0])));
    const bool sum = gap.says.find("add up") != std::string::npos || gap.says.find("cannot end") != std::string::npos;
    return !sum && word.has("gap." + gap.field) ? word("gap." + gap.field) : says;
}

json::array shown_refusals(const app::words& word, const std::string& base, const std::vector<engine::refusal>& list)
{
    json::array out;
    for (const auto& r : list)
        out.push_back({{"rule_id", r.rule},
                       {"rule_says", r.says},
                       {"rule_source", r.source},
                       {"rule_to", base + "/rules/" + r.rule},
                       {"rule_can", word.has("can." + r.rule) ? word("can." + r.rule) : ""}});
    return out;
}
json::array shown_refusals(const app::words& word, const std::string& base, const json::array& list)
{
    std::vector<engine::refusal> all;
    for (const auto& r : list)
        all.push_back({text_of(r.get_object(), "rule"), text_of(r.get_object(), "says"), text_of(r.get_object(), "source"), {}});
    return shown_refusals(word, base, all);
}

handler_result do_command(const shared_request& request)
{
    const auto* verb = find_verb(request->param("verb"));
    if (!verb) return http::step(request->home.problem(*request->q, 404));
    std::string zone = "Europe/London";
    request->read([&](engine::reader& known) {
        if (const auto* p = engine::get<partnership>(known, partnership_key)) zone = p->zone;
    });
    engine::request r{request->partnership(), request->who.person, verb->name, request->field("key"),
                      app::command_fields(*verb, request->form, zone)};
    return app::command_to_run{
        std::move(r), [request, verb](storage::database&, storage::database::outcome& o) -> http::step {
            if (const auto* broken = std::get_if<std::exception_ptr>(&o)) {
                try {
                    std::rethrow_exception(*broken);
                } catch (const storage::database_error&) {
                    return request->home.problem(*request->q, 503);
                }
            }
            const auto& a = std::get<engine::answer>(o);
            const auto back = request->field("back");
            if (a.outcome == engine::result::accepted) {
                auto then = request->field("then");
                const auto* makes = verb->makes();
                const auto made = a.made_id.empty() && makes ? request->field(makes->name) : a.made_id; // or named by who sent it
                for (auto at = then.find("{made}"); at != std::string::npos; at = then.find("{made}", at + made.size()))
                    then.replace(at, 6, made);
                if (!request->home.is_own_path(then)) then = request->home.is_own_path(back) ? back : "/p/" + request->partnership();
                std::string anchor;
                if (const auto hash = then.find('#'); hash != std::string::npos) {
                    anchor = then.substr(hash);
                    then.resize(hash);
                }
                // The banner says what was done: "done" of an earlier one goes.
                if (const auto old = then.find("done="); old != std::string::npos) then.resize(old - 1);
                if (request->field("quiet").empty()) then += (then.find('?') == std::string::npos ? "?done=" : "&done=") + verb->name;
                return http::redirect(then + anchor);
            }
            request->tried = app::attempt{verb->name, request->q->target, app::typed_again(request->form), a};
            if (auto form = request->home.again(request, back))
                if (auto* s = std::get_if<http::step>(&*form)) return std::move(*s);
            // Nothing to lay it over: a page of its own.
            auto said_alone = show(request, "refused", "", [](page_context&, json::object&) { return std::nullopt; });
            return std::get<http::step>(std::move(said_alone));
        }};
}

std::string task_link(const page_context& page, std::string_view what, std::string_view id)
{
    const auto bid = page.path("/bids/" + std::string(id));
    if (what == "bid.submit") return page.path("/bids/" + std::string(id) + "/apply");
    if (what == "bid.check") return bid + "#check";
    if (what == "bid.recommend") return bid + "#position";
    if (what == "bid.answer" || what == "bid.resolve") return bid + "#queries";
    return bid;
}

json::object money_bar(engine::pence committed, engine::pence asks, engine::pence available, engine::pence held, engine::pence expected,
                       engine::pence awaited, engine::pence scale)
{
    const auto whole = static_cast<double>(std::max<std::int64_t>(scale.value, 1));
    const auto percent = [&](std::int64_t n) {
        const auto hundredths = static_cast<std::int64_t>(static_cast<double>(n) / whole * 10000.0 + 0.5);
        return std::to_string(hundredths / 100) + "." + (hundredths % 100 < 10 ? "0" : "") + std::to_string(hundredths % 100) + "%";
    };
    json::array parts;
    std::int64_t at = 0;
    const auto part = [&](const char* kind, engine::pence p) {
        if (p.value <= 0) return;
        parts.push_back({{"bar_kind", kind}, {"bar_x", percent(at)}, {"bar_w", percent(p.value)}});
        at += p.value;
    };
    part("committed", committed);
    part("asks", asks);
    part("available", available);
    part("held", held);
    part("awaited", awaited);
    part("expected", expected);
    return {{"bar", std::move(parts)}};
}

} // namespace pages
