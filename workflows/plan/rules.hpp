// workflows/plan/rules.hpp - what rests on a decision of the Board.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

// -- what the rules rest on ------------------------------------------------------------------------------------------

/// An item that the Board is said to have decided (TR-plan).
struct board_decision {
    std::string item, body_kind, outcome, about_bid, bid;
    DESCRIBED(board_decision, item, body_kind, outcome, about_bid, bid)
    static std::optional<board_decision> gather(const context& c);
};

// -- the rules -------------------------------------------------------------------------------------------------------

struct board_has_decided : rule<"TR-plan", "the Board has decided the item that a plan or a ratification rests on",
                                "Appendix 5 Background; ToR \"Agree the funding plans\""> {
    using rests_on = board_decision;
    static std::optional<failure> refuses(const board_decision& f);
};

/// Until the first sums: a bid could be ratified by an item that the Board had deferred or noted, and waited on.
struct board_has_decided_v1
    : rule<"TR-plan", "the Board has decided the item that a plan or a ratification rests on", "Appendix 5 Background"> {
    using rests_on = board_decision;
    static std::optional<failure> refuses(const board_decision& f);
};

} // namespace workflows
