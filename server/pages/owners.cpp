#include "server/pages/owners.hpp"

#include "server/pages/frame.hpp"

#include <algorithm>
#include <set>

namespace pages {

void lay_owners(const page_context& page, json::object& model)
{
    json::array seats, agencies, people;
    std::set<std::string> seated;
    for (const auto& [body, _] : page.p.bodies)
        for (const auto* s : page.p.seats_of(body, page.now)) {
            seats.push_back(option(s->id, page.word("seat_of_body", {{"seat", s->title}, {"body", page.body_name(body)}}), false));
            seated.insert(s->holder(page.now));
        }
    for (const auto& a : page.p.agencies) agencies.push_back(option(a.id, a.name, false));
    for (const auto* who : page.people({.index = "person", .key = ""}))
        if (!who->left && !seated.contains(who->id)) people.push_back(option(who->id, page.office(who->id), false));
    model["owner_seats"] = std::move(seats);
    model["owner_agencies"] = std::move(agencies);
    model["has_owner_people"] = !people.empty();
    model["owner_people"] = std::move(people);
}

} // namespace pages
