// Words that people see: each key that the code asks for stands in the label file, every template can be parsed, no template
// lets anything through unescaped; and the table of routes is the reviewed one.
#include "server/app/components.hpp"
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
#include <set>
#include <sstream>

namespace fs = std::filesystem;
namespace {

const std::string root = QUORATE_SOURCE_DIR;

/// What stands in double quotes in the sources, a line each.
const std::string& literals()
{
    static const std::string all = [] {
        std::string out = "\n";
        const std::regex literal(R"re("((?:[^"\\\n]|\\.)*)")re");
        for (const auto* folder : {"/engine", "/workflows", "/server"})
            for (const auto& entry : fs::recursive_directory_iterator(root + folder)) {
                if (entry.path().extension() != ".cpp" && entry.path().extension() != ".hpp") continue;
                const auto text = support::slurp(entry.path().string());
                for (std::sregex_iterator i(text.begin(), text.end(), literal), end; i != end; ++i) out += (*i)[1].str() + "\n";
            }
        return out;
    }();
    return all;
}
bool is_literal(const std::string& text) { return literals().find("\n" + text + "\n") != std::string::npos; }
bool in_a_literal(const std::string& text) { return literals().find(text) != std::string::npos; }

void collect(const boost::json::object& labels, const std::string& before, std::vector<std::string>& out)
{
    for (const auto& p : labels)
        if (p.value().is_object()) collect(p.value().get_object(), before + std::string(p.key()) + ".", out);
        else out.push_back(before + std::string(p.key()));
}
std::vector<std::string> label_keys()
{
    std::vector<std::string> out;
    collect(boost::json::parse(workflows::label_file("en")).as_object(), "", out);
    return out;
}

/// "bid_agreed.says" is put together of two.
bool all_in_literals(const std::string& key)
{
    std::istringstream parts(key);
    for (std::string part; std::getline(parts, part, '.');)
        if (!in_a_literal(part)) return false;
    return true;
}

/// The beginnings of a key that end with one of `ends`, longest first.
std::vector<std::string> beginnings(const std::string& key, std::string_view ends)
{
    std::vector<std::string> out;
    for (auto at = key.find_last_of(ends); at != std::string::npos && at > 0; at = key.find_last_of(ends, at - 1))
        out.push_back(key.substr(0, at + 1));
    return out;
}

} // namespace

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
            CHECK((p.name != "meeting" || r.to == "(stays)" || word.has("stage.meeting." + r.to)));
        }
    for (const auto& v : workflows::vocabulary()) {
        if (v.subject != "bid") continue;
        INFO(v.name);
        CHECK(word.has("verb." + v.name));
        CHECK((v.name == "bid.revise" || word.has("done." + v.name)));
    }
}

TEST_CASE("a stage has the words of its own kind, else those of every kind")
{
    const app::words word;
    CHECK(word.stage("meeting", "recorded") == "Taken from old minutes");
    CHECK(word.stage("bid", "agreed") == "Ready to send");
    CHECK(word.stage("plan", "proposed") == word("stage.proposed"));
}

TEST_CASE("the page of a thing is the one whose address ends in its id, if every person may ask for it")
{
    const app::route_table addresses(server::routes());
    CHECK(addresses.page_of("bid", "b1") == "/bids/b1");
    CHECK(addresses.page_of("stream", "abg") == "/money/abg");
    CHECK(addresses.page_of("person", "pm1").empty()); // administrators'
    CHECK(addresses.page_of("seat", "e-chair").empty());
    CHECK(addresses.navigation().size() >= 5);
    CHECK(addresses.navigation().front()->nav == "home");
}

TEST_CASE("every label is asked for by somebody")
{
    std::set<std::string> stages{"none", "pending", "past"}, of_bids{"no_meeting"}; // an item between meetings has no row
    for (const auto& p : workflows::all_processes())
        for (const auto& r : p.rows)
            for (auto* these : {&stages, &of_bids}) {
                if (these == &of_bids && p.name != "bid" && p.name != "approval") continue;
                for (auto from : r.from) {
                    these->insert(from);
                    these->insert(p.name + "." + from); // words of its own
                }
                these->insert(r.to);
                these->insert(p.name + "." + r.to);
            }
    // Of these no name stands in the code: the numbers of answers and months, and whom the demonstration shows.
    const std::set<std::string> by_number{"problem.title.", "problem.says.", "month.", "weekday.", "step.", "demo.part."};
    for (const auto& key : label_keys()) {
        auto whole = key;
        for (const std::string count : {".one", ".many", ".none"})
            if (whole.ends_with(count) && !is_literal(key)) whole.resize(whole.size() - count.size());
        bool asked = is_literal(whole);
        for (const auto& begins : beginnings(whole, "._")) {
            if (asked || !is_literal(begins)) continue;
            const auto rest = whole.substr(begins.size());
            if (begins == "stage.") asked = stages.contains(rest);
            else if (begins.starts_with("status.")) asked = of_bids.contains(rest);
            else asked = by_number.contains(begins) || all_in_literals(rest);
        }
        INFO("nobody asks for " << key);
        CHECK(asked);
    }
}

TEST_CASE("every key of a template is filled by somebody")
{
    // Keys that pages put together of two parts: ["can_" + ...], [name + "_day"].
    const std::vector<std::string> first{"can_bid_", "filter_", "holiday_is_", "is_", "mail_is_", "part_", "val_", "weekday_is_"};
    const std::vector<std::string> last{"_day", "_month", "_year"};
    std::string code;
    for (const auto& entry : fs::recursive_directory_iterator(root + "/server"))
        if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp") code += support::slurp(entry.path().string());
    const auto fills = [&](const std::string& key) {
        for (const std::string before : {"[\"", "{\"", "{ \""})
            if (code.find(before + key + "\"") != std::string::npos) return true;
        for (const auto& f : first)
            if (key.starts_with(f) && in_a_literal(key.substr(f.size()))) return true;
        for (const auto& l : last)
            if (key.ends_with(l) && is_literal(key.substr(0, key.size() - l.size())) && is_literal(l)) return true;
        return false;
    };
    const auto source = [](std::string_view name) { return app::embedded("en/" + std::string(name) + ".mustache"); };
    const std::regex tag(R"(\{\{[#^]?([^{}]+)\}\})");
    std::size_t looked = 0;
    for (const auto& f : app::embedded_files()) {
        if (!f.name.starts_with("en/") || !f.name.ends_with(".mustache")) continue;
        const auto name = std::string(f.name.substr(3, f.name.size() - 12));
        if (name.starts_with('_') || name.find('/') != std::string::npos) continue;
        std::set<std::string> keys;
        const auto text = app::put_together(name, source);
        for (std::sregex_iterator i(text.begin(), text.end(), tag), end; i != end; ++i) keys.insert((*i)[1]);
        for (const auto& key : keys) {
            if (key.starts_with('/')) continue;
            INFO("the template " << name << " asks for " << key);
            CHECK(fills(key));
            ++looked;
        }
    }
    CHECK(looked > 500);
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
    CHECK(word.count("home.tasks", 0) == "Nothing is waiting for you");
    CHECK(word.count("home.tasks", 1) == "1 thing is waiting for you");
    CHECK(word.count("home.tasks", 12) == "12 things are waiting for you");
    CHECK(word.list({"a", "b", "c"}) == "a, b and c");
}
