// workflows/quorum/seating.hpp - persons and the seats that they may sit for: the most seats that can be filled at once.
// Pure sums over numbers: seats and persons are counted from 0, and `may[seat]` lists the persons who may sit for it.
#pragma once
#include <cstdint>
#include <vector>

namespace workflows {

using options = std::vector<std::vector<std::size_t>>;

/// Seats filled one after another, each by a person of its own; who sits already may move to another seat for it.
class seating {
public:
    explicit seating(const options& may) : may_(may) {}
    /// Fills the seat if somebody can be found for it. A seat that is filled once stays filled.
    bool fill(std::size_t seat);

private:
    bool find_person(std::size_t seat, std::vector<bool>& asked);
    const options& may_;
    std::vector<std::int64_t> seat_of_; ///< by person: -1 none yet
};

/// So many of these seats must be among those that count.
struct wanted_seats {
    std::vector<bool> named; ///< by seat
    std::int64_t count = 0;
};
/// The seats that count: as many as can be filled; of several such sets one that has what is wanted, then the one whose seats
/// come first in order.
std::vector<std::size_t> largest_seating(const options& may, const std::vector<wanted_seats>& wanted);

} // namespace workflows
