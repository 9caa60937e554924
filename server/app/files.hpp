// server/app/files.hpp - whole files as text.
#pragma once
#include <string>

namespace app {

/// Reads a whole file. @throws std::runtime_error naming the file and why
std::string read_file(const std::string& path);

} // namespace app
