// Templates that can be read: no line longer than 160 columns, and whatever a form is made of comes from a component, so that no
// field is without its label, its hint's id or a place for its error.
#include "tests/support/catch.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>
#include <sstream>
#include <string>

namespace fs = std::filesystem;

namespace {

const std::string templates = std::string(QUORATE_SOURCE_DIR) + "/server/templates";

template <class Look> std::size_t each_template(const Look& look)
{
    std::size_t looked = 0;
    for (const auto& entry : fs::recursive_directory_iterator(templates)) {
        if (entry.path().extension() != ".mustache") continue;
        look(fs::relative(entry.path(), templates).string(), support::slurp(entry.path().string()));
        ++looked;
    }
    return looked;
}

/// What one sees: the bytes that begin a character.
std::ptrdiff_t columns(const std::string& line)
{
    return std::count_if(line.begin(), line.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; });
}

} // namespace

TEST_CASE("no line of a template is longer than 160 columns")
{
    const auto looked = each_template([](const std::string& name, const std::string& text) {
        std::istringstream lines(text);
        std::size_t number = 0;
        for (std::string line; std::getline(lines, line);) {
            ++number;
            INFO(name << ":" << number);
            CHECK(columns(line) <= 160);
        }
    });
    CHECK(looked > 60);
}

TEST_CASE("every control of a form comes from a component")
{
    const std::regex own(
        R"(govuk-form-group|govuk-error-message|<(?:select|option|textarea|fieldset|label|details)\b|<input (?!type="hidden"))");
    std::size_t pages = 0;
    each_template([&](const std::string& name, const std::string& text) {
        if (name.find("/components/") != std::string::npos) return;
        ++pages;
        for (std::sregex_iterator i(text.begin(), text.end(), own), end; i != end; ++i) {
            INFO(name << " has a " << i->str() << " of its own");
            CHECK(false);
        }
    });
    CHECK(pages > 40);
}
