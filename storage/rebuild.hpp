// storage/rebuild.hpp - projections rebuilt from the log and its texts, and compared with what is stored.
#pragma once
#include "storage/database.hpp"

#include <functional>
#include <string>
#include <vector>

namespace storage {

/// Told now and then: leaves done, and all of them.
using progress = std::function<void(std::size_t, std::size_t)>;

/// Where stored projections (entities, their rows and timers, the log's head) differ from what the log says; empty: nowhere.
std::vector<std::string> compare_projections(database& d, const std::string& partnership, const progress& tell = {});
/// Writes them anew, in one transaction. Idempotency keys, messages and checkpoints are no projections and stay.
void rebuild_projections(database& d, const std::string& partnership, const progress& tell = {});

} // namespace storage
