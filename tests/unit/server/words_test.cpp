// Words that people see: each key that the code asks for stands in the label file, every template can be parsed, no template
// lets anything through unescaped; and the table of routes is the reviewed one.
#include "server/app/forms.hpp"
#include "server/app/site.hpp"
#include "server/app/words.hpp"
#include "server/routes.hpp"
#include "tests/support/catch.hpp"
#include "workflows/funding.hpp"
#include "workflows/vocabulary.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>

namespace fs = std::filesystem;
namespace {
const std::string root = QUORATE_SOURCE_DIR;
}

TEST_CASE("every label that the code asks for by name is there")
{
    const app::words word;
    const std::regex whole(R"(\bword(?:\.count)?\(\"([a-z_A-Z0-9.\-]+)\"(?=[,)]))");
    std::size_t asked = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root + "/server")) {
        if (entry.path().extension() != ".cpp") continue;
        const auto text = support::slurp(entry.path().string());
        for (std::sregex_iterator i(text.begin(), text.end(), whole), end; i != end; ++i) {
            const auto key = (*i)[1].str();
            INFO(entry.path().filename().string() << " asks for " << key);
            CHECK((word.has(key) || word.has(key + ".many")));
            ++asked;
        }
    }
    CHECK(asked > 100);
}

TEST_CASE("every stage, verb and event that people meet has words")
{
    const app::words word;
    for (const auto& p : workflows::all_processes())
        for (const auto& r : p.rows) {
            INFO(p.name << ": " << r.event);
            CHECK(word.has("event." + r.event));
            for (const auto& from : r.from) CHECK((p.name != "bid" || word.has("stage." + from)));
        }
    for (const auto& v : workflows::vocabulary()) {
        if (v.subject != "bid") continue;
        INFO(v.name);
        CHECK(word.has("verb." + v.name));
        CHECK((v.name == "bid.revise" || word.has("done." + v.name)));
    }
}

TEST_CASE("every template can be read, and none writes anything unescaped")
{
    CHECK_NOTHROW(app::templates());
    for (const auto& f : app::embedded_files()) {
        if (!f.name.ends_with(".mustache")) continue;
        INFO(f.name);
        CHECK(f.bytes.find("{{{") == std::string_view::npos);
        CHECK(f.bytes.find("{{&") == std::string_view::npos);
        CHECK((f.name == "en/mail.mustache" || f.bytes.find(" style=") == std::string_view::npos));
        // A value in an attribute stands in quotes: elsewhere escaping does not help.
        CHECK_FALSE(std::regex_search(std::string(f.bytes), std::regex(R"(\s[a-z-]+=\{\{)")));
    }
    app::templates all;
    boost::json::object model{{"title", "<script>alert(1)</script>"}, {"says", "a \" b ' c & d"}};
    const auto page = all.render("problem", model);
    CHECK(page.find("<script>alert") == std::string::npos);
    CHECK(page.find("&lt;script&gt;") != std::string::npos);
}

TEST_CASE("the table of routes is the reviewed one; QUORATE_ACCEPT=1 writes it")
{
    std::string out =
        "# Every route of the server: method, address, who may (server/app/request.hpp, access). Reviewed; a test compares.\n";
    std::set<std::string> seen;
    for (const auto& r : server::routes()) {
        out += std::string(r.method) + " " + std::string(r.pattern) + " " + std::string(app::to_word(r.who)) + "\n";
        CHECK(seen.insert(std::string(r.method) + " " + std::string(r.pattern)).second);
        // Whoever may use what lies below a partnership is of it.
        if (r.pattern.starts_with("/p/")) CHECK(r.who != app::access::anyone);
    }
    const auto file = root + "/tests/golden/routes.txt";
    if (std::getenv("QUORATE_ACCEPT")) std::ofstream(file) << out;
    CHECK(support::slurp(file) == out);
}

TEST_CASE("money, days and lists as people type them")
{
    CHECK(app::typed_money("£27,500") == "27500.00");
    CHECK(app::typed_money("27500.5") == "27500.50");
    CHECK(app::typed_money("007") == "7.00");
    CHECK(app::typed_money("0") == "0.00");
    CHECK(app::typed_money("twelve") == "twelve");
    CHECK(app::typed_money("1.234") == "1.234");
    const auto& revise = *workflows::find_verb("bid.revise");
    const auto f = app::command_fields(revise,
                                       {{"bid", "b1"},
                                        {"title", "  A title "},
                                        {"summary", "two\r\nlines"},
                                        {"lines.abg", "1,000"},
                                        {"lines.tkap", ""},
                                        {"aims", "crime"},
                                        {"aims", "tolerance"},
                                        {"outcomes.1.text", "More"},
                                        {"outcomes.1.measure", "Counted"},
                                        {"outcomes.2.text", ""},
                                        {"starts-day", "3"},
                                        {"starts-month", "4"},
                                        {"starts-year", "2027"},
                                        {"profile.2026-27 Q4", "12"},
                                        {"emerging_priority", "true"},
                                        {"nonsense", "x"}},
                                       "Europe/London");
    CHECK(boost::json::serialize(f.at("lines")) == R"([{"stream":"abg","amount":"1000.00"}])");
    CHECK(boost::json::serialize(f.at("aims")) == R"(["crime","tolerance"])");
    CHECK(boost::json::serialize(f.at("outcomes")) == R"([{"measure":"Counted","text":"More"}])");
    CHECK(f.at("starts") == "2027-04-03");
    CHECK(f.at("title") == "A title");
    CHECK(f.at("summary") == "two\nlines");
    CHECK(f.at("emerging_priority") == true);
    CHECK(boost::json::serialize(f.at("profile")) == R"([{"quarter":"2026-27 Q4","amount":"12.00"}])");
    CHECK_FALSE(f.contains("nonsense"));
    const auto plan =
        app::command_fields(*workflows::find_verb("meeting.plan"),
                            {{"starts-date", "2027-07-01"}, {"starts-time", "10:00"}, {"ends-time", "12:30"}}, "Europe/London");
    CHECK(plan.at("starts") == "2027-07-01T09:00:00Z"); // summer time
    CHECK(plan.at("ends") == "2027-07-01T11:30:00Z");
}

TEST_CASE("sentences: money, dates and counts")
{
    const app::words word;
    CHECK(app::pounds({2750000}) == "£27,500");
    CHECK(app::pounds({2750050}) == "£27,500.50");
    CHECK(app::pounds_exactly({5}) == "£0.05");
    CHECK(app::figure({-123456}) == "−1,234.56");
    CHECK(word.date(*workflows::parse_day("2010-03-04")) == "Thursday 4\u00A0March 2010");
    CHECK(word.time(*engine::parse_instant("2010-07-01T09:05:00Z"), "Europe/London") == "10:05");
    CHECK(word.time(*engine::parse_instant("2010-03-28T01:30:00Z"), "Europe/London") == "02:30"); // clocks went forward at 01:00
    CHECK(word.time(*engine::parse_instant("2010-10-31T00:30:00Z"), "Europe/London") == "01:30"); // the first of two
    CHECK(word.count("home.tasks", 0) == "Nothing awaits you");
    CHECK(word.count("home.tasks", 1) == "1 thing awaits you");
    CHECK(word.count("home.tasks", 12) == "12 things await you");
    CHECK(word.list({"a", "b", "c"}) == "a, b and c");
}
