#include "server/app/words.hpp"

#include "server/app/components.hpp"

#include <kainjow/mustache.hpp>

#include <stdexcept>
#include <unordered_map>

namespace app {
namespace {

namespace json = boost::json;
namespace mustache = kainjow::mustache;

void flatten(const json::object& o, const std::string& prefix, std::map<std::string, std::string, std::less<>>& out)
{
    for (const auto& p : o) {
        const auto key = prefix + std::string(p.key());
        if (p.value().is_object()) flatten(p.value().get_object(), key + ".", out);
        else out[key] = std::string(p.value().as_string());
    }
}

/// The model as the template engine wants it.
mustache::data convert(const json::value& v)
{
    switch (v.kind()) {
    case json::kind::object: {
        mustache::data out(mustache::data::type::object);
        for (const auto& p : v.get_object()) out[std::string(p.key())] = convert(p.value()); // `set` would copy
        return out;
    }
    case json::kind::array: {
        mustache::data out(mustache::data::type::list);
        auto& list = const_cast<mustache::list&>(out.list_value()); // `push_back` would copy, a whole row each time
        list.reserve(v.get_array().size());
        for (const auto& e : v.get_array()) list.push_back(convert(e));
        return out;
    }
    case json::kind::string:
        // An empty text is no section: templates ask {{#x}} whether there is something to show.
        if (v.get_string().empty()) return mustache::data(mustache::data::type::bool_false);
        return mustache::data(std::string(v.get_string()));
    case json::kind::bool_: return mustache::data(v.get_bool() ? mustache::data::type::bool_true : mustache::data::type::bool_false);
    case json::kind::int64: return mustache::data(std::to_string(v.get_int64()));
    case json::kind::uint64: return mustache::data(std::to_string(v.get_uint64()));
    default: return mustache::data(mustache::data::type::bool_false);
    }
}

std::string grouped(std::int64_t whole)
{
    auto digits = std::to_string(whole);
    for (auto i = static_cast<std::ptrdiff_t>(digits.size()) - 3; i > 0; i -= 3) digits.insert(static_cast<std::size_t>(i), ",");
    return digits;
}

constexpr std::string_view no_break = "\xC2\xA0";

} // namespace

std::string_view embedded(std::string_view name)
{
    for (const auto& f : embedded_files())
        if (f.name == name) return f.bytes;
    return {};
}

words::words(std::string_view language)
{
    const auto file = embedded(std::string(language) + "/labels.json");
    boost::system::error_code failed;
    const auto parsed = json::parse(file, failed);
    if (failed || !parsed.is_object()) throw std::logic_error("the label file cannot be read");
    flatten(parsed.get_object(), "", labels_);
}

const std::string& words::operator()(std::string_view key) const
{
    const auto found = labels_.find(key);
    if (found != labels_.end()) return found->second;
    thread_local std::map<std::string, std::string, std::less<>> missing; // shown as it is, so that a reader can tell us
    return missing.try_emplace(std::string(key), key).first->second;
}

std::string words::operator()(std::string_view key, const blanks& with) const
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

std::string words::count(std::string_view key, std::int64_t n, const blanks& with) const
{
    blanks all = with;
    all.emplace_back("n", grouped(n));
    return (*this)(std::string(key) + (n == 1 ? ".one" : n == 0 && has(std::string(key) + ".none") ? ".none" : ".many"), all);
}

std::string words::date(workflows::day d, bool with_weekday, bool with_year) const
{
    const auto iso = workflows::show(d);
    const auto month = std::stoi(iso.substr(5, 2)), number = std::stoi(iso.substr(8, 2));
    std::string out;
    if (with_weekday) out = (*this)("weekday." + std::to_string(workflows::weekday_of(d))) + " ";
    out += std::to_string(number) + std::string(no_break) + (*this)("month." + std::to_string(month));
    if (with_year) out += " " + iso.substr(0, 4);
    return out;
}
std::string words::date(engine::instant t, const std::string& zone, bool with_weekday, bool with_year) const
{
    return date(workflows::day_in(t, zone), with_weekday, with_year);
}

std::string words::time(engine::instant t, const std::string& zone) const
{
    const auto d = workflows::day_in(t, zone);
    int hour =
        static_cast<int>(std::min<std::int64_t>((t.micros - workflows::midnight(d, zone).micros) / (3600 * engine::second_micros), 23));
    if (workflows::at_time(d, hour, 0, zone) > t && hour > 0) --hour; // the day on which the clocks went forward
    else if (hour < 23 && workflows::at_time(d, hour + 1, 0, zone) <= t) ++hour;
    const auto minute = (t.micros - workflows::at_time(d, hour, 0, zone).micros) / (60 * engine::second_micros) % 60;
    const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
    return two(hour) + ":" + two(minute);
}
std::string words::date_time(engine::instant t, const std::string& zone) const
{
    return (*this)("date_time", {{"date", date(t, zone, false)}, {"time", time(t, zone)}});
}

std::string words::nearness(workflows::day d, workflows::day today) const
{
    const auto days = d.count - today.count;
    if (days == 0) return (*this)("near.today");
    if (days == 1) return (*this)("near.tomorrow");
    if (days == -1) return (*this)("near.yesterday");
    return days > 0 ? count("near.in", days) : count("near.late", -days);
}

std::string words::list(const std::vector<std::string>& parts) const
{
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i)
        out += (i == 0 ? "" : i + 1 == parts.size() ? " " + (*this)("and") + " " : ", ") + parts[i];
    return out;
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

struct templates::parts {
    std::unordered_map<std::string, std::unique_ptr<mustache::mustache>> all;
};

templates::templates(std::string_view language) : parts_(std::make_unique<parts>())
{
    const auto folder = std::string(language) + "/", ending = std::string(".mustache");
    const auto source = [&](std::string_view name) { return embedded(folder + std::string(name) + ending); };
    for (const auto& f : embedded_files()) {
        if (!f.name.starts_with(folder) || !f.name.ends_with(ending)) continue;
        const auto name = std::string(f.name.substr(folder.size(), f.name.size() - folder.size() - ending.size()));
        if (name.starts_with('_') || name.find('/') != std::string::npos) continue; // a part of pages
        auto t = std::make_unique<mustache::mustache>(put_together(name, source));
        if (!t->is_valid()) throw std::logic_error("the template " + name + ": " + t->error_message());
        parts_->all[name] = std::move(t);
    }
}
templates::~templates() = default;

bool templates::has(std::string_view name) const { return parts_->all.contains(std::string(name)); }

std::string templates::render(std::string_view name, const json::object& model)
{
    const auto found = parts_->all.find(std::string(name));
    if (found == parts_->all.end()) throw std::logic_error("there is no template " + std::string(name));
    return found->second->render(convert(model));
}

} // namespace app
