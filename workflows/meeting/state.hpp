// workflows/meeting/state.hpp - a meeting: who was in the room when, its agenda, and what was decided on each item.
#pragma once
#include "engine/entity.hpp"
#include "workflows/quorum/quorum.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace workflows {

/// One stay in the room (TR-presence): one may come and go often.
struct stay {
    std::string seat, person, told_by;
    instant arrived;
    std::optional<instant> left;
    DESCRIBED(stay, seat, person, told_by, arrived, left)
    bool at(instant t) const { return arrived <= t && (!left || t < *left); }
};
/// What old minutes say of a seat (TR-unknown).
struct recorded_presence {
    std::string presence; ///< full, part, apologies, absent, not_recorded
    std::optional<instant> arrived, left;
    DESCRIBED(recorded_presence, presence, arrived, left)
};
struct declared_interest {
    std::string person, nature, detail, told_by;
    instant at;
    DESCRIBED(declared_interest, person, nature, detail, told_by, at)
};
struct vote {
    std::string seat, vote;
    DESCRIBED(workflows::vote, seat, vote)
};
struct item {
    std::string id, title, kind, bid, marking;
    std::string outcome, text, to_meeting, decided_by; ///< outcome "": not decided
    std::vector<std::string> alternatives;
    std::optional<instant> decided_at;
    std::vector<workflows::vote> votes;
    std::optional<quorum_sum> quorum;
    std::vector<declared_interest> interests;
    std::string carried_to, carried_from; ///< meetings
    DESCRIBED(item, id, title, kind, bid, marking, outcome, text, to_meeting, decided_by, alternatives, decided_at, votes, quorum,
              interests, carried_to, carried_from)
};
struct moved_date {
    instant starts, ends, at;
    std::string deadline, reason;
    DESCRIBED(moved_date, starts, ends, at, deadline, reason)
};
struct named_chair {
    std::string seat, about; ///< about: an item's or bid's id; "": the whole meeting
    std::string person;      ///< "" in older logs: whoever sits there
    DESCRIBED(named_chair, seat, about, person)
};
/// What the room is at (meeting.turn_to): an item or a bid, or neither yet.
struct current_matter {
    std::string item, bid;
    DESCRIBED(current_matter, item, bid)
};
struct meeting {
    std::string id, body, venue, stage = "none";
    std::string zone;                ///< in which its days are reckoned
    std::optional<instant> deadline; ///< of an Exec: the end of the day by which bids are due, as it stood when the date was set
    bool recorded = false, published = false;
    instant starts, ends;
    std::optional<instant> opened, closed;
    std::vector<moved_date> moves; ///< the dates that it had before
    std::vector<stay> stays;
    std::map<std::string, std::string> answers;   ///< seat: "apologies" or "expected"
    std::map<std::string, std::string> who_comes; ///< seat: the person who will, where somebody was named
    std::map<std::string, recorded_presence> records;
    std::vector<item> items;
    std::vector<named_chair> chairs;
    current_matter current;
    std::optional<instant> last_decision; ///< taken live
    /// The quorum as it stood when the meeting closed: under "", and under "item/ID" or "bid/ID" where somebody withdrew.
    std::map<std::string, quorum_sum> closing;
    std::int64_t closed_index = -1; ///< of the leaf that closed it
    DESCRIBED(meeting, id, body, venue, stage, zone, deadline, recorded, published, starts, ends, opened, closed, moves, stays, answers,
              who_comes, records, items, chairs, current, last_decision, closing, closed_index)

    const item* find_item(std::string_view item) const;
    /// MN-agenda: deferred, or left undecided by a meeting that is over, and not yet on another agenda.
    bool wants_to_carry(const item& i) const;
    /// TR-presence: arrived, and not left. Once the meeting is closed the order of the log tells: who has not left by then was there.
    bool is_there(const stay& s, instant t) const;
    bool in_the_room(std::string_view person, instant t) const;
};

void apply_to(meeting& m, const engine::event& e);
std::vector<engine::index_row> rows_of_state(const meeting& m);
std::vector<engine::timer> timers_of_state(const meeting& m);

/// The stage of an item, as its process names it: pending, on_the_agenda, past, recordable, decided.
std::string_view stage_of_item(const meeting& m, const item& i);

} // namespace workflows
