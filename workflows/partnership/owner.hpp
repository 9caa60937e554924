// workflows/partnership/owner.hpp - whose a thing is. Risks, actions, indicators and duties have owners; a form names one by the id of a
// person, a seat or an agency (the shape ref.owner).
#pragma once
#include "engine/ports.hpp"
#include "workflows/partnership/state.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace workflows {

struct owner {
    std::string kind, id; ///< kind: person, seat or agency
    DESCRIBED(owner, kind, id)
};
/// Who is meant by an id: a person before a seat, a seat before an agency. Written into the event, so that an id which later means
/// somebody else too changes no owner.
owner find_owner(engine::reader& known, const partnership& p, std::string_view id);

/// The seat in which a person acts for the owner ("" as a person); nothing: they do not. A seat's holder acts for it; for an agency
/// act its people: those whose agency it is, and those who hold a seat that names it.
std::optional<std::string> acts_for(engine::reader& known, const partnership& p, const owner& o, std::string_view person, instant now);
/// Whom a thing of this owner waits for: all who act for it; where there is nobody, the Partnership Managers.
std::vector<std::string> awaited_for(engine::reader& known, const partnership& p, const owner& o, instant now);

} // namespace workflows
