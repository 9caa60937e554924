// The shapes of fields: every row's samples pass its own check and fit its schema; a shape that has no row is an error.
#include "tests/support/catch.hpp"
#include "workflows/bid/state.hpp"
#include "workflows/shapes.hpp"
#include "workflows/wording/sentences.hpp"

#include <regex>

using namespace workflows;

namespace {

/// A partnership with one of everything, each called "one".
struct one_of_everything final : engine::reader {
    std::string name = "here";
    engine::entity_of<workflows::partnership> p;
    engine::entity_of<meeting> m;
    engine::entity_of<bid> b;

    one_of_everything()
    {
        p.state.agencies.push_back({"one", "An agency", true});
        p.state.aims.push_back({"one", "An aim"});
        p.state.priorities.push_back({"one", "A priority"});
        auto& body = p.state.bodies["one"];
        body.id = "one";
        auto& group = p.state.bodies["group"];
        group.id = "group", group.kind = body_kind::delivery_group;
        auto& exec = p.state.bodies["exec"];
        exec.id = "exec", exec.kind = body_kind::executive;
        p.state.seats["one"].id = "one";
        m.state.id = "one", m.state.body = "exec";
        b.state.id = "one";
        b.state.queries.push_back({"one", {}, {}, {}, {}, {}, false, {}});
    }
    const std::string& partnership() const override { return name; }
    const engine::entity* find(std::string_view key) override
    {
        if (key == partnership_key) return &p;
        if (key == "meeting/one") return &m;
        return key.ends_with("/one") ? &b : nullptr;
    }
    std::vector<engine::found_row> rows(const engine::index_query&) override { return {{"", "one"}}; }
    std::vector<engine::event> events_of(std::string_view) override { return {}; }
    std::vector<engine::event> events_from(std::int64_t, std::size_t) override { return {}; }
    std::vector<engine::mail> mails(std::size_t) override { return {}; }
    std::int64_t size() override { return 0; }
};

/// Draws in order: the n-th of every choice.
struct nth final : sample_source {
    std::size_t n;
    explicit nth(std::size_t n_) : n(n_) {}
    std::size_t below(std::size_t limit) override { return n % limit; }
    engine::instant now() override { return {}; }
    std::string id_of(std::string_view kind) override { return kind == "delivery_group" ? "group" : "one"; }
    std::string new_id(std::string_view) override { return "another"; }
};

/// As much of JSON Schema as the shapes use.
bool accepts(const json::object& schema, const json::value& v)
{
    if (const auto* any = schema.if_contains("oneOf"))
        return std::count_if(any->as_array().begin(), any->as_array().end(), [&](const auto& s) { return accepts(s.as_object(), v); }) == 1;
    const auto type = schema.at("type").as_string();
    if (type == "boolean") return v.is_bool();
    if (type == "integer")
        return v.is_int64() && v.get_int64() >= schema.at("minimum").as_int64() && v.get_int64() <= schema.at("maximum").as_int64();
    if (type == "array")
        return v.is_array() && std::all_of(v.get_array().begin(), v.get_array().end(),
                                           [&](const auto& e) { return accepts(schema.at("items").as_object(), e); });
    if (type == "object") {
        if (!v.is_object()) return false;
        if (const auto* required = schema.if_contains("required"))
            for (const auto& name : required->as_array())
                if (!v.get_object().contains(name.as_string())) return false;
        if (const auto* properties = schema.if_contains("properties"))
            for (const auto& p : properties->as_object())
                if (const auto* member = v.get_object().if_contains(p.key()); member && !accepts(p.value().as_object(), *member))
                    return false;
        return true;
    }
    const auto* s = v.if_string();
    if (type != "string" || !s) return false;
    const std::string text(*s);
    if (const auto* pattern = schema.if_contains("pattern");
        pattern && !std::regex_search(text, std::regex(std::string(pattern->as_string()))))
        return false;
    if (const auto* words = schema.if_contains("enum"))
        return std::find(words->as_array().begin(), words->as_array().end(), v) != words->as_array().end();
    if (const auto* format = schema.if_contains("format")) {
        if (*format == "date") return std::regex_match(text, std::regex("[0-9]{4}-[0-9]{2}-[0-9]{2}"));
        return *format == "date-time" && engine::parse_instant(text).has_value();
    }
    return true;
}

/// As a field could name it: one with a parameter with each that the vocabulary has.
std::vector<std::string> uses_of(const shape& s)
{
    if (!s.name.ends_with('.') && !s.name.ends_with('(')) return {std::string(s.name)};
    std::vector<std::string> out;
    for (const auto& v : vocabulary())
        for (const auto& f : v.fields)
            if (f.shape.starts_with(s.name)) out.push_back(f.shape);
    return out;
}

} // namespace

TEST_CASE("every shape: its samples pass its own check, and its schema accepts them")
{
    one_of_everything known;
    for (const auto& s : shapes()) {
        const auto uses = uses_of(s);
        REQUIRE_FALSE(uses.empty());
        for (const auto& use : uses)
            for (std::size_t n = 0; n < 24; ++n) {
                nth from(n);
                const field_spec field{"some_field", true, use};
                const auto sample = sample_of(field, from);
                const json::object form{{"some_field", sample}, {"bid", "one"}};
                form_check c{known, form, &known.p.state};
                check_field(c, field, sample);
                for (const auto& e : c.errors) UNSCOPED_INFO(e.why.front().message);
                INFO(use << ": " << json::serialize(sample) << " against " << json::serialize(schema_of(field)));
                CHECK(c.errors.empty());
                CHECK(accepts(schema_of(field), sample));
            }
    }
}

TEST_CASE("every shape says what it expected of a value of another kind")
{
    one_of_everything known;
    const json::object none;
    for (const auto& s : shapes())
        for (const auto& use : uses_of(s)) {
            form_check c{known, none, &known.p.state};
            check_field(c, {"some_field", true, use}, json::value(nullptr));
            INFO(use);
            REQUIRE(c.errors.size() == 1);
            sentences().tell(c.errors);
            CHECK(c.errors.front().says.starts_with("Expected "));
        }
}

TEST_CASE("every shape that is typed as one text reads it from a form; a blank one is left out")
{
    const std::vector<std::pair<std::string, std::string>> typed{{"some_field", " 1 "}}, blank{{"some_field", "  "}}, other{{"x", "y"}};
    for (const auto& s : shapes())
        for (const auto& use : uses_of(s)) {
            const field_spec field{"some_field", true, use};
            INFO(use);
            CHECK_FALSE(read_field({blank, "Europe/London"}, field).has_value());
            CHECK_FALSE(read_field({other, "Europe/London"}, field).has_value());
            const auto schema = schema_of(field);
            if (schema.at("type") != "string") continue;
            REQUIRE(read_field({typed, "Europe/London"}, field).has_value());
            CHECK(*read_field({typed, "Europe/London"}, field) == (use == "money" ? "1.00" : "1"));
        }
}

TEST_CASE("a shape that has no row is an error at the start, not a field that nobody checks")
{
    CHECK(parse_fields("bid:ref.bid reason?:text").size() == 2);
    for (const auto* wrong : {"ward:wordz", "ward:", "bid:ref", "bid:ref.", "n:number(5|1)", "n:number(1)", "n:number(a|b)",
                              "kind:one_of()", "kind:one_of", "kind:two_of(a|b)", "x:money.y"}) {
        INFO(wrong);
        CHECK_THROWS_AS(parse_fields(wrong), std::logic_error);
    }
    CHECK_THROWS_WITH(parse_fields("ward:wordz"), "there is no shape \"wordz\": workflows/shapes.cpp has no row for it");
    CHECK(shape_of("one_of(a|b)").parameter == "a|b");
    CHECK(shape_of("ref.bid").parameter == "bid");
}

TEST_CASE("an owner is a person, a seat or an agency; a number lies between its bounds")
{
    one_of_everything known;
    const json::object none;
    const auto says = [&](const char* shape, const json::value& v) {
        form_check c{known, none, &known.p.state};
        check_field(c, {"some_field", true, shape}, v);
        sentences(&known).tell(c.errors);
        return c.errors.empty() ? std::string() : c.errors.front().says;
    };
    known.p.state.seats["a-seat"].id = "a-seat";
    known.p.state.agencies.push_back({"an-agency", "An agency", false});
    for (const auto* there : {"one", "a-seat", "an-agency"}) CHECK(says("ref.owner", there).empty());
    CHECK(says("ref.owner", "nobody") == "There is no person, seat or agency \"nobody\".");
    CHECK(says("number(1|5)", 1).empty());
    CHECK(says("number(1|5)", 5).empty());
    for (const auto& wrong : {json::value(0), json::value(6), json::value(2.5), json::value("3")})
        CHECK(says("number(1|5)", wrong) == "Expected a number from 1 to 5.");
}
