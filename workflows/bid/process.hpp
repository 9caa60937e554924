// workflows/bid/process.hpp - the bid process, up to the Exec's decision. This table is the process document: each line
// says from which stage what leads where, what is recorded, and what must hold (needs), or what makes it happen by itself
// (follows). After `signed_off` the approval process leads on (approval/process.hpp).
#pragma once
#include "workflows/bid/rules.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/interest/rules.hpp"
#include "workflows/quorum/rules.hpp"

namespace workflows {

struct bid_process : bid_stages {
    static constexpr std::string_view name = "bid", kind = "bid";

    // clang-format off
    using table = rows<
    //   from                 asked for               becomes              recorded as
    row< none,                "bid.draft",              draft,               "bid.drafted",
         needs<bids_for_a_group> >,
    row< open,                "bid.revise",             draft,               "bid.revised",
         needs<bids_for_a_group> >,
    row< draft,               "bid.submit",             with_delivery_group, "bid.submitted",
         needs<names_an_aim, application_complete> >,
    row< draft,               "bid.discard",            withdrawn,           "bid.discarded",
         needs<never_submitted> >,
    row< with_delivery_group, "bid.agree",              agreed,              "bid.agreed",
         needs<not_their_own_bid, free_of_conflict> >,
    row< with_delivery_group, "bid.return",             draft,               "bid.returned",
         needs<not_their_own_bid, free_of_conflict> >,
    row< at_the_exec,         "bid.return",             draft,               "bid.returned",
         needs<not_their_own_bid, free_of_conflict> >,
    row< with_delivery_group, "bid.decline",            declined,            "bid.declined",
         needs<not_their_own_bid, free_of_conflict> >,
    row< agreed,              "bid.send",               compliance_check,    "bid.sent",
         needs<before_the_deadline> >,
    row< agreed,              "bid.accept_late",        compliance_check,    "bid.accepted_late",
         needs<before_the_deadline> >,
    row< sent,                "bid.accept_late",        stays,               "bid.accepted_late",
         needs<before_the_deadline> >,
    row< compliance_check,    "bid.check",              stays,               "bid.checked",
         needs<not_their_own_bid, free_of_conflict, a_no_is_explained, equality_accepted, check_counts> >,
    row< compliance_check,    "bid.query",              stays,               "bid.queried" >,
    row< compliance_check,    "bid.answer",             stays,               "bid.answered",
         needs<query_unresolved> >,
    row< compliance_check,    "bid.resolve",            stays,               "bid.resolved",
         needs<query_unresolved> >,
    row< compliance_check,    "bid.put_on_table",       on_the_table,        "bid.put_on_table",
         follows<no_query_is_open, enough_reviewers_comply> >,
    row< on_the_table,        "bid.recommend",          stays,               "bid.recommended",
         needs<not_their_own_bid, free_of_conflict, position_counts> >,
    row< on_the_table,        "bid.record_absent",      stays,               "bid.recorded_absent",
         needs<absence_allowed> >,
    row< on_the_table,        "bid.come_recommended",   recommended,         "bid.came_recommended",
         follows<all_agencies_have_spoken, more_support_it> >,
    row< on_the_table,        "bid.come_not_recommended",not_recommended,     "bid.came_not_recommended",
         follows<all_agencies_have_spoken, no_majority_supports_it> >,
    row< deferred,            "bid.come_recommended",   recommended,         "bid.came_recommended",
         follows<its_exec_has_opened, was_recommended> >,
    row< deferred,            "bid.come_not_recommended",not_recommended,     "bid.came_not_recommended",
         follows<its_exec_has_opened, was_not_recommended> >,
    row< recommendation,      "bid.sign_off",           signed_off,          "bid.signed_off",
         needs<in_the_open_room, quorate, not_their_own_bid, free_of_conflict, outcome_explained,
               money_available> >,
    row< open,                "bid.withdraw",           withdrawn,           "bid.withdrawn" >,
    row< open,                "bid.hand_over",          stays,               "bid.handed_over",
         needs<bids_for_a_group, no_part_in_deciding> >,
    row< scheduled,           "bid.carry_over",         stays,               "bid.carried_over",
         follows<its_exec_has_moved_on> >
    >;
    // clang-format on
};

} // namespace workflows
