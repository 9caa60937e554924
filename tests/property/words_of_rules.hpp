// tests/property/words_of_rules.hpp - every rule of a process, with random facts: what it says has words.
#pragma once
#include "tests/property/random_facts.hpp"
#include "tests/support/catch.hpp"
#include "workflows/wording/labels.hpp"

namespace property {

inline void check_words(const engine::saying& s)
{
    INFO(s.message);
    CHECK((workflows::english().has("says." + s.message) || workflows::english().has("says." + s.message + ".many")));
}

template <class Process> void check_words_of_rules()
{
    rng r(20101210);
    engine::mp::mp_for_each<engine::detail::rules_in<Process>>([&]<class Rule>(Rule) {
        for (int i = 0; i < 100; ++i) {
            typename Rule::rests_on facts{};
            fill(r, facts);
            if constexpr (requires { facts.missing.front().field; }) facts.missing = {{"title", "gap.title"}};
            if constexpr (requires { facts.wrong.front().why; }) facts.wrong = {};
            const auto why = Rule::refuses(facts);
            if (!why) continue;
            check_words({why->message, {}});
            for (const auto& s : why->more) check_words(s);
            for (const auto& f : why->fields)
                for (const auto& s : f.why) check_words(s);
        }
    });
}

} // namespace property
