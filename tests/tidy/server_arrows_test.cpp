// The rooms of the server: includes run one way, from the command line down to the bytes on the wire (docs/architecture.md).
#include "tests/support/catch.hpp"

#include <filesystem>
#include <map>
#include <set>
#include <sstream>

namespace fs = std::filesystem;

namespace {

const std::string root = QUORATE_SOURCE_DIR;

/// Which rooms each room may include, beside itself. A room of the server is a folder; what stands in server/ itself is the roof.
const std::map<std::string, std::set<std::string>> may_include{
    {"http", {}},
    {"app", {"http"}},
    {"mail", {"app", "http"}},
    {"audit", {"app"}},
    {"steps", {"audit", "app"}},
    {"pages", {"audit", "mail", "app", "http"}},
    {"auth", {"pages", "app", "http"}},
    {"api", {"app", "http"}},
    {"routes", {"api", "auth", "pages", "app"}},
    {"demo", {"steps", "app"}},
    {"cli", {"demo", "steps", "audit", "routes", "auth", "mail", "app", "http"}},
    {"main", {"cli"}},
};

/// "server/app/site.hpp" -> "app"; "server/routes.cpp" -> "routes".
std::string room_of(const std::string& file)
{
    const auto rest = file.substr(std::string("server/").size());
    return rest.find('/') == std::string::npos ? fs::path(rest).stem().string() : rest.substr(0, rest.find('/'));
}

std::vector<std::string> sources()
{
    std::vector<std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(root + "/server"))
        if (const auto e = entry.path().extension(); e == ".cpp" || e == ".hpp") out.push_back(fs::relative(entry.path(), root).string());
    return out;
}

/// The files of the server that a file includes.
std::vector<std::string> included(const std::string& file)
{
    std::vector<std::string> out;
    std::istringstream in(support::slurp(root + "/" + file));
    const std::string begin = "#include \"";
    for (std::string line; std::getline(in, line);)
        if (line.starts_with(begin + "server/")) out.push_back(line.substr(begin.size(), line.rfind('"') - begin.size()));
    return out;
}

} // namespace

TEST_CASE("the rooms of the server: no include runs back up, and nobody borrows from the command line")
{
    std::size_t looked = 0;
    for (const auto& file : sources()) {
        const auto room = room_of(file);
        INFO(file << " stands in a room that this test does not know: " << room);
        REQUIRE(may_include.contains(room));
        for (const auto& other : included(file)) {
            INFO(file << " includes " << other);
            const auto other_room = room_of(other);
            CHECK((other_room == room || may_include.at(room).contains(other_room)));
            CHECK(fs::exists(root + "/" + other));
            ++looked;
        }
    }
    CHECK(looked > 150);
}

TEST_CASE("the rooms of the server: who may include whom goes round no circle")
{
    std::set<std::string> settled;
    for (std::size_t before = 0; settled.size() < may_include.size(); before = settled.size()) {
        for (const auto& [room, below] : may_include) {
            const bool all_below = std::all_of(below.begin(), below.end(), [&](const auto& b) { return settled.contains(b); });
            if (all_below) settled.insert(room);
        }
        REQUIRE(settled.size() > before);
    }
}

TEST_CASE("SQL stands in storage alone")
{
    for (const auto& file : sources()) {
        const auto text = support::slurp(root + "/" + file);
        INFO(file);
        for (const auto* word : {".prepared(", "SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM"}) {
            INFO(word);
            CHECK(text.find(word) == std::string::npos);
        }
    }
}
