// workflows/approval/commands.cpp - what can be asked of a bid that the Exec has decided on: each command with its fields, and who may.
#include "workflows/approval/commands.hpp"
#include "workflows/authority.hpp"
#include "workflows/context.hpp"
#include "workflows/standing.hpp"

namespace workflows {

const std::vector<command>& approval_commands()
{
    // clang-format off
    static const std::vector<command> table{
        {"bid.accept_amendments", "bid", "bid:ref.bid", &may::project_manager},
        {"bid.refuse_amendments", "bid", "bid:ref.bid", &may::project_manager},
        {"bid.ratify", "bid", "bid:ref.bid item:ref.item", &may::manager},
    };
    // clang-format on
    return table;
}

} // namespace workflows
