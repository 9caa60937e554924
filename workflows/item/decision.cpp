#include "workflows/item/decision.hpp"

#include "workflows/context.hpp"
#include "workflows/meeting/state.hpp"

namespace workflows {

std::optional<decision_of_a_body> decision_of_a_body::gather(const context& c)
{
    if (!c.form_given || !c.item || !c.meeting) return {};
    return decision_of_a_body{c.item->id, c.meeting->body, c.item->outcome};
}

std::optional<failure> not_a_decision(const decision_of_a_body& f)
{
    if (f.outcome == "agreed" || f.outcome == "agreed_subject_to_amendments") return {};
    const thing item{"item", f.item};
    const std::vector<field_error> at{{"item", "name_an_agreed_item"}};
    if (f.outcome.empty()) return failure{"item_not_decided", {{"item", item}}, at};
    return failure{"item_not_agreed", {{"item", item}, {"outcome", word{"item_outcome." + f.outcome}}}, at};
}

} // namespace workflows
