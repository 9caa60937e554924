#include "workflows/posted_form.hpp"

#include "engine/values.hpp"
#include "workflows/calendar/calendar.hpp"

#include <algorithm>
#include <set>

namespace workflows {
namespace {

std::string trim(std::string_view t)
{
    const auto from = t.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) return "";
    return std::string(t.substr(from, t.find_last_not_of(" \t\r\n") - from + 1));
}

/// Browsers send CR LF; texts are kept with LF.
std::string with_line_feeds(std::string_view t)
{
    std::string out;
    for (const char c : t)
        if (c != '\r') out += c;
    return trim(out);
}

/// What stands between the separators, trimmed.
std::vector<std::string> parted(std::string_view text, char separator)
{
    std::vector<std::string> out;
    while (!text.empty()) {
        const auto end = std::min(text.find(separator), text.size());
        out.push_back(trim(text.substr(0, end)));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

} // namespace

// -- what was posted -----------------------------------------------------------------------------------------------------

std::string posted_form::one(std::string_view name) const
{
    for (const auto& [n, v] : pairs)
        if (n == name) return trim(v);
    return "";
}

bool posted_form::has(std::string_view name) const
{
    return std::any_of(pairs.begin(), pairs.end(), [&](const auto& p) { return p.first == name; });
}

bool posted_form::asks_for(std::string_view name) const
{
    return std::any_of(pairs.begin(), pairs.end(), [&](const auto& p) {
        return p.first.starts_with(name) && (p.first.size() == name.size() || p.first[name.size()] == '.' || p.first[name.size()] == '-');
    });
}

std::vector<std::string> posted_form::all(std::string_view name) const
{
    std::vector<std::string> out;
    for (const auto& [n, v] : pairs)
        if (n == name && !trim(v).empty()) out.push_back(with_line_feeds(v));
    return out;
}

std::vector<std::string> posted_form::lines(std::string_view name) const
{
    std::vector<std::string> out;
    for (const auto& t : all(name))
        for (auto& line : parted(t, '\n'))
            if (!line.empty()) out.push_back(std::move(line));
    return out;
}

std::vector<posted_form::group> posted_form::grouped(std::string_view name) const
{
    std::vector<group> out;
    const auto prefix = std::string(name) + ".";
    for (const auto& [n, v] : pairs) {
        if (!n.starts_with(prefix)) continue;
        auto key = n.substr(prefix.size());
        std::string member;
        if (const auto dot = key.rfind('.'); dot != std::string::npos) {
            member = key.substr(dot + 1);
            key.resize(dot);
        }
        auto found = std::find_if(out.begin(), out.end(), [&](const auto& g) { return g.first == key; });
        if (found == out.end()) found = out.insert(out.end(), {key, {}});
        found->second[member] = with_line_feeds(v);
    }
    return out;
}

std::string posted_form::day(std::string_view name) const
{
    const std::string n(name);
    if (!has(n + "-day")) return one(n);
    const auto d = one(n + "-day"), m = one(n + "-month"), y = one(n + "-year");
    if (d.empty() && m.empty() && y.empty()) return "";
    const auto two = [](const std::string& t) { return t.size() == 1 ? "0" + t : t; };
    return y + "-" + two(m) + "-" + two(d);
}

/// A day and a time on the partnership's wall clock become an instant. A day that is asked for once stands under another name:
/// a meeting ends on the day on which it starts, and what is recorded of one happened "on" its day.
std::string posted_form::moment(std::string_view name) const
{
    const std::string n(name);
    if (!has(n + "-time")) return one(n);
    auto d = day(n + "-date");
    if (d.empty() && one(n + "-time").empty() && has("on-date")) return "";
    if (d.empty()) d = day(n == "ends" ? "starts-date" : "on-date");
    const auto when = parse_day(d);
    const auto t = parse_time(one(n + "-time"));
    if (!when || !t) return trim(d + " " + one(n + "-time"));
    return engine::show(at_time(*when, t->hour, t->minute, zone));
}

std::string typed_money(std::string_view typed)
{
    std::string t;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        if (typed.substr(i, 2) == "\xC2\xA3") ++i; // £
        else if (typed[i] != ',' && typed[i] != ' ') t += typed[i];
    }
    const auto dot = t.find('.');
    const auto whole = t.substr(0, dot);
    const auto pence = dot == std::string::npos ? "" : t.substr(dot + 1);
    const auto digits = [](const std::string& d) { return std::all_of(d.begin(), d.end(), [](char c) { return c >= '0' && c <= '9'; }); };
    if (whole.empty() || !digits(whole) || !digits(pence) || pence.size() > 2) return std::string(typed);
    auto pounds = whole;
    pounds.erase(0, std::min(pounds.find_first_not_of('0'), pounds.size() - 1));
    return pounds + "." + (pence + "00").substr(0, 2);
}

// -- read as the fields of a command ---------------------------------------------------------------------------------------

namespace {

form_value unless_blank(std::string t)
{
    if (t.empty()) return std::nullopt;
    return json::string(t);
}

form_value unless_none(json::array list)
{
    if (list.empty()) return std::nullopt;
    return list;
}

json::array texts(const std::vector<std::string>& list)
{
    json::array out;
    for (const auto& t : list) out.emplace_back(t);
    return out;
}

/// A whole number, or what was typed instead.
json::value whole_number(const std::string& t)
{
    if (!t.empty() && t.size() < 10 && std::all_of(t.begin(), t.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::stoll(t);
    return json::string(t);
}

/// One setting of a policy as it was typed; nothing where a blank one is left as it is.
form_value setting(const std::string& key, const std::string& t)
{
    static const std::set<std::string, std::less<>> numbers{"exec_cycle_weeks", "absent_agencies_at_most", "amendments_working_days",
                                                            "circulation_meeting_requests"};
    static const std::set<std::string, std::less<>> flags{"sealed_positions", "plan_required", "interest_reduces_membership",
                                                          "vacant_seats_count", "casting_vote"};
    if (numbers.contains(key)) return whole_number(t);
    if (flags.contains(key)) return t == "true";
    if (key == "delegated_limit") return t.empty() ? json::value(nullptr) : json::value(typed_money(t));
    if (key == "compliance_reviewers") return t == "all" ? json::value("all") : whole_number(t);
    if (key == "board_months") {
        json::array months;
        for (const auto& month : parted(t, ',')) months.push_back(whole_number(month));
        return months;
    }
    return unless_blank(t);
}

} // namespace

namespace typed {

form_value word(const posted_form& f, std::string_view name) { return unless_blank(f.one(name)); }

form_value text(const posted_form& f, std::string_view name)
{
    std::string whole;
    for (const auto& given : f.all(name)) whole += (whole.empty() ? "" : "\n") + given;
    return unless_blank(whole);
}

form_value money(const posted_form& f, std::string_view name) { return unless_blank(typed_money(f.one(name))); }

form_value flag(const posted_form& f, std::string_view name)
{
    const auto t = f.one(name);
    if (t == "true" || t == "yes" || t == "on") return true;
    if (t == "false" || t == "no") return false;
    return unless_blank(t);
}

form_value number(const posted_form& f, std::string_view name)
{
    const auto t = f.one(name);
    if (t.empty()) return std::nullopt;
    return whole_number(t);
}

form_value day(const posted_form& f, std::string_view name) { return unless_blank(f.day(name)); }

form_value instant(const posted_form& f, std::string_view name) { return unless_blank(f.moment(name)); }

form_value lines(const posted_form& f, std::string_view name) { return unless_none(texts(f.lines(name))); }

form_value choices(const posted_form& f, std::string_view name) { return unless_none(texts(f.all(name))); }

form_value aims(const posted_form& f, std::string_view name)
{
    json::array out;
    for (const auto& aim : f.all(name)) {
        const auto benefit = f.one("benefit." + aim);
        if (benefit.empty()) out.emplace_back(aim);
        else out.push_back({{"aim", aim}, {"benefit", benefit}});
    }
    return unless_none(std::move(out));
}

form_reader keyed(std::string_view key_name, std::string_view value_name)
{
    return [key_name, value_name](const posted_form& f, std::string_view name) {
        json::array out;
        for (const auto& [key, members] : f.grouped(name))
            if (const auto m = members.find(""); m != members.end() && !m->second.empty())
                out.push_back({{key_name, key}, {value_name, value_name == "amount" ? typed_money(m->second) : m->second}});
        return unless_none(std::move(out));
    };
}

form_reader rows(std::string_view telling)
{
    return [telling](const posted_form& f, std::string_view name) {
        json::array out;
        for (const auto& [_, members] : f.grouped(name)) {
            json::object one;
            bool filled_in = false;
            for (const auto& [m, v] : members) {
                if (v.empty()) continue;
                if (m == "amount") one[m] = typed_money(v);
                else if (m == "statutory") one[m] = v == "true";
                else one[m] = v;
                filled_in = filled_in || (telling.empty() ? m != "statutory" : m == telling);
            }
            if (filled_in) out.push_back(std::move(one));
        }
        return unless_none(std::move(out));
    };
}

/// The whole rule of quorum: a share or a number, as chosen by NAME.kind; of which standings; the minimums, a row each.
form_value quorum(const posted_form& f, std::string_view field)
{
    const auto part = [&](std::string_view name) { return std::string(field) + "." + std::string(name); };
    if (!f.has(part("kind")) && !f.has(part("fraction")) && !f.has(part("count"))) return std::nullopt;
    json::object q;
    if (f.one(part("kind")) == "count") q["count"] = whole_number(f.one(part("count")));
    else {
        q["fraction"] = f.one(part("fraction"));
        if (const auto n = f.one(part("plus")); !n.empty()) q["plus"] = whole_number(n);
        q["round"] = f.one(part("round")).empty() ? "down" : f.one(part("round"));
    }
    q["of"] = texts(f.all(part("of")));
    json::array least;
    for (const auto& [_, row] : f.grouped(part("at_least"))) {
        const auto member = [&](const char* name) {
            const auto found = row.find(name);
            return found == row.end() ? std::string() : found->second;
        };
        const auto whom = member("of"), count = member("count");
        if (whom.empty() && count.empty()) continue; // a row that nobody filled in
        json::object one{{"count", whole_number(count)}};
        if (const auto colon = whom.find(':'); colon != std::string::npos) one[whom.substr(0, colon)] = whom.substr(colon + 1);
        least.push_back(std::move(one));
    }
    if (!least.empty()) q["at_least"] = std::move(least);
    return q;
}

form_value policy(const posted_form& f, std::string_view field)
{
    const auto prefix = std::string(field) + ".";
    constexpr std::string_view of_deadline = "deadline.";
    json::object p, deadline;
    for (const auto& [n, v] : f.pairs) {
        if (!n.starts_with(prefix)) continue;
        const auto key = n.substr(prefix.size());
        const auto t = trim(v);
        if (key == "deadline.weeks_before") deadline["weeks_before"] = whole_number(t);
        else if (key.starts_with(of_deadline)) deadline[key.substr(of_deadline.size())] = t;
        else if (auto value = setting(key, t)) p[key] = std::move(*value);
    }
    if (!deadline.empty()) p["deadline"] = std::move(deadline);
    if (p.empty()) return std::nullopt;
    return p;
}

} // namespace typed

} // namespace workflows
