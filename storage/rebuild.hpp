// storage/rebuild.hpp - projections rebuilt from the log and its texts, and compared with what is stored.
#pragma once
#include "storage/database.hpp"

#include <functional>
#include <string>
#include <vector>

namespace storage {

/// Where stored projections (entities, their rows and timers, the log's head) differ from what the log says; empty: nowhere.
std::vector<std::string> compare_projections(database& d, const std::string& partnership);
/// Writes them anew, in one transaction. Idempotency keys, messages and checkpoints are no projections and stay.
void rebuild_projections(database& d, const std::string& partnership);

} // namespace storage
