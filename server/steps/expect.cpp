#include "server/steps/expect.hpp"

#include "workflows/fields.hpp"

#include <algorithm>
#include <set>

namespace steps {

bool is_expectation(const json::value& v, bool of_show)
{
    static const std::set<std::string_view> words{"accepted", "refused", "invalid", "forbidden"};
    if (v.is_string()) return words.contains({v.get_string().data(), v.get_string().size()});
    if (!v.is_object()) return false;
    const auto& o = v.get_object();
    if (of_show) return true;
    if (o.size() != 1) return false;
    const std::string_view key(o.begin()->key().data(), o.begin()->key().size());
    if (key == "accepted" || !words.contains(key) || !o.begin()->value().is_array()) return false;
    return std::all_of(o.begin()->value().get_array().begin(), o.begin()->value().get_array().end(),
                       [](const auto& e) { return e.is_string(); });
}

namespace {

/// {"exactly": [...]}: in place of a list, these elements, in this order, no others.
const json::array* exactly(const json::value& want)
{
    if (!want.is_object() || want.get_object().size() != 1) return nullptr;
    const auto* list = want.get_object().if_contains("exactly");
    return list && list->is_array() ? &list->get_array() : nullptr;
}
/// {"absent": true}: in place of a value, no such field.
bool wants_absent(const json::value& want)
{
    if (!want.is_object() || want.get_object().size() != 1) return false;
    const auto* flag = want.get_object().if_contains("absent");
    return flag && flag->is_bool() && flag->get_bool();
}

bool contains(const json::value& have, const json::value& want);

/// The field of an object as it is wanted.
bool field_fits(const json::object& have, std::string_view name, const json::value& want)
{
    const auto* h = have.if_contains(name);
    return wants_absent(want) ? h == nullptr : h && contains(*h, want);
}

/// "a view is contained in another": every named field equal in type and value, objects likewise, each listed element found.
bool contains(const json::value& have, const json::value& want)
{
    if (const auto* list = exactly(want))
        return have.is_array() && std::equal(list->begin(), list->end(), have.get_array().begin(), have.get_array().end(),
                                             [](const json::value& w, const json::value& h) { return contains(h, w); });
    if (want.is_object()) {
        if (!have.is_object()) return false;
        return std::all_of(want.get_object().begin(), want.get_object().end(),
                           [&](const auto& p) { return field_fits(have.get_object(), p.key(), p.value()); });
    }
    if (want.is_array()) {
        if (!have.is_array()) return false;
        return std::all_of(want.get_array().begin(), want.get_array().end(), [&](const auto& w) {
            return std::any_of(have.get_array().begin(), have.get_array().end(), [&](const auto& h) { return contains(h, w); });
        });
    }
    return have == want;
}

/// Where the two differ, for the person who wrote the expectation.
std::string difference(const json::value& have, const json::value& want, const std::string& where)
{
    if (want.is_object() && have.is_object() && !exactly(want)) {
        for (const auto& p : want.get_object()) {
            const std::string path = where + (where.empty() ? "" : ".") + std::string(p.key().data(), p.key().size());
            if (field_fits(have.get_object(), p.key(), p.value())) continue;
            const auto* h = have.get_object().if_contains(p.key());
            if (h && wants_absent(p.value())) return path + " is in the view: " + json::serialize(*h);
            if (!h) return path + " is not in the view";
            return difference(*h, p.value(), path);
        }
    }
    return (where.empty() ? "the view" : where) + " is " + json::serialize(have) + ", not " + json::serialize(want);
}

std::set<std::string> told_ids(const json::object& output, std::string_view outcome)
{
    std::set<std::string> out;
    const bool invalid = outcome == "invalid";
    for (const auto& e : workflows::list_of(output, invalid ? "errors" : "refusals"))
        out.insert(workflows::text_of(e.as_object(), invalid ? "field" : "rule"));
    return out;
}

} // namespace

std::optional<std::string> check(const json::value& expect, const json::object& output, bool of_show)
{
    const auto outcome = of_show && output.contains("view") ? std::string("accepted") : workflows::text_of(output, "result");
    const auto came = [&] {
        auto copy = output;
        copy.erase("step");
        return json::serialize(copy);
    };
    if (expect.is_string()) {
        const std::string want(expect.get_string().data(), expect.get_string().size());
        if (want == outcome) return std::nullopt;
        return "expected " + want + ", came " + came();
    }
    const auto& o = expect.get_object();
    const std::string key = o.size() == 1 ? std::string(o.begin()->key().data(), o.begin()->key().size()) : "";
    if (o.size() == 1 && (key == "refused" || key == "invalid" || key == "forbidden") && o.begin()->value().is_array()) {
        std::set<std::string> want;
        for (const auto& e : o.begin()->value().get_array())
            want.insert(e.is_string() ? std::string(e.get_string().data(), e.get_string().size()) : "?");
        if (key == outcome && told_ids(output, outcome) == want) return std::nullopt;
        return "expected " + json::serialize(expect) + ", came " + came();
    }
    if (!output.contains("view")) return "expected a view, came " + came();
    if (contains(output.at("view"), expect)) return std::nullopt;
    return difference(output.at("view"), expect, "");
}

} // namespace steps
