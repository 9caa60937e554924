// workflows/standing.hpp - where a matter stands: who has an interest in it, who presides over it, which checks and positions
// count, and for whom it waits. Sums that rules, follow-ups and views share; each asks the state alone.
#pragma once
#include "engine/ports.hpp"
#include "workflows/bid/state.hpp"

#include <set>
#include <string>
#include <vector>

namespace workflows {

// -- interests (TR-interest) -----------------------------------------------------------------------------------------

/// Does an interest of this nature bar, under the policy of the moment?
bool bars(const partnership& p, std::string_view nature, instant t);
/// The agency of the bidder: the one whose id or name the bid's `organisation` gives, else the project manager's own; "" none.
std::string bidders_agency(engine::reader& known, const partnership& p, const bid& b);
/// The nature of the interest that bars the person from deciding on the matter (pecuniary, personal, or agency: declared, or
/// had without declaring where the policy says `withdraw`), or "". A bid's items and an item's bid are one matter.
std::string barring_interest(engine::reader& known, const partnership& p, const bid* b, const item* i, std::string_view person, instant t);
/// The same for a group's agreement and for checks: an interest through one's agency does not bar from these.
std::string own_interest(const bid& b, std::string_view person, instant t);
/// All who are barred from deciding on a bid, or on an item (and its bid), of those who hold seats or deputise.
/// @param of_day of a recorded meeting its own moment, whose policy says what bars; declared is what is known by `t`
std::set<std::string> conflicted(engine::reader& known, const partnership& p, const bid* b, const item* i, instant t,
                                 std::optional<instant> of_day = std::nullopt);
/// FP-h: is it the person's own bid?
inline bool is_own_bid(const bid& b, std::string_view person) { return b.project_manager == person || b.author == person; }

// -- who presides, who decides ---------------------------------------------------------------------------------------

/// FP-g2: who presides over a matter: chair, else vice-chair, else the member named; "" nobody.
/// @param barred who cannot: conflicted, or the matter is their own
std::string presiding(const partnership& p, const meeting& m, const std::set<std::string>& barred, std::string_view item,
                      std::string_view bid, instant now, bool officers_only = false);
/// FP-g2: who decides on a bid for the Exec outside its items (bid.return, stream.release): who presides over its open meeting,
/// else over any that is open; with none open the chair, else the vice-chair; "" nobody.
std::string decides_for_exec(engine::reader& known, const partnership& p, const bid& b, instant now);
/// The Exec's open meeting: the bid's own, else any; nullptr.
const meeting* open_exec(engine::reader& known, const partnership& p, const bid& b);
/// FP-b2: who may agree to a bid for its group: the chair's holder and deputies; where all of them are barred (FP-h, an
/// interest), or there are none, the vice-chair's holder.
struct group_decider {
    std::string person, seat;
};
std::vector<group_decider> deciders_of_group(const partnership& p, const bid& b, instant now);

// -- checks (FP-d1) --------------------------------------------------------------------------------------------------

/// For which seats a person's check, or position, counts: those held, and those deputised for whose holder has not spoken.
struct spoken_for {
    std::vector<std::string> seats, spoken;
};
spoken_for check_counts_for(const partnership& p, const bid& b, const std::string& person, instant now);
spoken_for position_counts_for(const partnership& p, const bid& b, const std::string& person, instant now);

/// FP-d1: where a bid's compliance check stands.
struct compliance {
    std::optional<std::int64_t> wanted; ///< how many must comply; none: all
    std::int64_t compliant = 0;         ///< persons who found it so
    std::vector<std::string> missing;   ///< seats that have still to check, or found that it does not comply
    std::vector<std::string> left_out;  ///< seats whose reviewers may not check: it is their own bid, or they have an interest
};
compliance compliance_of(const partnership& p, const bid& b, instant now);

// -- positions (FP-f) ------------------------------------------------------------------------------------------------

/// The voting seats of the Exec that name a statutory agency, in the order of their ids.
std::vector<const seat*> agency_seats(const partnership& p, instant now);
/// How an agency stands to a bid: its position, `interest`, `absent`, or "" silent; and by whom, at which seat.
struct agency_standing {
    std::string kind, seat, person;
    const position* given = nullptr; ///< none: an interest that was never a position, an absence, silence
};
agency_standing standing_of(engine::reader& known, const partnership& p, const bid& b, std::string_view agency, instant now);
/// FP-f: statutory agencies that have neither spoken, nor been recorded absent, nor a representative with an interest.
std::vector<std::string> silent_agencies(engine::reader& known, const partnership& p, const bid& b, instant now);
/// FP-f: how many agencies support the bid (with amendments too), and how many oppose it.
struct position_count {
    std::int64_t in_favour = 0, against = 0;
};
position_count count_positions(engine::reader& known, const partnership& p, const bid& b, instant now);
/// Seats with the agencies that they name, as events hold them.
engine::json::array seats_with_agencies(const partnership& p, const std::vector<std::string>& seats);

// -- meetings --------------------------------------------------------------------------------------------------------

const meeting* find_meeting(engine::reader& known, std::string_view meeting);
/// The meeting that an item is of, or nullptr.
const meeting* meeting_of_item(engine::reader& known, std::string_view item);
/// FP-c: when bids for this Exec are due: the midnight after the day, or its start if that is earlier. As it was written down
/// when the date was set or the policy changed; of a meeting without one, by the policy of that moment.
instant deadline_of_exec(const partnership& p, const meeting& m, instant now);
/// The same sum by the policy of a moment, for a meeting that starts then.
instant deadline_by_policy(const partnership& p, instant starts, instant now);
/// The next Exec that is planned, starting after `from`; with `in_time`, the first whose deadline has not passed. Or nullptr.
const meeting* next_exec(engine::reader& known, const partnership& p, instant from, std::optional<instant> in_time);
/// The body's next planned meeting after that one, or nullptr.
const meeting* next_meeting(engine::reader& known, const meeting& after);
/// The quorum of a meeting that is not taken from old minutes: as it is, or as it stood when the meeting closed.
quorum_sum live_quorum(engine::reader& known, const partnership& p, const meeting& m, const bid* b, const item* i, instant now);
/// When the body last decided live: an item, or for the Exec a bid; nothing: never.
std::optional<instant> last_decision_of(engine::reader& known, const body& b);

} // namespace workflows
