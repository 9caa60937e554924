// workflows/quorum/quorum.hpp - TR-quorum, TR-presence, TR-unknown, TR-deputy: the sum of a moment, with its working.
#pragma once
#include "engine/message.hpp"
#include "workflows/partnership/state.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace workflows {

struct meeting;

struct left_out {
    std::string seat, why;
    DESCRIBED(left_out, seat, why)
};
/// Of a minimum of the rule: how many of the counted seats it names.
struct minimum_sum {
    std::string of;
    std::int64_t count = 0, present_at_least = 0, present_at_most = 0;
    DESCRIBED(minimum_sum, of, count, present_at_least, present_at_most)
};
/// The arithmetic of one quorum, as it is stored with each decision.
struct quorum_sum {
    std::int64_t members = 0, required = 0, present_at_least = 0, present_at_most = 0;
    std::vector<minimum_sum> minimums;
    std::vector<std::string> counted;
    std::vector<workflows::left_out> left_out;
    quorum_rule rule;
    DESCRIBED(quorum_sum, members, required, present_at_least, present_at_most, minimums, counted, left_out, rule)

    enum class answer { yes, no, undetermined };
    answer quorate() const;
    /// "11 of 21 members must be present; 10 are."
    engine::failure why_not() const;
};

/// TR-quorum: how many must be there, of so many members.
std::int64_t required_of(const quorum_rule& rule, std::int64_t members);

/// The sum at a moment of a meeting that is or was held live. Counted are those in the room who hold a seat at that moment or
/// deputise for it: a person for one seat, a seat for one person, as many as that allows.
/// @param conflicted persons who withdraw from the matter (TR-interest).
quorum_sum count_quorum(const partnership& p, const meeting& m, instant at, const std::set<std::string>& conflicted);
/// The same of a meeting taken from old minutes (TR-unknown). @param moment nothing: over the whole of it
quorum_sum count_recorded(const partnership& p, const meeting& m, std::optional<instant> moment, const std::set<std::string>& conflicted);

/// Who in the room may act for a seat at that moment: its holder or a deputy, without an interest in the matter.
std::vector<std::string> able_to_sit(const meeting& m, const seat& s, instant at, const std::set<std::string>& conflicted);
/// Of these seats, those for which nobody is left when each person acts for one seat only, in the order given.
std::vector<const seat*> without_a_person(const meeting& m, const std::vector<const seat*>& seats, instant at,
                                          const std::set<std::string>& conflicted);

} // namespace workflows
