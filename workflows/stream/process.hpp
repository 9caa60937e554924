// workflows/stream/process.hpp - a pot of money: expected, confirmed, withdrawn; what is held back of it.
#pragma once
#include "workflows/interest/rules.hpp"
#include "workflows/stream/rules.hpp"
#include "workflows/stream/stages.hpp"

namespace workflows {

struct stream_process : stream_stages {
    static constexpr std::string_view name = "stream", kind = "stream";

    // clang-format off
    using table = rows<
    //   from                 asked for               becomes              recorded as
    row< none,                "stream.open",            expected,            "stream.opened",
         needs<keeps_what_is_committed> >,
    row< expected,            "stream.come_confirmed",  confirmed,           "stream.came_confirmed",
         follows<was_opened_as_confirmed> >,
    row< expected,            "stream.confirm",         confirmed,           "stream.confirmed",
         needs<keeps_what_is_committed> >,
    row< standing,            "stream.revise",          stays,               "stream.revised",
         needs<keeps_what_is_committed> >,
    row< standing,            "stream.withdraw",        stays,               "stream.withdrawn",
         needs<keeps_what_is_committed> >,
    row< standing,            "stream.come_withdrawn",  withdrawn,           "stream.came_withdrawn",
         follows<was_withdrawn_whole> >,
    row< standing,            "stream.hold_back",       stays,               "stream.held_back",
         needs<free_to_hold_back> >,
    row< standing,            "stream.release",         stays,               "stream.released",
         needs<for_an_emerging_priority, not_their_own_bid, free_of_conflict> >
    >;
    // clang-format on
};

} // namespace workflows
