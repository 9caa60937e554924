// Stages, commands and events are named by the tables. Elsewhere they are in<bid_stages::open>(stage), verbs::bid_submit and
// events::bid_submitted (cmake/names.cmake): a name that no table has does not compile.
#include "tests/support/catch.hpp"
#include "workflows/funding.hpp"

#include <filesystem>
#include <regex>
#include <set>
#include <sstream>

namespace fs = std::filesystem;

namespace {

/// Where a workflow's tables stand: its process, its stages, its commands, its events; a small workflow has one file of them.
bool is_table(const fs::path& file)
{
    static const std::set<std::string> tables{"process.hpp", "stages.hpp", "commands.cpp", "events.cpp", "risk.cpp"};
    return tables.contains(file.filename().string());
}

std::set<std::string> names_in_tables()
{
    std::set<std::string> out;
    for (const auto& p : workflows::all_processes())
        for (const auto& r : p.rows) {
            out.insert(r.command);
            out.insert(r.event);
        }
    return out;
}

} // namespace

TEST_CASE("no stage, event or verb stands as a bare text outside the tables")
{
    const auto names = names_in_tables();
    const std::regex name("\"([a-z_]+\\.[a-z_]+)\""), stage("(?:stage|status) [!=]= \"([a-z_]+)\"");
    const std::set<std::string> of_contributions{"pledged", "declined"}; // whose status no table knows
    std::size_t looked = 0;
    for (const auto* folder : {"workflows", "storage", "server"})
        for (const auto& entry : fs::recursive_directory_iterator(std::string(QUORATE_SOURCE_DIR) + "/" + folder)) {
            const auto e = entry.path().extension();
            if ((e != ".cpp" && e != ".hpp") || is_table(entry.path())) continue;
            std::istringstream in(support::slurp(entry.path().string()));
            for (std::string line; std::getline(in, line); ++looked) {
                line = line.substr(0, line.find("//"));
                INFO(entry.path().string() << ": " << line);
                std::smatch found;
                if (std::regex_search(line, found, stage)) CHECK(of_contributions.contains(found[1].str()));
                // Three indexes and a label are called as an event is.
                const bool other = line.find("index = ") != std::string::npos || line.find("push_back({\"meeting.") != std::string::npos ||
                                   line.find("word(\"") != std::string::npos;
                if (!other && std::regex_search(line, found, name)) CHECK_FALSE(names.contains(found[1].str()));
            }
        }
    CHECK(looked > 10'000);
}
