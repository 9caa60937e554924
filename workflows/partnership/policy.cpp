#include "workflows/partnership/policy.hpp"

#include "workflows/fields.hpp"

#include <charconv>
#include <functional>
#include <map>
#include <set>

namespace workflows {
namespace {

using errors = std::vector<engine::field_error>;

bool whole(const json::value& v, std::int64_t low, std::int64_t high)
{
    return v.is_int64() && v.get_int64() >= low && v.get_int64() <= high;
}
bool is_word(const json::value& v, std::initializer_list<std::string_view> words)
{
    if (!v.is_string()) return false;
    for (const auto w : words)
        if (w == std::string_view(v.get_string().data(), v.get_string().size())) return true;
    return false;
}
bool is_date_text(const json::value& v) { return v.is_string() && parse_day({v.get_string().data(), v.get_string().size()}); }

bool is_deadline(const json::value& v)
{
    if (!v.is_object()) return false;
    for (const auto& p : v.get_object()) {
        const std::string_view key(p.key().data(), p.key().size());
        const bool good = key == "weekday" ? p.value().is_string() && parse_weekday(engine::text_at(v.get_object(), "weekday")).has_value()
                          : key == "weeks_before"
                              ? whole(p.value(), 0, 52)
                              : key == "bank_holiday" && is_word(p.value(), {"keep", "working_day_before", "working_day_after"});
        if (!good) return false;
    }
    return true;
}

struct setting {
    std::string_view expected; ///< the message that tells it
    std::function<bool(const json::value&)> good;
    std::function<void(policy&, const json::value&)> set;
    std::int64_t low = 0, high = 0; ///< of a number
};

template <class List, class Good> bool all(const json::value& v, Good good)
{
    if (!v.is_array()) return false;
    for (const auto& e : v.get_array())
        if (!good(e)) return false;
    return true;
}

const std::map<std::string_view, setting>& settings()
{
    using v = const json::value&;
    const auto flag = [](bool policy::* member) {
        return setting{"expected_flag", [](v x) { return x.is_bool(); }, [member](policy& p, v x) { p.*member = x.get_bool(); }};
    };
    const auto count = [](std::int64_t policy::* member, std::int64_t low, std::int64_t high, std::string_view expected) {
        return setting{expected, [=](v x) { return whole(x, low, high); }, [=](policy& p, v x) { p.*member = x.get_int64(); }, low, high};
    };
    static const std::map<std::string_view, setting> table{
        {"exec_cycle_weeks", count(&policy::exec_cycle_weeks, 1, 52, "expected_weeks")},
        {"board_months",
         {"expected_months", [](v x) { return all<json::array>(x, [](v m) { return whole(m, 1, 12); }); },
          [](policy& p, v x) { engine::from_json(x, p.board_months); }}},
        {"deadline", {"expected_deadline", is_deadline, [](policy& p, v x) { engine::from_json(x, p.deadline); }}},
        {"bank_holidays",
         {"expected_days", [](v x) { return all<json::array>(x, is_date_text); },
          [](policy& p, v x) { engine::from_json(x, p.bank_holidays); }}},
        {"compliance_reviewers",
         {"expected_all_or_number", [](v x) { return is_word(x, {"all"}) || whole(x, 1, 100); },
          [](policy& p, v x) { p.compliance_reviewers = x.is_int64() ? std::optional(x.get_int64()) : std::nullopt; }}},
        {"absent_agencies_at_most", count(&policy::absent_agencies_at_most, 0, 100, "expected_number")},
        {"sealed_positions", flag(&policy::sealed_positions)},
        {"amendments_working_days", count(&policy::amendments_working_days, 1, 365, "expected_working_days")},
        {"delegated_limit",
         {"expected_amount_or_none",
          [](v x) { return x.is_null() || (x.is_string() && engine::parse_pence({x.get_string().data(), x.get_string().size()})); },
          [](policy& p, v x) {
              p.delegated_limit = x.is_null() ? std::nullopt : engine::parse_pence({x.get_string().data(), x.get_string().size()});
          }}},
        {"plan_required", flag(&policy::plan_required)},
        {"agency_interest",
         {"expected_declare_or_withdraw", [](v x) { return is_word(x, {"declare", "withdraw"}); },
          [](policy& p, v x) { engine::from_json(x, p.agency_interest); }}},
        {"interest_reduces_membership", flag(&policy::interest_reduces_membership)},
        {"vacant_seats_count", flag(&policy::vacant_seats_count)},
        {"casting_vote", flag(&policy::casting_vote)},
        {"circulation_meeting_requests", count(&policy::circulation_meeting_requests, 1, 100, "expected_number")},
        {"currency",
         {"expected_currency", [](v x) { return x.is_string() && x.get_string().size() == 3; },
          [](policy& p, v x) { engine::from_json(x, p.currency); }}},
    };
    return table;
}

/// "1/2" to its two numbers.
std::optional<std::pair<std::int64_t, std::int64_t>> fraction(std::string_view t)
{
    std::int64_t top = 0, bottom = 0;
    const auto* end = t.data() + t.size();
    const auto first = std::from_chars(t.data(), end, top);
    if (first.ec != std::errc{} || first.ptr == end || *first.ptr != '/') return std::nullopt;
    const auto second = std::from_chars(first.ptr + 1, end, bottom);
    if (second.ec != std::errc{} || second.ptr != end || top < 0 || bottom < 1 || top > bottom || bottom > 1000) return std::nullopt;
    return std::pair{top, bottom};
}

bool is_standing(const json::value& v) { return is_word(v, {"statutory", "invited", "ex_officio"}); }

} // namespace

errors check_policy(const json::value& v, std::string_view field)
{
    if (!v.is_object()) return {{std::string(field), "expected_settings"}};
    errors out;
    for (const auto& p : v.get_object()) {
        const std::string key(p.key().data(), p.key().size());
        const auto found = settings().find(key);
        if (found == settings().end()) out.push_back({std::string(field), "no_such_setting", {{"name", key}}});
        else if (const auto& s = found->second; !s.good(p.value()))
            out.push_back({std::string(field), std::string(s.expected), {{"part", key}, {"low", s.low}, {"high", s.high}}});
    }
    return out;
}

void merge_policy(policy& rules, const json::object& given)
{
    for (const auto& p : given) settings().at({p.key().data(), p.key().size()}).set(rules, p.value());
}

json::object show_policy(const policy& rules)
{
    auto out = engine::to_json(rules).as_object();
    if (!rules.compliance_reviewers) out["compliance_reviewers"] = "all";
    if (rules.delegated_limit) out["delegated_limit"] = engine::show(*rules.delegated_limit);
    if (!rules.bank_holidays) out["bank_holidays"] = "England and Wales";
    return out;
}

errors check_quorum(const json::value& v, std::string_view name)
{
    const std::string field(name);
    if (!v.is_object()) return {{field, "expected_quorum"}};
    const auto& o = v.get_object();
    errors out;
    const auto wrong = [&](const char* part, const char* message) {
        out.push_back({field, message, {{"part", std::string(part)}, {"low", std::int64_t{0}}, {"high", std::int64_t{1000}}}});
    };
    static const std::set<std::string_view> known{"fraction", "plus", "round", "count", "of", "at_least"};
    for (const auto& p : o)
        if (!known.contains({p.key().data(), p.key().size()}))
            out.push_back({field, "no_part_of_quorum", {{"name", std::string(p.key().data(), p.key().size())}}});
    if (o.contains("count") == o.contains("fraction")) out.push_back({field, "expected_fraction_or_count"});
    if (o.contains("count") && (o.contains("plus") || o.contains("round"))) out.push_back({field, "belongs_to_fraction"});
    if (const auto* c = o.if_contains("count"); c && !whole(*c, 0, 1000)) wrong("count", "expected_number");
    if (const auto* f = o.if_contains("fraction"); f && !fraction(engine::text_at(o, "fraction"))) wrong("fraction", "expected_share");
    if (const auto* c = o.if_contains("plus"); c && !whole(*c, 0, 1000)) wrong("plus", "expected_number");
    if (const auto* r = o.if_contains("round"); r && !is_word(*r, {"down", "up"})) wrong("round", "expected_down_or_up");
    if (const auto* of = o.if_contains("of"); of && (!all<json::array>(*of, is_standing) || of->get_array().empty()))
        wrong("of", "expected_standings");
    if (const auto* least = o.if_contains("at_least")) {
        const auto good = [](const json::value& m) {
            if (!m.is_object() || m.get_object().size() != 2 || !m.get_object().contains("count")) return false;
            const auto& mo = m.get_object();
            return whole(mo.at("count"), 0, 1000) &&
                   (mo.contains("standing") ? is_standing(mo.at("standing")) : mo.contains("agency") && mo.at("agency").is_string());
        };
        if (!all<json::array>(*least, good)) wrong("at_least", "expected_minimums");
    }
    return out;
}

quorum_rule read_quorum(const json::object& o)
{
    quorum_rule r;
    if (const auto* c = o.if_contains("count")) r.count = c->get_int64();
    else {
        const auto f = fraction(engine::text_at(o, "fraction")).value_or(std::pair<std::int64_t, std::int64_t>{1, 2});
        r.numerator = f.first;
        r.denominator = f.second;
        r.plus = number_of(o, "plus", 0);
        r.round = text_of(o, "round") == "up" ? rounding::up : rounding::down;
    }
    if (o.contains("of")) engine::from_json(o.at("of"), r.of);
    for (const auto& m : list_of(o, "at_least")) {
        minimum least;
        const auto& mo = m.as_object();
        if (mo.contains("standing")) least.standing_is = read_as<standing>(mo.at("standing"));
        least.agency = text_of(mo, "agency");
        least.count = number_of(mo, "count");
        r.at_least.push_back(std::move(least));
    }
    return r;
}

json::object show_quorum(const quorum_rule& r)
{
    json::object out;
    if (r.count) out["count"] = *r.count;
    else {
        out["fraction"] = std::to_string(r.numerator) + "/" + std::to_string(r.denominator);
        out["plus"] = r.plus;
        out["round"] = engine::to_json(r.round);
    }
    out["of"] = engine::to_json(r.of);
    json::array least;
    for (const auto& m : r.at_least) {
        json::object one{{"count", m.count}};
        if (m.standing_is) one["standing"] = engine::to_json(*m.standing_is);
        else one["agency"] = m.agency;
        least.push_back(std::move(one));
    }
    if (!least.empty()) out["at_least"] = std::move(least);
    return out;
}

} // namespace workflows
