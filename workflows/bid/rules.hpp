// workflows/bid/rules.hpp - what a bid must meet on its way to the Exec's decision: one sentence, one source, one test a rule.
// Each rests on one small struct of facts, which the leaf records; `refuses` is pure, so the sum can be done again.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

// -- what the rules rest on ------------------------------------------------------------------------------------------

/// Who is to manage the bid: does that person bid for its group (FP-a)?
struct bidder {
    std::string project_manager;
    bool is_project_manager = false, chairs_the_group = false;
    DESCRIBED(bidder, project_manager, is_project_manager, chairs_the_group)
    static std::optional<bidder> gather(const context& c);
};

/// Decisions on this revision by the person to whom the bid is handed over (FP-h).
struct earlier_part {
    std::string person, did;
    DESCRIBED(earlier_part, person, did)
    static std::optional<earlier_part> gather(const context& c);
};

struct application_gaps {
    std::vector<field_error> missing;
    DESCRIBED(application_gaps, missing)
    static std::optional<application_gaps> gather(const context& c);
};

struct aims_named {
    std::int64_t aims = 0, priorities = 0;
    DESCRIBED(aims_named, aims, priorities)
    static std::optional<aims_named> gather(const context& c);
};

/// The Exec that a bid is to go to, and when (FP-c).
struct exec_date {
    std::string meeting, stage;
    instant now;
    std::optional<instant> deadline; ///< none: being late does not matter here
    DESCRIBED(exec_date, meeting, stage, now, deadline)
    static std::optional<exec_date> gather(const context& c);
};

struct equality_statement {
    std::string result;
    bool accepted = false;
    DESCRIBED(equality_statement, result, accepted)
    static std::optional<equality_statement> gather(const context& c);
};

struct check_note {
    std::string result;
    bool noted = false;
    DESCRIBED(check_note, result, noted)
    static std::optional<check_note> gather(const context& c);
};

struct query_state {
    std::string query;
    bool resolved = false;
    DESCRIBED(query_state, query, resolved)
    static std::optional<query_state> gather(const context& c);
};

/// The seats for which a check or a position counts: those that its giver holds, and those that they deputise for whose holder
/// has not spoken.
struct counts_for {
    std::string person;
    std::vector<std::string> seats, spoken; ///< spoken: deputised for, but their holder has
    DESCRIBED(counts_for, person, seats, spoken)
    static std::optional<counts_for> gather(const context& c);
};

/// A draft to be thrown away: how often it was submitted.
struct submissions {
    std::string bid;
    std::int64_t revision = 0;
    DESCRIBED(submissions, bid, revision)
    static std::optional<submissions> gather(const context& c);
};

struct absent_agency {
    std::string agency;
    bool statutory = false, spoken = false;
    std::int64_t absent_before = 0, at_most = 0;
    DESCRIBED(absent_agency, agency, statutory, spoken, absent_before, at_most)
    static std::optional<absent_agency> gather(const context& c);
};

/// The room in which a bid is signed off (FP-g1).
struct room {
    std::string meeting, stage, actor;
    bool in_the_room = false;
    DESCRIBED(room, meeting, stage, actor, in_the_room)
    static std::optional<room> gather(const context& c);
};

struct stream_money {
    std::string stream, status;
    pence amount, held_back, committed, awaiting, asked;
    DESCRIBED(stream_money, stream, status, amount, held_back, committed, awaiting, asked)
};

struct money_facts {
    std::vector<stream_money> streams;
    DESCRIBED(money_facts, streams)
    static std::optional<money_facts> gather(const context& c);
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
    static std::optional<outcome_form> gather(const context& c);
};

/// Queries that nobody has resolved yet.
struct open_queries {
    std::vector<std::string> queries;
    DESCRIBED(open_queries, queries)
    static std::optional<open_queries> gather(const context& c);
};

/// Who has found the bid compliant, and which reviewers' seats have still to.
struct checks_given {
    std::optional<std::int64_t> wanted; ///< none: all of them
    std::int64_t compliant = 0;
    std::vector<std::string> missing;
    DESCRIBED(checks_given, wanted, compliant, missing)
    static std::optional<checks_given> gather(const context& c);
};

/// Statutory agencies that have neither spoken nor been recorded absent.
struct agencies_silent {
    std::vector<std::string> silent;
    DESCRIBED(agencies_silent, silent)
    static std::optional<agencies_silent> gather(const context& c);
};

/// How many agencies support the bid, with or without amendments, and how many oppose it.
struct positions_taken {
    std::int64_t in_favour = 0, against = 0;
    DESCRIBED(positions_taken, in_favour, against)
    static std::optional<positions_taken> gather(const context& c);
};

/// A bid that was deferred: the Exec that it was deferred to, and what had been recommended.
struct deferred_bid {
    std::string meeting, meeting_stage, recommendation;
    DESCRIBED(deferred_bid, meeting, meeting_stage, recommendation)
    static std::optional<deferred_bid> gather(const context& c);
};

/// The Exec on whose list the bid stands, and the one that it could go to.
struct exec_list {
    std::string stage, meeting, meeting_stage, to;
    DESCRIBED(exec_list, stage, meeting, meeting_stage, to)
    static std::optional<exec_list> gather(const context& c);
};

// -- the rules -------------------------------------------------------------------------------------------------------

struct bids_for_a_group
    : rule<"FP-a", "only a project manager or a delivery group's chair bids, on behalf of a named delivery group", "Appendix 5 (a); 10.1"> {
    using rests_on = bidder;
    static std::optional<failure> refuses(const bidder& f);
};

struct names_an_aim : rule<"FP-b1", "the bid names at least one strategic aim or local priority that it supports", "Appendix 5 (b)"> {
    using rests_on = aims_named;
    static std::optional<failure> refuses(const aims_named& f);
};

struct application_complete : rule<"FP-b3", "the application is complete before it leaves its author", "2010 minutes 6.4; 9.4"> {
    using rests_on = application_gaps;
    static std::optional<failure> refuses(const application_gaps& f);
};

struct before_the_deadline
    : rule<"FP-c", "the bid reaches the Partnership Manager before the deadline of an Exec that is planned", "Appendix 5 (c)"> {
    using rests_on = exec_date;
    static std::optional<failure> refuses(const exec_date& f);
};

struct a_no_is_explained : rule<"FP-d1", "each reviewer says whether the bid complies; one who says no says why", "Appendix 5 (d)"> {
    using rests_on = check_note;
    static std::optional<failure> refuses(const check_note& f);
};

struct check_counts
    : rule<"FP-d1", "a check counts for a seat of its giver's, or of one deputised for who has not checked", "Appendix 5 (d)"> {
    using rests_on = counts_for;
    static std::optional<failure> refuses(const counts_for& f);
};

struct never_submitted : rule<"not-now", "a draft that was never submitted can be thrown away", "general rule"> {
    using rests_on = submissions;
    static std::optional<failure> refuses(const submissions& f);
};

struct query_unresolved : rule<"FP-d2", "a query is open until the reviewer who raised it resolves it", "Appendix 5 (d)"> {
    using rests_on = query_state;
    static std::optional<failure> refuses(const query_state& f);
};

struct equality_accepted : rule<"ST-eia", "the equality impact statement is accepted by a reviewer who finds the bid compliant", "9.4"> {
    using rests_on = equality_statement;
    static std::optional<failure> refuses(const equality_statement& f);
};

struct absence_allowed
    : rule<"FP-f", "every statutory agency speaks or is recorded absent, and no more are absent than the policy allows", "Appendix 5 (f)"> {
    using rests_on = absent_agency;
    static std::optional<failure> refuses(const absent_agency& f);
};

struct position_counts
    : rule<"FP-f", "a position counts for a seat of its giver's, or of one deputised for who has not spoken", "Appendix 5 (f)"> {
    using rests_on = counts_for;
    static std::optional<failure> refuses(const counts_for& f);
};

struct no_part_in_deciding
    : rule<"FP-h", "who has decided on a revision of a bid does not become its project manager", "separation of duties"> {
    using rests_on = earlier_part;
    static std::optional<failure> refuses(const earlier_part& f);
};

struct in_the_open_room
    : rule<"FP-g1", "a bid is signed off at an open meeting of the Exec on whose table it is, by someone in the room", "Appendix 5 (g)"> {
    using rests_on = room;
    static std::optional<failure> refuses(const room& f);
};

struct outcome_explained
    : rule<"FP-g3",
           "every outcome but plain approval, and every outcome against the recommendation, has a reason; amendments lower the "
           "amount or set conditions",
           "2010 minutes 10.x"> {
    using rests_on = outcome_form;
    static std::optional<failure> refuses(const outcome_form& f);
};

struct money_available : rule<"FP-e", "nobody commits more than a stream has available: confirmed, less held back, less committed",
                              "Appendix 5 (e); 2010 minutes 6.4"> {
    using rests_on = money_facts;
    static std::optional<failure> refuses(const money_facts& f);
};

// -- what happens by itself ----------------------------------------------------------------------------------------------

struct no_query_is_open : rule<"FP-d2", "no query is open when the bid goes on the table", "Appendix 5 (d)"> {
    using rests_on = open_queries;
    static std::optional<failure> refuses(const open_queries& f);
};

struct enough_reviewers_comply
    : rule<"FP-d1", "the bid is compliant when every reviewer, two at least, has said so; or as many as the partnership has set",
           "Appendix 5 (d)"> {
    using rests_on = checks_given;
    static std::optional<failure> refuses(const checks_given& f);
};

struct all_agencies_have_spoken
    : rule<"FP-f", "every statutory agency has taken a position, has an interest, or is recorded absent", "Appendix 5 (f)"> {
    using rests_on = agencies_silent;
    static std::optional<failure> refuses(const agencies_silent& f);
};

struct more_support_it
    : rule<"FP-g3", "where the agencies differ, the bid is recommended by the majority of those who spoke", "2010 minutes 10.x"> {
    using rests_on = positions_taken;
    static std::optional<failure> refuses(const positions_taken& f);
};

struct no_majority_supports_it : rule<"FP-g3", "without a majority for it, the bid is not recommended", "2010 minutes 10.x"> {
    using rests_on = positions_taken;
    static std::optional<failure> refuses(const positions_taken& f);
};

struct its_exec_has_opened
    : rule<"FP-g3", "a deferred bid is on the table again when the Exec that it was deferred to opens", "2010 minutes 10.x"> {
    using rests_on = deferred_bid;
    static std::optional<failure> refuses(const deferred_bid& f);
};

struct was_recommended : rule<"FP-g3", "what was recommended before it was deferred still is", "2010 minutes 10.x"> {
    using rests_on = deferred_bid;
    static std::optional<failure> refuses(const deferred_bid& f);
};

struct was_not_recommended : rule<"FP-g3", "what was not recommended before it was deferred still is not", "2010 minutes 10.x"> {
    using rests_on = deferred_bid;
    static std::optional<failure> refuses(const deferred_bid& f);
};

struct its_exec_has_moved_on
    : rule<"FP-d2", "what is still being checked when its Exec opens, or is undecided when that is over, goes to the next Exec",
           "Appendix 5 (d) \"prior to Exec\""> {
    using rests_on = exec_list;
    static std::optional<failure> refuses(const exec_list& f);
};

} // namespace workflows
