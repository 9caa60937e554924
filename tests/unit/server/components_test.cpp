// Components: what a template is put together from, and what is said when it cannot be.
#include "server/app/components.hpp"
#include "tests/support/catch.hpp"

#include <map>

namespace {

using files = std::map<std::string, std::string, std::less<>>;

std::string page_of(const files& all)
{
    return app::put_together("page", [&](std::string_view name) -> std::string_view {
        const auto found = all.find(name);
        return found == all.end() ? std::string_view() : std::string_view(found->second);
    });
}

std::string fault_of(const files& all)
{
    try {
        return "it is: " + page_of(all);
    } catch (const std::logic_error& e) {
        return e.what();
    }
}

} // namespace

TEST_CASE("a parameter's text stands where the component names it, blanks of the page and quotes included")
{
    CHECK(page_of({{"page", R"(<p>{{> b says="Go to {{where}}"}}{{> b says='<i class="x">now</i>'}}</p>)"}, {"b", "<b>[[says]]</b>\n"}}) ==
          R"(<p><b>Go to {{where}}</b><b><i class="x">now</i></b></p>)");
    CHECK(page_of({{"page", "{{> b\n    says=\"one\"\n    to=\"two\"}}"}, {"b", "[[says]] [[to]]"}}) == "one two");
    CHECK(page_of({{"page", "{{> b}}{{#b}}{{b}}{{/b}}"}, {"b", "x"}}) == "x{{#b}}{{b}}{{/b}}");
}

TEST_CASE("a part stays when its parameter was given, or when it was not")
{
    const files all{{"page", R"({{> b says="a" hint="h"}}, {{> b says="a"}})"},
                    {"b", "[[says]][[#hint]] ([[hint]])[[/hint]][[^hint]]![[/hint]]"}};
    CHECK(page_of(all) == "a (h), a!");
}

TEST_CASE("a default may be made of other parameters, and is not asked for when the parameter was given")
{
    const files all{{"page", R"({{> b form="f" name="n"}} {{> b id="own" name="n"}})"},
                    {"b", "[[id: [[form]]-[[name]]]]<i id=\"[[id]]\" name=\"[[name]]\">"}};
    CHECK(page_of(all) == R"(<i id="f-n" name="n"> <i id="own" name="n">)");
}

TEST_CASE("a component lays another one in; what it was not given it does not pass on")
{
    const files all{{"page", R"({{> outer says="a"}}|{{> outer says="a" hint="h"}})"},
                    {"outer", R"(<p>{{> inner text="[[says]]" hint="[[hint]]"}}</p>)"},
                    {"inner", "[[text]][[#hint]]: [[hint]][[/hint]]"}};
    CHECK(page_of(all) == "<p>a</p>|<p>a: h</p>");
}

TEST_CASE("a body stands between two tags, and may hold bodies of its own kind")
{
    const files all{{"page", "{{< box}}\n  one {{< box}}two{{/box}} {{< box_of says=\"x\"}}three{{/box_of}}\n{{/box}}"},
                    {"box", "<div>[[body]]</div>"},
                    {"box_of", "<p>[[says]]: [[body]]</p>"}};
    CHECK(page_of(all) == "<div>one <div>two</div> <p>x: three</p></div>");
}

TEST_CASE("indentation is left out and a tag stands on one line; other line breaks stay")
{
    CHECK(page_of({{"page", "<ul>\n  <li>\n    a  b\n  </li>\n</ul>\n"}}) == "<ul>\n<li>\na  b\n</li>\n</ul>\n");
    CHECK(page_of({{"page", "<i\n  id=\"a > b\n c\"\n  {{#x}} hidden{{/x}}\n>\n{{y}}"}}) == "<i id=\"a > b c\"{{#x}} hidden{{/x}}>\n{{y}}");
}

TEST_CASE("a template that cannot be put together is told with its component")
{
    CHECK(fault_of({{"page", "{{> nobody}}"}}) == "the template page: there is no component nobody");
    CHECK(fault_of({{"page", "{{> b}}"}, {"b", "[[says]]"}}) == "the template page: the template b: it needs the parameter says");
    CHECK(fault_of({{"page", "[[says]]"}}) == "the template page: it needs the parameter says");
    CHECK(fault_of({{"page", R"({{> b says="a" hnit="h"}})"}, {"b", "[[says]][[#hint]][[hint]][[/hint]]"}}) ==
          "the template page: b has no parameter hnit");
    CHECK(fault_of({{"page", "{{< b}}text{{/b}}"}, {"b", "x"}}) == "the template page: b has no parameter body");
    CHECK(fault_of({{"page", "{{< b}}text"}, {"b", "[[body]]"}}) == "the template page: b is not closed");
    CHECK(fault_of({{"page", "{{> b says=a}}"}, {"b", "[[says]]"}}) == "the template page: the tag of b cannot be read");
    CHECK(fault_of({{"page", R"({{> b says="a"}})"}, {"b", "[[#says]]"}}) == "the template page: the template b: [[#says]] is not closed");
    CHECK(fault_of({{"page", "{{> b}}"}, {"b", "[[says"}}) == "the template page: the template b: a square bracket is not closed");
    CHECK(fault_of({{"page", "{{> a}}"}, {"a", "{{> a}}"}}).ends_with("a lies too deep: does it name itself?"));
}
