// The table of failures names a test for each; a test that is named is there.
#include "tests/support/catch.hpp"

#include <filesystem>
#include <regex>

namespace fs = std::filesystem;

namespace {
const std::string root = QUORATE_SOURCE_DIR;
}

TEST_CASE("each failure names the test that makes it happen, or says that none does")
{
    const auto text = support::slurp(root + "/docs/failures.md");
    std::istringstream in(text);
    const std::regex named("`(tests/[a-z_/.]+)` \"([^\"]+)\""), read("by reading \\(`([a-z_/.]+)`");
    std::size_t rows = 0, tests = 0;
    for (std::string line; std::getline(in, line);) {
        if (!line.starts_with("| ") || line.starts_with("| it breaks")) continue;
        INFO(line);
        ++rows;
        std::smatch m;
        if (std::regex_search(line, m, named)) {
            REQUIRE(fs::exists(root + "/" + m[1].str()));
            CHECK(support::slurp(root + "/" + m[1].str()).find(m[2].str()) != std::string::npos);
            ++tests;
        } else {
            REQUIRE(std::regex_search(line, m, read));
            CHECK(fs::exists(root + "/" + m[1].str()));
        }
    }
    CHECK(rows > 25);
    CHECK(tests > 20);
}
