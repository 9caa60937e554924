// workflows/bid/rules.hpp - the rules that a bid meets: one sentence, one source, one test each.
// Each rests on one small struct of facts, which the leaf records; `refuses` is pure, so the sum can be done again.
#pragma once
#include "engine/process.hpp"
#include "workflows/bid/state.hpp"

#include <optional>
#include <string>
#include <vector>

namespace workflows {

using engine::failure;
using engine::rule;

// -- what the rules rest on ------------------------------------------------------------------------------------------

/// Whose bid it is, beside who asks (FP-h).
struct separation {
    std::string actor, project_manager, author;
    DESCRIBED(separation, actor, project_manager, author)
};
/// Who is to manage the bid: does that person bid for its group (FP-a)?
struct bidder {
    std::string project_manager;
    bool is_project_manager = false, chairs_the_group = false;
    DESCRIBED(bidder, project_manager, is_project_manager, chairs_the_group)
};
/// Decisions on this revision by the person to whom the bid is handed over (FP-h).
struct earlier_part {
    std::string person, did;
    DESCRIBED(earlier_part, person, did)
};
struct application_gaps {
    std::vector<engine::field_error> missing;
    DESCRIBED(application_gaps, missing)
};
struct aims_named {
    std::int64_t aims = 0, priorities = 0;
    DESCRIBED(aims_named, aims, priorities)
};
/// The Exec that a bid is to go to, and when (FP-c).
struct exec_date {
    std::string meeting, stage;
    instant now;
    std::optional<instant> deadline; ///< none: being late does not matter here
    DESCRIBED(exec_date, meeting, stage, now, deadline)
};
struct equality_statement {
    std::string result;
    bool accepted = false;
    DESCRIBED(equality_statement, result, accepted)
};
struct check_note {
    std::string result;
    bool noted = false;
    DESCRIBED(check_note, result, noted)
};
struct query_state {
    std::string query;
    bool resolved = false;
    DESCRIBED(query_state, query, resolved)
};
/// The seats for which a check or a position counts: those that its giver holds, and those that they deputise for whose holder
/// has not spoken.
struct counts_for {
    std::string person;
    std::vector<std::string> seats, spoken; ///< spoken: deputised for, but their holder has
    DESCRIBED(counts_for, person, seats, spoken)
};
/// A draft to be thrown away: how often it was submitted.
struct submissions {
    std::string bid;
    std::int64_t revision = 0;
    DESCRIBED(submissions, bid, revision)
};
struct absent_agency {
    std::string agency;
    bool statutory = false, spoken = false;
    std::int64_t absent_before = 0, at_most = 0;
    DESCRIBED(absent_agency, agency, statutory, spoken, absent_before, at_most)
};
/// A decider's conflict of interest on a bid, and who presides over it (FP-g2).
struct conflict {
    std::string actor, declared;         ///< declared: the nature of an interest that bars the actor
    std::optional<std::string> presides; ///< none: does not matter here; "": nobody can
    std::optional<bool> no_conflict;
    bool handled = false;
    DESCRIBED(conflict, actor, declared, presides, no_conflict, handled)
};
/// The room in which a bid is signed off (FP-g1).
struct room {
    std::string meeting, stage, actor;
    bool in_the_room = false;
    DESCRIBED(room, meeting, stage, actor, in_the_room)
};
/// The quorum of the moment, for this matter (TR-quorum). Its own type, so that a rule can rest on it.
struct quorum_facts {
    quorum_sum sum;
    DESCRIBED(quorum_facts, sum)
};
struct stream_money {
    std::string stream, status;
    pence amount, held_back, committed, awaiting, asked;
    DESCRIBED(stream_money, stream, status, amount, held_back, committed, awaiting, asked)
};
struct money_facts {
    std::vector<stream_money> streams;
    DESCRIBED(money_facts, streams)
};
/// What the chair says of a bid, beside what was recommended (FP-g3).
struct outcome_form {
    std::string outcome, recommendation, to_meeting, to_meeting_stage;
    bool reasoned = false;
    pence requested, sum_of_lines;
    std::optional<pence> amount;
    std::int64_t lines_of_bid = 0, lines_given = 0, conditions = 0;
    bool lines_fit = true; ///< every given line is one of the bid's, and no higher
    DESCRIBED(outcome_form, outcome, recommendation, to_meeting, to_meeting_stage, reasoned, requested, sum_of_lines, amount, lines_of_bid,
              lines_given, conditions, lines_fit)
};
/// An item that the Board is said to have decided (TR-plan).
struct board_decision {
    std::string item, body_kind, outcome, about_bid, bid;
    DESCRIBED(board_decision, item, body_kind, outcome, about_bid, bid)
};

// -- the rules -------------------------------------------------------------------------------------------------------

struct FP_a
    : rule<"FP-a", "only a project manager or a delivery group's chair bids, on behalf of a named delivery group", "Appendix 5 (a); 10.1"> {
    using rests_on = bidder;
    static std::optional<failure> refuses(const bidder& f);
};
struct FP_b1 : rule<"FP-b1", "the bid names at least one strategic aim or local priority that it supports", "Appendix 5 (b)"> {
    using rests_on = aims_named;
    static std::optional<failure> refuses(const aims_named& f);
};
struct FP_b3 : rule<"FP-b3", "the application is complete before it leaves its author", "2010 minutes 6.4; 9.4"> {
    using rests_on = application_gaps;
    static std::optional<failure> refuses(const application_gaps& f);
};
struct FP_c : rule<"FP-c", "the bid reaches the Partnership Manager before the deadline of an Exec that is planned", "Appendix 5 (c)"> {
    using rests_on = exec_date;
    static std::optional<failure> refuses(const exec_date& f);
};
struct FP_d1 : rule<"FP-d1", "each reviewer says whether the bid complies; one who says no says why", "Appendix 5 (d)"> {
    using rests_on = check_note;
    static std::optional<failure> refuses(const check_note& f);
};
struct FP_d1_counts
    : rule<"FP-d1", "a check counts for a seat of its giver's, or of one deputised for who has not checked", "Appendix 5 (d)"> {
    using rests_on = counts_for;
    static std::optional<failure> refuses(const counts_for& f);
};
struct never_submitted : rule<"not-now", "a draft that was never submitted can be thrown away", "general rule"> {
    using rests_on = submissions;
    static std::optional<failure> refuses(const submissions& f);
};
struct FP_d2 : rule<"FP-d2", "a query is open until the reviewer who raised it resolves it", "Appendix 5 (d)"> {
    using rests_on = query_state;
    static std::optional<failure> refuses(const query_state& f);
};
struct ST_eia : rule<"ST-eia", "the equality impact statement is accepted by a reviewer who finds the bid compliant", "9.4"> {
    using rests_on = equality_statement;
    static std::optional<failure> refuses(const equality_statement& f);
};
struct FP_f
    : rule<"FP-f", "every statutory agency speaks or is recorded absent, and no more are absent than the policy allows", "Appendix 5 (f)"> {
    using rests_on = absent_agency;
    static std::optional<failure> refuses(const absent_agency& f);
};
struct FP_f_counts
    : rule<"FP-f", "a position counts for a seat of its giver's, or of one deputised for who has not spoken", "Appendix 5 (f)"> {
    using rests_on = counts_for;
    static std::optional<failure> refuses(const counts_for& f);
};
struct FP_h : rule<"FP-h", "nobody decides on their own bid: neither its project manager nor its author", "separation of duties"> {
    using rests_on = separation;
    static std::optional<failure> refuses(const separation& f);
};
struct FP_h_handing : rule<"FP-h", "who has decided on a revision of a bid does not become its project manager", "separation of duties"> {
    using rests_on = earlier_part;
    static std::optional<failure> refuses(const earlier_part& f);
};
struct FP_g1
    : rule<"FP-g1", "a bid is signed off at an open meeting of the Exec on whose table it is, by someone in the room", "Appendix 5 (g)"> {
    using rests_on = room;
    static std::optional<failure> refuses(const room& f);
};
struct FP_g2 : rule<"FP-g2", "nobody with a conflict of interest decides; the chair presides unless absent or conflicted",
                    "Appendix 5 (g); ToR Chair; 2023 minutes"> {
    using rests_on = conflict;
    static std::optional<failure> refuses(const conflict& f);
};
struct FP_g3 : rule<"FP-g3",
                    "every outcome but plain approval, and every outcome against the recommendation, has a reason; amendments lower the "
                    "amount or set conditions",
                    "2010 minutes 10.x"> {
    using rests_on = outcome_form;
    static std::optional<failure> refuses(const outcome_form& f);
};
struct FP_e : rule<"FP-e", "nobody commits more than a stream has available: confirmed, less held back, less committed",
                   "Appendix 5 (e); 2010 minutes 6.4"> {
    using rests_on = money_facts;
    static std::optional<failure> refuses(const money_facts& f);
};
struct TR_quorum : rule<"TR-quorum", "the meeting is quorate for this matter at this moment", "ToR Quorum"> {
    using rests_on = quorum_facts;
    static std::optional<failure> refuses(const quorum_facts& f);
};
struct TR_plan : rule<"TR-plan", "the Board has decided the item that a plan or a ratification rests on",
                      "Appendix 5 Background; ToR \"Agree the funding plans\""> {
    using rests_on = board_decision;
    static std::optional<failure> refuses(const board_decision& f);
};

/// Until the first sums: a bid could be ratified by an item that the Board had deferred or noted, and waited on.
struct TR_plan_v1 : rule<"TR-plan", "the Board has decided the item that a plan or a ratification rests on", "Appendix 5 Background"> {
    using rests_on = board_decision;
    static std::optional<failure> refuses(const board_decision& f);
};

} // namespace workflows
