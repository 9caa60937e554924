#include "workflows/partnership/owner.hpp"

#include <algorithm>

namespace workflows {

namespace {

/// Who holds a seat that names the agency; the seat, or nullptr.
const seat* seat_of_agency(const partnership& p, std::string_view agency, std::string_view person, instant now)
{
    for (const auto& [_, s] : p.seats)
        if (s.agency == agency && s.open_at(now) && s.holder(now) == person) return &s;
    return nullptr;
}

} // namespace

owner find_owner(engine::reader& known, const partnership& p, std::string_view id)
{
    const std::string text(id);
    if (engine::get<person>(known, "person/" + text)) return {"person", text};
    return {p.find_seat(id) ? "seat" : "agency", text};
}

std::optional<std::string> acts_for(engine::reader& known, const partnership& p, const owner& o, std::string_view who, instant now)
{
    const auto* there = engine::get<person>(known, "person/" + std::string(who));
    if (!there || there->left) return std::nullopt;
    if (o.kind == "person") return o.id == who ? std::optional(std::string()) : std::nullopt;
    if (o.kind == "seat") {
        const auto* s = p.find_seat(o.id);
        return s && s->open_at(now) && s->holder(now) == who ? std::optional(s->id) : std::nullopt;
    }
    if (const auto* s = seat_of_agency(p, o.id, who, now)) return s->id;
    return there->agency == o.id ? std::optional(std::string()) : std::nullopt;
}

std::vector<std::string> awaited_for(engine::reader& known, const partnership& p, const owner& o, instant now)
{
    std::vector<std::string> out;
    for (const auto& row : known.rows({.index = "person", .key = ""}))
        if (acts_for(known, p, o, row.id, now)) out.push_back(row.id);
    if (!out.empty()) return out;
    for (const auto& row : known.rows({.index = "person.role", .key = "partnership_manager"})) out.push_back(row.id);
    return out;
}

} // namespace workflows
