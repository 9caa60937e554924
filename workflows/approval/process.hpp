// workflows/approval/process.hpp - from the Exec's decision to an approval that holds. `signed_off` is passed through:
// the first line that follows leads on, so acceptance comes before the Board, and the Board before the money.
#pragma once
#include "workflows/approval/rules.hpp"
#include "workflows/bid/rules.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/plan/rules.hpp"

namespace workflows {

struct approval_process : bid_stages {
    static constexpr std::string_view name = "approval", kind = "bid";
    using approvable = any_of<signed_off, awaiting_money>;
    using outside_the_plan = any_of<awaiting_board, awaiting_acceptance>;

    // clang-format off
    using table = rows<
    //   from                 asked for               becomes              recorded as
    row< signed_off,          "bid.reject",             rejected,            "bid.rejected",
         follows<exec_rejected_it> >,
    row< signed_off,          "bid.defer",              deferred,            "bid.deferred",
         follows<exec_deferred_it> >,
    row< signed_off,          "bid.await_acceptance",   awaiting_acceptance, "bid.awaits_acceptance",
         follows<amendments_await_acceptance> >,
    row< signed_off,          "bid.refuse_by_board",    rejected,            "bid.refused_by_board",
         follows<board_did_not_agree> >,
    row< signed_off,          "bid.await_board",        awaiting_board,      "bid.awaits_board",
         follows<board_must_agree> >,
    row< signed_off,          "bid.await_money",        awaiting_money,      "bid.awaits_money",
         follows<money_is_awaited> >,
    row< approvable,          "bid.approve",            approved,            "bid.approved",
         follows<nothing_is_awaited> >,
    row< awaiting_acceptance, "bid.accept_amendments",  signed_off,          "bid.accepted_amendments" >,
    row< awaiting_acceptance, "bid.refuse_amendments",  lapsed,              "bid.refused_amendments" >,
    row< awaiting_acceptance, "bid.lapse",              lapsed,              "bid.lapsed",
         follows<acceptance_ran_out> >,
    row< awaiting_board,      "bid.ratify",             signed_off,          "bid.ratified",
         needs<board_has_decided> >,
    row< awaiting_board,      "bid.enter_plan",         signed_off,          "bid.entered_plan",
         follows<inside_the_plan> >,
    row< awaiting_acceptance, "bid.enter_plan",         stays,               "bid.entered_plan",
         follows<inside_the_plan> >,
    row< waiting,             "bid.fund",               stays,               "bid.funded",
         follows<stream_can_pay> >,
    row< decided,    "bid.hand_over",          stays,               "bid.handed_over",
         needs<bids_for_a_group, no_part_in_deciding> >
    >;
    static constexpr std::int64_t sums = 2;
    using older = engine::mp::mp_list<engine::until<1, board_has_decided_v1>>;
    // clang-format on
};

} // namespace workflows
