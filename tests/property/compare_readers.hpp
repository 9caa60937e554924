// tests/property/compare_readers.hpp - every state x every command x random facts: Boost.MSM and the plain reader agree.
#pragma once
#include "tests/property/random_facts.hpp"
#include "tests/support/catch.hpp"

namespace property {

/// @param rounds of random facts, for each state and command
/// @return how many decisions were compared
template <class Process> std::size_t compare_readers(int rounds)
{
    constexpr std::uint64_t seed = 20100304;
    rng r(seed);
    std::size_t decisions = 0;
    for (int i = 0; i < rounds; ++i) {
        engine::facts_of<Process> known;
        fill(r, known);
        engine::mp::mp_for_each<engine::states_of<Process>>([&]<class State>(State) {
            for (const auto& row : engine::plain_rows<Process>()) {
                const auto a = engine::decide_by_msm<Process>(State::name, row.command, known);
                const auto b = engine::decide_plainly<Process>(State::name, row.command, known);
                const bool same = a.not_now == b.not_now && a.event == b.event && a.next == b.next && a.refusals == b.refusals &&
                                  a.accepted() == b.accepted();
                if (!same) {
                    INFO("process " << Process::name << ", state " << State::name << ", command " << row.command << ", round " << i);
                    REQUIRE(same);
                }
                // An event that moves leads to the state that the table says, whatever the facts; a refusal moves nothing.
                if (!a.accepted() && a.next != State::name) REQUIRE(a.next == State::name);
                ++decisions;
            }
        });
    }
    return decisions;
}

} // namespace property
