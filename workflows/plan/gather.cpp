// workflows/plan/gather.cpp - what the Board has decided.
#include "workflows/context.hpp"
#include "workflows/plan/rules.hpp"
#include "workflows/standing.hpp"

namespace workflows {

std::optional<board_decision> board_decision::gather(const context& c)
{
    if (!c.p || !c.form_given) return {};
    board_decision f{c.text("item"), "", "", "", c.bid ? c.bid->id : ""};
    if (const auto* m = meeting_of_item(c.known, f.item)) {
        const auto* b = c.p->find_body(m->body);
        if (b) f.body_kind = boost::describe::enum_to_string(b->kind, "?");
        if (const auto* i = m->find_item(f.item)) {
            f.outcome = i->outcome;
            f.about_bid = i->bid;
        }
    }
    return f;
}

} // namespace workflows
