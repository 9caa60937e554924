// A function fits a screen or two, a file holds one idea: limits that a reader can rely on.
#include "tests/support/catch.hpp"

#include <filesystem>
#include <sstream>
#include <vector>

namespace fs = std::filesystem;

namespace {

constexpr std::size_t function_lines_max = 70, source_lines_max = 500;

std::vector<std::string> lines_of(const std::string& file)
{
    std::vector<std::string> out;
    std::istringstream in(support::slurp(file));
    for (std::string line; std::getline(in, line);) out.push_back(line);
    return out;
}

/// Where the block that opens on this line closes: the formatter puts both braces of a function alone on a line, at one depth.
std::size_t end_of_block(const std::vector<std::string>& lines, std::size_t open)
{
    const auto depth = lines[open].find('{');
    const auto closes = std::string(depth, ' ') + "}";
    for (auto i = open + 1; i < lines.size(); ++i)
        if (lines[i].starts_with(closes)) return i;
    return lines.size() - 1;
}

template <class F> void each_source(F f)
{
    const std::string root = QUORATE_SOURCE_DIR;
    for (const auto* folder : {"engine", "workflows", "storage", "server", "tests"})
        for (const auto& entry : fs::recursive_directory_iterator(root + "/" + folder))
            if (const auto e = entry.path().extension(); e == ".cpp" || e == ".hpp")
                f(fs::relative(entry.path(), root).string(), lines_of(entry.path().string()));
}

} // namespace

TEST_CASE("no source is longer than 500 lines, no function longer than 70")
{
    std::size_t functions = 0;
    each_source([&](const std::string& file, const std::vector<std::string>& lines) {
        INFO(file);
        CHECK(lines.size() <= source_lines_max);
        for (std::size_t i = 1; i < lines.size(); ++i) {
            const auto depth = lines[i].find_first_not_of(' ');
            if (depth == std::string::npos || lines[i].substr(depth) != "{") continue; // of a class or a block inside: not alone
            const auto length = end_of_block(lines, i) - i + 1;
            INFO("line " << i << ": " << lines[i - 1] << " (" << length << " lines)");
            CHECK(length <= function_lines_max);
            ++functions;
        }
    });
    CHECK(functions > 1000);
}
