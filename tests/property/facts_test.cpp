#include "tests/property/random_facts.hpp"
#include "tests/support/catch.hpp"
#include "workflows/bid/rules.hpp"
#include "workflows/quorum/rules.hpp"

using namespace workflows;

TEST_CASE("facts survive being written down: a rule says the same of what was recorded")
{
    property::rng r(7);
    for (int i = 0; i < 2000; ++i) {
        outcome_form f;
        property::fill(r, f);
        outcome_form back;
        engine::from_json(engine::to_json(f), back);
        REQUIRE(outcome_explained::refuses(f).has_value() == outcome_explained::refuses(back).has_value());
        quorum_facts q;
        property::fill(r, q);
        quorum_facts q2;
        engine::from_json(engine::to_json(q), q2);
        REQUIRE(quorate::refuses(q).has_value() == quorate::refuses(q2).has_value());
    }
}
