// server/app/throttle.hpp - how often somebody may try something. On the database's thread alone; forgotten when the server stops.
#pragma once
#include "engine/values.hpp"

#include <string>

namespace app {

/// A bucket of tries for a name (an address, an account): true while there is room in it, and one is taken.
bool may_try(const std::string& what, double per_minute, double burst, engine::instant now);

} // namespace app
