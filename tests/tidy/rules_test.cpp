// docs/rules.md: every rule that the program asks, with where it is asked, where it is written and what tests it. Printed from
// the sources, as they are declared, and held against the tables that run.
#include "tests/support/catch.hpp"
#include "workflows/authority.hpp"
#include "workflows/funding.hpp"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <vector>

namespace fs = std::filesystem;

namespace {

const std::string root = QUORATE_SOURCE_DIR;

/// The files of a folder with one of these endings, by their path from the root, in order.
std::vector<std::string> files_of(const std::string& folder, const std::set<std::string>& endings)
{
    std::vector<std::string> out;
    for (const auto& entry : fs::recursive_directory_iterator(root + "/" + folder))
        if (endings.contains(entry.path().extension().string())) out.push_back(fs::relative(entry.path(), root).generic_string());
    std::sort(out.begin(), out.end());
    return out;
}

// -- the sources, word by word ---------------------------------------------------------------------------------------------

struct token {
    enum class kind { name, text, sign } is;
    std::string value;
    bool operator==(const token&) const = default;
};
const token opens{token::kind::sign, "<"}, closes{token::kind::sign, ">"};

/// A text literal from its opening quote on, without quotes and escapes; `at` is left behind it.
std::string literal_at(const std::string& source, std::size_t& at)
{
    std::string out;
    for (++at; at < source.size() && source[at] != '"'; ++at) {
        if (source[at] == '\\') ++at;
        out += source[at];
    }
    ++at;
    return out;
}

/// Names, texts (neighbours are one, as the compiler has it) and single signs; no comments.
std::vector<token> tokens_of(const std::string& source)
{
    const auto in_name = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; };
    std::vector<token> out;
    for (std::size_t at = 0; at < source.size();) {
        if (source.compare(at, 2, "//") == 0) at = std::min(source.find('\n', at), source.size());
        else if (source[at] == '"') {
            auto text = literal_at(source, at);
            if (!out.empty() && out.back().is == token::kind::text) out.back().value += text;
            else out.push_back({token::kind::text, std::move(text)});
        } else if (in_name(source[at])) {
            const auto from = at;
            while (at < source.size() && in_name(source[at])) ++at;
            out.push_back({token::kind::name, source.substr(from, at - from)});
        } else {
            if (std::isspace(static_cast<unsigned char>(source[at])) == 0) out.push_back({token::kind::sign, source.substr(at, 1)});
            ++at;
        }
    }
    return out;
}

/// A rule as it is declared: struct NAME : rule<"id", "what must hold", "source">, or with one that is made for several workflows.
struct declared_rule {
    std::string name, id, says, source, file;
};
/// A line of a table as it is written: row<from, "command", to, "event", needs<RULES>>.
struct written_row {
    std::string process, command, event;
    bool by_itself = false;
    std::vector<std::string> rules; ///< by their names
};

std::vector<declared_rule> declared_rules(const std::vector<token>& t, const std::string& file)
{
    std::vector<declared_rule> out;
    for (std::size_t i = 0; i + 9 < t.size(); ++i)
        if (t[i].value == "struct" && t[i + 2].value == ":" && t[i + 4] == opens && t[i + 5].is == token::kind::text &&
            t[i + 7].is == token::kind::text && t[i + 9].is == token::kind::text)
            out.push_back({t[i + 1].value, t[i + 5].value, t[i + 7].value, t[i + 9].value, file});
    return out;
}

/// @param t from "row" on; `at` is left at the bracket that closes the line
written_row row_at(const std::vector<token>& t, std::size_t& at)
{
    written_row out;
    std::vector<std::string> texts;
    bool rules = false;
    int depth = 0;
    for (++at; at < t.size(); ++at) {
        depth += t[at] == opens ? 1 : t[at] == closes ? -1 : 0;
        if (depth == 0) break;
        if (t[at].is == token::kind::text) texts.push_back(t[at].value);
        if (t[at].is != token::kind::name) continue;
        if (rules) out.rules.push_back(t[at].value);
        if (t[at].value == "needs" || t[at].value == "follows") rules = true, out.by_itself = t[at].value == "follows";
    }
    REQUIRE(texts.size() == 2);
    out.command = texts[0], out.event = texts[1];
    return out;
}

std::vector<written_row> written_rows(const std::vector<token>& t)
{
    std::vector<written_row> out;
    std::string process;
    for (std::size_t i = 0; i + 2 < t.size(); ++i) {
        if (t[i].value == "name" && t[i + 1].value == "=" && t[i + 2].is == token::kind::text) process = t[i + 2].value;
        if (t[i] != token{token::kind::name, "row"} || t[i + 1] != opens) continue;
        auto row = row_at(t, i);
        row.process = process;
        out.push_back(std::move(row));
    }
    return out;
}

struct written {
    std::map<std::string, declared_rule> rules; ///< by name
    std::vector<written_row> rows;

    written()
    {
        for (const auto& file : files_of("workflows", {".hpp", ".cpp"})) {
            const auto tokens = tokens_of(support::slurp(root + "/" + file));
            for (auto& r : declared_rules(tokens, file)) rules[r.name] = r;
            for (auto& r : written_rows(tokens)) rows.push_back(std::move(r));
        }
    }
};

// -- what names a rule -----------------------------------------------------------------------------------------------------

bool names(const std::string& text, const std::string& word)
{
    const auto part = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_'; };
    for (auto at = text.find(word); at != std::string::npos; at = text.find(word, at + 1))
        if ((at == 0 || !part(text[at - 1])) && (at + word.size() == text.size() || !part(text[at + word.size()]))) return true;
    return false;
}

/// Files by what is in them, read once.
class library {
public:
    library(const std::string& folder, const std::set<std::string>& endings)
    {
        for (const auto& file : files_of(folder, endings)) texts_.emplace_back(file, support::slurp(root + "/" + file));
    }
    /// The files that name the word, without ending, from that folder on.
    std::vector<std::string> that_name(const std::string& word, const std::string& from) const
    {
        std::vector<std::string> out;
        for (const auto& [file, text] : texts_)
            if (names(text, word)) out.push_back(fs::path(file).lexically_relative(from).replace_extension().generic_string());
        return out;
    }

private:
    std::vector<std::pair<std::string, std::string>> texts_;
};

struct tests {
    library scenarios{"tests/scenarios", {".jsonl"}}, unit{"tests/unit/workflows", {".cpp"}};

    /// Scenarios that name an id. Ids such as not-now stand in many a scenario: of those the first few.
    std::string stories_of(const std::string& id) const
    {
        constexpr std::size_t most = 8;
        auto stories = scenarios.that_name(id, "tests/scenarios");
        std::erase_if(stories, [](const std::string& s) { return s.starts_with("_"); });
        std::string out;
        for (std::size_t i = 0; i < std::min(stories.size(), most); ++i) out += (i == 0 ? "" : ", ") + stories[i];
        if (stories.size() > most) out += " and " + std::to_string(stories.size() - most) + " more";
        return out;
    }
    /// Unit tests that name the rule as the code does; where none does, those that name its id.
    std::string cases_of(const declared_rule& rule) const
    {
        auto cases = unit.that_name(rule.name, "tests/unit/workflows");
        if (cases.empty()) cases = unit.that_name(rule.id, "tests/unit/workflows");
        std::string out;
        for (const auto& c : cases) out += (out.empty() ? "`" : ", `") + c + "`";
        return out;
    }
};

// -- the page ----------------------------------------------------------------------------------------------------------------

std::string file_link(const std::string& file) { return "[" + file + "](../" + file + ")"; }

/// "FP-g2" among the rules of the funding process, and so on; what belongs to no such family comes last.
std::size_t family(const std::string& id)
{
    const std::vector<std::string> order{"FP-", "TR-", "MN-", "ST-", "AU-"};
    const auto at = std::find_if(order.begin(), order.end(), [&](const auto& f) { return id.starts_with(f); });
    return static_cast<std::size_t>(at - order.begin());
}

/// Where a rule is asked, in the order of the tables: "bid: `bid.draft`, `bid.revise`".
struct places {
    std::vector<std::pair<std::string, std::vector<std::string>>> of; ///< a process, and the commands there, or the events

    void add(const written_row& r)
    {
        const auto where = r.process + (r.by_itself ? ", by itself: recorded as " : ": ");
        if (of.empty() || of.back().first != where) of.push_back({where, {}});
        const auto place = "`" + (r.by_itself ? r.event : r.command) + "`";
        auto& list = of.back().second;
        if (std::find(list.begin(), list.end(), place) == list.end()) list.push_back(place);
    }
    std::string shown() const
    {
        std::string out;
        for (const auto& [where, commands] : of) {
            out += (out.empty() ? "" : "; ") + where;
            for (std::size_t i = 0; i < commands.size(); ++i) out += (i == 0 ? "" : ", ") + commands[i];
        }
        return out;
    }
};

std::string table_of_rules(const written& w, const tests& t)
{
    std::vector<std::pair<const declared_rule*, places>> asked; // in the order of the processes
    for (const auto& p : workflows::all_processes())
        for (const auto& row : w.rows) {
            if (row.process != p.name) continue;
            for (const auto& name : row.rules) {
                const auto* rule = &w.rules.at(name);
                auto found = std::find_if(asked.begin(), asked.end(), [&](const auto& a) { return a.first == rule; });
                if (found == asked.end()) found = asked.insert(asked.end(), {rule, {}});
                found->second.add(row);
            }
        }
    std::stable_sort(asked.begin(), asked.end(), [](const auto& a, const auto& b) {
        return std::pair(family(a.first->id), a.first->id) < std::pair(family(b.first->id), b.first->id);
    });
    std::string out = "| id | what must hold | where it is asked | source | in the code | tests |\n|---|---|---|---|---|---|\n";
    std::string before;
    for (const auto& [rule, at] : asked) {
        const auto cases = t.cases_of(*rule), stories = t.stories_of(rule->id);
        INFO("no test names " << rule->id << ", " << rule->name);
        CHECK_FALSE((cases.empty() && stories.empty()));
        const auto tested = rule->id == before ? cases : cases + (cases.empty() || stories.empty() ? "" : "; ") + stories;
        before = rule->id;
        out += "| " + rule->id + " | " + rule->says + " | " + at.shown() + " | " + rule->source + " | " + file_link(rule->file) + " `" +
               rule->name + "` | " + tested + " |\n";
    }
    return out;
}

std::string table_of_authority(const tests& t)
{
    std::string out = "| id | who may | what | in the code | tests |\n|---|---|---|---|---|\n";
    const auto files = files_of("workflows", {".cpp"});
    /// The file that has all of these as texts, "" none.
    const auto file_with = [&](const std::vector<std::string>& texts) {
        for (const auto& f : files) {
            const auto source = support::slurp(root + "/" + f);
            const auto has = [&](const std::string& text) { return source.find('"' + text + '"') != std::string::npos; };
            if (std::all_of(texts.begin(), texts.end(), has)) return f;
        }
        return std::string();
    };
    const auto line = [&](const std::string& id, const std::string& who, const std::string& what, const std::string& verb) {
        auto file = file_with({id, verb});
        if (file.empty()) file = file_with({id}); // one that several workflows share
        REQUIRE_FALSE(file.empty());
        out += "| " + id + " | " + who + " | " + what + " | " + file_link(file) + " | " + t.stories_of(id) + " |\n";
    };
    line("AC-person", "a person of the partnership who has not left", "everything", "AC-person");
    line("AC-self", "not for oneself", "`role.grant`, `seat.appoint`, `seat.name_deputy`", "AC-self");
    for (const auto& row : workflows::who_may_table()) {
        std::string verbs;
        for (const auto v : row.verbs) verbs += (verbs.empty() ? "`" : ", `") + std::string(v) + "`";
        line(std::string(row.rule), std::string(row.who), verbs, std::string(row.verbs.front()));
    }
    return out;
}

/// Rules that no line of a table asks, since the way things are built keeps them; and those that every command meets.
struct kept_rule {
    std::string id, says, how, source, file;
    std::string test; ///< "": the scenarios that name it
};
const std::vector<kept_rule>& kept_without_asking()
{
    static const std::vector<kept_rule> rules{
        {"FP-b2", "every bid goes through its delivery group: no way to the Exec leads round it",
         "only `bid.agree` leads on from the group", "Appendix 5 (b); 2010 minutes 6.4", "workflows/bid/process.hpp", ""},
        {"FP-i", "a changed or returned bid is a new revision: what was agreed, checked and recommended of the old one no longer counts",
         "the events `bid.revised` and `bid.returned` empty them", "general rule", "workflows/bid/events.cpp", ""},
        {"FP-j", "its project manager may withdraw a bid until it is signed off; withdrawing it and returning it need a reason",
         "the rows of `bid.withdraw` and `bid.return`; their `reason` may not be left out", "general rule", "workflows/bid/commands.cpp",
         ""},
        {"FP-k",
         "the record of a decision names its date, outcome, reasons, the alternatives that were rejected, the interests declared, and the "
         "plan and delegation it rests on",
         "what the event `bid.signed_off` holds", "Openness of Local Government Bodies Regulations 2014, reg. 7",
         "workflows/approval/events.cpp", ""},
        {"MN-split", "a bid may draw on several streams, and names what other agencies contribute",
         "the fields `lines` and `contributions`", "2010 minutes 8.1; 2014 minutes 4a, 5b", "workflows/bid/application.cpp", ""},
        {"MN-marking", "what is marked says so wherever it is shown, and never reaches the public register or the text of an e-mail",
         "a mail about a restricted thing gives neither title nor sum", "2010 minutes 11.1.1", "server/mail/letter.cpp",
         "tests/http/forms_test.py"},
        {"AU-1", "nothing that was decided can be changed or removed unnoticed", "every event is a leaf of an append-only Merkle tree",
         "auditors", "engine/log/merkle.cpp", "tests/storage/database_test.cpp"},
        {"AU-2", "every decision can be explained from the log alone",
         "each leaf holds the facts that its rules rested on, and `quorate verify` judges every decision again", "auditors",
         "workflows/judge_again.cpp", "tests/scenarios.sh"},
        {"AC-read", "only those whom a thing concerns may read it", "asked of every page and view; refused, the thing is not there",
         "who may read", "workflows/reading.hpp", ""},
        {"not-now", "each thing can be done only in the stages that its process has for it", "asked of every command: no row, no step",
         "general rule", "workflows/judge.cpp", ""},
        {"taken", "an id is used for one thing only", "asked of every command that makes something", "general rule", "workflows/judge.cpp",
         ""},
        {"key-used", "what was sent once with a key is not done twice; another command with that key is refused",
         "asked of every command that has a key", "general rule", "engine/handle.cpp", ""},
    };
    return rules;
}

std::string table_of_kept(const tests& t)
{
    std::string out = "| id | what holds | how | source | in the code | tests |\n|---|---|---|---|---|---|\n";
    for (const auto& r : kept_without_asking())
        out += "| " + r.id + " | " + r.says + " | " + r.how + " | " + r.source + " | " + file_link(r.file) + " | " +
               (r.test.empty() ? t.stories_of(r.id) : file_link(r.test)) + " |\n";
    return out;
}

std::string rules_markdown(const written& w)
{
    const tests t;
    return "# The rules\n\n"
           "Every rule that Quorate asks, printed from the sources by `tests/tidy/rules_test.cpp`, which also compares this page with the "
           "tables that run. A refusal names the ids of the rules that stand in the way.\n\n"
           "Ids that begin with FP- are rules of the funding process (Appendix 5 of the partnership's strategy of 2008-11, whose "
           "paragraphs "
           "(a) to (g) gave them their letters), and those with TR- come from the terms of reference of its Board and Exec, which \"ToR\" "
           "means in the sources. MN- rules were read from years of the same partnership's minutes, and ST- rules from other chapters of "
           "the "
           "strategy; numbers such as 9.4 are chapters of it. AU- rules are what auditors need, and AC- rules (access) say who may do a "
           "thing, whatever state it is in.\n\n"
           "Words are explained in the [glossary](glossary.md). Where a source leaves something open, [decision "
           "0007](adr/0007-what-the-spec-left-open.md) says what was chosen. What one process asks, step by step, is in "
           "[processes](processes/bid.md).\n\n"
           "## Rules of the processes\n\n"
           "A rule may have several sentences, each asked at its own place. \"By itself\": nobody asks for the step, it happens as soon as "
           "its "
           "rules hold. In the last column, names in `this type` are unit tests (`tests/unit/workflows/`), the others scenarios "
           "(`tests/scenarios/`), which stand in the first line of their id.\n\n" +
           table_of_rules(w, t) + "\n## Who may\n\nThe same by command: [who may](who-may.md).\n\n" + table_of_authority(t) +
           "\n## Kept without being asked\n\nNo line of a table names these: they hold because of how things are built, or are asked of "
           "every "
           "command.\n\n" +
           table_of_kept(t);
}

} // namespace

TEST_CASE("the rules as they are declared and asked in the sources are those of the tables that run")
{
    const written w;
    for (const auto& p : workflows::all_processes()) {
        std::vector<const written_row*> rows;
        for (const auto& r : w.rows)
            if (r.process == p.name) rows.push_back(&r);
        INFO("the process " << p.name);
        REQUIRE(rows.size() == p.rows.size());
        for (std::size_t i = 0; i < rows.size(); ++i) {
            INFO(p.rows[i].command);
            CHECK(rows[i]->command == p.rows[i].command);
            CHECK(rows[i]->event == p.rows[i].event);
            CHECK(rows[i]->by_itself == p.rows[i].follows);
            std::vector<std::string> ids;
            for (const auto& name : rows[i]->rules) {
                INFO(name);
                REQUIRE(w.rules.contains(name));
                const auto& rule = w.rules.at(name);
                ids.push_back(rule.id);
                const auto same = [&](const engine::process_rule& r) {
                    return r.id == rule.id && r.says == rule.says && r.source == rule.source;
                };
                CHECK(std::any_of(p.rules.begin(), p.rules.end(), same));
            }
            CHECK(ids == p.rows[i].rules);
        }
    }
}

TEST_CASE("docs/rules.md is what the sources print; QUORATE_ACCEPT=1 writes it")
{
    const auto printed = rules_markdown(written{});
    const auto path = root + "/docs/rules.md";
    if (std::getenv("QUORATE_ACCEPT") != nullptr) std::ofstream(path, std::ios::binary) << printed;
    INFO("docs/rules.md is not what the sources print: look at the change of meaning, then QUORATE_ACCEPT=1 ./dev test tidy");
    CHECK(support::slurp(path) == printed);
}

TEST_CASE("every rule that a source, a test or a document cites is one of docs/rules.md")
{
    const auto page = support::slurp(root + "/docs/rules.md");
    const std::set<std::string> rules_of_their_own{"tests/unit/engine/leave_request_test.cpp", "docs/own-workflow.md",
                                                   "docs/first-change.md"};
    const std::regex cited("\\b((?:FP|TR|MN|ST|AC|AU)-[A-Za-z0-9]+(?:-[a-z0-9]+)*)\\b");
    std::size_t looked = 0;
    for (const auto* folder : {"engine", "workflows", "storage", "server", "tests", "docs"})
        for (const auto& file : files_of(folder, {".hpp", ".cpp", ".md", ".py", ".sh", ".mjs", ".jsonl", ".mustache"})) {
            if (file.starts_with("tests/golden/")) continue; // logs of programs of before
            if (rules_of_their_own.contains(file)) continue;
            const auto text = support::slurp(root + "/" + file);
            for (std::sregex_iterator i(text.begin(), text.end(), cited), end; i != end; ++i, ++looked) {
                INFO(file << " cites " << (*i)[1].str());
                CHECK(names(page, (*i)[1].str()));
            }
        }
    CHECK(looked > 500);
}
