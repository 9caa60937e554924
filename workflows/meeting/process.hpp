// workflows/meeting/process.hpp - a meeting's life, its items', and declared interests: tables and rules.
#pragma once
#include "engine/process.hpp"
#include "workflows/bid/rules.hpp"
#include "workflows/meeting/state.hpp"

namespace workflows {

using engine::any_of;
using engine::emits;
using engine::named;
using engine::needs;
using engine::row;
using engine::stays;

/// Who sits for whom (TR-deputy).
struct sitting {
    std::string person, seat, body, holder;
    bool is_deputy = false;
    DESCRIBED(sitting, person, seat, body, holder, is_deputy)
};
/// Is the person in the room, and should they be (TR-presence)?
struct in_or_out {
    std::string person, seat;
    bool in_the_room = false, should_be = false;
    DESCRIBED(in_or_out, person, seat, in_the_room, should_be)
};
/// Who is chosen to preside, and who else could (FP-g2, "the members present choose one of themselves").
struct chair_choice {
    std::string seat, person, able; ///< able: the chair or vice-chair who presides as it is
    bool votes = false, in_the_room = false, conflicted = false;
    DESCRIBED(chair_choice, seat, person, able, votes, in_the_room, conflicted)
};
/// A decider's interest in an item, and who presides over it (TR-interest).
struct item_conflict {
    std::string actor, declared, presides;
    DESCRIBED(item_conflict, actor, declared, presides)
};
/// The matter for which a member is chosen to preside: is it decided already (FP-g2)?
struct chair_matter {
    std::string about, outcome;
    DESCRIBED(chair_matter, about, outcome)
};
struct vote_facts {
    std::string outcome;
    std::int64_t cast = 0, votes_for = 0, votes_against = 0; ///< cast: abstentions too
    bool casting_vote = true;
    std::vector<std::string> wrong; ///< votes that may not be cast, in words
    DESCRIBED(vote_facts, outcome, cast, votes_for, votes_against, casting_vote, wrong)
};
struct vote_facts_v1 {
    std::string outcome;
    std::int64_t votes_for = 0, votes_against = 0;
    bool casting_vote = true;
    std::vector<std::string> wrong;
    DESCRIBED(vote_facts_v1, outcome, votes_for, votes_against, casting_vote, wrong)
};
/// What an item's kind allows, and where a deferred one goes (MN-agenda).
struct item_outcome {
    std::string kind, outcome, to_meeting, to_meeting_stage;
    bool worded = false; ///< a text or amendments are given
    DESCRIBED(item_outcome, kind, outcome, to_meeting, to_meeting_stage, worded)
};
/// What a body may say (MN-endorse).
struct body_outcome {
    std::string body_kind, outcome;
    DESCRIBED(body_outcome, body_kind, outcome)
};
/// The day on which a meeting is opened, beside its own (MN-open).
struct opening {
    std::string meeting, day, its_day;
    bool reasoned = false;
    DESCRIBED(opening, meeting, day, its_day, reasoned)
};
/// An item about a bid, and what it is to be decided as (FP-g1).
struct bid_item {
    std::string body_kind, kind, outcome;
    DESCRIBED(bid_item, body_kind, kind, outcome)
};
struct record_date {
    bool recorded = false;
    instant starts, now;
    DESCRIBED(record_date, recorded, starts, now)
};

struct TR_deputy : rule<"TR-deputy", "who attends for a seat holds it or is its named deputy", "ToR; minutes"> {
    using rests_on = sitting;
    static std::optional<failure> refuses(const sitting& f);
};
struct TR_presence
    : rule<"TR-presence", "one arrives who is not in the room, and leaves who is", "attendance \"Yes (part)\", \"Attended 14:44\""> {
    using rests_on = in_or_out;
    static std::optional<failure> refuses(const in_or_out& f);
};
struct FP_g2_choice : rule<"FP-g2", "the members present choose one of themselves when chair and vice-chair are absent or conflicted",
                           "Appendix 5 (g); 2023 minutes"> {
    using rests_on = chair_choice;
    static std::optional<failure> refuses(const chair_choice& f);
};
struct TR_interest
    : rule<"TR-interest", "nobody with an interest decides; the chair presides unless absent or conflicted", "2014 minutes 2"> {
    using rests_on = item_conflict;
    static std::optional<failure> refuses(const item_conflict& f);
};
struct MN_vote
    : rule<"MN-vote",
           "an outcome follows the votes; one vote a seat, in the room and without an interest; a tie is settled by the casting vote",
           "2010 minutes"> {
    using rests_on = vote_facts;
    static std::optional<failure> refuses(const vote_facts& f);
};
/// Until the first sums of this process: no votes for and none against carried every outcome.
struct MN_vote_v1 : rule<"MN-vote", "an outcome follows the votes", "2010 minutes"> {
    using rests_on = vote_facts_v1;
    static std::optional<failure> refuses(const vote_facts_v1& f);
};
struct FP_g1_item : rule<"FP-g1", "a bid is signed off by bid.sign_off; as an item it is only noted", "Appendix 5 (g)"> {
    using rests_on = bid_item;
    static std::optional<failure> refuses(const bid_item& f);
};
/// Until the first sums of this process: only the Exec was kept from deciding on a bid as an item.
struct FP_g1_item_v1 : rule<"FP-g1", "a bid on the Exec's agenda is signed off by bid.sign_off", "Appendix 5 (g)"> {
    using rests_on = bid_item;
    static std::optional<failure> refuses(const bid_item& f);
};
struct MN_agenda
    : rule<
          "MN-agenda",
          "information is noted, a discussion noted or endorsed, either deferred; amendments are worded; a deferred item goes to a planned "
          "meeting",
          "2010 minutes 10-11"> {
    using rests_on = item_outcome;
    static std::optional<failure> refuses(const item_outcome& f);
};
struct MN_endorse : rule<"MN-endorse", "a county body endorses, notes or defers; it neither agrees nor refuses", "2014 minutes 4a"> {
    using rests_on = body_outcome;
    static std::optional<failure> refuses(const body_outcome& f);
};
struct MN_open : rule<"MN-open", "a meeting opens on its own day; earlier only with a reason", "FP-c, FP-d2"> {
    using rests_on = opening;
    static std::optional<failure> refuses(const opening& f);
};
struct FP_g2_open : rule<"FP-g2", "a member is chosen to preside over a matter that is not decided yet", "Appendix 5 (g); 2023 minutes"> {
    using rests_on = chair_matter;
    static std::optional<failure> refuses(const chair_matter& f);
};
struct TR_unknown : rule<"TR-unknown", "only a meeting of the past is taken from old minutes", "minutes 2010, 2024"> {
    using rests_on = record_date;
    static std::optional<failure> refuses(const record_date& f);
};

struct meeting_process {
    static constexpr std::string_view name = "meeting";
    struct none : named<"none"> {};
    struct planned : named<"planned"> {};
    struct open : named<"open"> {};
    struct closed : named<"closed"> {};
    struct cancelled : named<"cancelled"> {};
    struct recorded : named<"recorded"> {};
    using before_the_end = any_of<planned, open>;
    using with_agenda = any_of<planned, open, recorded>;
    using anywhere = any_of<planned, open, closed, cancelled>;

    // clang-format off
    using table = engine::mp::mp_list<
    //   from            command                        to         what happened                          needs
    row< none,           named<"meeting.plan">,         planned,   emits<named<"meeting.planned">>,       needs<TR_unknown>             >,
    row< planned,        named<"meeting.set_down">,     recorded,  emits<named<"meeting.set_down">>,      needs<>                       >,
    row< planned,        named<"meeting.move">,         stays,     emits<named<"meeting.moved">>,         needs<>                       >,
    row< planned,        named<"meeting.cancel">,       cancelled, emits<named<"meeting.cancelled">>,     needs<>                       >,
    row< planned,        named<"meeting.open">,         open,      emits<named<"meeting.opened">>,        needs<MN_open>                >,
    row< open,           named<"meeting.close">,        closed,    emits<named<"meeting.closed">>,        needs<>                       >,
    row< open,           named<"meeting.take_chair">,   stays,     emits<named<"meeting.taken_chair">>,   needs<FP_g2_choice, FP_g2_open> >,
    row< open,           named<"meeting.turn_to">,      stays,     emits<named<"meeting.turned_to">>,     needs<>                       >,
    row< planned,        named<"meeting.set_deadline">, stays,     emits<named<"meeting.set_deadline">>,  needs<>                       >,
    row< with_agenda,    named<"agenda.add">,           stays,     emits<named<"agenda.added">>,          needs<>                       >,
    row< anywhere,       named<"agenda.carry">,         stays,     emits<named<"agenda.carried">>,        needs<>                       >,
    row< planned,        named<"agenda.publish">,       stays,     emits<named<"agenda.published">>,      needs<>                       >,
    row< before_the_end, named<"attendance.arrive">,    stays,     emits<named<"attendance.arrived">>,    needs<TR_deputy, TR_presence> >,
    row< before_the_end, named<"attendance.leave">,     stays,     emits<named<"attendance.left">>,       needs<TR_presence>            >,
    row< before_the_end, named<"attendance.apologise">, stays,     emits<named<"attendance.apologised">>, needs<>                       >,
    row< before_the_end, named<"attendance.expect">,    stays,     emits<named<"attendance.expected">>,   needs<TR_deputy>              >,
    row< recorded,       named<"attendance.record">,    stays,     emits<named<"attendance.recorded">>,   needs<>                       >
    >;
    // clang-format on
    using facts = engine::facts<record_date, chair_choice, chair_matter, opening, sitting, in_or_out>;
};

/// An item's stage follows its meeting's, until it is decided (stage_of_item).
struct item_process {
    static constexpr std::string_view name = "item";
    // No row leaves these two: `pending` until its meeting opens, `past` once that is over.
    struct on_the_agenda : named<"on_the_agenda"> {}; ///< of an open meeting
    struct recordable : named<"recordable"> {};       ///< of a meeting taken from old minutes
    struct decided : named<"decided"> {};

    // clang-format off
    using table = engine::mp::mp_list<
    //   from           command                to       what happened                   needs
    row< on_the_agenda, named<"item.decide">,  decided, emits<named<"item.decided">>,   needs<FP_g1_item, MN_agenda, MN_endorse, TR_quorum, TR_interest, MN_vote> >,
    row< recordable,    named<"item.record">,  decided, emits<named<"item.recorded">>,  needs<> >
    >;
    // clang-format on
    using facts = engine::facts<bid_item, item_outcome, body_outcome, quorum_facts, item_conflict, vote_facts>;
    static constexpr std::int64_t sums = 2;
    using older = engine::mp::mp_list<engine::until<1, MN_vote_v1>, engine::until<1, FP_g1_item_v1>>;
};

/// An interest is declared as long as its matter is open: an item that is not decided, a bid that is not over.
struct interest_process {
    static constexpr std::string_view name = "interest";
    struct open : named<"open"> {}; // no row leaves `over`

    // clang-format off
    using table = engine::mp::mp_list<
    //   from  command                    to     what happened                      needs
    row< open, named<"interest.declare">, stays, emits<named<"interest.declared">>, needs<> >
    >;
    // clang-format on
    using facts = engine::facts<>;
};

} // namespace workflows
