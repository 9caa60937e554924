// workflows/bid/stages.hpp - the one list of a bid's stages, with the step of each on the drawn way and the groups that rules,
// lists and pages ask for.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

struct bid_stages {
    struct none : stage<"none"> {};
    struct draft : stage<"draft", 1> {};
    struct with_delivery_group : stage<"with_delivery_group", 2> {};
    struct agreed : stage<"agreed", 3> {};
    struct compliance_check : stage<"compliance_check", 3> {};
    struct on_the_table : stage<"on_the_table", 4> {};
    struct recommended : stage<"recommended", 5> {};
    struct not_recommended : stage<"not_recommended", 5> {};
    struct signed_off : stage<"signed_off"> {}; ///< passed through within one transaction; no view shows it
    struct awaiting_acceptance : stage<"awaiting_acceptance", 5> {};
    struct awaiting_board : stage<"awaiting_board", 5> {};
    struct awaiting_money : stage<"awaiting_money", 5> {};
    struct deferred : stage<"deferred", 5> {};
    struct approved : stage<"approved", 6> {};
    struct rejected : stage<"rejected", 5> {};
    struct declined : stage<"declined", 2> {};
    struct withdrawn : stage<"withdrawn"> {}; ///< at whichever step it was
    struct lapsed : stage<"lapsed", 5> {};

    using recommendation = any_of<recommended, not_recommended>;                          ///< ready to be signed off
    using at_the_exec = any_of<on_the_table, recommendation>;                             ///< the Exec can decide on it
    using sent = any_of<compliance_check, at_the_exec>;                                   ///< with the Partnership Manager
    using scheduled = any_of<sent, deferred>;                                             ///< on an Exec's list
    using on_its_list = any_of<recommendation, deferred, on_the_table, compliance_check>; ///< the same, what can be signed off first
    using open = any_of<draft, with_delivery_group, agreed, scheduled>;                   ///< not signed off yet
    using waiting = any_of<awaiting_acceptance, awaiting_board, awaiting_money>;          ///< approved, if what is awaited comes
    using decided = any_of<waiting, approved>;                                            ///< signed off, and not refused
    using stopped = any_of<rejected, declined, withdrawn, lapsed>;                        ///< it goes no further
    using over = any_of<approved, stopped>;                                    ///< nobody is awaited, and no interest is declared
    using awaits_somebody = any_of<open, awaiting_acceptance, awaiting_board>; ///< a person, that is: not only money
    /// Others than the project manager are to act, so that they wait for each other.
    using in_other_hands = any_of<with_delivery_group, agreed, compliance_check, on_the_table, awaiting_acceptance, awaiting_board>;
    using all = any_of<draft, with_delivery_group, agreed, sent, waiting, deferred, over>; ///< that a view shows, as lists offer them
};

} // namespace workflows
