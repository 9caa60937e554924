#include "server/app/files.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace app {

std::string read_file(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    if (!in || !(out << in.rdbuf())) {
        if (in && in.peek() == std::ifstream::traits_type::eof()) return "";
        throw std::runtime_error(path + ": cannot be read: " + std::strerror(errno));
    }
    return out.str();
}

} // namespace app
