// The demonstration's partnership: people, roles, bodies, seats; and its money.
#include "names/partnership.hpp"
#include "names/stream.hpp"
#include "server/demo/cast.hpp"
#include "server/demo/demo.hpp"
#include "server/demo/writer.hpp"

namespace demo {
namespace {

void found(writer& w, day d)
{
    json::array aims, agencies;
    for (const auto& [id, title] : {std::pair{"crime", "Reduce incidents of crime, anti-social behaviour and disorder"},
                                    {"vulnerable", "Bring extra support and protection to the vulnerable"},
                                    {"accidents", "Reduce death and injury caused through accidents and fires"},
                                    {"tolerance", "Create a safe community by promoting tolerance and good citizenship"}})
        aims.push_back({{"aim", id}, {"title", title}});
    json::array priorities;
    for (const auto& [id, title] : {std::pair{"domestic-violence", "Domestic violence"},
                                    {"alcohol", "Alcohol"},
                                    {"hate-crime", "Hate crime"},
                                    {"engagement", "Community engagement"}})
        priorities.push_back({{"priority", id}, {"title", title}});
    for (const auto& [id, name] : {std::pair{"council", "Thurrock Council"},
                                   {"police", "Essex Police"},
                                   {"fire", "Essex County Fire and Rescue Service"},
                                   {"probation", "Probation Service"},
                                   {"health", "South West Essex Primary Care Trust"}})
        agencies.push_back({{"agency", id}, {"name", name}, {"statutory", true}});
    w.add(d, 8, 0, "system", workflows::verbs::partnership_set_up,
          {{"partnership", partnership},
           {"name", "Thurrock Community Safety Partnership"},
           {"aims", aims},
           {"priorities", priorities},
           {"agencies", agencies}});
}

void people(writer& w, day d)
{
    const auto arrives = [&](const person& p) {
        json::object o{{"person", p.id}, {"name", p.office}, {"email", std::string(p.id) + "@thurrock.example"}};
        if (!p.agency.empty()) o["agency"] = p.agency;
        w.add(d, 8, 0, "system", workflows::verbs::person_add, o);
    };
    for (const auto& p : executive) arrives(p);
    for (const auto& p : others) arrives(p);
}

void roles(writer& w, day d)
{
    const auto role = [&](std::string_view who, std::string_view what) {
        w.add(d, 8, 1, "system", workflows::verbs::role_grant, {{"person", who}, {"role", what}});
    };
    role("manager", "partnership_manager");
    role("support", "administrator");
    role("auditor", "auditor");
    role("council-budget", "budget_manager");
    role("police-budget", "budget_manager");
    for (const auto& g : groups) role(g.pm, "project_manager");
}

void bodies(writer& w, day d)
{
    const auto body = [&](std::string_view id, std::string_view name, std::string_view kind) {
        w.add(d, 8, 2, "system", workflows::verbs::body_create,
              {{"body", id}, {"name", name}, {"kind", kind}, {"from", workflows::show(d)}});
    };
    body("exec", "Executive", "executive");
    body("board", "Strategic Board", "strategic_board");
    body("subgroup", "Funding sub-group", "funding_subgroup");
    for (const auto& g : groups) body(g.id, std::string(g.name) + " group", "delivery_group");
}

/// A seat, and who sits there from the first day.
void seat(writer& w, day d, const std::string& id, std::string_view of, std::string_view title, std::string_view who,
          std::string_view standing, std::string_view agency, std::string_view office)
{
    json::object o{{"seat", id}, {"body", of}, {"title", title}, {"standing", standing}};
    if (!agency.empty()) o["agency"] = agency;
    if (!office.empty()) o["office"] = office;
    w.add(d, 8, 3, "system", workflows::verbs::seat_create, o);
    w.add(d, 8, 4, "system", workflows::verbs::seat_appoint, {{"seat", id}, {"person", who}, {"from", workflows::show(d)}});
}

void seats_of_the_executive(writer& w, day d)
{
    for (const auto& p : executive)
        seat(w, d, std::string(p.seat), "exec", p.office, p.id, p.agency.empty() ? "invited" : "statutory", p.agency,
             p.id == "exec-chair"  ? "chair"
             : p.id == "exec-vice" ? "vice_chair"
                                   : "");
    for (const auto* p : {"manager", "police-safety", "support"})
        seat(w, d, "exec-officio-" + std::string(p), "exec", title_of(p), p, "ex_officio", "", "");
}

void seats_of_the_board(writer& w, day d)
{
    int n = 0;
    seat(w, d, "board-01", "board", "Chair of the Strategic Board", "board-chair", "invited", "", "chair");
    for (const auto* p : {"director-safety", "district-commander", "station-manager", "chief-officer", "public-health", "portfolio-holder",
                          "voluntary", "businesses"}) {
        ++n;
        seat(w, d, "board-0" + std::to_string(n + 1), "board", title_of(p), p, "statutory", "", n == 1 ? "vice_chair" : "");
    }
}

void seats_of_the_groups(writer& w, day d)
{
    int n = 0;
    for (const auto r : reviewers) {
        ++n;
        seat(w, d, "subgroup-" + std::to_string(n), "subgroup", title_of(r), r, "statutory", "", n == 1 ? "chair" : "");
    }
    for (const auto& g : groups)
        seat(w, d, "group-" + std::string(g.id), g.id, std::string("Chair, ") + std::string(g.name) + " group", g.chair, "invited", "",
             "chair");
}

} // namespace

void set_up(writer& w, day begin)
{
    found(w, begin);
    people(w, begin);
    roles(w, begin);
    bodies(w, begin);
    seats_of_the_executive(w, begin);
    seats_of_the_board(w, begin);
    seats_of_the_groups(w, begin);
    w.add(begin, 8, 5, "system", workflows::verbs::seat_name_deputy, {{"seat", "exec-05"}, {"person", "fire-deputy"}});
}

void money(writer& w, day begin)
{
    std::vector<std::string> years;
    for (int k = -9; k <= 1; ++k)
        if (const auto y = workflows::financial_year_of(w.exec_day(k)); years.empty() || y != years.back()) years.push_back(y);
    for (const auto& year : years)
        for (const auto& p : pots) {
            const bool expected = !p.confirmed && year == w.planned_year();
            json::object o{{"stream", std::string(p.id) + "-" + year},
                           {"name", p.name},
                           {"provider", p.provider},
                           {"year", year},
                           {"amount", pounds(p.pounds)},
                           {"status", expected ? "expected" : "confirmed"}};
            if (p.held) o["held_back"] = pounds(p.held);
            w.add(begin, 9, 0, "council-budget", workflows::verbs::stream_open, o);
        }
}

} // namespace demo
