#include "server/app/components.hpp"

#include <algorithm>
#include <cctype>
#include <map>
#include <stdexcept>

namespace app {
namespace {

using text = std::string_view;
using parameters = std::map<std::string, std::string, std::less<>>;

constexpr int deepest = 8; ///< components within components; more is one that names itself
constexpr text blank = " \n\t";

text trimmed(text t)
{
    t.remove_prefix(std::min(t.find_first_not_of(blank), t.size()));
    return t.substr(0, t.find_last_not_of(blank) + 1);
}

/// One template that is being put together: its name for errors, what it was given, how deep it lies.
struct one {
    text name;
    parameters given;
    int depth = 0;

    [[noreturn]] void wrong(const std::string& says) const { throw std::logic_error("the template " + std::string(name) + ": " + says); }
};

bool has_parameter(text component, const std::string& name)
{
    for (const std::string before : {"[[", "[[#", "[[^"})
        for (const text after : {"]]", ":"})
            if (component.find(before + name + std::string(after)) != text::npos) return true;
    return false;
}

class builder {
public:
    explicit builder(const template_source& s) : source_(s) {}

    std::string filled(text rest, one& within) const
    {
        std::string out;
        while (true) {
            const auto at = std::min({rest.find("{{>"), rest.find("{{<"), rest.find("[[")});
            out += rest.substr(0, at);
            if (at == text::npos) return out;
            rest.remove_prefix(at);
            out += rest[0] == '[' ? bracket(rest, within) : component(rest, within);
        }
    }

private:
    /// A parameter's value, its default, or a part that depends on whether it was given.
    std::string bracket(text& rest, one& within) const
    {
        std::size_t end = 2;
        for (int open = 1; open > 0; end += 2) {
            end = std::min(rest.find("[[", end), rest.find("]]", end));
            if (end == text::npos) within.wrong("a square bracket is not closed");
            open += rest[end] == '[' ? 1 : -1;
        }
        const auto inside = rest.substr(2, end - 4);
        rest.remove_prefix(end);
        if (inside.starts_with('#') || inside.starts_with('^')) {
            const auto name = std::string(inside.substr(1)), closing = "[[/" + name + "]]";
            const auto stop = rest.find(closing);
            if (stop == text::npos) within.wrong("[[" + std::string(inside) + "]] is not closed");
            const auto part = rest.substr(0, stop);
            rest.remove_prefix(stop + closing.size());
            return within.given.contains(name) == inside.starts_with('#') ? filled(part, within) : "";
        }
        const auto colon = std::min(inside.find(':'), inside.size());
        const auto name = std::string(inside.substr(0, colon));
        const bool is_default = colon < inside.size();
        if (is_default && !within.given.contains(name)) within.given[name] = filled(trimmed(inside.substr(colon + 1)), within);
        const auto found = within.given.find(name);
        if (found == within.given.end()) within.wrong("it needs the parameter " + name);
        return is_default ? "" : found->second;
    }

    /// {{> name key="value"}}, or {{< name key="value"}}body{{/name}}
    std::string component(text& rest, one& within) const
    {
        const bool has_body = rest[2] == '<';
        rest.remove_prefix(3);
        rest.remove_prefix(std::min(rest.find_first_not_of(blank), rest.size()));
        const auto name = rest.substr(0, rest.find_first_of(" \n\t}"));
        rest.remove_prefix(name.size());
        one inner{name, given_to(name, rest, within), within.depth + 1};
        if (has_body) inner.given["body"] = filled(trimmed(body_of(name, rest, within)), within);
        const auto component = source_(name);
        if (component.empty()) within.wrong("there is no component " + std::string(name));
        if (inner.depth > deepest) within.wrong(std::string(name) + " lies too deep: does it name itself?");
        for (const auto& [key, value] : inner.given)
            if (!has_parameter(component, key)) within.wrong(std::string(name) + " has no parameter " + key);
        try {
            return filled(trimmed(component), inner);
        } catch (const std::logic_error& e) {
            within.wrong(e.what());
        }
    }

    parameters given_to(text name, text& rest, one& within) const
    {
        parameters out;
        while (true) {
            rest.remove_prefix(std::min(rest.find_first_not_of(blank), rest.size()));
            if (rest.starts_with("}}")) break;
            const auto equals = rest.find('=');
            const auto quote = equals == text::npos || equals + 1 >= rest.size() ? '\0' : rest[equals + 1];
            const auto end = quote == '"' || quote == '\'' ? rest.find(quote, equals + 2) : text::npos;
            if (end == text::npos) within.wrong("the tag of " + std::string(name) + " cannot be read");
            const auto key = std::string(rest.substr(0, equals));
            const auto value = rest.substr(equals + 2, end - equals - 2);
            rest.remove_prefix(end + 1);
            const bool is_passed_on = value.starts_with("[[") && value.find("]]") + 2 == value.size();
            if (is_passed_on && !within.given.contains(value.substr(2, value.size() - 4))) continue;
            out[key] = filled(value, within);
        }
        rest.remove_prefix(2);
        return out;
    }

    /// What stands between the tags of a component, which may lie in a body of its own kind.
    static text body_of(text name, text& rest, const one& within)
    {
        const auto opening = "{{< " + std::string(name), closing = "{{/" + std::string(name) + "}}";
        std::size_t end = 0;
        for (int open = 1; open > 0; ++end) {
            const auto next = rest.find(opening, end);
            end = std::min(next, rest.find(closing, end));
            if (end == text::npos) within.wrong(std::string(name) + " is not closed");
            if (end != next) --open;
            else if (text(" \n\t}").contains(rest[end + opening.size()])) ++open; // not of a longer name
        }
        const auto body = rest.substr(0, end - 1);
        rest.remove_prefix(end - 1 + closing.size());
        return body;
    }

    const template_source& source_;
};

/// The text as it is sent: without indentation, and each tag on one line.
std::string laid_out(text t)
{
    std::string out;
    bool in_tag = false, in_quotes = false;
    while (!t.empty()) {
        std::size_t length = 1;
        if (t.starts_with("{{")) length = std::min(t.find("}}"), t.size() - 2) + 2;
        if (const auto white = std::min(t.find_first_not_of(blank), t.size()); white > 0) {
            length = white;
            const auto next = t.substr(white, 2);
            if (t.substr(0, white).find('\n') == text::npos) out += t.substr(0, white);
            else if (!in_tag) out += '\n';
            else if (in_quotes || (next != "{{" && !next.starts_with('>'))) out += ' '; // a section in a tag brings its own space
        } else {
            out += t.substr(0, length);
            if (in_tag && t[0] == '"') in_quotes = !in_quotes;
            else if (in_tag && !in_quotes && t[0] == '>') in_tag = false;
            else if (t[0] == '<' && t.size() > 1 && (std::isalpha(static_cast<unsigned char>(t[1])) || t[1] == '/')) in_tag = true;
        }
        t.remove_prefix(length);
    }
    return out;
}

} // namespace

std::string put_together(std::string_view name, const template_source& source)
{
    one page{name, {}};
    return laid_out(builder(source).filled(source(name), page));
}

} // namespace app
