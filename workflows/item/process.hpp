// workflows/item/process.hpp - how an item of an agenda is decided, live or from old minutes.
#pragma once
#include "workflows/item/rules.hpp"
#include "workflows/item/stages.hpp"
#include "workflows/quorum/rules.hpp"

namespace workflows {

struct item_process : item_stages {
    static constexpr std::string_view name = "item", kind = "item";

    // clang-format off
    using table = rows<
    //   from                 asked for               becomes              recorded as
    row< on_the_agenda,       "item.decide",            decided,             "item.decided",
         needs<only_noted_as_an_item, outcome_fits_the_item, county_only_endorses, quorate, free_of_interest,
               votes_carry_it> >,
    row< recordable,          "item.record",            decided,             "item.recorded" >
    >;
    static constexpr std::int64_t sums = 2;
    using older = 
        engine::mp::mp_list<engine::until<1, votes_carry_it_v1>, engine::until<1, only_noted_as_an_item_v1>>;
    // clang-format on
};

} // namespace workflows
