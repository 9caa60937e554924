#include "workflows/wording/labels.hpp"

#include "engine/json.hpp"

#include <algorithm>
#include <stdexcept>

namespace workflows {
namespace {

void flatten(const engine::json::object& o, const std::string& prefix, std::map<std::string, std::string, std::less<>>& out)
{
    for (const auto& p : o) {
        const auto key = prefix + std::string(p.key());
        if (p.value().is_object()) flatten(p.value().get_object(), key + ".", out);
        else out[key] = std::string(p.value().as_string());
    }
}

constexpr std::string_view no_break = "\xC2\xA0";

} // namespace

labels::labels(std::string_view language)
{
    const auto parsed = engine::parse_strict(label_file(language)); // a key that stands twice is an error too
    if (!parsed || !parsed->is_object()) throw std::logic_error("the words of a language cannot be read");
    flatten(parsed->get_object(), "", all_);
}

const std::string& labels::operator()(std::string_view key) const
{
    const auto found = all_.find(key);
    if (found != all_.end()) return found->second;
    thread_local std::map<std::string, std::string, std::less<>> missing; // shown as it is, so that a reader can tell us
    return missing.try_emplace(std::string(key), key).first->second;
}

std::string labels::operator()(std::string_view key, const label_blanks& with) const
{
    std::string out;
    for (std::string_view rest = (*this)(key); !rest.empty();) {
        const auto open = rest.find('{');
        out += rest.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = rest.find('}', open);
        const auto name = rest.substr(open + 1, close - open - 1);
        for (const auto& [n, v] : with)
            if (n == name) out += v;
        rest.remove_prefix(close + 1);
    }
    return out;
}

std::string labels::stage(std::string_view kind, std::string_view name) const
{
    const auto own = "stage." + std::string(kind) + "." + std::string(name);
    return (*this)(has(own) ? own : "stage." + std::string(name));
}

std::string labels::count(std::string_view key, std::int64_t n, const label_blanks& with) const
{
    label_blanks all = with;
    all.emplace_back("n", grouped(n));
    return (*this)(std::string(key) + (n == 1 ? ".one" : n == 0 && has(std::string(key) + ".none") ? ".none" : ".many"), all);
}

std::string labels::date(day d, bool with_weekday, bool with_year) const
{
    const auto iso = show(d);
    const auto month = std::stoi(iso.substr(5, 2)), number = std::stoi(iso.substr(8, 2));
    std::string out;
    if (with_weekday) out = (*this)("weekday." + std::to_string(weekday_of(d))) + " ";
    out += std::to_string(number) + std::string(no_break) + (*this)("month." + std::to_string(month));
    if (with_year) out += " " + iso.substr(0, 4);
    return out;
}
std::string labels::date(engine::instant t, const std::string& zone, bool with_weekday, bool with_year) const
{
    return date(day_in(t, zone), with_weekday, with_year);
}

std::string labels::time(engine::instant t, const std::string& zone) const
{
    const auto d = day_in(t, zone);
    int hour = static_cast<int>(std::min<std::int64_t>((t.micros - midnight(d, zone).micros) / (3600 * engine::second_micros), 23));
    if (at_time(d, hour, 0, zone) > t && hour > 0) --hour; // the day on which the clocks went forward
    else if (hour < 23 && at_time(d, hour + 1, 0, zone) <= t) ++hour;
    const auto minute = (t.micros - at_time(d, hour, 0, zone).micros) / (60 * engine::second_micros) % 60;
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(hour) + ":" + two(minute);
}
std::string labels::date_time(engine::instant t, const std::string& zone) const
{
    return (*this)("date_time", {{"date", date(t, zone, false)}, {"time", time(t, zone)}});
}

std::string labels::nearness(day d, day today) const
{
    const auto days = d.count - today.count;
    if (days == 0) return (*this)("near.today");
    if (days == 1) return (*this)("near.tomorrow");
    if (days == -1) return (*this)("near.yesterday");
    return days > 0 ? count("near.in", days) : count("near.late", -days);
}

std::string labels::list(const std::vector<std::string>& parts) const
{
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i)
        out += (i == 0 ? "" : i + 1 == parts.size() ? " " + (*this)("and") + " " : ", ") + parts[i];
    return out;
}

std::string grouped(std::int64_t whole)
{
    auto digits = std::to_string(whole);
    for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) digits.insert(static_cast<std::size_t>(i), ",");
    return digits;
}

std::string figure(engine::pence p)
{
    const auto n = std::abs(p.value);
    const auto pence = n % 100;
    return (p.value < 0 ? "−" : "") + grouped(n / 100) + (pence < 10 ? ".0" : ".") + std::to_string(pence);
}
std::string pounds_exactly(engine::pence p) { return (p.value < 0 ? "−£" : "£") + figure({std::abs(p.value)}); }
std::string pounds(engine::pence p)
{
    auto out = pounds_exactly(p);
    if (out.ends_with(".00")) out.resize(out.size() - 3);
    return out;
}

const labels& english()
{
    static const labels all;
    return all;
}

} // namespace workflows
