// workflows/quorum/quorum.hpp - TR-quorum, TR-presence, TR-unknown, TR-deputy: the sum of a moment, with its working.
#pragma once
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
    std::string says() const;
};

/// TR-quorum: how many must be there, of so many members.
std::int64_t required_of(const quorum_rule& rule, std::int64_t members);

/// The sum at a moment. @param conflicted persons who withdraw from the matter (TR-interest).
/// @param moment of a recorded meeting: nothing means the whole of it.
quorum_sum count_quorum(const partnership& p, const meeting& m, std::optional<instant> moment, instant now,
                        const std::set<std::string>& conflicted);

} // namespace workflows
