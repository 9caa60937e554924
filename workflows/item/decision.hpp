// workflows/item/decision.hpp - what rests on a decision of a body names the item on which it decided. Shared: each workflow gives the
// rule its own id, sentence and source.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

/// The item that the form names, and what came of it.
struct decision_of_a_body {
    std::string item, body, outcome; ///< outcome "": not decided
    DESCRIBED(decision_of_a_body, item, body, outcome)
    /// Nothing where the form names no item.
    static std::optional<decision_of_a_body> gather(const context& c);
};

/// Why it is no decision: not decided yet, or neither agreed nor agreed subject to amendments.
std::optional<failure> not_a_decision(const decision_of_a_body& f);

template <engine::fixed_text Id, engine::fixed_text Says, engine::fixed_text Source> struct rests_on_a_decision : rule<Id, Says, Source> {
    using rests_on = decision_of_a_body;
    static std::optional<failure> refuses(const decision_of_a_body& f) { return not_a_decision(f); }
};

} // namespace workflows
