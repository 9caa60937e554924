// workflows/approval/approval.hpp - what an approval approves, and whether the Board has to ratify it (TR-plan).
#pragma once
#include "engine/ports.hpp"
#include "workflows/bid/state.hpp"
#include "workflows/partnership/state.hpp"

#include <string>
#include <vector>

namespace workflows {

/// TR-plan: why the Board has to ratify, in words; nothing when it need not. @param lines as approved
std::vector<std::string> why_board(engine::reader& known, const partnership& p, const std::vector<bid_line>& lines, pence amount,
                                   instant now);
/// The plan that the Board agreed last for a year, or nullptr.
const plan* agreed_plan_of(engine::reader& known, const std::string& year);
} // namespace workflows
