// Conventions as tests: the direction of includes, the generated documents, words that only one file may say.
#include "engine/process_doc.hpp"
#include "tests/support/catch.hpp"
#include "workflows/authority.hpp"
#include "workflows/funding.hpp"
#include "workflows/partnership/policy.hpp"
#include "workflows/vocabulary.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <map>
#include <regex>
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

/// "workflows/risk/risk.cpp": a small workflow, whose one source is all of it.
bool is_a_whole_workflow(const std::string& file)
{
    const auto folder = fs::path(file).parent_path();
    return file == "workflows/" + folder.filename().string() + "/" + folder.filename().string() + ".cpp" &&
           !fs::exists(root + "/" + folder.string() + "/process.cpp");
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
                if (i.find("msm_run.hpp") != std::string::npos) CHECK(file == "workflows/process_run.hpp");
                if (i == "workflows/process_run.hpp") CHECK((file.ends_with("/process.cpp") || is_a_whole_workflow(file)));
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

namespace {

/// Kinds of which a name "kind.word" is a command, an event, a verb or an index, for a regular expression: "bid|body|...".
const std::string& kinds()
{
    static const auto all = [] {
        std::set<std::string> found;
        for (const auto& p : workflows::all_processes())
            for (const auto& r : p.rows)
                for (const auto& name : {r.command, r.event}) found.insert(name.substr(0, name.find('.')));
        std::string out;
        for (const auto& k : found) out += (out.empty() ? "" : "|") + k;
        return out;
    }();
    return all;
}

std::set<std::string> matches(const std::string& text, const std::regex& what)
{
    std::set<std::string> out;
    for (std::sregex_iterator i(text.begin(), text.end(), what), end; i != end; ++i) out.insert((*i)[1].str());
    return out;
}

/// Every command and event of the tables, every verb of the vocabulary.
struct known_names {
    std::set<std::string> verbs, events, all, indexes;

    known_names()
    {
        for (const auto& v : workflows::vocabulary()) verbs.insert(v.name);
        all = verbs;
        for (const auto& p : workflows::all_processes())
            for (const auto& r : p.rows) {
                events.insert(r.event);
                all.insert(r.event);
                all.insert(r.command);
            }
        // The indexes, as the functions that fill them name them.
        each_source("workflows", [&](const std::string&, const std::string& text) {
            for (auto at = text.find("> rows_of_state("); at != std::string::npos; at = text.find("> rows_of_state(", at + 1)) {
                const auto begin = text.find_first_of("{;", at);
                if (begin == std::string::npos || text[begin] == ';') continue; // only declared
                const auto end = std::min(text.find("\n}", begin), text.find("; }\n", begin));
                for (const auto& name : matches(text.substr(begin, end - begin), std::regex("\\{\"([a-z_]+(?:\\.[a-z_]+)?)\",")))
                    indexes.insert(name);
            }
        });
    }
};

/// The labels by their dotted keys.
void flatten(const boost::json::object& o, const std::string& prefix, std::set<std::string>& out)
{
    for (const auto& p : o) {
        const auto key = prefix + std::string(p.key());
        out.insert(key);
        if (p.value().is_object()) flatten(p.value().get_object(), key + ".", out);
    }
}
std::set<std::string> labels()
{
    std::set<std::string> out;
    flatten(boost::json::parse(support::slurp(root + "/workflows/wording/en.json")).as_object(), "", out);
    return out;
}

} // namespace

TEST_CASE("every name of a command, an event or an index in the sources is one that a table or a state has")
{
    const known_names known;
    const auto words = labels();
    CHECK(known.indexes.contains("bid.stage"));
    CHECK(known.indexes.contains("meeting.planned"));
    CHECK(known.indexes.contains("plan.agreed"));
    CHECK(known.indexes.contains("person"));
    const std::regex literal("\"((?:" + kinds() + ")\\.[a-z_]+)\""), index("\\.index = \"([a-z_.]+)\"");
    std::size_t looked = 0;
    for (const auto* folder : {"engine", "workflows", "storage", "server"})
        each_source(folder, [&](const std::string& file, const std::string& text) {
            for (const auto& name : matches(text, literal)) {
                INFO(file << " names " << name);
                // A label of the pages' own, such as bid.untitled, is no name of an event: those stand below "event".
                CHECK((known.all.contains(name) || known.indexes.contains(name) || words.contains(name)));
                ++looked;
            }
            for (const auto& name : matches(text, index)) {
                INFO(file << " asks for the index " << name);
                CHECK(known.indexes.contains(name));
            }
        });
    CHECK(looked > 200);
}

TEST_CASE("every stage that the sources compare with, or look up, is one that a table has")
{
    std::set<std::string> stages{"pledged"}; // of a contribution, whose status no table knows
    for (const auto& p : workflows::all_processes())
        for (const auto& r : p.rows) {
            stages.insert(r.from.begin(), r.from.end());
            stages.insert(r.to);
        }
    for (const auto* of_an_item : {"pending", "past", "over"}) stages.insert(of_an_item); // nothing leaves these, so no row has them
    std::size_t looked = 0;
    const std::regex compared("(?:stage|status) [!=]= \"([a-z_]+)\""), looked_up("\"bid\\.stage\", \\.key = \"([a-z_]+)\"");
    for (const auto* folder : {"workflows", "storage", "server"})
        each_source(folder, [&](const std::string& file, const std::string& text) {
            for (const auto* where : {&compared, &looked_up})
                for (const auto& name : matches(text, *where)) {
                    INFO(file << " knows a stage " << name);
                    CHECK(stages.contains(name));
                    ++looked;
                }
        });
    CHECK(looked > 0); // few are left: names_test.cpp
}

TEST_CASE("every verb that a template names is one of the vocabulary")
{
    const known_names known;
    const auto settings = workflows::show_policy({});
    std::size_t forms = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root + "/server/templates/en")) {
        if (entry.path().extension() != ".mustache") continue;
        const auto text = support::slurp(entry.path().string());
        for (const auto& verb : matches(text, std::regex("(?:/do/|verb=\"|serves=\")([^\"?{\\[]+)\""))) {
            INFO(entry.path().filename().string() << " posts to " << verb);
            CHECK((known.verbs.contains(verb)));
            ++forms;
        }
        for (const auto& name : matches(text, std::regex("\\b((?:" + kinds() + ")\\.[a-z_]+)\\b"))) {
            INFO(entry.path().filename().string() << " names " << name);
            const bool setting = name.starts_with("policy.") && settings.contains(name.substr(7)); // a field of the form of policy
            CHECK((setting || known.verbs.contains(name)));
        }
    }
    CHECK(forms > 50);
}

TEST_CASE("every verb and every event has words, and no words name one that there is not")
{
    const known_names known;
    const auto words = labels();
    const std::set<std::string> console{"partnership.set_up"}; // no page sends it
    for (const auto& verb : known.verbs) {
        INFO(verb);
        CHECK(words.contains("verb." + verb));
        CHECK((words.contains("done." + verb) || console.contains(verb)));
    }
    for (const auto& event : known.events) {
        INFO(event);
        CHECK(words.contains("event." + event));
    }
    for (const auto& key : words) {
        const auto second = key.find('.'), third = second == std::string::npos ? second : key.find('.', second + 1);
        if (third == std::string::npos) continue;
        const auto name = key.substr(second + 1);
        INFO(key);
        if (key.starts_with("verb.")) CHECK((known.verbs.contains(name)));
        if (key.starts_with("event.")) CHECK((known.events.contains(name)));
    }
}
