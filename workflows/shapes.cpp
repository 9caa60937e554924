#include "workflows/shapes.hpp"

#include "workflows/calendar/calendar.hpp"
#include "workflows/fields.hpp"
#include "workflows/partnership/policy.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <stdexcept>

namespace workflows {
namespace {

using text = std::string_view;
using checker = decltype(shape::check);
using described = decltype(shape::schema);
using sampled = decltype(shape::sample);

constexpr text roles = "project_manager|partnership_manager|budget_manager|auditor|administrator";
constexpr text item_outcomes = "agreed|agreed_subject_to_amendments|not_agreed|deferred|noted|endorsed";
constexpr text contribution_states = "pledged|confirmed|declined|already_covered|already covered";
constexpr text votes = "for|against|abstain";

// -- checks: put together from workflows/form_check.hpp --------------------------------------------------------------------

checker is(checked_by wrong)
{
    return [wrong](form_check& c, const std::string& field, const json::value& v, text) {
        if (auto why = wrong(c, v)) c.wrong(field, std::move(why->message), std::move(why->blanks));
    };
}
checker is_of_parameter(checked_by (*wrong)(text))
{
    return [wrong](form_check& c, const std::string& field, const json::value& v, text parameter) {
        is(wrong(parameter))(c, field, v, parameter);
    };
}
checker is_text_that(bool (*good)(text), std::string expected)
{
    return [good, expected](form_check& c, const std::string& field, const json::value& v, text) {
        const auto t = as_text(v);
        if (!t || !good(*t)) c.wrong(field, expected);
    };
}
checker passes(void (*check)(form_check&, const std::string&, const json::value&))
{
    return [check](form_check& c, const std::string& field, const json::value& v, text) { check(c, field, v); };
}
checker lists(std::vector<member> members)
{
    return [members](form_check& c, const std::string& field, const json::value& v, text) { check_objects(c, field, v, members); };
}
checker lists_titled(text id, std::vector<member> more)
{
    return [id, more](form_check& c, const std::string& field, const json::value& v, text) { check_titled(c, field, v, id, more); };
}

bool is_email(text t)
{
    const auto at = t.find('@');
    return at != text::npos && at > 0 && at + 1 < t.size() && t.find('@', at + 1) == text::npos && t.size() <= 254 &&
           std::all_of(t.begin(), t.end(), [](char c) {
               return static_cast<unsigned char>(c) > 0x20 && c != '"' && c != '<' && c != '>' && c != ',' && c != ';' && c != 0x7F;
           });
}
bool is_sha256(text t) { return t.size() == 64 && engine::unhex(t).has_value(); }
bool is_instant(text t) { return engine::parse_instant(t).has_value(); }
bool is_day(text t) { return parse_day(t).has_value(); }
bool is_moment(text t) { return is_day(t) || is_instant(t); }
bool is_time(text t) { return parse_time(t).has_value(); }
bool is_meeting_year(text t) { return range_of_year(t).has_value(); }
bool is_zone(text t) { return zone_exists(std::string(t)); }
bool is_marking(text t) { return !blank(t) && t.size() <= 100; }

void check_text(form_check& c, const std::string& field, const json::value& v)
{
    if (auto why = text_fault(c, v)) return c.wrong(field, std::move(why->message));
    if (blank(*as_text(v)) && !is_application_field(field)) c.wrong(field, "expected_a_text"); // a draft may be incomplete
}
/// The bounds of a number, as its shape names them: "1|5". @throws std::logic_error for anything else
struct bounds {
    std::int64_t least = 0, most = 0;

    explicit bounds(text parameter)
    {
        const auto words = words_between_bars(parameter);
        const auto read = [](text word, std::int64_t& slot) {
            return std::from_chars(word.data(), word.data() + word.size(), slot) == std::from_chars_result{word.data() + word.size(), {}};
        };
        if (words.size() != 2 || !read(words[0], least) || !read(words[1], most) || most < least)
            throw std::logic_error("the bounds of a number are written \"1|5\", not \"" + std::string(parameter) + "\"");
    }
};
void check_number(form_check& c, const std::string& field, const json::value& v, text parameter)
{
    const bounds b(parameter);
    if (!v.is_int64() || v.get_int64() < b.least || v.get_int64() > b.most)
        c.wrong(field, "expected_number", {{"low", b.least}, {"high", b.most}});
}
void check_a_policy(form_check& c, const std::string& field, const json::value& v)
{
    for (auto& e : check_policy(v, field)) c.wrong(std::move(e));
}
void check_bid_aims(form_check& c, const std::string& field, const json::value& v) { check_chosen(c, field, v, &partnership::aims); }
void check_bid_priorities(form_check& c, const std::string& field, const json::value& v)
{
    if (v.is_array() && std::any_of(v.get_array().begin(), v.get_array().end(), [](const auto& e) { return !e.is_string(); }))
        return c.wrong(field, "expected_ids");
    check_chosen(c, field, v, &partnership::priorities);
}
void check_lines(form_check& c, const std::string& field, const json::value& v)
{
    check_objects(c, field, v, {{"stream", true, ref_fault("stream")}, {"amount", true, money_fault}});
    if (!v.is_array()) return;
    std::set<std::string> seen;
    for (const auto& e : v.get_array())
        if (e.is_object() && !seen.insert(text_of(e.get_object(), "stream")).second) c.wrong(field, "stream_stands_twice");
}

// -- JSON schemas ------------------------------------------------------------------------------------------------------------

json::object text_schema(text pattern = "", text says = "")
{
    json::object o{{"type", "string"}};
    if (!pattern.empty()) o["pattern"] = pattern;
    if (!says.empty()) o["description"] = says;
    return o;
}
json::object id_schema(text says) { return text_schema("^[a-z0-9-]{1,64}$", says); }
json::object ref_schema(text kind) { return id_schema("The id of a " + std::string(kind)); }
json::object money_schema() { return text_schema("^(0|[1-9][0-9]*)\\.[0-9]{2}$", "Money: pounds and pence"); }
json::object list_schema(json::object of) { return {{"type", "array"}, {"items", std::move(of)}}; }
json::object object_schema() { return {{"type", "object"}}; }
json::object enum_schema(text words)
{
    json::array all;
    for (const auto word : words_between_bars(words)) all.emplace_back(word);
    return {{"type", "string"}, {"enum", std::move(all)}};
}
json::object lines_schema()
{
    return list_schema(
        {{"type", "object"}, {"properties", {{"stream", text_schema()}, {"amount", money_schema()}}}, {"required", {"stream", "amount"}}});
}
json::object votes_schema()
{
    return list_schema(
        {{"type", "object"}, {"properties", {{"seat", text_schema()}, {"vote", text_schema("", "for, against or abstain")}}}});
}
json::object number_schema(text parameter)
{
    const bounds b(parameter);
    return {{"type", "integer"}, {"minimum", b.least}, {"maximum", b.most}};
}
described fixed(json::object schema)
{
    return [schema](text) { return schema; };
}

// -- samples -----------------------------------------------------------------------------------------------------------------

template <class... T> sampled one(T... values)
{
    const std::vector<json::value> all{json::value(values)...};
    return [all](sample_source& from, text) { return all[from.below(all.size())]; };
}
sampled listed(sampled of)
{
    return [of](sample_source& from, text parameter) { return json::array{of(from, parameter)}; };
}
json::value text_unless_none(const std::string& id) { return id.empty() ? json::value(nullptr) : json::value(json::string(id)); }

json::value id_there(sample_source& from, text kind) { return text_unless_none(from.id_of(kind)); }
json::value new_id(sample_source& from, text kind) { return text_unless_none(from.new_id(kind)); }
sampled of_kind(text kind)
{
    return [kind](sample_source& from, text) { return text_unless_none(from.id_of(kind)); };
}
json::value one_word(sample_source& from, text words)
{
    const auto all = words_between_bars(words);
    return json::string(all[from.below(all.size())]);
}
json::value sample_email(sample_source& from, text)
{
    return json::string("name" + std::to_string(from.below(1'000'000)) + "@example.org");
}
json::value sample_moment(sample_source& from, text) // within eighty days from now
{
    const auto hours = static_cast<std::int64_t>(1 + from.below(80 * 24));
    return json::string(engine::show(engine::instant{from.now().micros + hours * 3600 * engine::second_micros}));
}
json::value sample_number(sample_source& from, text parameter)
{
    const bounds b(parameter);
    return b.least + static_cast<std::int64_t>(from.below(static_cast<std::size_t>(b.most - b.least + 1)));
}
json::value sample_money(sample_source& from, text = "") { return one("5000.00", "20000.00", "40000.00", "60000.00")(from, ""); }
json::value sample_flag(sample_source& from, text) { return from.below(8) != 0; } // mostly: a walk of refusals alone would see little
json::value sample_lines(sample_source& from, text)
{
    return json::array{{{"stream", from.id_of("stream")}, {"amount", sample_money(from)}}};
}
json::value sample_contributions(sample_source& from, text)
{
    return json::array{{{"agency", from.id_of("agency")}, {"amount", sample_money(from)}, {"status", one_word(from, contribution_states)}}};
}
json::value sample_votes(sample_source& from, text) { return json::array{{{"seat", from.id_of("seat")}, {"vote", one_word(from, votes)}}}; }
json::value sample_policy(sample_source& from, text)
{
    switch (from.below(8)) {
    case 0: return {{"vacant_seats_count", from.below(3) == 0}};
    case 1: return {{"interest_reduces_membership", from.below(2) == 0}};
    case 2: return {{"agency_interest", from.below(3) == 0 ? "withdraw" : "declare"}};
    case 3: return {{"casting_vote", from.below(2) == 0}};
    case 4: return {{"compliance_reviewers", from.below(2) == 0 ? json::value(2) : json::value("all")}};
    case 5: return {{"plan_required", from.below(2) == 0}};
    case 6: return {{"delegated_limit", from.below(2) == 0 ? json::value("30000.00") : json::value(nullptr)}};
    default: return {{"sealed_positions", from.below(2) == 0}};
    }
}
json::value sample_quorum(sample_source& from, text)
{
    json::object rule;
    if (from.below(5) == 0) rule["count"] = 3 + static_cast<std::int64_t>(from.below(2));
    else {
        rule["fraction"] = one("1/2", "1/2", "1/3", "1/4")(from, "");
        rule["plus"] = static_cast<std::int64_t>(from.below(2));
        rule["round"] = one("up", "down")(from, "");
    }
    if (from.below(4) == 0) rule["of"] = json::array{"statutory"};
    const auto count = static_cast<std::int64_t>(1 + from.below(2));
    if (from.below(3) == 0) rule["at_least"] = json::array{{{"standing", "statutory"}, {"count", count}}};
    else if (from.below(4) == 0) rule["at_least"] = json::array{{{"agency", from.id_of("agency")}, {"count", 1}}};
    return rule;
}

constexpr bool sealed = true, clear = false;

} // namespace

// -- the table ---------------------------------------------------------------------------------------------------------------

const std::vector<shape>& shapes()
{
    const auto words = fixed(text_schema()), anything = fixed(object_schema()), objects = fixed(list_schema(object_schema()));
    // Each row: name, sealed or in clear, how it is checked, how it is read from a form, its JSON schema, samples.
    static const std::vector<shape> table{
        {"id", clear, is(id_fault), typed::word, fixed(id_schema("An id of yours; left out, one is made")), one("one")},
        {"ref.", clear, is_of_parameter(ref_fault), typed::word, ref_schema, id_there},
        {"new.", clear, is(id_fault), typed::word, fixed(id_schema("An id of yours; left out, one is made")), new_id},
        {"one_of(", clear, is_of_parameter(one_of_fault), typed::word, enum_schema, one_word},

        {"words", clear, is(words_fault), typed::word, words, one("Words")},
        {"words_list", clear, passes(check_list_of_words), typed::lines, fixed(list_schema(text_schema())), listed(one("Words", "Others"))},
        {"name", sealed, is(words_fault), typed::word, words, one("Words")},
        {"text", sealed, passes(check_text), typed::text, words, one("Words")},
        {"texts", sealed, passes(check_texts), typed::lines, fixed(list_schema(text_schema())), listed(one("Words"))},
        {"email", sealed, is_text_that(is_email, "expected_email"), typed::word, words, sample_email},

        {"money", clear, is(money_fault), typed::money, fixed(money_schema()), sample_money},
        {"flag", clear, is(flag_fault), typed::flag, fixed({{"type", "boolean"}}), sample_flag},
        {"number(", clear, check_number, typed::number, number_schema, sample_number},
        {"sha256", clear, is_text_that(is_sha256, "expected_sha256"), typed::word, words, one(std::string(64, 'a'))},

        {"day", clear, is_text_that(is_day, "expected_day"), typed::day, fixed({{"type", "string"}, {"format", "date"}}),
         one("2010-05-01")},
        {"instant", clear, is_text_that(is_instant, "expected_instant"), typed::instant,
         fixed({{"type", "string"}, {"format", "date-time"}}), sample_moment},
        {"moment", clear, is_text_that(is_moment, "expected_moment"), typed::day, fixed(text_schema("", "A date, or an instant")),
         sample_moment},
        {"time", clear, is_text_that(is_time, "expected_time"), typed::word, fixed(text_schema("^[0-2][0-9]:[0-5][0-9]$", "A time of day")),
         one("10:00")},
        {"year", clear, is_text_that(is_financial_year, "expected_year"), typed::word,
         fixed(text_schema("^[0-9]{4}-[0-9]{2}$", "A financial year")), one("2010-11")},
        {"meeting_year", clear, is_text_that(is_meeting_year, "expected_meeting_year"), typed::word, words, one("2010-11")},
        {"zone", clear, is_text_that(is_zone, "expected_zone"), typed::word, words, one("Europe/London")},

        {"marking", clear, is_text_that(is_marking, "expected_marking"), typed::word, words, one("restricted")},
        {"role", clear, is(one_of_fault(roles)), typed::word, fixed(enum_schema(roles)),
         one("project_manager", "auditor", "budget_manager")},
        {"item_outcome", clear, is(one_of_fault(item_outcomes)), typed::word, fixed(enum_schema(item_outcomes)),
         one("agreed", "not_agreed", "deferred")},
        {"policy", clear, passes(check_a_policy), typed::policy, anything, sample_policy},
        {"quorum", clear, passes(check_quorum_rule), typed::quorum, anything, sample_quorum},

        {"aims", clear, lists_titled("aim", {{"title", true, words_fault}}), typed::rows(), objects,
         one(json::array{{{"aim", "one"}, {"title", "Words"}}})},
        {"priorities", clear, lists_titled("priority", {{"title", true, words_fault}}), typed::rows(), objects,
         one(json::array{{{"priority", "one"}, {"title", "Words"}}})},
        {"agencies", clear, lists_titled("agency", {{"name", true, words_fault}, {"statutory", false, flag_fault}}), typed::rows(), objects,
         one(json::array{{{"agency", "one"}, {"name", "Words"}, {"statutory", true}}})},
        {"bid_aims", clear, passes(check_bid_aims), typed::aims,
         fixed(list_schema({{"oneOf", json::array{text_schema("", "An aim"), object_schema()}}})), listed(of_kind("aim"))},
        {"bid_priorities", clear, passes(check_bid_priorities), typed::choices, fixed(list_schema(text_schema())),
         listed(of_kind("priority"))},
        {"lines", clear, passes(check_lines), typed::keyed("stream", "amount"), fixed(lines_schema()), sample_lines},
        {"outcomes", clear, lists({{"text", false, text_fault}, {"measure", false, text_fault}}), typed::rows(), objects,
         one(json::array{{{"text", "Words"}, {"measure", "Words"}}})},
        {"profile", clear, lists({{"quarter", true, quarter_fault}, {"amount", true, money_fault}}), typed::keyed("quarter", "amount"),
         objects, one(json::array{{{"quarter", "2010-11 Q1"}, {"amount", "5000.00"}}})},
        {"contributions", clear,
         lists({{"agency", true, ref_fault("agency")}, {"amount", true, money_fault}, {"status", true, one_of_fault(contribution_states)}}),
         typed::rows("amount"), objects, sample_contributions},
        {"votes", clear, lists({{"seat", true, ref_fault("seat")}, {"vote", true, one_of_fault(votes)}}), typed::keyed("seat", "vote"),
         fixed(votes_schema()), sample_votes},
    };
    return table;
}

shape_use shape_of(std::string_view name)
{
    static const auto by_name = [] {
        std::map<std::string_view, const shape*> out;
        for (const auto& s : shapes()) out[s.name] = &s;
        return out;
    }();
    const auto mark = name.find_first_of(".("); // where a parameter begins
    const auto head = name.substr(0, mark == text::npos ? mark : mark + 1);
    auto parameter = name.substr(head.size());
    if (head.ends_with('(') && parameter.ends_with(')')) parameter.remove_suffix(1);
    const auto found = by_name.find(head);
    if (found == by_name.end() || (mark != text::npos && parameter.empty()))
        throw std::logic_error("there is no shape \"" + std::string(name) + "\": workflows/shapes.cpp has no row for it");
    return {found->second, parameter};
}

void check_field(form_check& c, const field_spec& f, const json::value& v)
{
    const auto [row, parameter] = shape_of(f.shape);
    row->check(c, f.name, v, parameter);
}

form_value read_field(const posted_form& form, const field_spec& f) { return shape_of(f.shape).row->read(form, f.name); }

json::object schema_of(const field_spec& f)
{
    const auto [row, parameter] = shape_of(f.shape);
    return row->schema(parameter);
}

json::value sample_of(const field_spec& f, sample_source& from)
{
    const auto [row, parameter] = shape_of(f.shape);
    return row->sample(from, parameter);
}

} // namespace workflows
