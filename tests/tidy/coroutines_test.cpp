// Asio, Beast and coroutines stay in one folder; g++ 12.2 miscompiles some coroutines (docs/adr/0009).
#include "tests/support/catch.hpp"

#include <filesystem>

namespace fs = std::filesystem;

namespace {

const std::string root = QUORATE_SOURCE_DIR;

/// The statement round each co_await of a text; those in comments are left out.
std::vector<std::string> awaiting_statements(const std::string& text)
{
    std::vector<std::string> out;
    for (auto at = text.find("co_await"); at != std::string::npos; at = text.find("co_await", at + 1)) {
        const auto line_begin = text.rfind('\n', at) + 1;
        if (text.substr(line_begin, at - line_begin).find("//") != std::string::npos) continue;
        const auto begin = text.find_last_of(";{}", at) + 1;
        out.push_back(text.substr(begin, text.find(';', at) - begin));
    }
    return out;
}

template <class F> void each_source(const std::string& folder, F f)
{
    for (const auto& entry : fs::recursive_directory_iterator(root + "/" + folder))
        if (const auto e = entry.path().extension(); e == ".cpp" || e == ".hpp")
            f(fs::relative(entry.path(), root).string(), support::slurp(entry.path().string()));
}

} // namespace

TEST_CASE("g++ 12.2 miscompiles some coroutines: a statement with co_await holds no brace, no lambda and no ?:")
{
    std::size_t found = 0;
    each_source("server/http", [&](const std::string& file, const std::string& text) {
        for (const auto& statement : awaiting_statements(text)) {
            INFO(file << ": " << statement);
            CHECK(statement.find('{') == std::string::npos);
            CHECK(statement.find(" ? ") == std::string::npos);
            CHECK(statement.find("[&") == std::string::npos);
            CHECK(statement.find("[=") == std::string::npos);
            ++found;
        }
    });
    CHECK(found > 20);
}

TEST_CASE("Asio and Beast stand behind one header, and coroutines in one folder")
{
    for (const auto* folder : {"engine", "workflows", "storage", "server"})
        each_source(folder, [&](const std::string& file, const std::string& text) {
            INFO(file);
            const bool includes =
                text.find("#include <boost/asio") != std::string::npos || text.find("#include <boost/beast") != std::string::npos;
            CHECK((!includes || file == "server/http/parts.hpp"));
            if (file.starts_with("server/http/")) return;
            CHECK(text.find("co_await") == std::string::npos);
            CHECK(text.find("#include \"server/http/parts.hpp\"") == std::string::npos);
        });
}
