// server/cli/progress.hpp - a bar on standard error for work that takes over two seconds, on a terminal only.
#pragma once
#include <chrono>
#include <cstddef>
#include <string>

namespace cli {

class progress_bar {
public:
    explicit progress_bar(std::string what);
    ~progress_bar();
    void at(std::size_t done, std::size_t all);

private:
    std::string what_;
    std::chrono::steady_clock::time_point begun_, drawn_;
    bool terminal_, shown_ = false;
};

} // namespace cli
