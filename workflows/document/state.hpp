// workflows/document/state.hpp - a file that belongs to a bid or to an item of an agenda. Its bytes are kept outside the log,
// by their SHA-256, which the log holds.
#pragma once
#include "engine/entity.hpp"

#include <string>
#include <vector>

namespace workflows {

using engine::instant;

struct document {
    std::string id, stage = "none", bid, item, name, media_type, sha256, by, removed_because;
    instant at;
    DESCRIBED(document, id, stage, bid, item, name, media_type, sha256, by, removed_because, at)
};

void apply_to(document& d, const engine::event& e);
std::vector<engine::index_row> rows_of_state(const document& d);

} // namespace workflows
