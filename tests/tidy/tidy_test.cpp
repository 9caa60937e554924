// Conventions as tests: the direction of includes, the generated documents, words that only one file may say.
#include "engine/process_doc.hpp"
#include "tests/support/catch.hpp"
#include "workflows/authority.hpp"
#include "workflows/funding.hpp"

#include <filesystem>
#include <map>
#include <set>

namespace fs = std::filesystem;

namespace {

const std::string root = QUORATE_SOURCE_DIR;

template <class F> void each_source(const std::string& folder, F f)
{
    for (const auto& entry : fs::recursive_directory_iterator(root + "/" + folder))
        if (const auto e = entry.path().extension(); e == ".cpp" || e == ".hpp")
            f(fs::relative(entry.path(), root).string(), support::slurp(entry.path().string()));
}

std::vector<std::string> includes(const std::string& text)
{
    std::vector<std::string> out;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);)
        if (line.starts_with("#include ") && line.size() > 12) out.push_back(line.substr(10, line.find_first_of("\">", 10) - 10));
    return out;
}

} // namespace

TEST_CASE("dependencies run one way: server, storage, workflows, engine")
{
    const std::map<std::string, std::set<std::string>> may{{"engine", {"engine"}},
                                                           {"workflows", {"engine", "workflows"}},
                                                           {"storage", {"engine", "workflows", "storage"}},
                                                           {"server", {"engine", "workflows", "storage", "server"}}};
    const std::set<std::string> folders{"engine", "workflows", "storage", "server", "tests"};
    for (const auto& [folder, allowed] : may)
        each_source(folder, [&](const std::string& file, const std::string& text) {
            for (const auto& i : includes(text)) {
                const auto first = i.substr(0, i.find('/'));
                if (!folders.contains(first)) continue;
                INFO(file << " includes " << i);
                CHECK(allowed.contains(first));
            }
        });
}

TEST_CASE("heavy and sharp-edged headers stay in their places")
{
    for (const auto* folder : {"engine", "workflows", "storage", "server"})
        each_source(folder, [&](const std::string& file, const std::string& text) {
            for (const auto& i : includes(text)) {
                INFO(file << " includes " << i);
                if (i.starts_with("soci/")) CHECK(file == "storage/sql.cpp");
                if (i.starts_with("boost/msm")) CHECK(file == "engine/msm_run.hpp");
                if (i.find("msm_run.hpp") != std::string::npos) CHECK(file.ends_with(".cpp"));
                if (i == "chrono" && !file.starts_with("server")) CHECK((file == "engine/values.cpp"));
            }
            if (!file.starts_with("server") && file != "engine/random.cpp") {
                CHECK(text.find("system_clock::now") == std::string::npos);
                CHECK(text.find("randombytes") == std::string::npos);
            }
        });
}

TEST_CASE("the generated documents are what the tables print; QUORATE_ACCEPT=1 writes them")
{
    std::map<std::string, std::string> docs{{"docs/who-may.md", workflows::who_may_markdown()}};
    for (const auto& p : workflows::all_processes()) {
        docs["docs/processes/" + p.name + ".md"] = "# The process `" + p.name + "`\n\nPrinted from its table by `quorate process " +
                                                   p.name + "`; a test compares the two.\n\n```mermaid\n" + engine::mermaid(p) + "```\n\n" +
                                                   engine::markdown(p);
        docs["tests/golden/processes/" + p.name + ".json"] = engine::adopted_form(p) + "\n";
    }
    const bool accept = std::getenv("QUORATE_ACCEPT") != nullptr;
    for (const auto& [file, text] : docs) {
        const auto path = root + "/" + file;
        if (accept) {
            fs::create_directories(fs::path(path).parent_path());
            std::ofstream(path, std::ios::binary) << text;
        }
        INFO(file << " is not what the tables print: look at the change of meaning, then QUORATE_ACCEPT=1 ./dev test tidy");
        CHECK(support::slurp(path) == text);
    }
}

TEST_CASE("the document on own workflows shows the code that the tests run")
{
    const auto code = support::slurp(root + "/tests/unit/engine/leave_request_test.cpp");
    const auto from = code.find("// [workflow]\n"), to = code.rfind("// [workflow]\n");
    REQUIRE(from < to);
    const auto shown = code.substr(from + 14, to - from - 14);
    CHECK(support::slurp(root + "/docs/own-workflow.md").find(shown) != std::string::npos);
}

TEST_CASE("links between documents lead somewhere")
{
    std::vector<fs::path> pages{root + "/README.md"};
    for (const auto& entry : fs::recursive_directory_iterator(root + "/docs"))
        if (entry.path().extension() == ".md") pages.push_back(entry.path());
    for (const auto& page : pages) {
        const auto text = support::slurp(page.string());
        for (auto at = text.find("]("); at != std::string::npos; at = text.find("](", at + 2)) {
            const auto target = text.substr(at + 2, text.find_first_of(")#", at + 2) - at - 2);
            if (target.empty() || target.find("://") != std::string::npos) continue;
            INFO(page.string() << " links to " << target);
            CHECK(fs::exists(page.parent_path() / target));
        }
    }
}
