#include "server/pages/meeting/quorum.hpp"

#include <algorithm>
#include <cctype>
#include <set>

namespace pages {

using namespace workflows;

namespace {

std::string counted(std::int64_t n) { return std::to_string(n); }

std::string percent(std::int64_t part, std::int64_t whole)
{
    const auto hundredths = whole > 0 ? part * 10000 / whole : 0;
    return std::to_string(hundredths / 100) + "." + (hundredths % 100 < 10 ? "0" : "") + std::to_string(hundredths % 100) + "%";
}

std::string capitalised(std::string t)
{
    if (!t.empty()) t[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(t[0])));
    return t;
}

/// "at least 3 statutory members", "at least 1 member of Essex Police"
std::string whom(const page_context& page, std::int64_t n, const std::string& of)
{
    if (page.p.find_agency(of)) return page.word.count("quorum.whom.agency", n, {{"of", page.agency_name(of)}});
    return page.word.count("quorum.whom.standing", n, {{"of", page.word("standing." + of)}});
}

/// "at least 3 statutory members must be there; 2 are"
std::string minimum_in_words(const page_context& page, const json::object& one)
{
    const auto least = number_of(one, "present_at_least"), most = number_of(one, "present_at_most");
    return page.word("quorum.must",
                     {{"whom", whom(page, number_of(one, "count"), text_of(one, "of"))},
                      {"are", least == most ? page.word.count("quorum.are", least)
                                            : page.word("quorum.are_between", {{"least", counted(least)}, {"most", counted(most)}})}});
}

/// What is missing, or cannot be known, as sentences: the first continues after a colon.
std::string sentences(const std::vector<std::string>& parts)
{
    std::string out;
    for (const auto& p : parts) out += out.empty() ? p : ". " + capitalised(p);
    return parts.size() > 1 || out.find(';') != std::string::npos ? out + "." : out;
}

std::string verdict(const page_context& page, const json::object& q)
{
    const auto members = number_of(q, "members"), required = number_of(q, "required"), least = number_of(q, "present_at_least"),
               most = number_of(q, "present_at_most");
    const app::blanks sum{
        {"least", counted(least)}, {"most", counted(most)}, {"members", counted(members)}, {"required", counted(required)}};
    std::vector<std::string> short_of, unknown;
    if (most < required) short_of.push_back(page.word.count("quorum.more", required - most));
    else if (least < required) unknown.push_back(page.word("quorum.between", sum));
    for (const auto& one : list_of(q, "minimums")) {
        const auto& o = one.get_object();
        if (number_of(o, "present_at_most") < number_of(o, "count")) short_of.push_back(minimum_in_words(page, o));
        else if (number_of(o, "present_at_least") < number_of(o, "count")) unknown.push_back(minimum_in_words(page, o));
    }
    if (!short_of.empty()) return page.word("quorum.not", {{"why", sentences(short_of)}});
    if (!unknown.empty()) return page.word("quorum.unknown", {{"why", sentences(unknown)}});
    return least == most ? page.word.count("quorum.met", least - required) : page.word("quorum.met_least", sum);
}

/// Of which standings, if not of all that vote; and the minimums.
std::string rule_besides(const page_context& page, const json::object& rule)
{
    std::string out;
    const auto of = texts_of(rule, "of");
    const auto among = [&](const char* standing) { return std::find(of.begin(), of.end(), standing) != of.end(); };
    if (!of.empty() && !(among("statutory") && among("invited"))) {
        std::vector<std::string> names;
        for (const auto& s : of) names.push_back(page.word("standing." + s));
        out += " " + page.word("quorum.only", {{"of", page.word.list(names)}});
    }
    std::vector<std::string> least;
    for (const auto& one : list_of(rule, "at_least")) {
        const auto& o = one.get_object();
        const auto standing = text_of(o, "standing");
        least.push_back(whom(page, number_of(o, "count"), standing.empty() ? text_of(o, "agency") : standing));
    }
    if (!least.empty()) out += " " + page.word("quorum.of_them", {{"whom", page.word.list(least)}});
    return out;
}

} // namespace

std::string quorum_sum_in_words(const page_context& page, const json::object& q)
{
    const auto least = number_of(q, "present_at_least"), most = number_of(q, "present_at_most");
    auto out = page.word(least == most ? "quorum.sum" : "quorum.sum_between", {{"present", counted(least)},
                                                                               {"least", counted(least)},
                                                                               {"most", counted(most)},
                                                                               {"members", counted(number_of(q, "members"))},
                                                                               {"required", counted(number_of(q, "required"))}});
    for (const auto& one : list_of(q, "minimums"))
        if (number_of(one.get_object(), "present_at_least") >= number_of(one.get_object(), "count"))
            out += " " + capitalised(minimum_in_words(page, one.get_object())) + ".";
    return out;
}

std::string quorum_rule_in_words(const page_context& page, const json::object& rule)
{
    return (rule.contains("count") ? page.word("body.quorum_count", {{"count", counted(number_of(rule, "count"))}})
                                   : page.word("body.quorum", {{"fraction", text_of(rule, "fraction")},
                                                               {"plus", counted(number_of(rule, "plus"))},
                                                               {"round", page.word("quorum.round_" + text_of(rule, "round"))}})) +
           rule_besides(page, rule);
}

json::object shown_quorum(const page_context& page, const json::object& q, bool past)
{
    if (q.empty()) return {};
    const auto members = number_of(q, "members"), required = number_of(q, "required"), least = number_of(q, "present_at_least"),
               most = number_of(q, "present_at_most");
    std::int64_t left_in_room = 0;
    std::vector<std::string> names;
    for (const auto& l : list_of(q, "left_out")) {
        const auto seat = text_of(l.get_object(), "seat");
        names.push_back(page.word("quorum.left_out", {{"seat", page.seat_title(seat)}, {"why", text_of(l.get_object(), "why")}}));
        const auto* s = page.p.find_seat(seat);
        left_in_room += s && s->votes();
    }
    json::array seats;
    const auto count = std::max<std::int64_t>(members, 1);
    for (std::int64_t i = 0; i < members; ++i)
        seats.push_back({{"seat_class", i < least                     ? "seat-in"
                                        : i < most                    ? "seat-perhaps"
                                        : i >= members - left_in_room ? "seat-withdrawn"
                                                                      : "seat-out"},
                         {"seat_x", percent(i * 100 + 8, count * 100)},
                         {"seat_w", percent(84, count * 100)}});
    const auto& quorate = q.at("quorate");
    json::object out{
        {"q_present", least == most ? counted(least) : page.word("quorum.from_to", {{"least", counted(least)}, {"most", counted(most)}})},
        {"q_required", required},
        {"q_members", members},
        {"q_met", quorate.is_bool() && quorate.get_bool()},
        {"q_unknown", !quorate.is_bool()},
        {"q_not", quorate.is_bool() && !quorate.get_bool()},
        {"q_counted_word", page.word(left_in_room > 0 ? "quorum.counted"
                                     : past           ? "quorum.there"
                                                      : "quorum.here")},
        {"q_seats", std::move(seats)},
        {"q_line", percent(std::max<std::int64_t>(std::min(required, count) * 100 - 2, 0), count * 100)},
        {"q_verdict", verdict(page, q)},
        {"q_says", quorum_sum_in_words(page, q)},
        {"q_left_out", page.word.list(names)}};
    const auto& rule = object_of(q, "rule");
    if (const auto fraction = text_of(rule, "fraction"); !fraction.empty())
        out["q_rule"] = page.word("quorum.rule", {{"fraction", fraction},
                                                  {"members", counted(members)},
                                                  {"plus", counted(number_of(rule, "plus"))},
                                                  {"round", page.word("quorum.round_" + text_of(rule, "round"))},
                                                  {"required", counted(required)}}) +
                        rule_besides(page, rule);
    else out["q_rule"] = page.word("quorum.rule_count", {{"required", counted(required)}}) + rule_besides(page, rule);
    return out;
}

/// The rule as it stands, with two rows more for minimums than it has.
void lay_quorum_form(const page_context& page, const json::object& rule, json::object& model)
{
    const bool is_count = rule.contains("count");
    const auto of = texts_of(rule, "of");
    const auto counts = [&](std::string_view standing) { return std::find(of.begin(), of.end(), standing) != of.end(); };
    std::vector<std::string> standings{"statutory", "invited"};
    if (counts("ex_officio")) standings.emplace_back("ex_officio"); // an old rule may name it, and keeps it
    json::array boxes, rows;
    for (const auto& s : standings)
        boxes.push_back(
            json::object{{"standing", s}, {"standing_name", capitalised(page.word("standing." + s))}, {"standing_counts", counts(s)}});
    const auto& least = list_of(rule, "at_least");
    for (std::size_t i = 0; i < least.size() + 2; ++i) {
        const json::object none;
        const auto& one = i < least.size() ? least[i].get_object() : none;
        json::array options;
        const auto option = [&](const std::string& member, const std::string& id, std::string name) {
            options.push_back({{"of_value", member + ":" + id}, {"of_name", std::move(name)}, {"of_selected", text_of(one, member) == id}});
        };
        for (const auto* s : {"statutory", "invited"})
            option("standing", s, page.word("quorum.members_of", {{"of", page.word("standing." + std::string(s))}}));
        if (text_of(one, "standing") == "ex_officio") option("standing", "ex_officio", page.word("standing.ex_officio"));
        for (const auto& a : page.p.agencies) option("agency", a.id, a.name);
        rows.push_back(
            {{"row_n", i + 1}, {"row_count", one.empty() ? "" : counted(number_of(one, "count"))}, {"row_options", std::move(options)}});
    }
    model["rule"] = {{"rule_is_count", is_count},
                     {"rule_is_share", !is_count},
                     {"rule_fraction", is_count ? "1/2" : text_of(rule, "fraction")},
                     {"rule_plus", is_count ? "1" : counted(number_of(rule, "plus"))},
                     {"rule_round_up", text_of(rule, "round") == "up"},
                     {"rule_count", is_count ? counted(number_of(rule, "count")) : ""},
                     {"rule_standings", std::move(boxes)},
                     {"rule_rows", std::move(rows)}};
}

} // namespace pages
