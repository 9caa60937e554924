#include "workflows/quorum/seating.hpp"

#include <algorithm>

namespace workflows {

bool seating::find_person(std::size_t seat, std::vector<bool>& asked)
{
    for (const auto person : may_[seat]) {
        if (person >= seat_of_.size()) seat_of_.resize(person + 1, -1);
        if (person >= asked.size()) asked.resize(person + 1, false);
        if (asked[person]) continue;
        asked[person] = true;
        if (seat_of_[person] < 0 || find_person(static_cast<std::size_t>(seat_of_[person]), asked)) {
            seat_of_[person] = static_cast<std::int64_t>(seat);
            return true;
        }
    }
    return false;
}

bool seating::fill(std::size_t seat)
{
    std::vector<bool> asked;
    return find_person(seat, asked);
}

namespace {

/// Goes through the seats in order, taking each that can be part of a largest set with all that is wanted. The sets of seats
/// that can be filled at once are a matroid, so filling greedily answers exactly how many of any one kind can still be had;
/// only two minimums that pull at the same persons make it turn back.
class search {
public:
    search(const options& may, const std::vector<wanted_seats>& wanted) : may_(may), wanted_(wanted)
    {
        seating all(may_);
        for (std::size_t s = 0; s < may_.size(); ++s) size_ += all.fill(s);
    }
    bool found() { return from(0); }
    const std::vector<std::size_t>& taken() const { return taken_; }

private:
    bool from(std::size_t next)
    {
        if (++steps_ > steps_max) return false;
        if (next == may_.size()) return true; // within_reach() said yes just before
        for (const bool take : {true, false}) {
            if (take) taken_.push_back(next);
            if (within_reach(next + 1) && from(next + 1)) return true;
            if (take) taken_.pop_back();
        }
        return false;
    }
    /// Can what is taken, with seats from `next` on, still become a largest set, and have each minimum for itself?
    bool within_reach(std::size_t next) const
    {
        const auto reach = [&](const std::vector<bool>* named) { // how many in all, or of those named, which are filled first
            seating s(may_);
            std::size_t all = 0, of_named = 0;
            for (const auto t : taken_) {
                if (!s.fill(t)) return std::size_t{0};
                ++all;
                of_named += named && (*named)[t];
            }
            for (const bool first : {true, false})
                for (std::size_t i = next; i < may_.size(); ++i)
                    if ((!named || (*named)[i]) == first && s.fill(i)) {
                        ++all;
                        of_named += named && first;
                    }
            return named ? of_named : all;
        };
        if (reach(nullptr) < size_) return false;
        return std::all_of(wanted_.begin(), wanted_.end(),
                           [&](const wanted_seats& w) { return static_cast<std::int64_t>(reach(&w.named)) >= w.count; });
    }

    static constexpr int steps_max = 20'000;
    const options& may_;
    const std::vector<wanted_seats>& wanted_;
    std::size_t size_ = 0;
    std::vector<std::size_t> taken_;
    int steps_ = 0;
};

} // namespace

std::vector<std::size_t> largest_seating(const options& may, const std::vector<wanted_seats>& wanted)
{
    std::vector<std::size_t> seats;
    std::vector<bool> seen;
    bool choice = false; // nearly always everybody has one seat, and there is nothing to choose
    for (std::size_t s = 0; s < may.size(); ++s) {
        if (!may[s].empty()) seats.push_back(s);
        for (const auto person : may[s]) {
            if (person >= seen.size()) seen.resize(person + 1, false);
            choice = choice || seen[person];
            seen[person] = true;
        }
    }
    if (!choice) return seats;
    search with_minimums(may, wanted);
    if (with_minimums.found()) return with_minimums.taken();
    const std::vector<wanted_seats> nothing;
    search largest(may, nothing);
    largest.found();
    return largest.taken();
}

} // namespace workflows
