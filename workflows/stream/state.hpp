// workflows/stream/state.hpp - a pot of money and what is bound of it (FP-e); and the Board's plan for a year (TR-plan).
// available = amount - held back - committed on a confirmed stream, nothing otherwise. Never below zero.
#pragma once
#include "engine/entity.hpp"
#include "workflows/stream/stages.hpp"

#include <string>
#include <vector>

namespace workflows {

using engine::instant;
using engine::pence;

struct stream {
    std::string id, name, provider, year, purpose, status = "none";
    std::string becomes; ///< confirmed or withdrawn: what it is about to become by itself; "" nothing
    pence amount, held_back, committed, awaiting, spent;
    pence inside_plan; ///< of committed and awaiting: what the Board need not (or did) agree to
    DESCRIBED(stream, id, name, provider, year, purpose, status, becomes, amount, held_back, committed, awaiting, spent, inside_plan)
    bool is_expected() const { return in<stream_stages::expected>(status); }
    bool is_withdrawn() const { return in<stream_stages::withdrawn>(status); }
    pence available() const { return in<stream_stages::confirmed>(status) ? amount - held_back - committed : pence{}; }
    /// What bids can still be given: of expected money what none waits for yet.
    pence left() const { return is_expected() ? amount - held_back - awaiting : available(); }
};
/// Part of a bid's money on one stream.
struct bid_line {
    std::string stream, state = "asked"; ///< asked, awaiting, committed, released
    pence amount;
    bool inside_plan = false;
    DESCRIBED(bid_line, stream, state, amount, inside_plan)
};
struct plan_line {
    std::string stream;
    pence amount;
    DESCRIBED(plan_line, stream, amount)
};
struct plan {
    std::string id, year, stage = "none", item;
    std::vector<plan_line> lines;
    std::int64_t agreed_index = -1;
    DESCRIBED(plan, id, year, stage, item, lines, agreed_index)
};

void apply_to(stream& s, const engine::event& e);
void apply_to(plan& p, const engine::event& e);
std::vector<engine::index_row> rows_of_state(const stream& s);
std::vector<engine::index_row> rows_of_state(const plan& p);

} // namespace workflows
