// workflows/plan/commands.cpp - what can be asked of the year's plan: each command with its fields, and who may.
#include "workflows/plan/commands.hpp"
#include "workflows/authority.hpp"
#include "workflows/context.hpp"
#include "workflows/standing.hpp"

namespace workflows {

const std::vector<command>& plan_commands()
{
    // clang-format off
    static const std::vector<command> table{
        {"plan.propose", "plan", "plan?:new.plan year:year lines:lines", &may::manager},
        {"plan.agree", "plan", "plan:ref.plan item:ref.item", &may::manager},
    };
    // clang-format on
    return table;
}

} // namespace workflows
