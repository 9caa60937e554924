// workflows/bid/approved.hpp - what a sign-off with this form would approve.
#pragma once
#include "workflows/stream/state.hpp"

#include <vector>

namespace workflows {

struct context;

/// The lines and the amount that a sign-off with this form would approve.
struct approved_money {
    std::vector<bid_line> lines;
    pence amount;
};
approved_money approved_by(const context& c);

} // namespace workflows
