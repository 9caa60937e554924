// workflows/bid/state.hpp - a bid, from its draft to what was decided on it.
#pragma once
#include "engine/entity.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/meeting/state.hpp"
#include "workflows/stream/state.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace workflows {

struct agreement {
    std::string seat, person;
    std::int64_t revision = 0;
    instant at;
    DESCRIBED(agreement, seat, person, revision, at)
};
struct compliance_check {
    std::string person, result, note;
    bool equality_impact_accepted = false;
    instant at;
    DESCRIBED(compliance_check, person, result, note, equality_impact_accepted, at)
};
struct query {
    std::string id, by, seat, text, answer, answered_by;
    bool resolved = false;
    instant at;
    DESCRIBED(query, id, by, seat, text, answer, answered_by, resolved, at)
};
struct position {
    std::string seat, agency, person, position, note;
    std::optional<pence> amount;
    std::vector<std::string> conditions;
    instant at;
    DESCRIBED(workflows::position, seat, agency, person, position, note, amount, conditions, at)
};
struct absence {
    std::string agency, reason;
    DESCRIBED(absence, agency, reason)
};
struct interest_named {
    std::string person, nature;
    DESCRIBED(interest_named, person, nature)
};
/// An Exec on whose list the bid stood, and why it is not there any more.
struct lost_place {
    std::string meeting, why; ///< why: the event that took it away
    instant at;
    std::string open_query; ///< of one that was carried over at the opening: a query that was open
    DESCRIBED(lost_place, meeting, why, at, open_query)
};
/// FP-k: what a decision's record names.
struct sign_off {
    std::string outcome, by, seat, meeting, reason, handled, to_meeting, zone;
    std::vector<std::string> conditions, alternatives;
    std::optional<pence> amount;
    instant at;
    bool needs_board = false, accepted = false, ratified = false;
    std::string board_reason; ///< why the Board must agree, in words
    std::string board_said;   ///< the outcome of the item that the Board decided; "" none yet
    std::optional<instant> acceptance_ends;
    std::int64_t index = -1; ///< of the leaf: the order of sign-off
    std::optional<quorum_sum> quorum;
    std::vector<interest_named> interests; ///< declared by then, and by whom
    std::vector<std::string> plans;        ///< the agreed plans of its streams' years, which it rests on
    std::optional<std::string> delegation; ///< from the Board to the Exec; none
    DESCRIBED(workflows::sign_off, outcome, by, seat, meeting, reason, handled, to_meeting, zone, conditions, alternatives, amount, at,
              needs_board, accepted, ratified, board_reason, board_said, acceptance_ends, index, quorum, interests, plans, delegation)
};

struct bid {
    std::string id, stage = "none", author, project_manager, title, delivery_group, organisation, marking;
    std::string content;                                   ///< the application as given, RFC 8785; one sealed text a revision
    std::map<std::string, std::vector<std::string>> filed; ///< what lists are narrowed to, by field of the application
    std::int64_t revision = 0, drafted_index = -1;
    std::string year; ///< of the draft; with `number` its reference, "2026-48"
    std::int64_t number = 0;
    bool discarded = false; ///< in no list
    pence amount;
    std::vector<bid_line> lines;
    bool emerging_priority = false;
    std::string exec_meeting;
    bool unscheduled = false; ///< sent, but there is no Exec to go to until one is planned
    std::optional<agreement> agreed;
    std::map<std::string, compliance_check> checks; ///< by seat
    std::vector<std::string> left_out;              ///< reviewers' seats that were left out when it went on the table
    std::vector<query> queries;
    std::vector<position> positions; ///< in the order in which the seats first spoke
    std::vector<absence> absences;
    std::vector<declared_interest> interests;
    std::string recommendation; ///< "", recommended, not_recommended
    std::optional<workflows::sign_off> signed_off;
    std::string last_reason; ///< of a return, decline or withdrawal
    std::vector<lost_place> lost;
    std::optional<instant> last_signed; ///< kept through revisions: a quorum rule never begins before it
    DESCRIBED(bid, id, stage, author, project_manager, title, delivery_group, organisation, marking, content, filed, revision,
              drafted_index, year, number, discarded, amount, lines, emerging_priority, exec_meeting, unscheduled, agreed, checks, left_out,
              queries, positions, absences, interests, recommendation, signed_off, last_reason, lost, last_signed)

    std::int64_t open_queries() const;
    const query* find_query(std::string_view query) const;
    /// The position that stands for an agency: of the seat that spoke first, as it now is. Nullptr: none yet.
    const position* position_of(std::string_view agency) const;
    /// The position that stands at a seat, or nullptr.
    const position* position_at(std::string_view seat) const;
    bool is_absent(std::string_view agency) const;
    /// How the meeting lost the bid, or nullptr where it stands on its list, or was decided there.
    const lost_place* lost_by(std::string_view meeting) const;
    std::string reference() const { return year + "-" + std::to_string(number); }
    bool awaits_money() const;
};

/// Stages in which the Exec can decide on a bid; and those in which it stands on an Exec's list.
inline bool is_on_the_table(std::string_view stage) { return in<bid_stages::at_the_exec>(stage); }
inline bool is_scheduled(std::string_view stage) { return in<bid_stages::scheduled>(stage); }

void apply_to(bid& b, const engine::event& e);
std::vector<engine::index_row> rows_of_state(const bid& b);
std::vector<engine::timer> timers_of_state(const bid& b);

/// Twenty digits: numbers that sort as texts.
std::string sortable(std::int64_t n);

} // namespace workflows
