#include "workflows/interest/rules.hpp"

namespace workflows {

using answer = std::optional<failure>;

answer not_their_own_bid::refuses(const separation& f)
{
    if (f.actor == f.project_manager) return failure{f.actor + " is the bid's project manager, and nobody decides on their own bid."};
    if (f.actor == f.author) return failure{f.actor + " is the bid's author, and nobody decides on their own bid."};
    return {};
}

answer free_of_conflict::refuses(const conflict& f)
{
    if (!f.declared.empty()) return failure{f.actor + " has declared an interest (" + f.declared + ") in this bid."};
    if (f.no_conflict && !*f.no_conflict && !f.handled) return failure{"A conflict of interest is stated, but not how it is handled."};
    if (!f.presides || f.presides == f.actor) return {};
    if (f.presides->empty())
        return failure{"Chair and vice-chair are absent or conflicted: the members present choose one of themselves first."};
    return failure{*f.presides + " presides over this bid: in the room, and free of conflict."};
}

} // namespace workflows
