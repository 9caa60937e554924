#include "workflows/letters.hpp"

namespace workflows {

void letters::begin(std::string id, engine::json::object with)
{
    about = std::move(id);
    facts = std::move(with);
    told.clear();
}

void letters::to(const std::string& who, std::string_view message)
{
    const auto* person_there = engine::get<person>(known, "person/" + who);
    if (!person_there || person_there->left || !told.insert(who).second) return;
    engine::mail m;
    m.to = who;
    m.message = message;
    m.about = about;
    m.facts = facts;
    out.push_back(std::move(m));
}

void letters::to_seat(const seat* s, std::string_view message, bool deputies)
{
    if (!s) return;
    to(s->holder(now), message);
    if (!deputies) return;
    for (const auto& d : s->deputies)
        if (d.at(now)) to(d.who, message);
}

void letters::to_role(std::string_view role, std::string_view message)
{
    for (const auto& row : known.rows({.index = "person.role", .key = std::string(role)})) to(row.id, message);
}

void letters::to_body(const body* b, std::string_view message, bool voting_only)
{
    if (!b) return;
    for (const auto* s : p.seats_of(b->id, now))
        if (s->votes() || !voting_only) to(s->holder(now), message);
}

void letters::to_chair_of(std::string_view body, std::string_view message, bool deputies)
{
    to_seat(p.office_seat(body, "chair", now), message, deputies);
}

} // namespace workflows
