#include "server/app/forms.hpp"

#include "workflows/calendar/calendar.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace app {
namespace {

namespace json = boost::json;

std::string trim(std::string_view t)
{
    const auto from = t.find_first_not_of(" \t\r\n");
    if (from == std::string_view::npos) return "";
    return std::string(t.substr(from, t.find_last_not_of(" \t\r\n") - from + 1));
}
/// Browsers send CR LF; texts are kept with LF.
std::string text_of(std::string_view t)
{
    std::string out;
    for (const char c : t)
        if (c != '\r') out += c;
    return trim(out);
}

struct reading {
    const http::pairs& form;
    std::string zone;

    std::string one(std::string_view name) const { return trim(http::value_of(form, name)); }
    bool has(std::string_view name) const
    {
        return std::any_of(form.begin(), form.end(), [&](const auto& p) { return p.first == name; });
    }
    std::vector<std::string> all(std::string_view name) const
    {
        std::vector<std::string> out;
        for (const auto& [n, v] : form)
            if (n == name && !trim(v).empty()) out.push_back(text_of(v));
        return out;
    }
    /// Lines of a text area: one entry a line.
    std::vector<std::string> lines(std::string_view name) const
    {
        std::vector<std::string> out;
        for (const auto& t : all(name))
            for (std::string_view rest = t; !rest.empty();) {
                const auto end = std::min(rest.find('\n'), rest.size());
                if (auto l = trim(rest.substr(0, end)); !l.empty()) out.push_back(std::move(l));
                rest.remove_prefix(std::min(end + 1, rest.size()));
            }
        return out;
    }
    /// NAME.KEY.MEMBER: by key, in the order of the form.
    std::vector<std::pair<std::string, std::map<std::string, std::string>>> grouped(std::string_view name) const
    {
        std::vector<std::pair<std::string, std::map<std::string, std::string>>> out;
        const auto prefix = std::string(name) + ".";
        for (const auto& [n, v] : form) {
            if (!n.starts_with(prefix)) continue;
            auto key = n.substr(prefix.size());
            std::string member;
            if (const auto dot = key.rfind('.'); dot != std::string::npos) {
                member = key.substr(dot + 1);
                key.resize(dot);
            }
            auto found = std::find_if(out.begin(), out.end(), [&](const auto& g) { return g.first == key; });
            if (found == out.end()) found = out.insert(out.end(), {key, {}});
            found->second[member] = text_of(v);
        }
        return out;
    }
    std::string day(std::string_view name) const
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
    std::string moment(std::string_view name) const
    {
        const std::string n(name);
        if (!has(n + "-time")) return one(n);
        auto d = day(n + "-date");
        if (d.empty() && one(n + "-time").empty() && has("on-date")) return "";
        if (d.empty()) d = day(n == "ends" ? "starts-date" : "on-date");
        const auto when = workflows::parse_day(d);
        const auto t = workflows::parse_time(one(n + "-time"));
        if (!when || !t) return trim(d + " " + one(n + "-time"));
        return engine::show(workflows::at_time(*when, t->hour, t->minute, zone));
    }
};

/// A whole number, or what was typed instead: the vocabulary then says what was expected.
json::value number(const std::string& t)
{
    if (!t.empty() && t.size() < 10 && std::all_of(t.begin(), t.end(), [](char c) { return c >= '0' && c <= '9'; })) return std::stoll(t);
    return json::string(t);
}

/// The whole rule of quorum: a share or a number, as chosen by quorum.kind; of which standings; the minimums, a row each.
std::optional<json::value> quorum_rule(const reading& r)
{
    if (!r.has("quorum.kind") && !r.has("quorum.fraction") && !r.has("quorum.count")) return std::nullopt;
    json::object q;
    if (r.one("quorum.kind") == "count") q["count"] = number(r.one("quorum.count"));
    else {
        q["fraction"] = r.one("quorum.fraction");
        if (const auto n = r.one("quorum.plus"); !n.empty()) q["plus"] = number(n);
        q["round"] = r.one("quorum.round").empty() ? "down" : r.one("quorum.round");
    }
    json::array of, least;
    for (const auto& standing : r.all("quorum.of")) of.emplace_back(standing);
    q["of"] = std::move(of);
    for (const auto& [_, row] : r.grouped("quorum.at_least")) {
        const auto member = [&](const char* name) {
            const auto found = row.find(name);
            return found == row.end() ? std::string() : found->second;
        };
        const auto whom = member("of"), count = member("count");
        if (whom.empty() && count.empty()) continue; // a row that nobody filled in
        json::object one{{"count", number(count)}};
        if (const auto colon = whom.find(':'); colon != std::string::npos) one[whom.substr(0, colon)] = whom.substr(colon + 1);
        least.push_back(std::move(one));
    }
    if (!least.empty()) q["at_least"] = std::move(least);
    return q;
}

std::optional<json::value> value_of_shape(const reading& r, const workflows::field_spec& f)
{
    const std::string_view shape = f.shape, name = f.name;
    const auto texts = [](const std::vector<std::string>& list) -> std::optional<json::value> {
        if (list.empty()) return std::nullopt;
        json::array out;
        for (const auto& t : list) out.emplace_back(t);
        return out;
    };
    const auto text = [](std::string t) -> std::optional<json::value> {
        if (t.empty()) return std::nullopt;
        return json::string(t);
    };
    if (shape == "money") return text(typed_money(r.one(name)));
    if (shape == "flag") {
        const auto t = r.one(name);
        if (t.empty()) return std::nullopt;
        if (t == "true" || t == "yes" || t == "on") return true;
        if (t == "false" || t == "no") return false;
        return json::string(t);
    }
    if (shape == "text") {
        const auto given = r.all(name);
        std::string whole;
        for (const auto& g : given) whole += (whole.empty() ? "" : "\n") + g;
        return text(whole);
    }
    if (shape == "texts" || shape == "words_list") return texts(r.lines(name));
    if (shape == "bid_aims" || shape == "bid_priorities") return texts(r.all(name));
    if (shape == "day") return text(r.day(name));
    if (shape == "moment") return text(r.day(name));
    if (shape == "instant") return text(r.moment(name));
    if (shape == "weeks") {
        const auto t = r.one(name);
        if (t.empty()) return std::nullopt;
        return number(t);
    }
    if (shape == "lines" || shape == "profile") {
        json::array out;
        for (const auto& [key, members] : r.grouped(name))
            if (const auto m = members.find(""); m != members.end() && !m->second.empty())
                out.push_back({{shape == "lines" ? "stream" : "quarter", key}, {"amount", typed_money(m->second)}});
        if (out.empty()) return std::nullopt;
        return out;
    }
    if (shape == "votes") {
        json::array out;
        for (const auto& [key, members] : r.grouped(name))
            if (const auto m = members.find(""); m != members.end() && !m->second.empty())
                out.push_back({{"seat", key}, {"vote", m->second}});
        if (out.empty()) return std::nullopt;
        return out;
    }
    if (shape == "outcomes" || shape == "contributions" || shape == "aims" || shape == "agencies" || shape == "priorities") {
        json::array out;
        for (const auto& [_, members] : r.grouped(name)) {
            json::object one;
            bool any = false;
            for (const auto& [m, v] : members) {
                if (v.empty()) continue;
                if (m == "amount") one[m] = typed_money(v);
                else if (m == "statutory") one[m] = v == "true";
                else one[m] = v;
                any = any || (m != "status" && m != "statutory");
            }
            if (any) out.push_back(std::move(one));
        }
        if (out.empty()) return std::nullopt;
        return out;
    }
    if (shape == "quorum") return quorum_rule(r);
    if (shape == "policy") {
        json::object p;
        static const std::set<std::string, std::less<>> numbers{"exec_cycle_weeks", "absent_agencies_at_most", "amendments_working_days",
                                                                "circulation_meeting_requests"};
        static const std::set<std::string, std::less<>> flags{"sealed_positions", "plan_required", "interest_reduces_membership",
                                                              "vacant_seats_count", "casting_vote"};
        json::object deadline;
        for (const auto& [n, v] : r.form) {
            if (!n.starts_with("policy.")) continue;
            const auto key = n.substr(7);
            const auto t = trim(v);
            if (numbers.contains(key)) p[key] = number(t);
            else if (flags.contains(key)) p[key] = t == "true";
            else if (key == "delegated_limit") p[key] = t.empty() ? json::value(nullptr) : json::value(typed_money(t));
            else if (key == "compliance_reviewers") p[key] = t == "all" ? json::value("all") : number(t);
            else if (key == "board_months") {
                json::array months;
                for (std::string_view rest = t; !rest.empty();) {
                    const auto end = std::min(rest.find(','), rest.size());
                    months.push_back(number(trim(rest.substr(0, end))));
                    rest.remove_prefix(std::min(end + 1, rest.size()));
                }
                p[key] = std::move(months);
            } else if (key == "deadline.weekday" || key == "deadline.bank_holiday") deadline[key.substr(9)] = t;
            else if (key == "deadline.weeks_before") deadline["weeks_before"] = number(t);
            else if (!t.empty()) p[key] = t;
        }
        if (!deadline.empty()) p["deadline"] = std::move(deadline);
        if (p.empty()) return std::nullopt;
        return p;
    }
    return text(r.one(name));
}

} // namespace

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

json::object command_fields(const workflows::verb_spec& verb, const http::pairs& form, const std::string& zone)
{
    const reading r{form, zone};
    json::object out;
    for (const auto& f : verb.fields)
        if (auto v = value_of_shape(r, f)) out[f.name] = std::move(*v);
    return out;
}

json::object typed_again(const http::pairs& form)
{
    json::object out;
    for (const auto& [n, v] : form) {
        if (n == "csrf" || n.starts_with("password")) continue;
        auto name = n;
        std::replace(name.begin(), name.end(), '.', '_');
        out[name] = v;
    }
    return out;
}

} // namespace app
