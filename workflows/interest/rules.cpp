#include "workflows/interest/rules.hpp"

namespace workflows {

using answer = std::optional<failure>;

answer not_their_own_bid::refuses(const separation& f)
{
    if (f.actor == f.project_manager) return failure{"own_bid_as_manager", {{"person", thing{"person", f.actor}}}};
    if (f.actor == f.author) return failure{"own_bid_as_author", {{"person", thing{"person", f.actor}}}};
    return {};
}

answer free_of_conflict::refuses(const conflict& f)
{
    if (!f.declared.empty())
        return failure{"interest_in_bid", {{"person", thing{"person", f.actor}}, {"nature", word{"nature." + f.declared}}}};
    if (f.no_conflict && !*f.no_conflict && !f.handled) return failure{"conflict_not_handled"};
    if (!f.presides || f.presides == f.actor) return {};
    if (f.presides->empty()) return failure{"nobody_presides"};
    return failure{"another_presides", {{"person", thing{"person", *f.presides}}}};
}

} // namespace workflows
