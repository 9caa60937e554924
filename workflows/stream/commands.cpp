// workflows/stream/commands.cpp - what can be asked of money: each command with its fields, and who may.
#include "workflows/stream/commands.hpp"
#include "workflows/authority.hpp"
#include "workflows/context.hpp"
#include "workflows/standing.hpp"

namespace workflows {

namespace {

yes as_money(const context& c) { return when(role(c, "partnership_manager") || role(c, "budget_manager")); }

constexpr who_may money_keeper{"AC-money", "the Partnership Manager, a budget manager", "money", as_money};

} // namespace

const std::vector<command>& stream_commands()
{
    // clang-format off
    static const std::vector<command> table{
        {"stream.open", "stream",
         "stream?:new.stream name:words provider:words year:year amount:money "
         "status:one_of(expected|confirmed) purpose?:words held_back?:money",
         &money_keeper, console},
        {"stream.confirm", "stream", "stream:ref.stream amount?:money reason:text", &money_keeper},
        {"stream.revise", "stream", "stream:ref.stream amount?:money reason:text", &money_keeper},
        {"stream.withdraw", "stream", "stream:ref.stream amount?:money reason:text", &money_keeper},
        {"stream.hold_back", "stream", "stream:ref.stream amount:money reason:text", &money_keeper},
        {"stream.release", "stream", "stream:ref.stream amount:money bid:ref.bid reason:text", &may::exec_chair},
    };
    // clang-format on
    return table;
}

} // namespace workflows
