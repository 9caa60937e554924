#include "server/app/refill.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

namespace app {
namespace {

namespace json = boost::json;
using text = std::string_view;
using pairs = std::vector<std::pair<std::string, std::string>>;

std::string escaped(text t)
{
    std::string out;
    for (const char c : t) {
        if (c == '&') out += "&amp;";
        else if (c == '<') out += "&lt;";
        else if (c == '>') out += "&gt;";
        else if (c == '"') out += "&quot;";
        else if (c == '\'') out += "&#39;";
        else out += c;
    }
    return out;
}
std::string unescaped(text t)
{
    std::string out;
    while (!t.empty()) {
        bool found = false;
        for (const auto& [name, c] :
             {std::pair<text, char>{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&#39;", '\''}, {"&apos;", '\''}})
            if (t.starts_with(name)) {
                out += c;
                t.remove_prefix(name.size());
                found = true;
                break;
            }
        if (found) continue;
        out += t.front();
        t.remove_prefix(1);
    }
    return out;
}

/// One tag of the page: its name, and its attributes as they stand there.
struct tag {
    std::string name;
    pairs attributes;

    explicit tag(text inside) // without the angle brackets
    {
        const auto end = std::min(inside.find_first_of(" \n\t"), inside.size());
        name = inside.substr(0, end);
        inside.remove_prefix(end);
        while (true) {
            inside.remove_prefix(std::min(inside.find_first_not_of(" \n\t/"), inside.size()));
            if (inside.empty()) break;
            const auto stop = std::min(inside.find_first_of("= \n\t"), inside.size());
            auto attribute = std::string(inside.substr(0, stop));
            inside.remove_prefix(stop);
            std::string value;
            if (inside.starts_with("=\"")) {
                const auto close = std::min(inside.find('"', 2), inside.size());
                value = unescaped(inside.substr(2, close - 2));
                inside.remove_prefix(std::min(close + 1, inside.size()));
            } else attribute += '!'; // one that stands alone
            attributes.emplace_back(std::move(attribute), std::move(value));
        }
    }
    std::string get(text wanted) const
    {
        for (const auto& [n, v] : attributes)
            if (n == wanted) return v;
        return "";
    }
    void set(const std::string& wanted, std::string value)
    {
        for (auto& [n, v] : attributes)
            if (n == wanted) {
                v = std::move(value);
                return;
            }
        attributes.emplace_back(wanted, std::move(value));
    }
    void flag(const std::string& wanted, bool on)
    {
        std::erase_if(attributes, [&](const auto& a) { return a.first == wanted + "!"; });
        if (on) attributes.emplace_back(wanted + "!", "");
    }
    std::string show() const
    {
        auto out = "<" + name;
        for (const auto& [n, v] : attributes) out += " " + (n.ends_with('!') ? n.substr(0, n.size() - 1) : n + "=\"" + escaped(v) + "\"");
        return out + ">";
    }
    bool is_control() const { return (name == "input" && get("type") != "hidden") || name == "select" || name == "textarea"; }
};

/// What the page says of itself, not of the command.
bool is_inner(text name)
{
    static const std::set<text> inner{"csrf", "key", "back", "then", "quiet"};
    return inner.contains(name);
}

struct refilling {
    pairs typed, faults;
    bool was_sent = false;
    pairs links{}; ///< field, and the id of the control where its fault stands

    std::optional<std::string> value_of(text name) const
    {
        for (const auto& [n, v] : typed)
            if (n == name) return v;
        return std::nullopt;
    }
    bool has(text name, text value) const
    {
        return std::any_of(typed.begin(), typed.end(), [&](const auto& p) { return p.first == name && p.second == value; });
    }

    /// The form that was sent: every hidden field of its own is as it was sent.
    bool fits(text form) const
    {
        for (auto at = form.find("<input"); at != text::npos; at = form.find("<input", at + 1)) {
            const tag t(form.substr(at + 1, form.find('>', at) - at - 1));
            if (t.get("type") != "hidden" || is_inner(t.get("name"))) continue;
            if (const auto v = value_of(t.get("name")); v && *v != t.get("value")) return false;
        }
        return true;
    }

    /// The sentences of the faults that belong to this control, and to none before it.
    std::string faults_of(const tag& t)
    {
        const auto name = t.get("name");
        std::string out;
        for (const auto& [field, says] : faults) {
            if (name != field && !name.starts_with(field + ".") && !name.starts_with(field + "-")) continue;
            if (std::any_of(links.begin(), links.end(), [&](const auto& l) { return l.first == field; })) continue;
            links.emplace_back(field, t.get("id"));
            out += (out.empty() ? "" : " ") + says;
        }
        return out;
    }

    /// The fault stands below the label and the hint, above the control or what frames it.
    static void lay_fault(std::string& out, const std::string& id, const std::string& says)
    {
        const auto group = out.rfind("<div class=\"govuk-form-group");
        auto at = out.size();
        if (group != std::string::npos)
            for (const text frame : {"<div class=\"govuk-input__wrapper\"", "<div class=\"govuk-radios", "<div class=\"govuk-checkboxes",
                                     "<div class=\"q-actions\""})
                if (const auto found = out.find(frame, group); found != std::string::npos) at = std::min(at, found);
        if (const auto date = out.rfind("<div class=\"govuk-date-input\">");
            date != std::string::npos && out.find("</fieldset>", date) == std::string::npos)
            at = std::min(at, date);
        out.insert(at, "<p class=\"govuk-error-message\" id=\"" + id + "-error\"><span class=\"govuk-visually-hidden\">Error:</span> " +
                           escaped(says) + "</p>");
        if (group != std::string::npos && group < at) out.insert(group + 28, " govuk-form-group--error");
    }

    std::string form(text rest)
    {
        std::string out, select;
        while (!rest.empty()) {
            const auto open = rest.find('<');
            out += rest.substr(0, open);
            if (open == text::npos) break;
            const auto close = rest.find('>', open);
            const auto whole = rest.substr(open, close + 1 - open);
            rest.remove_prefix(close + 1);
            tag t(whole.substr(1, whole.size() - 2));
            if (t.name == "option" && was_sent && !select.empty() && value_of(select)) t.flag("selected", has(select, t.get("value")));
            else if (t.name == "details") t.flag("open", true);
            else if (!t.is_control()) {
                out += whole;
                continue;
            }
            if (t.is_control()) {
                const auto name = t.get("name"), type = t.get("type");
                if (const auto says = faults_of(t); !says.empty()) {
                    lay_fault(out, t.get("id"), says);
                    const auto described = t.get("aria-describedby");
                    t.set("aria-describedby", (described.empty() ? "" : described + " ") + t.get("id") + "-error");
                }
                if (t.name == "select") select = name;
                else if (was_sent && (type == "radio" || type == "checkbox")) t.flag("checked", has(name, t.get("value")));
                else if (const auto v = value_of(name); t.name == "input" && type != "password" && type != "file" && v) t.set("value", *v);
            }
            out += t.show();
            if (t.name == "textarea") {
                const auto end = std::min(rest.find("</textarea>"), rest.size());
                const auto v = value_of(t.get("name"));
                out += v ? escaped(*v) : std::string(rest.substr(0, end));
                rest.remove_prefix(end);
            }
        }
        return out;
    }
};

/// The words of a label, "" when there is none.
std::string label_of(text form, const std::string& id)
{
    const auto at = form.find("for=\"" + id + "\"");
    const auto open = at == text::npos ? at : form.find('>', at);
    if (open == text::npos) return "";
    std::string out;
    bool in_tag = false;
    for (const char c : form.substr(open + 1, form.find("</label>", open) - open - 1)) {
        if (c == '<') in_tag = true;
        else if (c == '>') in_tag = false;
        else if (!in_tag) out += c;
    }
    return out;
}

/// Folded parts round a place are opened.
void unfold(std::string& page, std::size_t place)
{
    std::vector<std::size_t> open;
    for (std::size_t at = 0; (at = page.find_first_of('<', at)) < place; ++at) {
        if (page.compare(at, 8, "<details") == 0) open.push_back(at);
        else if (page.compare(at, 10, "</details>") == 0 && !open.empty()) open.pop_back();
    }
    for (auto at = open.rbegin(); at != open.rend(); ++at) page.insert(*at + 8, " open");
}

pairs pairs_of(const json::object& o, text name)
{
    pairs out;
    if (const auto* list = o.if_contains(name))
        for (const auto& e : list->as_array()) out.emplace_back(e.at(0).as_string(), e.at(1).as_string());
    return out;
}

} // namespace

std::string refilled(std::string page, const json::object& again)
{
    refilling r{pairs_of(again, "typed"), pairs_of(again, "faults"), again.contains("typed")};
    const text action = again.at("action").as_string(), verb = again.at("verb").as_string();
    std::size_t begin = text::npos, end = 0;
    for (auto at = page.find("<form "); at != std::string::npos; at = page.find("<form ", at + 1)) {
        const tag t(text(page).substr(at + 1, page.find('>', at) - at - 1));
        if (t.get("method") != "post" || (t.get("action") != action && t.get("data-verb") != verb)) continue;
        const auto stop = page.find("</form>", at);
        if (!r.fits(text(page).substr(at, stop - at))) continue;
        begin = at;
        end = stop;
        break;
    }
    if (begin == text::npos) return page;
    const auto form = r.form(text(page).substr(begin, end - begin));
    page.replace(begin, end - begin, form);
    unfold(page, begin);
    std::set<std::string, std::less<>> general;
    if (const auto* list = again.if_contains("general"))
        for (const auto& f : list->as_array()) general.insert(std::string(f.as_string()));
    const auto slot_of = [](std::string t) {
        std::replace(t.begin(), t.end(), '.', '_');
        return t;
    };
    for (const auto& [field, id] : r.links) {
        const auto old = "href=\"#" + slot_of(std::string(verb)) + "-" + slot_of(field) + "\"";
        const auto at = page.find(old);
        if (at == std::string::npos || id.empty()) continue;
        page.replace(at, old.size(), "href=\"#" + id + "\"");
        const auto label = label_of(form, id);
        if (general.contains(field) && !label.empty()) page.insert(page.find('>', at) + 1, label + ": ");
    }
    return page;
}

} // namespace app
