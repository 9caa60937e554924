#include "server/http/spool_file.hpp"

#include <cstdlib>

#include <unistd.h>

namespace http {

spool_file::spool_file(const std::string& folder) : path_(folder + "/upload-XXXXXX") { fd_ = ::mkstemp(path_.data()); }

spool_file::~spool_file()
{
    if (fd_ < 0) return;
    ::close(fd_);
    ::unlink(path_.c_str());
}

bool spool_file::write(std::string_view bytes) const
{
    while (!bytes.empty()) {
        const auto n = ::write(fd_, bytes.data(), bytes.size());
        if (n <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
}

} // namespace http
