// Every decision, newest first: by whom, under which rule, what, of which body, when.
#include "server/http/framing.hpp"
#include "server/pages/decisions/event.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/pages.hpp"
#include "workflows/funding.hpp"

#include <algorithm>
#include <set>

namespace pages {

using namespace workflows;

namespace {

constexpr std::size_t page_size = 50;

/// What the list is narrowed to.
struct narrowing {
    std::string who, rule, what, body;
    std::optional<day> from, to;
};
narrowing narrowed(const request_context& request)
{
    return {request.query("who"),
            request.query("rule"),
            request.query("what"),
            request.query("body"),
            parse_day(request.query("from")),
            parse_day(request.query("to"))};
}

/// Where the page begins: before that entry of the log; else at its end.
std::int64_t begins_before(const page_context& page)
{
    const auto before = page.request.query("before");
    const bool number =
        !before.empty() && before.size() < 12 && std::all_of(before.begin(), before.end(), [](char c) { return c >= '0' && c <= '9'; });
    return number ? std::min(page.known.size(), static_cast<std::int64_t>(std::stoll(before))) : page.known.size();
}

/// By the seat that acted or is named, the body itself, or the body that met.
bool is_of_body(const page_context& page, const engine::event& e, const std::string& body)
{
    for (const auto& seat : {text_of(e.data, "seat"), text_of(e.form, "seat")})
        if (const auto* s = page.p.find_seat(seat); s && s->body == body) return true;
    if (text_of(e.form, "body") == body) return true;
    const auto [kind, id] = engine::split_key(e.subject);
    const auto* of = kind == "meeting" ? page.meeting(id) : nullptr;
    return of && of->body == body;
}

bool is_wanted(const page_context& page, const engine::event& e, const narrowing& wanted)
{
    if (!is_decision(e)) return false;
    if (!wanted.who.empty() && e.actor != wanted.who) return false;
    if (!wanted.what.empty() && e.type != wanted.what) return false;
    if (!wanted.body.empty() && !is_of_body(page, e, wanted.body)) return false;
    const auto on = day_in(e.at, page.p.zone);
    if ((wanted.from && on < *wanted.from) || (wanted.to && *wanted.to < on)) return false;
    if (!wanted.rule.empty() && std::none_of(e.judged.begin(), e.judged.end(), [&](const auto& j) { return j.rule == wanted.rule; }))
        return false;
    return may_read_event(page.known, page.p, page.me, e, page.now);
}

json::object row_of(const page_context& page, const engine::event& e, json::object& model)
{
    std::vector<std::string> rules;
    for (const auto& j : e.judged)
        if (std::find(rules.begin(), rules.end(), j.rule) == rules.end()) rules.push_back(j.rule);
    std::string marked;
    for (const auto& marking : markings_of(page, e)) {
        add_marking(model, marking);
        marked += (marked.empty() ? "" : ", ") + marking;
    }
    return {{"row_to", page.path("/decisions/" + std::to_string(e.index))},
            {"row_marking", marked},
            {"row_index", e.index},
            {"row_when", page.date_time(e.at)},
            {"row_what", event_name(page, e)},
            {"row_about", subject_name(page, e)},
            {"row_who", who_of(page, e)},
            {"row_rules", page.word.list(rules)}};
}

/// The log backwards, until the page is full or 50,000 entries were looked at. @param cursor moved to where the next page begins
json::array find_rows(const page_context& page, const narrowing& wanted, std::int64_t& cursor, json::object& model)
{
    json::array rows;
    for (std::int64_t looked = 0; cursor > 0 && looked < 50'000;) {
        const auto begin = std::max<std::int64_t>(0, cursor - 500);
        const auto part = page.known.events_from(begin, static_cast<std::size_t>(cursor - begin));
        looked += static_cast<std::int64_t>(part.size());
        cursor = begin;
        for (auto e = part.rbegin(); e != part.rend(); ++e) {
            if (!is_wanted(page, *e, wanted)) continue;
            rows.push_back(row_of(page, *e, model));
            if (rows.size() < page_size) continue;
            cursor = e->index;
            return rows;
        }
    }
    return rows;
}

void lay_choices(const page_context& page, const narrowing& wanted, json::object& model)
{
    json::array whos, rules, whats, bodies;
    for (const auto* who : page.people({.index = "person", .key = ""}))
        whos.push_back(option(who->id, page.office(who->id), who->id == wanted.who));
    std::set<std::string> ids;
    for (const auto& p : all_processes())
        for (const auto& r : p.rules) ids.insert(r.id);
    for (const auto& id : ids) rules.push_back(option(id, id, id == wanted.rule));
    for (const auto what : decision_events()) whats.push_back(option(what, page.word("event." + std::string(what)), what == wanted.what));
    for (const auto& [id, b] : page.p.bodies) bodies.push_back(option(id, b.name, id == wanted.body));
    model["whos"] = std::move(whos);
    model["rule_ids"] = std::move(rules);
    model["whats"] = std::move(whats);
    model["bodies"] = std::move(bodies);
}

/// The address of the next page, and what the boxes have. @returns "who=...&"
std::string lay_filters(const page_context& page, json::object& model)
{
    std::string kept;
    for (const auto* n : {"who", "rule", "what", "body", "from", "to", "as_of"})
        if (const auto value = page.request.query(n); !value.empty()) {
            kept += std::string(n) + "=" + http::url_encode(value) + "&";
            model["filter_" + std::string(n)] = value;
            if (std::string_view(n) != "as_of") model["filtered"] = true;
        }
    return kept;
}

} // namespace

handler_result decisions(const shared_request& request)
{
    return show_maybe_past(request, "decisions", "decisions",
                           [request](page_context& page, json::object& model) -> std::optional<http::response> {
                               if (!page.may_read()) return request->home.problem(*request->q, 404);
                               const auto wanted = narrowed(*request);
                               auto cursor = begins_before(page);
                               auto rows = find_rows(page, wanted, cursor, model);
                               const bool none = rows.empty();
                               const auto kept = lay_filters(page, model);
                               model["title"] = page.word(none ? "decisions.none" : "decisions.title");
                               model["none"] = none;
                               model["rows"] = std::move(rows);
                               if (cursor > 0 && !none)
                                   model["next_to"] = page.path("/decisions?" + kept + "before=" + std::to_string(cursor));
                               lay_choices(page, wanted, model);
                               model["now_to"] = page.path("/decisions");
                               model["audits"] = page.has_role("auditor");
                               model["today_iso"] = show(page.today());
                               return std::nullopt;
                           });
}

} // namespace pages
