// tests/support/catch.hpp - Catch2 2 or 3, whichever is packaged.
#pragma once
#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif

#include <cstdio>
#include <fstream>
#include <sstream>
#include <string>

/// A test that cannot run here says so, and is counted as skipped by ./dev test.
#define SKIP_TEST(why)                                                                                                                     \
    do {                                                                                                                                   \
        std::printf("SKIPPED: %s\n", std::string(why).c_str());                                                                            \
        SUCCEED();                                                                                                                         \
        return;                                                                                                                            \
    } while (false)

namespace support {

inline std::string slurp(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    out << in.rdbuf();
    return out.str();
}
inline bool there(const std::string& path) { return std::ifstream(path).good(); }
/// Published vectors beside the checkout; tests that need them are skipped where they are absent.
inline std::string vectors(const std::string& name) { return std::string(QUORATE_SOURCE_DIR) + "/../shared/data/vectors/" + name; }

} // namespace support
