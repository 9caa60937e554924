#include "server/cli/progress.hpp"

#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace cli {

using namespace std::chrono_literals;

progress_bar::progress_bar(std::string what)
    : what_(std::move(what)), begun_(std::chrono::steady_clock::now()), drawn_(begun_), terminal_(::isatty(STDERR_FILENO) == 1)
{}

progress_bar::~progress_bar()
{
    if (shown_) std::fprintf(stderr, "\r%*s\r", 79, "");
}

void progress_bar::at(std::size_t done, std::size_t all)
{
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || all == 0 || now - begun_ < 2s || now - drawn_ < 100ms) return;
    drawn_ = now;
    shown_ = true;
    constexpr std::size_t width = 40;
    const auto filled = std::min(width, done * width / all);
    std::fprintf(stderr, "\r%s [%s%s] %zu of %zu", what_.c_str(), std::string(filled, '=').c_str(),
                 std::string(width - filled, ' ').c_str(), done, all);
    std::fflush(stderr);
}

} // namespace cli
