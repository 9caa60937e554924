// workflows/interest/commands.cpp - what can be asked of interests: each command with its fields, and who may.
#include "workflows/interest/commands.hpp"
#include "workflows/authority.hpp"
#include "workflows/context.hpp"
#include "workflows/standing.hpp"

namespace workflows {

namespace {

yes as_declarer(const context& c)
{
    const auto who = c.text("person");
    return when(who.empty() || who == c.actor || role(c, "partnership_manager"));
}

constexpr who_may declarer{"AC-interest", "oneself; the Partnership Manager for another who said so", "declarer", as_declarer};

} // namespace

const std::vector<command>& interest_commands()
{
    // clang-format off
    static const std::vector<command> table{
        {"interest.declare", "matter",
         "person?:ref.person item?:ref.item bid?:ref.bid nature:one_of(pecuniary|personal|agency) "
         "detail:text",
         &declarer},
    };
    // clang-format on
    return table;
}

} // namespace workflows
