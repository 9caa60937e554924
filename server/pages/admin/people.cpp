// People: who they are, their roles and seats, and whether they can sign in.
#include "server/pages/frame.hpp"
#include "server/pages/pages.hpp"

namespace pages {

using namespace workflows;

namespace {

json::array agencies_of(const page_context& page, std::string_view chosen)
{
    json::array out;
    for (const auto& a : page.p.agencies)
        out.push_back(json::object{{"agency_id", a.id}, {"agency_title", a.name}, {"agency_selected", a.id == chosen}});
    return out;
}

json::object row_of(const page_context& page, const workflows::person& who)
{
    std::vector<std::string> does;
    for (const auto& r : who.roles) does.push_back(page.word("role." + r));
    for (const auto& [_, s] : page.p.seats)
        if (s.open_at(page.now) && s.holder(page.now) == who.id) does.push_back(s.title + ", " + page.body_name(s.body));
    const bool account = storage::accounts(page.request.d->sql()).find_account(page.p.id, who.id).has_value();
    return {{"person_to", page.path("/people/" + who.id)},
            {"person_name", who.name},
            {"person_id", who.id},
            {"person_does", page.word.list(does)},
            {"person_left", who.left},
            {"person_account", page.word(who.left  ? "account.left"
                                         : account ? "account.there"
                                                   : "account.none")}};
}

void lay_roles(const page_context& page, const workflows::person& who, json::object& model)
{
    json::array has, may;
    for (const auto* r : {"project_manager", "partnership_manager", "budget_manager", "auditor", "administrator"})
        (who.has_role(r) ? has : may).push_back({{"role", r}, {"role_name", page.word("role." + std::string(r))}});
    model["has_roles"] = !has.empty();
    model["roles"] = std::move(has);
    model["more_roles"] = std::move(may);
}

void lay_seats(const page_context& page, const workflows::person& who, json::object& model)
{
    json::array seats;
    for (const auto& [_, s] : page.p.seats) {
        if (!s.open_at(page.now) || !s.is_sat_for_by(who.id, page.now)) continue;
        const auto as = s.holder(page.now) == who.id ? "" : ", " + page.word("deputy");
        seats.push_back({{"seat_to", page.path("/bodies/" + s.body)}, {"seat_name", s.title + ", " + page.body_name(s.body) + as}});
    }
    model["has_seats"] = !seats.empty();
    model["seats"] = std::move(seats);
}

} // namespace

handler_result people(const shared_request& request)
{
    return show(request, "people", "", [](page_context& page, json::object& model) -> std::optional<http::response> {
        json::array rows;
        for (const auto* who : page.people({.index = "person", .key = ""})) rows.push_back(row_of(page, *who));
        model["nav_admin"] = true;
        model["title"] = page.word.count("people.title", static_cast<std::int64_t>(rows.size()));
        model["rows"] = std::move(rows);
        model["agencies"] = agencies_of(page, "");
        return std::nullopt;
    });
}

handler_result person(const shared_request& request)
{
    return show(request, "person", "", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto* who = page.person(request->param("person"));
        if (!who) return request->home.problem(*request->q, 404);
        model["nav_admin"] = true;
        model["title"] = who->name;
        model["person"] = who->id;
        model["name"] = who->name;
        model["email"] = who->email;
        model["left"] = who->left;
        model["has_agency"] = !who->agency.empty();
        model["agency_name"] = who->agency.empty() ? page.word("none") : page.agency_name(who->agency);
        model["agencies"] = agencies_of(page, who->agency);
        lay_roles(page, *who, model);
        lay_seats(page, *who, model);
        const bool account = request->accounts().find_account(page.p.id, who->id).has_value();
        model["has_account"] = account;
        model["account_says"] = page.word(account ? "account.there" : "account.none");
        model["invite_off"] = who->left;
        return std::nullopt;
    });
}

} // namespace pages
