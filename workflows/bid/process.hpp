// workflows/bid/process.hpp - the bid process, up to the Exec's decision. This table is the process document.
// After `signed_off` the approval process (approval_process.hpp) leads on.
#pragma once
#include "workflows/bid/rules.hpp"

namespace workflows {

using engine::any_of;
using engine::emits;
using engine::named;
using engine::needs;
using engine::row;
using engine::stays;

namespace bid_states {
struct none : named<"none"> {};
struct draft : named<"draft"> {};
struct with_delivery_group : named<"with_delivery_group"> {};
struct agreed : named<"agreed"> {};
struct compliance_check : named<"compliance_check"> {};
struct on_the_table : named<"on_the_table"> {};
struct recommended : named<"recommended"> {};
struct not_recommended : named<"not_recommended"> {};
struct signed_off : named<"signed_off"> {}; ///< passed through within one transaction; no view shows it
struct deferred : named<"deferred"> {};
struct declined : named<"declined"> {};
struct withdrawn : named<"withdrawn"> {};
struct awaiting_acceptance : named<"awaiting_acceptance"> {};
struct awaiting_board : named<"awaiting_board"> {};
struct awaiting_money : named<"awaiting_money"> {};
struct approved : named<"approved"> {};
struct rejected : named<"rejected"> {};
struct lapsed : named<"lapsed"> {};
} // namespace bid_states

struct bid_process {
    static constexpr std::string_view name = "bid";

    // What someone asks for.
    struct draft : named<"bid.draft"> {};
    struct revise : named<"bid.revise"> {};
    struct submit : named<"bid.submit"> {};
    struct discard : named<"bid.discard"> {};
    struct agree : named<"bid.agree"> {};
    struct give_back : named<"bid.return"> {};
    struct decline : named<"bid.decline"> {};
    struct send : named<"bid.send"> {};
    struct accept_late : named<"bid.accept_late"> {};
    struct check : named<"bid.check"> {};
    struct raise_query : named<"bid.query"> {};
    struct answer_query : named<"bid.answer"> {};
    struct resolve_query : named<"bid.resolve"> {};
    struct recommend : named<"bid.recommend"> {};
    struct record_absent : named<"bid.record_absent"> {};
    struct sign_off : named<"bid.sign_off"> {};
    struct withdraw : named<"bid.withdraw"> {};
    struct hand_over : named<"bid.hand_over"> {};
    // What follows by itself (reactions.cpp).
    struct put_on_table : named<"bid.put_on_table"> {};
    struct come_recommended : named<"bid.come_recommended"> {};
    struct come_not_recommended : named<"bid.come_not_recommended"> {};
    struct carry_over : named<"bid.carry_over"> {};

    // What happened. These names are stored, so they never change.
    struct drafted : named<"bid.drafted"> {};
    struct revised : named<"bid.revised"> {};
    struct submitted : named<"bid.submitted"> {};
    struct discarded : named<"bid.discarded"> {};
    struct was_agreed : named<"bid.agreed"> {};
    struct returned : named<"bid.returned"> {};
    struct was_declined : named<"bid.declined"> {};
    struct sent : named<"bid.sent"> {};
    struct accepted_late : named<"bid.accepted_late"> {};
    struct checked : named<"bid.checked"> {};
    struct queried : named<"bid.queried"> {};
    struct answered : named<"bid.answered"> {};
    struct resolved : named<"bid.resolved"> {};
    struct position_taken : named<"bid.recommended"> {};
    struct recorded_absent : named<"bid.recorded_absent"> {};
    struct was_signed_off : named<"bid.signed_off"> {};
    struct was_withdrawn : named<"bid.withdrawn"> {};
    struct handed_over : named<"bid.handed_over"> {};
    struct was_put_on_table : named<"bid.put_on_table"> {};
    struct came_recommended : named<"bid.came_recommended"> {};
    struct came_not_recommended : named<"bid.came_not_recommended"> {};
    struct carried_over : named<"bid.carried_over"> {};

    using open_stages = any_of<bid_states::draft, bid_states::with_delivery_group, bid_states::agreed, bid_states::compliance_check,
                               bid_states::on_the_table, bid_states::recommended, bid_states::not_recommended, bid_states::deferred>;
    using exec_stages = any_of<bid_states::on_the_table, bid_states::recommended, bid_states::not_recommended>;
    using sent_stages =
        any_of<bid_states::compliance_check, bid_states::on_the_table, bid_states::recommended, bid_states::not_recommended>;
    using scheduled_stages = any_of<bid_states::compliance_check, bid_states::on_the_table, bid_states::recommended,
                                    bid_states::not_recommended, bid_states::deferred>;
    using ready_stages = any_of<bid_states::recommended, bid_states::not_recommended>;

    // clang-format off
    using table = engine::mp::mp_list<
    //   from                             command               to                               what happened                needs
    row< bid_states::none,                draft,                bid_states::draft,               emits<drafted>,              needs<FP_a>                                                  >,
    row< open_stages,                     revise,               bid_states::draft,               emits<revised>,              needs<FP_a>                                                  >,
    row< bid_states::draft,               submit,               bid_states::with_delivery_group, emits<submitted>,            needs<FP_b1, FP_b3>                                          >,
    row< bid_states::draft,               discard,              bid_states::withdrawn,           emits<discarded>,            needs<never_submitted>                                       >,
    row< bid_states::with_delivery_group, agree,                bid_states::agreed,              emits<was_agreed>,           needs<FP_h, FP_g2>                                           >,
    row< bid_states::with_delivery_group, give_back,            bid_states::draft,               emits<returned>,             needs<FP_h, FP_g2>                                           >,
    row< exec_stages,                     give_back,            bid_states::draft,               emits<returned>,             needs<FP_h, FP_g2>                                           >,
    row< bid_states::with_delivery_group, decline,              bid_states::declined,            emits<was_declined>,         needs<FP_h, FP_g2>                                           >,
    row< bid_states::agreed,              send,                 bid_states::compliance_check,    emits<sent>,                 needs<FP_c>                                                  >,
    row< bid_states::agreed,              accept_late,          bid_states::compliance_check,    emits<accepted_late>,        needs<FP_c>                                                  >,
    row< sent_stages,                     accept_late,          stays,                           emits<accepted_late>,        needs<FP_c>                                                  >,
    row< bid_states::compliance_check,    check,                stays,                           emits<checked>,              needs<FP_h, FP_g2, FP_d1, ST_eia, FP_d1_counts>              >,
    row< bid_states::compliance_check,    raise_query,          stays,                           emits<queried>,              needs<>                                                      >,
    row< bid_states::compliance_check,    answer_query,         stays,                           emits<answered>,             needs<FP_d2>                                                 >,
    row< bid_states::compliance_check,    resolve_query,        stays,                           emits<resolved>,             needs<FP_d2>                                                 >,
    row< bid_states::compliance_check,    put_on_table,         bid_states::on_the_table,        emits<was_put_on_table>,     needs<>                                                      >,
    row< bid_states::on_the_table,        recommend,            stays,                           emits<position_taken>,       needs<FP_h, FP_g2, FP_f_counts>                              >,
    row< bid_states::on_the_table,        record_absent,        stays,                           emits<recorded_absent>,      needs<FP_f>                                                  >,
    row< any_of<bid_states::on_the_table, bid_states::deferred>,
                                          come_recommended,     bid_states::recommended,         emits<came_recommended>,     needs<>                                                      >,
    row< any_of<bid_states::on_the_table, bid_states::deferred>,
                                          come_not_recommended, bid_states::not_recommended,     emits<came_not_recommended>, needs<>                                                      >,
    row< ready_stages,                    sign_off,             bid_states::signed_off,          emits<was_signed_off>,       needs<FP_g1, TR_quorum, FP_h, FP_g2, FP_g3, FP_e>            >,
    row< open_stages,                     withdraw,             bid_states::withdrawn,           emits<was_withdrawn>,        needs<>                                                      >,
    row< open_stages,                     hand_over,            stays,                           emits<handed_over>,          needs<FP_a, FP_h_handing>                                    >,
    row< scheduled_stages,                carry_over,           stays,                           emits<carried_over>,         needs<>                                                      >
    >;
    // clang-format on
    using facts = engine::facts<bidder, aims_named, application_gaps, exec_date, check_note, query_state, equality_statement, absent_agency,
                                separation, earlier_part, room, conflict, outcome_form, money_facts, quorum_facts, counts_for, submissions>;
};

/// From the Exec's decision to an approval that holds. `signed_off` is passed through: what comes next is chosen by
/// the facts (after_sign_off in reactions.cpp): the project manager's acceptance, the Board, the money, in this order.
struct approval_process {
    static constexpr std::string_view name = "approval";

    struct accept_amendments : named<"bid.accept_amendments"> {};
    struct refuse_amendments : named<"bid.refuse_amendments"> {};
    struct ratify : named<"bid.ratify"> {};
    struct hand_over : named<"bid.hand_over"> {};
    // What follows by itself.
    struct lapse : named<"bid.lapse"> {};
    struct await_acceptance : named<"bid.await_acceptance"> {};
    struct await_board : named<"bid.await_board"> {};
    struct await_money : named<"bid.await_money"> {};
    struct approve : named<"bid.approve"> {};
    struct defer : named<"bid.defer"> {};
    struct reject : named<"bid.reject"> {};
    struct refuse_by_board : named<"bid.refuse_by_board"> {};
    struct enter_plan : named<"bid.enter_plan"> {};
    struct fund : named<"bid.fund"> {};

    struct accepted_amendments : named<"bid.accepted_amendments"> {};
    struct refused_amendments : named<"bid.refused_amendments"> {};
    struct ratified : named<"bid.ratified"> {};
    struct handed_over : named<"bid.handed_over"> {};
    struct was_lapsed : named<"bid.lapsed"> {};
    struct awaits_acceptance : named<"bid.awaits_acceptance"> {};
    struct awaits_board : named<"bid.awaits_board"> {};
    struct awaits_money : named<"bid.awaits_money"> {};
    struct was_approved : named<"bid.approved"> {};
    struct was_deferred : named<"bid.deferred"> {};
    struct was_rejected : named<"bid.rejected"> {};
    struct refused_by_board : named<"bid.refused_by_board"> {};
    struct entered_plan : named<"bid.entered_plan"> {};
    struct funded : named<"bid.funded"> {};

    using waiting = any_of<bid_states::awaiting_acceptance, bid_states::awaiting_board, bid_states::awaiting_money>;
    using decided = any_of<bid_states::awaiting_acceptance, bid_states::awaiting_board, bid_states::awaiting_money, bid_states::approved>;
    using decided_or_waiting = any_of<bid_states::signed_off, bid_states::awaiting_money>;

    // clang-format off
    using table = engine::mp::mp_list<
    //   from                             command            to                               what happened              needs
    row< bid_states::signed_off,          await_acceptance,  bid_states::awaiting_acceptance, emits<awaits_acceptance>,   needs<>                   >,
    row< bid_states::signed_off,          await_board,       bid_states::awaiting_board,      emits<awaits_board>,        needs<>                   >,
    row< bid_states::signed_off,          await_money,       bid_states::awaiting_money,      emits<awaits_money>,        needs<>                   >,
    row< decided_or_waiting,              approve,           bid_states::approved,            emits<was_approved>,        needs<>                   >,
    row< bid_states::signed_off,          defer,             bid_states::deferred,            emits<was_deferred>,        needs<>                   >,
    row< bid_states::signed_off,          reject,            bid_states::rejected,            emits<was_rejected>,        needs<>                   >,
    row< bid_states::awaiting_acceptance, accept_amendments, bid_states::signed_off,          emits<accepted_amendments>, needs<>                   >,
    row< bid_states::awaiting_acceptance, refuse_amendments, bid_states::lapsed,              emits<refused_amendments>,  needs<>                   >,
    row< bid_states::awaiting_acceptance, lapse,             bid_states::lapsed,              emits<was_lapsed>,          needs<>                   >,
    row< bid_states::awaiting_board,      ratify,            bid_states::signed_off,          emits<ratified>,            needs<TR_plan>            >,
    row< bid_states::signed_off,          refuse_by_board,   bid_states::rejected,            emits<refused_by_board>,    needs<>                   >,
    row< bid_states::awaiting_board,      enter_plan,        bid_states::signed_off,          emits<entered_plan>,        needs<>                   >,
    row< bid_states::awaiting_acceptance, enter_plan,        stays,                           emits<entered_plan>,        needs<>                   >,
    row< waiting,                         fund,              stays,                           emits<funded>,              needs<>                   >,
    row< decided,                         hand_over,         stays,                           emits<handed_over>,         needs<FP_a, FP_h_handing> >
    >;
    // clang-format on
    using facts = engine::facts<board_decision, bidder, earlier_part>;
    static constexpr std::int64_t sums = 2;
    using older = engine::mp::mp_list<engine::until<1, TR_plan_v1>>;
};

} // namespace workflows
