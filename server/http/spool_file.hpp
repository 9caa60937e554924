// server/http/spool_file.hpp - a request's body on its way to a file of its own, so that an upload does not fill the memory.
#pragma once
#include <string>
#include <string_view>

namespace http {

/// Gone with this object. A crash leaves the file behind: the next start empties the folder, and nobody was told that it was kept.
class spool_file {
public:
    explicit spool_file(const std::string& folder);
    ~spool_file();
    spool_file(const spool_file&) = delete;
    spool_file& operator=(const spool_file&) = delete;
    /// False on a full disk: the request is refused, and the file goes.
    bool write(std::string_view bytes) const;
    bool good() const { return fd_ >= 0; }
    const std::string& path() const { return path_; }

private:
    std::string path_;
    int fd_ = -1;
};

} // namespace http
