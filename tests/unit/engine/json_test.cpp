#include "engine/json.hpp"
#include "tests/support/catch.hpp"

#include <bit>
#include <cstdint>

using namespace engine;

TEST_CASE("strict JSON refuses what two readers could read differently")
{
    const std::pair<const char*, const char*> bad[] = {{R"({"a":1,"a":2})", "twice"},
                                                       {R"({"a":{"b":1,"b":2}})", "twice"},
                                                       {"1e400", "too large"},
                                                       {"[1e400]", "too large"},
                                                       {R"("\u0000")", "U+0000"},
                                                       {R"({"\u0000":1})", "U+0000"},
                                                       {R"("\ud800")", ""},
                                                       {R"("\udc00x")", ""},
                                                       {"{", ""},
                                                       {"", ""},
                                                       {"1 2", ""},
                                                       {"{}x", ""},
                                                       {"[1,]", ""},
                                                       {"NaN", ""},
                                                       {"'a'", ""},
                                                       {"\"\xff\"", ""}};
    for (const auto& [text, says] : bad) {
        INFO(text);
        const auto parsed = parse_strict(text);
        REQUIRE_FALSE(parsed.has_value());
        CHECK(parsed.error().says.find(says) != std::string::npos);
    }
    CHECK_FALSE(parse_strict(std::string(33, '[') + std::string(33, ']')).has_value());
    CHECK(parse_strict(R"({"a":[1,{"a":2}],"b":"é"})").has_value());
}

TEST_CASE("a long key split over the parser's parts is still compared whole")
{
    const std::string key(5000, 'k');
    CHECK_FALSE(parse_strict("{\"" + key + "\":1,\"" + key + "\":2}").has_value());
    CHECK(parse_strict("{\"" + key + "\":1,\"" + key + "x\":2}").has_value());
}

TEST_CASE("RFC 8785: the published documents come out byte for byte")
{
    if (!support::there(support::vectors("jcs/testdata/input/values.json"))) SKIP_TEST("the published JCS vectors are not here");
    for (const auto* name : {"arrays", "french", "structures", "unicode", "values", "weird"}) {
        INFO(name);
        const auto parsed = parse_strict(support::slurp(support::vectors(std::string("jcs/testdata/input/") + name + ".json")));
        REQUIRE(parsed.has_value());
        CHECK(canonical(*parsed) == support::slurp(support::vectors(std::string("jcs/testdata/output/") + name + ".json")));
    }
}

TEST_CASE("RFC 8785: ten thousand published numbers")
{
    std::ifstream in(support::vectors("jcs/es6numbers-10000.txt"));
    if (!in) SKIP_TEST("the published ES6 numbers are not here");
    std::string line;
    std::size_t n = 0, wrong = 0;
    while (std::getline(in, line)) {
        const auto comma = line.find(',');
        const auto d = std::bit_cast<double>(static_cast<std::uint64_t>(std::stoull(line.substr(0, comma), nullptr, 16)));
        if (ecmascript_number(d) != line.substr(comma + 1)) ++wrong;
        ++n;
    }
    CHECK(n == 10000);
    CHECK(wrong == 0);
}

TEST_CASE("canonical form sorts keys by UTF-16 code units and refuses what is no safe number")
{
    // U+1F600 is a surrogate pair in UTF-16 and sorts before U+FB33, though its UTF-8 bytes are higher.
    CHECK(canonical(json::parse("{\"\xef\xac\xb3\":1,\"\xf0\x9f\x98\x80\":2,\"a\":3}")) ==
          "{\"a\":3,\"\xf0\x9f\x98\x80\":2,\"\xef\xac\xb3\":1}");
    CHECK(canonical(json::value("\n\"\\\x01")) == R"("\n\"\\\u0001")");
    CHECK(canonical(json::value((std::int64_t{1} << 53) - 1)) == "9007199254740991");
    CHECK_THROWS(canonical(json::value(std::int64_t{1} << 53)));
    CHECK(canonical(json::value(-0.0)) == "0");
    CHECK(canonical(json::value(1e21)) == "1e+21");
}
