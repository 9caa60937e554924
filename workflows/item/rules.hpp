// workflows/item/rules.hpp - how an item of an agenda is decided.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

// -- what the rules rest on ------------------------------------------------------------------------------------------

/// A decider's interest in an item, and who presides over it (TR-interest).
struct item_conflict {
    std::string actor, declared, presides;
    DESCRIBED(item_conflict, actor, declared, presides)
    static std::optional<item_conflict> gather(const context& c);
};

/// A vote that may not be cast: of which seat, and why not.
struct wrong_vote {
    std::string seat, why; ///< why: the message
    DESCRIBED(wrong_vote, seat, why)
};

struct vote_facts {
    std::string outcome;
    std::int64_t cast = 0, votes_for = 0, votes_against = 0; ///< cast: abstentions too
    bool casting_vote = true;
    std::vector<wrong_vote> wrong;
    DESCRIBED(vote_facts, outcome, cast, votes_for, votes_against, casting_vote, wrong)
    static std::optional<vote_facts> gather(const context& c);
};

struct vote_facts_v1 {
    std::string outcome;
    std::int64_t votes_for = 0, votes_against = 0;
    bool casting_vote = true;
    std::vector<wrong_vote> wrong;
    DESCRIBED(vote_facts_v1, outcome, votes_for, votes_against, casting_vote, wrong)
};

/// What an item's kind allows, and where a deferred one goes (MN-agenda).
struct item_outcome {
    std::string kind, outcome, to_meeting, to_meeting_stage;
    bool worded = false; ///< a text or amendments are given
    DESCRIBED(item_outcome, kind, outcome, to_meeting, to_meeting_stage, worded)
    static std::optional<item_outcome> gather(const context& c);
};

/// What a body may say (MN-endorse).
struct body_outcome {
    std::string body_kind, outcome;
    DESCRIBED(body_outcome, body_kind, outcome)
    static std::optional<body_outcome> gather(const context& c);
};

/// An item about a bid, and what it is to be decided as (FP-g1).
struct bid_item {
    std::string body_kind, kind, outcome;
    DESCRIBED(bid_item, body_kind, kind, outcome)
    static std::optional<bid_item> gather(const context& c);
};

// -- the rules -------------------------------------------------------------------------------------------------------

struct free_of_interest
    : rule<"TR-interest", "nobody with an interest decides; the chair presides unless absent or conflicted", "2014 minutes 2"> {
    using rests_on = item_conflict;
    static std::optional<failure> refuses(const item_conflict& f);
};

struct votes_carry_it
    : rule<"MN-vote",
           "an outcome follows the votes; one vote a seat, in the room and without an interest; a tie is settled by the casting vote",
           "2010 minutes"> {
    using rests_on = vote_facts;
    static std::optional<failure> refuses(const vote_facts& f);
};

/// Until the first sums of this process: no votes for and none against carried every outcome.
struct votes_carry_it_v1 : rule<"MN-vote", "an outcome follows the votes", "2010 minutes"> {
    using rests_on = vote_facts_v1;
    static std::optional<failure> refuses(const vote_facts_v1& f);
};

struct only_noted_as_an_item : rule<"FP-g1", "a bid is signed off by bid.sign_off; as an item it is only noted", "Appendix 5 (g)"> {
    using rests_on = bid_item;
    static std::optional<failure> refuses(const bid_item& f);
};

/// Until the first sums of this process: only the Exec was kept from deciding on a bid as an item.
struct only_noted_as_an_item_v1 : rule<"FP-g1", "a bid on the Exec's agenda is signed off by bid.sign_off", "Appendix 5 (g)"> {
    using rests_on = bid_item;
    static std::optional<failure> refuses(const bid_item& f);
};

struct outcome_fits_the_item
    : rule<
          "MN-agenda",
          "information is noted, a discussion noted or endorsed, either deferred; amendments are worded; a deferred item goes to a planned "
          "meeting",
          "2010 minutes 10-11"> {
    using rests_on = item_outcome;
    static std::optional<failure> refuses(const item_outcome& f);
};

struct county_only_endorses
    : rule<"MN-endorse", "a county body endorses, notes or defers; it neither agrees nor refuses", "2014 minutes 4a"> {
    using rests_on = body_outcome;
    static std::optional<failure> refuses(const body_outcome& f);
};

} // namespace workflows
