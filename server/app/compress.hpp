// server/app/compress.hpp - gzip, as browsers take it.
#pragma once
#include <string>
#include <string_view>

namespace app {

/// @return "" when it cannot be done
std::string gzip(std::string_view bytes, int level);

} // namespace app
