// Messages and their words: every message that a rule or a check names has words, every sentence names things as people do.
#include "tests/support/catch.hpp"
#include "workflows/authority.hpp"
#include "workflows/vocabulary.hpp"
#include "workflows/wording/sentences.hpp"

#include <filesystem>
#include <regex>
#include <set>

using namespace workflows;
namespace fs = std::filesystem;

namespace {

bool has_words(const std::string& message) { return english().has("says." + message) || english().has("says." + message + ".many"); }

const std::string& sources()
{
    static const std::string all = [] {
        std::string out;
        for (const auto& entry : fs::recursive_directory_iterator(std::string(QUORATE_SOURCE_DIR) + "/workflows"))
            if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") out += support::slurp(entry.path().string());
        return out;
    }();
    return all;
}

std::set<std::string> found_in_sources(const char* pattern)
{
    std::set<std::string> out;
    const std::regex r(pattern);
    for (std::sregex_iterator i(sources().begin(), sources().end(), r), end; i != end; ++i) out.insert((*i)[1]);
    return out;
}

} // namespace

TEST_CASE("every message that the sources name has words")
{
    std::set<std::string> all;
    for (const auto* pattern :
         {R"re((?:failure|saying)\{"([a-z_.]+)")re", R"re(failure\{[^"?]*\? "([a-z_]+)")re", R"re("(expected_[a-z_0-9]+)")re",
          R"re(wrong\((?:[a-z_.]+|"[a-z_]+"), "([a-z_]+)")re",
          R"re(push_back\(\{(?:std::string\([a-z]+\)|[a-z]+|"[a-z_]+"), "([a-z_]+)")re",
          R"re((?:refuse|only)\([^"]*(?:"AC-[a-z]+", )?"([a-z_]+)")re", R"re("(vote_[a-z_]+)")re",
          R"re(counts_for_a_seat\(f, "([a-z_]+)")re", R"re(unless_sum\([^"]*, "([a-z_]+)")re", R"re("(gap\.[a-z_]+)")re"})
        all.merge(found_in_sources(pattern));
    // Found by the same patterns, and no messages.
    for (const auto* other : {"vote_facts", "gap.", "tasks", "outbox", "amount", "whom"}) all.erase(other);
    CHECK(all.size() > 120);
    for (const auto& message : all) {
        INFO(message);
        CHECK(has_words(message));
    }
}

TEST_CASE("every verb, stage and right has its words within a sentence")
{
    const auto& word = english();
    for (const auto& v : vocabulary()) {
        INFO(v.name);
        CHECK(word.has("to." + v.name));
        CHECK(word.has("who." + std::string(find_command(v.name).who->told)));
    }
    for (const auto& stage : found_in_sources(R"re(: stage<"([a-z_]+)")re")) {
        INFO(stage);
        CHECK(word.has("is." + stage));
    }
}

TEST_CASE("a sentence: a capital, money and numbers as people write them, words within it, its parts")
{
    const sentences say;
    CHECK(say({"stream_short", {{"stream", std::string("the grant")}, {"left", pence{510'000}}, {"asked", pence{1'250'050}}}}) ==
          "The grant has £5,100 left; this asks £12,500.50.");
    CHECK(say({"application_gaps", {{"n", std::int64_t{1}}}}) == "The application is not complete: 1 thing is missing.");
    CHECK(say({"application_gaps", {{"n", std::int64_t{1200}}}}) == "The application is not complete: 1,200 things are missing.");
    CHECK(say({"only_they_can", {{"whom", word{"who.project_manager"}}, {"do", word{"to.bid.withdraw"}}}}) ==
          "Only the bid’s project manager can withdraw the bid.");
    CHECK(say({"role_not_held", {{"person", std::string("Ann")}, {"role", word{"role.partnership_manager"}}}}) ==
          "Ann does not hold the role of Partnership Manager.");
    CHECK(say({"role_not_held", {{"person", std::string("Ann")}, {"role", word{"role.project_manager"}}}}) ==
          "Ann does not hold the role of project manager.");
    CHECK(say({"expected_number", {{"low", std::int64_t{0}}, {"high", std::int64_t{1000}}, {"part", std::string("plus")}}}) ==
          "\"plus\": expected a number from 0 to 1,000.");
    CHECK(say({"no words for this", {}}) == "no words for this");
    std::vector<engine::field_error> errors{{"lines", "expected_list"}, {"reason", "missing"}};
    errors.front().why.push_back({"stream_stands_twice"});
    say.tell(errors);
    CHECK(errors.front().says == "Expected a list. A stream stands twice.");
    CHECK(errors.back().says == "This is missing.");
}
