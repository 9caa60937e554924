// workflows/approval/rules.hpp - what leads a signed-off bid on: the Exec's outcome, acceptance, the Board, the money.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

// -- what the rules rest on ------------------------------------------------------------------------------------------

/// What the Exec decided, and what of it is still to come.
struct decided_bid {
    std::string outcome;
    bool accepted = false, needs_board = false, ratified = false;
    std::string board_said;            ///< the outcome of the Board's item; "" none yet
    std::vector<std::string> unfunded; ///< streams whose money is awaited
    DESCRIBED(decided_bid, outcome, accepted, needs_board, ratified, board_said, unfunded)
    static std::optional<decided_bid> gather(const context& c);
};

/// Until when amendments may be accepted.
struct acceptance_period {
    std::optional<instant> ends;
    instant now;
    DESCRIBED(acceptance_period, ends, now)
    static std::optional<acceptance_period> gather(const context& c);
};

/// Why the Board would have to ratify the approval; nothing when it is inside the agreed plan.
struct plan_check {
    std::vector<std::string> why;
    DESCRIBED(plan_check, why)
    static std::optional<plan_check> gather(const context& c);
};

/// A stream's money, beside the bid's line that waits for it.
struct stream_share {
    std::string stream, status;
    pence available, line;
    DESCRIBED(stream_share, stream, status, available, line)
    static std::optional<stream_share> gather(const context& c);
};

// -- the rules -------------------------------------------------------------------------------------------------------

struct exec_rejected_it : rule<"FP-g3", "the Exec rejected the bid", "Appendix 5 (g); 2010 minutes 10.x"> {
    using rests_on = decided_bid;
    static std::optional<failure> refuses(const decided_bid& f);
};

struct exec_deferred_it : rule<"FP-g3", "the Exec deferred the bid to another Exec", "Appendix 5 (g); 2010 minutes 10.x"> {
    using rests_on = decided_bid;
    static std::optional<failure> refuses(const decided_bid& f);
};

struct amendments_await_acceptance : rule<"FP-g3", "the project manager has still to accept the amendments", "2010 minutes 10.x"> {
    using rests_on = decided_bid;
    static std::optional<failure> refuses(const decided_bid& f);
};

struct board_did_not_agree : rule<"TR-plan", "the Board has not agreed to it", "Appendix 5 Background"> {
    using rests_on = decided_bid;
    static std::optional<failure> refuses(const decided_bid& f);
};

struct board_must_agree : rule<"TR-plan", "outside the plan, or above the delegated limit, the Board must ratify it",
                               "Appendix 5 Background; ToR \"Agree the funding plans\""> {
    using rests_on = decided_bid;
    static std::optional<failure> refuses(const decided_bid& f);
};

struct money_is_awaited : rule<"FP-e", "a stream that it draws on is only expected", "Appendix 5 (e); 2010 minutes 6.4"> {
    using rests_on = decided_bid;
    static std::optional<failure> refuses(const decided_bid& f);
};

struct nothing_is_awaited : rule<"FP-g3", "it is approved, and neither acceptance, nor the Board, nor money is awaited", "Appendix 5 (g)"> {
    using rests_on = decided_bid;
    static std::optional<failure> refuses(const decided_bid& f);
};

struct acceptance_ran_out : rule<"FP-g3", "amendments that nobody accepted in time lapse", "2010 minutes 10.x"> {
    using rests_on = acceptance_period;
    static std::optional<failure> refuses(const acceptance_period& f);
};

struct inside_the_plan : rule<"TR-plan", "what the agreed plan has room for needs no ratification", "Appendix 5 Background"> {
    using rests_on = plan_check;
    static std::optional<failure> refuses(const plan_check& f);
};

struct stream_can_pay
    : rule<"FP-e", "a confirmed stream with money available funds what waits for it", "Appendix 5 (e); 2010 minutes 6.4"> {
    using rests_on = stream_share;
    static std::optional<failure> refuses(const stream_share& f);
};

} // namespace workflows
