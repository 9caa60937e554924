#include "workflows/bid/application.hpp"

#include "workflows/calendar/calendar.hpp"
#include "workflows/fields.hpp"
#include "workflows/posted_form.hpp"
#include "workflows/stream/state.hpp"

#include <algorithm>
#include <set>

namespace workflows {

using engine::pence;

const std::vector<application_field>& application_fields()
{
    using namespace complete_with;
    using enum in_leaf;
    // clang-format off
    static const std::vector<application_field> table{
      // part        field                shape                 asked as          leaf      place   complete with
        {"project",  "title",             "name",               "line",           own_text, 0,      an_answer},
        {"project",  "delivery_group",    "ref.delivery_group", "delivery_group", clear,    0,      an_answer},
        {"",         "project_manager",   "ref.person",         "",               clear,    0,      anything},
        {"project",  "organisation",      "words",              "line",           clear,    1,      anything},
        {"project",  "ward",              "words_list",         "list",           sealed,   1,      anything,            true},
        {"project",  "summary",           "text",               "area",           sealed,   0,      an_answer},
        {"aims",     "aims",              "bid_aims",           "aims",           sealed,   2,      aim_or_priority},
        {"aims",     "priorities",        "bid_priorities",     "priorities",     sealed,   3,      anything},
        {"aims",     "emerging_priority", "flag",               "flag",           clear,    0,      anything},
        {"money",    "amount",            "money",              "money",          clear,    0,      some_money},
        {"money",    "lines",             "lines",              "lines",          clear,    0,      lines_to_the_sum},
        {"money",    "contributions",     "contributions",      "contributions",  sealed,   9,      anything},
        {"value",    "value_for_money",   "text",               "area",           sealed,   6,      an_answer},
        {"outcomes", "outcomes",          "outcomes",           "outcomes",       sealed,   5,      outcomes_measured},
        {"outcomes", "indicators",        "words_list",         "list",           sealed,   10,     anything},
        {"time",     "starts",            "day",                "day",            sealed,   4,      an_answer},
        {"time",     "ends",              "day",                "day",            sealed,   4,      day_after_start},
        {"profile",  "profile",           "profile",            "profile",        sealed,   7,      quarters_to_the_sum},
        {"equality", "equality_impact",   "text",               "area",           sealed,   8,      an_answer},
        {"contact",  "contact",           "text",               "line",           sealed,   11,     an_answer},
        {"contact",  "marking",           "marking",            "line",           clear,    0,      anything},
    };
    // clang-format on
    return table;
}

const application_field* find_application_field(std::string_view name)
{
    for (const auto& f : application_fields())
        if (f.name == name) return &f;
    return nullptr;
}

bool application_part::has(std::string_view field) const
{
    return std::any_of(fields.begin(), fields.end(), [&](const auto* f) { return f->name == field; });
}

const std::vector<application_part>& application_parts()
{
    static const auto parts = [] {
        std::vector<application_part> out;
        for (const auto& f : application_fields()) {
            if (f.part.empty()) continue;
            auto part = std::find_if(out.begin(), out.end(), [&](const auto& p) { return p.id == f.part; });
            if (part == out.end()) part = out.insert(out.end(), {f.part, {}});
            part->fields.push_back(&f);
        }
        return out;
    }();
    return parts;
}

const application_part* find_part(std::string_view id)
{
    for (const auto& p : application_parts())
        if (p.id == id) return &p;
    return nullptr;
}

json::object read_application(const std::string& content)
{
    json::object out;
    const auto parsed = engine::parse_strict(content);
    if (!parsed || !parsed->is_object()) return out;
    for (const auto& p : parsed->get_object())
        if (is_application_field(std::string_view(p.key().data(), p.key().size()))) out.insert(p);
    return out;
}

void keep_in_leaf(const json::object& form, engine::event& e)
{
    for (const auto& f : application_fields()) {
        const auto* given = form.if_contains(f.name);
        if (f.leaf == in_leaf::own_text && given) e.texts[std::string(f.name)].text = text_of(form, f.name);
        if (f.leaf != in_leaf::clear) continue;
        auto& kept = e.data;
        if (f.shape == "flag") kept[f.name] = flag_of(form, f.name);
        else if (f.shape == "money") kept[f.name] = money_of(form, f.name).value_or(pence{}).value;
        else if (f.shape == "lines") {
            std::vector<bid_line> lines;
            for (const auto& l : list_of(form, f.name))
                lines.push_back({text_of(l.as_object(), "stream"), "asked", money_of(l.as_object(), "amount").value_or(pence{})});
            kept[f.name] = engine::to_json(lines);
        } else if (given) kept[f.name] = *given;
    }
}

std::vector<std::string_view> application_filters()
{
    std::vector<std::string_view> out;
    for (const auto& f : application_fields())
        if (f.filters) out.push_back(f.name);
    return out;
}

std::string filed_as(std::string_view value)
{
    std::string out;
    for (const char c : value) out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    const auto from = std::min(out.find_first_not_of(" \t\r\n"), out.size());
    return out.substr(from, out.find_last_not_of(" \t\r\n") - from + 1);
}

filed_values filed_under(const json::object& application)
{
    filed_values out;
    for (const auto name : application_filters()) {
        auto values = texts_of(application, name);
        if (const auto one = text_of(application, name); !one.empty()) values.push_back(one);
        for (auto& v : values) v = filed_as(v);
        std::sort(values.begin(), values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end()); // each once
        if (!values.empty()) out[std::string(name)] = std::move(values);
    }
    return out;
}

bool is_filed(const filed_values& filed, std::string_view field, std::string_view value)
{
    const auto values = filed.find(std::string(field));
    return values != filed.end() && std::binary_search(values->second.begin(), values->second.end(), filed_as(value));
}

json::object with_part(const application_part& part, json::object application, const json::object& given, const posted_form& form)
{
    for (const auto* f : part.fields) {
        const bool boxes = f->asked == "flag" || f->asked == "aims" || f->asked == "priorities"; // none ticked: nothing is posted
        if (!boxes && !form.asks_for(f->name)) continue;
        application.erase(f->name);
        if (const auto* answer = given.if_contains(f->name)) application[f->name] = *answer;
    }
    return application;
}

// -- completeness ------------------------------------------------------------------------------------------------------

namespace {

using gap = std::optional<engine::saying>;

gap unless(bool complete, const application_field& field) { return complete ? gap() : engine::saying{"gap." + std::string(field.name)}; }

bool has_text(const json::object& o, std::string_view name)
{
    return engine::text_at(o, name).find_first_not_of(" \t\r\n") != std::string_view::npos;
}

pence sum_of(const json::array& list)
{
    pence sum;
    for (const auto& e : list) sum += money_of(e.as_object(), "amount").value_or(pence{});
    return sum;
}

gap unless_sum(pence sum, const json::object& application, const char* message)
{
    if (money_of(application, "amount") == std::optional(sum)) return {};
    return engine::saying{message, {{"sum", sum}, {"amount", money_of(application, "amount").value_or(pence{})}}};
}

} // namespace

namespace complete_with {

gap anything(const json::object&, const application_field&) { return {}; }

gap an_answer(const json::object& a, const application_field& f)
{
    const bool readable = f.shape != "day" || parse_day(text_of(a, f.name));
    return unless(has_text(a, f.name) && readable, f);
}

gap aim_or_priority(const json::object& a, const application_field& f)
{
    return unless(!list_of(a, "aims").empty() || !list_of(a, "priorities").empty(), f);
}

gap some_money(const json::object& a, const application_field& f) { return unless(money_of(a, f.name).value_or(pence{}).value > 0, f); }

gap lines_to_the_sum(const json::object& a, const application_field& f)
{
    const auto& lines = list_of(a, f.name);
    std::set<std::string> streams;
    const bool good = !lines.empty() && std::all_of(lines.begin(), lines.end(), [&](const auto& l) {
        const bool once = streams.insert(text_of(l.as_object(), "stream")).second;
        return once && money_of(l.as_object(), "amount").value_or(pence{}).value > 0;
    });
    return good ? unless_sum(sum_of(lines), a, "lines_sum") : unless(false, f);
}

gap outcomes_measured(const json::object& a, const application_field& f)
{
    const auto& outcomes = list_of(a, f.name);
    const bool measured = std::all_of(outcomes.begin(), outcomes.end(), [](const auto& o) {
        return !text_of(o.as_object(), "text").empty() && !text_of(o.as_object(), "measure").empty();
    });
    return unless(!outcomes.empty() && measured, f);
}

gap day_after_start(const json::object& a, const application_field& f)
{
    const auto starts = parse_day(text_of(a, "starts")), ends = parse_day(text_of(a, f.name));
    if (starts && ends && *ends < *starts) return engine::saying{"work_ends_after_it_starts"};
    return unless(ends.has_value(), f);
}

gap quarters_to_the_sum(const json::object& a, const application_field& f)
{
    const auto& quarters = list_of(a, f.name);
    return quarters.empty() ? unless(false, f) : unless_sum(sum_of(quarters), a, "quarters_sum");
}

} // namespace complete_with

std::vector<engine::field_error> gaps_of(const json::object& content)
{
    std::vector<engine::field_error> out;
    for (const auto& f : application_fields())
        if (auto why = f.lacks(content, f)) out.push_back({std::string(f.name), std::move(why->message), std::move(why->blanks)});
    return out;
}

} // namespace workflows
