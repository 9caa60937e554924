// Every state x every command x random facts: Boost.MSM and the plain reader of the same table agree.
#include "tests/property/random_facts.hpp"
#include "tests/support/catch.hpp"
#include "workflows/decide.hpp"

#include <chrono>

using namespace workflows;

namespace {

template <class Process, class Decide> std::size_t compare(Decide by_msm, std::uint64_t seed, int rounds)
{
    property::rng r(seed);
    std::size_t decisions = 0;
    for (int i = 0; i < rounds; ++i) {
        typename Process::facts known;
        property::fill(r, known);
        engine::mp::mp_for_each<engine::states_of<Process>>([&]<class State>(State) {
            engine::mp::mp_for_each<engine::commands_of<Process>>([&]<class Command>(Command) {
                const auto a = by_msm(State::name, Command::name, known);
                const auto b = engine::decide_plainly<Process>(State::name, Command::name, known);
                const bool same = a.not_now == b.not_now && a.event == b.event && a.next == b.next && a.refusals == b.refusals &&
                                  a.accepted() == b.accepted();
                if (!same) {
                    INFO("process " << Process::name << ", state " << State::name << ", command " << Command::name << ", seed " << seed
                                    << ", round " << i);
                    REQUIRE(same);
                }
                // An event that moves leads to the state that the table says, whatever the facts; a refusal moves nothing.
                if (!a.accepted() && a.next != State::name) REQUIRE(a.next == State::name);
                ++decisions;
            });
        });
    }
    return decisions;
}

} // namespace

TEST_CASE("MSM and the plain reader agree on every state, command and random facts")
{
    const auto seed = std::uint64_t{20100304};
    std::size_t n = 0;
    n += compare<bid_process>(decide_bid, seed, 500);
    n += compare<approval_process>(decide_approval, seed, 500);
    n += compare<meeting_process>(decide_meeting, seed, 300);
    n += compare<item_process>(decide_item, seed, 1000);
    n += compare<interest_process>(decide_interest, seed, 100);
    n += compare<stream_process>(decide_stream, seed, 1000);
    n += compare<plan_process>(decide_plan, seed, 1000);
    n += compare<partnership_process>(decide_partnership, seed, 100);
    n += compare<body_process>(decide_body, seed, 300);
    n += compare<seat_process>(decide_seat, seed, 300);
    n += compare<person_process>(decide_person, seed, 100);
    CHECK(n > 200'000);
}

TEST_CASE("facts survive being written down: a rule says the same of what was recorded")
{
    property::rng r(7);
    for (int i = 0; i < 2000; ++i) {
        outcome_form f;
        property::fill(r, f);
        outcome_form back;
        engine::from_json(engine::to_json(f), back);
        REQUIRE(FP_g3::refuses(f).has_value() == FP_g3::refuses(back).has_value());
        quorum_facts q;
        property::fill(r, q);
        quorum_facts q2;
        engine::from_json(engine::to_json(q), q2);
        REQUIRE(TR_quorum::refuses(q).has_value() == TR_quorum::refuses(q2).has_value());
    }
}
