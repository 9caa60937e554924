// Forms: what is typed becomes a command, and what was refused stands in its form again.
#include "server/app/forms.hpp"
#include "server/app/refill.hpp"
#include "tests/support/catch.hpp"
#include "workflows/partnership/policy.hpp"
#include "workflows/vocabulary.hpp"

#include <boost/json.hpp>

namespace json = boost::json;

namespace {

json::value quorum_of(const http::pairs& form)
{
    const auto fields = app::command_fields(*workflows::find_verb("body.set_quorum"), form, "Europe/London");
    return fields.contains("quorum") ? fields.at("quorum") : json::value(nullptr);
}
/// The parts of the rule that are wrong.
std::string faults(const json::value& quorum)
{
    std::string out;
    for (const auto& e : workflows::check_quorum(quorum, "quorum"))
        for (const auto& b : e.why.front().blanks)
            if (b.name == "part") out += (out.empty() ? "" : " ") + std::get<std::string>(b.with);
    return out;
}
http::pairs with(http::pairs form, const std::string& name, const std::string& value)
{
    for (auto& [n, v] : form)
        if (n == name) v = value;
    return form;
}

} // namespace

TEST_CASE("no command has a field of the name of a form's own hidden ones")
{
    for (const auto& v : workflows::vocabulary())
        for (const auto* own : {"csrf", "key", "back", "then", "quiet", "on-date"}) {
            INFO(v.name);
            CHECK(v.field(own) == nullptr);
        }
}

TEST_CASE("a rule of quorum comes out of its form as it went in")
{
    const http::pairs form{{"quorum.kind", "share"},
                           {"quorum.fraction", "1/2"},
                           {"quorum.round", "down"},
                           {"quorum.plus", "1"},
                           {"quorum.count", ""},
                           {"quorum.of", "statutory"},
                           {"quorum.of", "invited"},
                           {"quorum.at_least.1.count", "3"},
                           {"quorum.at_least.1.of", "standing:statutory"},
                           {"quorum.at_least.2.count", "1"},
                           {"quorum.at_least.2.of", "agency:police"},
                           {"quorum.at_least.3.count", ""},
                           {"quorum.at_least.3.of", ""}};
    const auto rule = quorum_of(form);
    CHECK(faults(rule) == "");
    const auto shown = workflows::show_quorum(workflows::read_quorum(rule.as_object()));
    CHECK(json::value(shown) == json::parse(R"({"fraction": "1/2", "plus": 1, "round": "down", "of": ["statutory", "invited"],
        "at_least": [{"count": 3, "standing": "statutory"}, {"count": 1, "agency": "police"}]})"));
    const auto number = quorum_of(with(with(form, "quorum.kind", "count"), "quorum.count", "11"));
    CHECK(faults(number) == "");
    CHECK(number.at("count") == 11);
    CHECK_FALSE(number.as_object().contains("fraction"));
    CHECK(number.at("at_least").as_array().size() == 2);

    // What cannot be right is told, never left out.
    CHECK(faults(quorum_of(with(form, "quorum.plus", "-1"))) == "plus");
    CHECK(faults(quorum_of(with(form, "quorum.plus", "one"))) == "plus");
    CHECK(faults(quorum_of(with(form, "quorum.fraction", ""))) == "fraction");
    CHECK(faults(quorum_of(with(form, "quorum.kind", "count"))) == "count");
    CHECK(faults(quorum_of(with(form, "quorum.at_least.1.count", ""))) == "at_least");
    CHECK(faults(quorum_of(with(form, "quorum.at_least.2.of", ""))) == "at_least");
    CHECK(faults(quorum_of(with(form, "quorum.of", ""))) == "of");
    CHECK(quorum_of({{"reason", "A form without a rule"}}).is_null());
}

TEST_CASE("what is recorded of a meeting happened on its day; without a time it is left out")
{
    const auto& record = *workflows::find_verb("attendance.record");
    const auto f = app::command_fields(record, {{"on-date", "2010-07-01"}, {"arrived-time", "10:15"}, {"left-time", ""}}, "Europe/London");
    CHECK(f.at("arrived") == "2010-07-01T09:15:00Z");
    CHECK_FALSE(f.contains("left"));
    const auto wrong = app::command_fields(record, {{"on-date", "2010-07-01"}, {"arrived-time", "ten"}}, "Europe/London");
    CHECK(wrong.at("arrived") == "2010-07-01 ten");
}

TEST_CASE("a refused form is filled in again: its own one, with what was typed and the faults, unfolded")
{
    const std::string page = R"(<ul><li><a href="#seat_appoint-person">Choose</a></li></ul>
<details class="d"><form method="post" action="/do/seat.appoint"><input type="hidden" name="key" value="k1"><input type="hidden" name="seat" value="one"><input id="a" name="from"></form></details>
<details class="d"><form method="post" action="/do/seat.appoint"><input type="hidden" name="key" value="k1"><input type="hidden" name="seat" value="two">
<div class="govuk-form-group"><label for="p">Whom</label><select id="p" name="person"><option value="x" selected>X</option><option value="y">Y</option></select></div>
<div class="govuk-form-group"><div class="govuk-input__wrapper"><input id="b" name="from" value="old"></div></div>
<input type="checkbox" name="of" value="s" checked><input type="checkbox" name="of" value="i"><input type="password" name="secret" value="">
<textarea name="why">old</textarea></form></details>)";
    const auto list = [](const char* text) { return json::parse(text); };
    const auto out = app::refilled(
        page,
        {{"action", "/do/seat.appoint"},
         {"verb", "seat.appoint"},
         {"typed", list(R"([["seat", "two"], ["person", "y"], ["from", "<\"&'>"], ["of", "i"], ["why", "a\n<b>"], ["secret", "s"]])")},
         {"faults", list(R"([["person", "Choose somebody"], ["from", "Enter a day"]])")},
         {"general", list(R"(["person"])")}});
    CHECK(out.find(R"(value="one"><input id="a" name="from"></form>)") != std::string::npos); // the other one is as it was
    CHECK(out.find(R"(<option value="x">X</option><option value="y" selected>)") != std::string::npos);
    CHECK(out.find(R"(name="from" value="&lt;&quot;&amp;&#39;&gt;")") != std::string::npos);
    CHECK(out.find(R"(name="of" value="s"><input type="checkbox" name="of" value="i" checked>)") != std::string::npos);
    CHECK(out.find(R"(<textarea name="why">a
&lt;b&gt;</textarea>)") != std::string::npos);
    CHECK(out.find(R"(name="secret" value="">)") != std::string::npos);
    CHECK(out.find(R"(<a href="#p">Whom: Choose</a>)") != std::string::npos);
    CHECK(out.find(R"(id="p-error")") < out.find(R"(<select id="p")"));
    CHECK(out.find(R"(id="b-error")") < out.find(R"(<div class="govuk-input__wrapper">)"));
    CHECK(out.find(R"(<details class="d"><form)") != std::string::npos);
    CHECK(out.find(R"(<details open class="d"><form)") != std::string::npos);
    // A form of another verb, or none: the page as it was.
    CHECK(app::refilled(page, {{"action", "/elsewhere"}, {"verb", "a.b"}, {"typed", json::array{}}, {"faults", json::array{}}}) == page);
    // Without anything typed the values stay.
    const auto told =
        app::refilled(page, {{"action", "/do/seat.appoint"}, {"verb", "seat.appoint"}, {"faults", list(R"([["person", "Choose"]])")}});
    CHECK(told.find(R"(value="x" selected)") != std::string::npos);
}
