// Bodies: their seats, who holds them and until when, their deputies, and the rule of quorum.
#include "server/pages/frame.hpp"
#include "server/pages/meeting/quorum.hpp"
#include "server/pages/pages.hpp"
#include "workflows/partnership/policy.hpp"

namespace pages {

using namespace workflows;

namespace {

json::object body_row(const page_context& page, const workflows::body& b)
{
    std::int64_t filled = 0, voting = 0;
    for (const auto* s : page.p.seats_of(b.id, page.now)) {
        voting += s->votes();
        filled += s->votes() && !s->holder(page.now).empty();
    }
    return {{"body_to", page.path("/bodies/" + b.id)},
            {"body_name", b.name},
            {"body_kind", page.word("body_kind." + std::string(engine::to_json(b.kind).as_string()))},
            {"body_seats", page.word("body.seats", {{"filled", std::to_string(filled)}, {"voting", std::to_string(voting)}})},
            {"body_chair", page.office(page.p.office_holder(b.id, "chair", page.now))}};
}

/// The last day before a moment.
std::string until(const page_context& page, const std::optional<engine::instant>& ends)
{
    return ends ? page.date(engine::instant{ends->micros - 1}) : "";
}

/// Deputies now, and those whose term is still to begin.
json::array deputies_of(const page_context& page, const seat& s)
{
    json::array out;
    for (const auto& d : s.deputies) {
        if (d.over(page.now)) continue;
        const auto* who = page.person(d.who);
        out.push_back({{"deputy_id", d.who},
                       {"deputy_name", who ? who->name : d.who},
                       {"deputy_from", d.at(page.now) ? "" : page.date(d.from)},
                       {"deputy_until", until(page, d.until)},
                       {"deputy_may_end", may_name_deputy(page.known, s, page.me, page.now) || d.who == page.me}});
    }
    return out;
}

/// When the holder's term ends: its own end, or when whoever comes then begins.
std::optional<engine::instant> end_of_term(const seat& s, const term& holding, engine::instant now)
{
    auto ends = holding.until;
    for (const auto& next : s.holders)
        if (now < next.from && !next.never() && (!ends || next.from < *ends)) ends = next.from;
    return ends;
}

json::object seat_row(const page_context& page, const seat& s)
{
    const auto holder = s.holder(page.now);
    const auto* who = page.person(holder);
    const auto* holding = s.holding(page.now);
    std::string office;
    for (const auto* o : {"chair", "vice_chair"})
        if (s.bears(o, page.now)) office = page.word("office." + std::string(o));
    auto deputies = deputies_of(page, s);
    const bool has_deputies = !deputies.empty();
    return {{"seat_id", s.id},
            {"seat_title", s.title},
            {"seat_standing", page.word("standing." + std::string(engine::to_json(s.standing).as_string()))},
            {"seat_agency", s.agency.empty() ? "" : page.agency_name(s.agency)},
            {"seat_holder", who ? who->name : ""},
            {"seat_vacant", holder.empty()},
            {"seat_since", holding ? page.date(holding->from) : ""},
            {"seat_until", holding ? until(page, end_of_term(s, *holding, page.now)) : ""},
            {"seat_has_deputies", has_deputies},
            {"seat_deputies", std::move(deputies)},
            {"seat_office", office},
            {"seat_may_deputy", may_name_deputy(page.known, s, page.me, page.now)}};
}

/// Whom a form may name, and the agencies that a seat may stand for.
void lay_choices(const page_context& page, json::object& model)
{
    json::array people, agencies;
    for (const auto* who : page.people({.index = "person", .key = ""}))
        if (!who->left) people.push_back({{"person_id", who->id}, {"person_name", who->name}});
    for (const auto& a : page.p.agencies) agencies.push_back({{"agency_id", a.id}, {"agency_title", a.name}});
    model["people"] = std::move(people);
    model["agencies"] = std::move(agencies);
}

} // namespace

handler_result bodies(const shared_request& request)
{
    return show(request, "bodies", "", [](page_context& page, json::object& model) -> std::optional<http::response> {
        const bool administers = page.has_role("administrator");
        json::array rows;
        for (const auto& [_, b] : page.p.bodies) rows.push_back(body_row(page, b));
        model["nav_admin"] = administers;
        model["title"] = page.word("bodies.title");
        model["rows"] = std::move(rows);
        model["may"] = administers;
        lay_quorum_form(page, show_quorum(quorum_rule{}), model);
        return std::nullopt;
    });
}

handler_result body(const shared_request& request)
{
    return show(request, "body", "", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto* b = page.p.find_body(request->param("body"));
        if (!b || !page.may_read()) return request->home.problem(*request->q, 404);
        const bool administers = page.has_role("administrator");
        model["nav_admin"] = administers;
        model["title"] = b->name;
        model["body"] = b->id;
        model["may"] = administers;
        const auto rule = show_quorum(page.p.quorum_at(*b, page.now));
        model["quorum_says"] = quorum_rule_in_words(page, rule);
        lay_quorum_form(page, rule, model);
        json::array rows;
        for (const auto* s : page.p.seats_of(b->id, page.now)) rows.push_back(seat_row(page, *s));
        model["has_seats"] = !rows.empty();
        model["rows"] = std::move(rows);
        lay_choices(page, model);
        return std::nullopt;
    });
}

} // namespace pages
