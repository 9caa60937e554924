// What comments and documents name is there: files, folders, and numbered decisions. A reader who follows a name arrives.
#include "tests/support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <set>
#include <vector>

namespace fs = std::filesystem;

namespace {

const std::string root = QUORATE_SOURCE_DIR;
const std::vector<std::string> rooms{"engine", "workflows", "storage", "server", "tests", "docs", "cmake"};

/// Every file of the project by its path from the root, and every folder, with a stroke at its end.
const std::set<std::string>& paths()
{
    static const auto all = [] {
        std::set<std::string> out;
        for (const auto& entry : fs::directory_iterator(root))
            if (entry.is_regular_file()) out.insert(entry.path().filename().string());
        for (const auto& room : rooms) {
            out.insert(room + "/");
            for (const auto& entry : fs::recursive_directory_iterator(root + "/" + room))
                out.insert(fs::relative(entry.path(), root).generic_string() + (entry.is_directory() ? "/" : ""));
        }
        return out;
    }();
    return all;
}

/// Does the path end with the name, from a folder's beginning on? A star stands for any name: workflows/*/rules.hpp.
bool ends_with(const std::string& path, const std::string& name)
{
    if (name.find('*') == std::string::npos)
        return path.ends_with(name) && (path.size() == name.size() || path[path.size() - name.size() - 1] == '/');
    auto pattern = std::regex_replace(name, std::regex("\\."), "\\.");
    pattern = std::regex_replace(pattern, std::regex("\\*"), "[^/]*");
    return std::regex_search(path, std::regex("(^|/)" + pattern + "$"));
}
bool is_there(const std::string& name)
{
    if (name.find('*') == std::string::npos && paths().contains(name)) return true;
    return std::any_of(paths().begin(), paths().end(), [&](const auto& path) { return ends_with(path, name); });
}

/// What people read of a source: what follows // in C++ and JavaScript, # elsewhere; of a document all of it.
std::string readable(const std::string& file, const std::string& text)
{
    const auto ending = fs::path(file).extension().string();
    if (ending == ".md") return text;
    const std::string mark = ending == ".cpp" || ending == ".hpp" || ending == ".js" || ending == ".mjs" ? "//" : "#";
    std::istringstream in(text);
    std::string out;
    for (std::string line; std::getline(in, line);)
        if (const auto at = line.find(mark); at != std::string::npos && !line.starts_with("#include")) out += line.substr(at) + "\n";
    return out;
}

template <class F> void each_reading(F f)
{
    const std::set<std::string> endings{".cpp", ".hpp", ".md", ".js", ".mjs", ".py", ".sh", ".jsonl", ".cmake", ".txt"};
    for (const auto& file : paths()) {
        if (file.ends_with("/") || file.starts_with("tests/golden/")) continue;
        if (file == "docs/CHANGELOG.md") continue; // tells of what was there
        if (endings.contains(fs::path(file).extension().string()) || file == "dev")
            f(file, readable(file, support::slurp(root + "/" + file)));
    }
}

std::set<std::string> matches(const std::string& text, const std::regex& what)
{
    std::set<std::string> out;
    for (std::sregex_iterator i(text.begin(), text.end(), what), end; i != end; ++i) out.insert((*i)[1].str());
    return out;
}

} // namespace

TEST_CASE("every file of ours that a comment or a document names is there")
{
    // A name with an ending of ours; not part of an address, a system's path or an include of somebody else's.
    const std::regex named("(?:^|[^A-Za-z0-9_./<:*-])((?:[A-Za-z0-9_*.-]+/)*[A-Za-z0-9_*-]+\\.(?:hpp|cpp|md|mjs|py|mustache))\\b");
    std::size_t looked = 0;
    each_reading([&](const std::string& file, const std::string& text) {
        for (const auto& name : matches(text, named)) {
            const auto of_others = [&](const char* folder) { return name.starts_with(folder); }; // or made while building
            if (of_others("generated/") || of_others("kainjow/") || of_others("boost/")) continue;
            const auto beside = (fs::path(file).parent_path() / name).lexically_normal().generic_string();
            INFO(file << " names " << name);
            CHECK((is_there(name) || is_there(beside)));
            ++looked;
        }
    });
    CHECK(looked > 300);
}

TEST_CASE("every folder of ours that a comment or a document names is there")
{
    const std::regex named("(?:^|[^A-Za-z0-9_./<:-])((?:engine|workflows|storage|server|tests|docs)/(?:[a-z_*]+/)*)(?![A-Za-z0-9_*-])");
    std::size_t looked = 0;
    each_reading([&](const std::string& file, const std::string& text) {
        for (const auto& name : matches(text, named)) {
            INFO(file << " names " << name);
            CHECK(is_there(name));
            ++looked;
        }
    });
    CHECK(looked > 20);
}

TEST_CASE("every decision that is cited by its number is there")
{
    std::set<std::string> decisions;
    for (const auto& path : paths())
        if (path.starts_with("docs/adr/0")) decisions.insert(path.substr(9, 4));
    CHECK(decisions.size() > 12);
    const std::regex cited("(?:ADR |adr/|\\[)(0[0-9]{3})\\b");
    each_reading([&](const std::string& file, const std::string& text) {
        for (const auto& number : matches(text, cited)) {
            INFO(file << " cites " << number);
            CHECK(decisions.contains(number));
        }
    });
    const auto list = support::slurp(root + "/docs/adr/README.md");
    for (const auto& number : decisions) {
        INFO("docs/adr/README.md lacks " << number);
        CHECK(list.find("[" + number + "]") != std::string::npos);
    }
}

namespace {

/// A block of code in a document that says which file it is of: ```cpp workflows/plan/process.hpp
struct block {
    std::string language, file;
    std::vector<std::string> lines;
};
std::vector<block> blocks_of(const std::string& page)
{
    std::vector<block> out;
    std::istringstream in(page);
    const std::regex opening("```([a-z]+) ([A-Za-z0-9_./-]+)");
    std::smatch m;
    for (std::string line; std::getline(in, line);) {
        if (!std::regex_match(line, m, opening)) continue;
        block b{m[1], m[2], {}};
        while (std::getline(in, line) && line != "```") b.lines.push_back(line);
        out.push_back(std::move(b));
    }
    return out;
}

/// What the block says is in the file: all of it; of a difference the lines that stay or go.
std::string claimed(const block& b)
{
    std::string out;
    for (const auto& line : b.lines) {
        if (b.language != "diff") out += "\n" + line;
        else if (!line.starts_with("+")) out += "\n" + line.substr(std::min<std::size_t>(line.size(), 1));
    }
    return out;
}

} // namespace

TEST_CASE("code that a document shows with the name of its file is in that file")
{
    std::size_t looked = 0;
    for (const auto& path : paths()) {
        if (!path.starts_with("docs/") || !path.ends_with(".md")) continue;
        for (const auto& b : blocks_of(support::slurp(root + "/" + path))) {
            INFO(path << " shows code of " << b.file << " that is not there:" << claimed(b));
            CHECK(("\n" + support::slurp(root + "/" + b.file)).find(claimed(b)) != std::string::npos);
            ++looked;
        }
    }
    CHECK(looked > 10);
}
