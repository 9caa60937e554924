// server/routes.hpp - every address of the server: method, path, who may, and what answers. It is the roof: it knows the pages, the
// API and the signing in, and nothing of theirs knows it. A test compares the table with the reviewed tests/golden/routes.txt, and
// walks it as everybody.
#pragma once
#include "server/app/request.hpp"

#include <vector>

namespace server {

/// In order of trying.
const std::vector<app::route>& routes();

} // namespace server
