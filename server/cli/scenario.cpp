#include "server/cli/scenario.hpp"

#include "workflows/fields.hpp"
#include "workflows/views/views.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace cli {
namespace {

using engine::result;

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

/// Nothing when the step came out as expected.
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

/// Reads the lines of a file, and of those that it uses, into steps.
class reading {
public:
    explicit reading(carrier by) : by_(by) {}
    void lines(std::string_view text, const std::filesystem::path& file, std::string name);
    std::vector<step> steps;
    std::vector<bad_line> bad;

private:
    void line(const json::object& o, std::size_t number);
    void use(const json::object& o, std::size_t number);
    void wrong(std::size_t number, std::string field, std::string says)
    {
        bad.push_back({number, std::move(field), std::move(says), name_});
    }

    carrier by_;
    std::optional<engine::instant> clock_;
    std::filesystem::path file_;
    std::string name_; ///< of the file, as it is told; "" the one that was asked for
    std::vector<std::filesystem::path> open_;
};

void reading::lines(std::string_view text, const std::filesystem::path& file, std::string name)
{
    const auto file_before = std::exchange(file_, file);
    const auto name_before = std::exchange(name_, std::move(name));
    open_.push_back(file_.lexically_normal());
    std::size_t number = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto one = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (one.ends_with('\r')) one.remove_suffix(1);
        const auto first = one.find_first_not_of(" \t");
        if (first == std::string_view::npos || one[first] == '#') continue;
        const auto parsed = engine::parse_strict(one);
        if (!parsed)
            wrong(number, "", "is no JSON object: " + parsed.error().says + " (column " + std::to_string(parsed.error().offset + 1) + ")");
        else if (!parsed->is_object()) wrong(number, "", "is no JSON object");
        else if (parsed->get_object().contains("use")) use(parsed->get_object(), number);
        else line(parsed->get_object(), number);
    }
    open_.pop_back();
    file_ = file_before;
    name_ = name_before;
}

/// {"use": "FILE"} stands for the lines of FILE, which is named relative to this one.
void reading::use(const json::object& o, std::size_t number)
{
    if (by_ == carrier::import) return wrong(number, "use", "is not for an import: put the lines into one file");
    if (o.size() != 1 || !o.at("use").is_string() || o.at("use").get_string().empty())
        return wrong(number, "use", "expected the name of a file, and nothing else in the line");
    const auto named = workflows::text_of(o, "use");
    const auto file = (file_.parent_path() / named).lexically_normal();
    if (std::find(open_.begin(), open_.end(), file) != open_.end()) return wrong(number, "use", named + " uses itself");
    std::string text;
    try {
        text = read_file(file.string());
    } catch (const std::exception& e) {
        return wrong(number, "use", e.what());
    }
    lines(text, file, file.string());
}

void reading::line(const json::object& o, std::size_t number)
{
    step s;
    s.line = number;
    s.file = name_;
    const auto faults_before = bad.size();
    for (const auto& p : o) {
        const std::string name(p.key().data(), p.key().size());
        const auto take_text = [&](std::string& slot) {
            if (p.value().is_string() && !p.value().get_string().empty())
                slot.assign(p.value().get_string().data(), p.value().get_string().size());
            else wrong(number, name, "expected a text");
        };
        if (by_ == carrier::import && (name == "as" || name == "at" || name == "key"))
            wrong(number, name, "is not for an import to say: it runs as an administrator, now, under keys of its own");
        else if (name == "as") take_text(s.as);
        else if (name == "in") take_text(s.in);
        else if (name == "do") take_text(s.verb);
        else if (name == "show") take_text(s.show);
        else if (name == "key") take_text(s.key);
        else if (name == "expect") s.expect = p.value();
        else if (name == "at") {
            std::string at;
            take_text(at);
            s.at = engine::parse_instant(at);
            if (!s.at && !at.empty()) wrong(number, name, "expected an instant such as \"2010-03-04T10:00:00Z\"");
            if (s.at && clock_ && *s.at < *clock_)
                wrong(number, name, "is before the clock, which stands at " + engine::show(*clock_) + ": it never goes back");
            if (s.at && (!clock_ || *clock_ < *s.at)) clock_ = s.at;
        } else s.fields[name] = p.value();
    }
    if (bad.size() == faults_before) {
        if (s.verb.empty() == s.show.empty()) wrong(number, "do", "expected either \"do\" or \"show\"");
        else if (s.expect && !is_expectation(*s.expect, !s.show.empty()))
            wrong(number, "expect",
                  R"(expected a result word, {"refused": [ids]}, {"forbidden": [ids]} or {"invalid": [fields]}; for a show an object)");
        else if (by_ == carrier::scenario && !s.verb.empty() && s.as.empty())
            wrong(number, "as", "say who does this: a person's id, or \"system\"");
    }
    if (bad.size() == faults_before) steps.push_back(std::move(s));
}

} // namespace

std::expected<std::vector<step>, std::vector<bad_line>> parse_steps(std::string_view text, carrier by, const std::string& file)
{
    reading r(by);
    r.lines(text, file, "");
    if (!r.bad.empty()) return std::unexpected(std::move(r.bad));
    return std::move(r.steps);
}

void put_answer(json::object& out, const engine::answer& a)
{
    out["result"] = engine::to_word(a.outcome);
    if (a.outcome == result::accepted) {
        out["events"] = engine::to_json(a.events);
        if (!a.made_id.empty()) out["made"] = {{a.made_kind, a.made_id}};
    }
    if (!a.errors.empty()) out["errors"] = engine::to_json(a.errors);
    if (a.refusals.empty()) return;
    json::array refusals;
    for (const auto& r : a.refusals) {
        json::object one{{"rule", r.rule}, {"says", r.says}};
        if (!r.fields.empty()) one["fields"] = engine::to_json(r.fields);
        refusals.push_back(std::move(one));
    }
    out["refusals"] = std::move(refusals);
}

result put_view(storage::database& d, const std::string& partnership, const std::string& show, const std::string& reader,
                const json::object& fields, engine::instant now, json::object& out)
{
    workflows::question q{show, reader, fields, now};
    const auto put = [&](const workflows::view& v) {
        if (v) {
            out["view"] = *v;
            return result::accepted;
        }
        engine::answer a;
        a.outcome = v.error().outcome;
        a.errors = v.error().errors;
        a.refusals = v.error().refusals;
        put_answer(out, a);
        return a.outcome;
    };
    if (auto errors = workflows::check_question(q); !errors.empty())
        return put(std::unexpected(workflows::no_view{result::invalid, std::move(errors), {}}));
    const auto as_of = workflows::instant_of(fields, "as_of");
    auto outcome = result::accepted;
    bool of_now = false;
    d.read(partnership, [&](engine::reader& known) {
        of_now = !as_of || workflows::reckons_as_of_itself(known, show, fields);
        if (of_now) outcome = put(workflows::show_view(known, q));
    });
    if (of_now) return outcome;
    q.now = *as_of;
    const auto then = d.as_it_stood(partnership, *as_of);
    std::vector<engine::mail> owed;
    d.read(partnership, [&](engine::reader& known) { owed = known.mails(SIZE_MAX); });
    std::erase_if(owed, [&](const engine::mail& m) { return m.at > *as_of; });
    then->set_mails(std::move(owed));
    return put(workflows::show_view(*then, q));
}

std::string line_of(const json::object& o) { return json::serialize(o); }

runner::runner(storage::database& d) : d_(d)
{
    // A fixed beginning, so that a file without instants prints the same on every run.
    now_ = d.last_instant().value_or(*engine::parse_instant("2000-01-01T00:00:00Z"));
    const auto there = d.partnerships();
    if (there.size() == 1) partnership_ = there.front();
}

told runner::run(const step& s, std::size_t number)
{
    if (s.at && *s.at > now_) {
        // Timers that fall due on the way fire first, in order, each at its own time.
        d_.fire_due(*s.at, [&](engine::instant due) { return now_ = std::max(now_, due); });
        now_ = *s.at;
    }
    if (!s.in.empty()) partnership_ = s.in;
    return s.show.empty() ? run_command(s, number) : run_show(s, number);
}

told runner::run_command(const step& s, std::size_t number)
{
    engine::request r{partnership_, s.as, s.verb, s.key, s.fields};
    if (s.verb == "partnership.set_up" && s.in.empty())
        if (const auto wanted = workflows::text_of(s.fields, "partnership"); !wanted.empty()) r.partnership = wanted;
    if (r.partnership.empty()) r.partnership = "-"; // none is set up yet: the judgement says so
    const auto a = d_.run_one(r, now_);
    if (s.verb == "partnership.set_up" && a.outcome == result::accepted) partnership_ = r.partnership;
    told out{s, number, r.partnership, {{"step", number}, {"do", s.verb}}, std::nullopt, a.outcome};
    put_answer(out.output, a);
    if (s.expect) out.unexpected = check(*s.expect, out.output, false);
    return out;
}

told runner::run_show(const step& s, std::size_t number)
{
    told out{s, number, partnership_, {{"step", number}, {"show", s.show}}, std::nullopt, result::accepted};
    out.outcome =
        put_view(d_, partnership_.empty() ? "-" : partnership_, s.show, s.as.empty() ? "system" : s.as, s.fields, now_, out.output);
    if (s.expect) out.unexpected = check(*s.expect, out.output, true);
    return out;
}

std::string read_file(const std::string& path)
{
    std::ifstream in(path, std::ios::binary);
    std::ostringstream out;
    if (!in || !(out << in.rdbuf())) {
        if (in && in.peek() == std::ifstream::traits_type::eof()) return "";
        throw std::runtime_error(path + ": cannot be read: " + std::strerror(errno));
    }
    return out.str();
}

} // namespace cli
