// workflows/partnership/state.hpp - the partnership: its aims, agencies, bodies, seats and policy; and its people.
// Everything here is dated, because a decision is judged by what was in force on its day.
#pragma once
#include "engine/entity.hpp"
#include "workflows/calendar/calendar.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace workflows {

using engine::instant;
using engine::pence;

BOOST_DEFINE_ENUM_CLASS(standing, statutory, invited, ex_officio)
BOOST_DEFINE_ENUM_CLASS(body_kind, strategic_board, executive, funding_subgroup, delivery_group, county, other)
BOOST_DEFINE_ENUM_CLASS(interest_rule, declare, withdraw)
BOOST_DEFINE_ENUM_CLASS(rounding, down, up)

struct titled {
    std::string id, title;
    DESCRIBED(titled, id, title)
};
struct agency {
    std::string id, name;
    bool statutory = false;
    DESCRIBED(agency, id, name, statutory)
};

/// When a bid must have reached the Partnership Manager (FP-c).
struct deadline_policy {
    std::string weekday = "monday";
    std::int64_t weeks_before = 1;
    std::string bank_holiday = "keep";
    DESCRIBED(deadline_policy, weekday, weeks_before, bank_holiday)
};
/// What a partnership settles for itself, with the defaults of a new one.
struct policy {
    std::int64_t exec_cycle_weeks = 6;
    std::vector<std::int64_t> board_months{3, 6, 9, 12};
    deadline_policy deadline;
    std::optional<std::vector<std::string>> bank_holidays; ///< none: England and Wales as known at release
    std::optional<std::int64_t> compliance_reviewers;      ///< none: all of them
    std::int64_t absent_agencies_at_most = 2;
    bool sealed_positions = false;
    std::int64_t amendments_working_days = 10;
    std::optional<pence> delegated_limit; ///< none: no limit
    bool plan_required = false;
    interest_rule agency_interest = interest_rule::declare;
    bool interest_reduces_membership = false;
    bool vacant_seats_count = false;
    bool casting_vote = true;
    std::int64_t circulation_meeting_requests = 2;
    std::string currency = "GBP";
    DESCRIBED(policy, exec_cycle_weeks, board_months, deadline, bank_holidays, compliance_reviewers, absent_agencies_at_most,
              sealed_positions, amendments_working_days, delegated_limit, plan_required, agency_interest, interest_reduces_membership,
              vacant_seats_count, casting_vote, circulation_meeting_requests, currency)
    std::vector<day> holidays() const;
    deadline_rule deadline_sum() const;
};
/// The defaults of the programs that did not write them into the log: a set-up leaf without data.policy is read with these,
/// for ever, whatever the defaults of today are.
policy policy_defaults_v1();
struct dated_policy {
    instant from;
    policy rules;
    DESCRIBED(dated_policy, from, rules)
};

/// TR-quorum: a minimum besides the sum, of a standing or of an agency's seats.
struct minimum {
    std::optional<standing> standing_is;
    std::string agency;
    std::int64_t count = 0;
    DESCRIBED(minimum, standing_is, agency, count)
};
/// TR-quorum: a share of the membership plus a number, or a number; of which standings; and minimums besides.
struct quorum_rule {
    std::int64_t numerator = 1, denominator = 2, plus = 1;
    rounding round = rounding::down;
    std::optional<std::int64_t> count;
    std::vector<standing> of{standing::statutory, standing::invited};
    std::vector<minimum> at_least;
    DESCRIBED(quorum_rule, numerator, denominator, plus, round, count, of, at_least)
};
/// The rule of a body that gave none, in logs that do not write it down.
quorum_rule quorum_rule_v1();
struct dated_quorum {
    instant from;
    quorum_rule rule;
    DESCRIBED(dated_quorum, from, rule)
};
struct body {
    std::string id, name;
    body_kind kind = body_kind::other;
    instant from;
    std::vector<dated_quorum> quorum; ///< by `from`; empty: half of the membership plus one
    std::int64_t cycle_weeks = 0;     ///< 0: as the partnership's policy
    DESCRIBED(body, id, name, kind, from, quorum, cycle_weeks)
};

/// Somebody in a place, from a moment until another (none: still).
struct term {
    std::string who; ///< a person's id; of an office term: "chair" or "vice_chair"
    instant from;
    std::optional<instant> until;
    DESCRIBED(term, who, from, until)
    bool at(instant t) const { return from <= t && (!until || t < *until); }
    bool never() const { return until && *until < from; } ///< ended before it began: it displaced nobody
    bool over(instant t) const { return until && (*until <= t || never()); }
};
struct seat {
    std::string id, body, title, agency;
    workflows::standing standing = standing::invited;
    std::vector<term> holders, deputies, offices;
    std::optional<instant> closed;
    std::int64_t created_index = -1; ///< of the leaf: seats in the order of their making
    DESCRIBED(seat, id, body, title, agency, standing, holders, deputies, offices, closed, created_index)

    bool votes() const { return standing != standing::ex_officio; }
    bool open_at(instant t) const { return !closed || t < *closed; }
    /// The appointment that stands at that moment, or nullptr: vacant.
    const term* holding(instant t) const;
    /// The person appointed at that moment, "" when the seat is vacant.
    std::string holder(instant t) const;
    bool has_deputy(std::string_view person, instant t) const;
    /// TR-deputy: holds it or deputises for it at that moment.
    bool is_sat_for_by(std::string_view person, instant t) const { return holder(t) == person || has_deputy(person, t); }
    /// A deputy now, or one whose term is still to begin.
    bool names_deputy(std::string_view person, instant t) const;
    /// The deputies of a moment, each once.
    std::vector<std::string> deputies_at(instant t) const;
    /// The office that the seat bears at a moment, "" none.
    std::string office(instant t) const;
    bool bears(std::string_view office, instant t) const;
};
struct adopted_process {
    std::int64_t version = 0;
    std::string digest; ///< hex SHA-256 of its printed form
    DESCRIBED(adopted_process, version, digest)
};

struct partnership {
    std::string id, name, zone = "Europe/London";
    bool from_scenario = false;
    std::vector<titled> aims, priorities;
    std::vector<workflows::agency> agencies;
    std::vector<dated_policy> policies; ///< by `from`
    std::map<std::string, workflows::body> bodies;
    std::map<std::string, workflows::seat> seats;
    std::map<std::string, adopted_process> processes;
    std::map<std::string, std::int64_t> made; ///< how many ids of each kind the product has made
    instant terms_settled;                    ///< up to here, what waited for a term of a seat to begin or end has moved on
    DESCRIBED(partnership, id, name, zone, from_scenario, aims, priorities, agencies, policies, bodies, seats, processes, made,
              terms_settled)

    /// The policy in force at a moment; before the first, the first.
    const policy& policy_at(instant t) const;
    const workflows::agency* find_agency(std::string_view agency) const;
    const workflows::body* find_body(std::string_view body) const;
    const workflows::seat* find_seat(std::string_view seat) const;
    /// The one body of a kind that has only one (executive, strategic_board, funding_subgroup), or nullptr.
    const workflows::body* only_body(body_kind kind) const;
    /// The rule in force that day; a body that never set one has half of the membership plus one.
    quorum_rule quorum_at(const workflows::body& b, instant t) const;
    /// Seats of a body that exist at a moment, in the order of their ids.
    std::vector<const workflows::seat*> seats_of(std::string_view body, instant t) const;
    /// The body's seat that bears the office at a moment, or nullptr.
    const workflows::seat* office_seat(std::string_view body, std::string_view office, instant t) const;
    /// Who holds the body's office at a moment, "" when nobody does.
    std::string office_holder(std::string_view body, std::string_view office, instant t) const;
    /// Statutory agencies' ids, in the order in which they were named.
    std::vector<std::string> statutory_agencies() const;
};

struct person {
    std::string id, name, email, agency;
    std::vector<std::string> roles; ///< in the order of granting
    bool left = false;
    DESCRIBED(person, id, name, email, agency, roles, left)
    bool has_role(std::string_view role) const;
};
/// Of an e-mail address: two spellings that differ in the case of letters alone are one person's.
std::string folded_address(std::string_view email);

void apply_to(partnership& p, const engine::event& e);
void apply_to(person& p, const engine::event& e);
std::vector<engine::index_row> rows_of_state(const partnership& p);
std::vector<engine::timer> timers_of_state(const partnership& p);
std::vector<engine::index_row> rows_of_state(const person& p);

inline constexpr std::string_view partnership_key = "partnership/self";

} // namespace workflows
