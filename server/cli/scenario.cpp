#include "server/cli/scenario.hpp"

#include "workflows/fields.hpp"
#include "workflows/views/views.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
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

/// "a view is contained in another": every named field equal in type and value, objects likewise, each listed element found.
bool contains(const json::value& have, const json::value& want)
{
    if (want.is_object()) {
        if (!have.is_object()) return false;
        return std::all_of(want.get_object().begin(), want.get_object().end(), [&](const auto& p) {
            const auto* h = have.get_object().if_contains(p.key());
            return h && contains(*h, p.value());
        });
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
    if (want.is_object() && have.is_object()) {
        for (const auto& p : want.get_object()) {
            const std::string path = where + (where.empty() ? "" : ".") + std::string(p.key().data(), p.key().size());
            const auto* h = have.get_object().if_contains(p.key());
            if (!h) return path + " is not in the view";
            if (!contains(*h, p.value())) return difference(*h, p.value(), path);
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

} // namespace

std::expected<std::vector<step>, std::vector<bad_line>> parse_steps(std::string_view text, carrier by)
{
    std::vector<step> steps;
    std::vector<bad_line> bad;
    std::optional<engine::instant> clock;
    std::size_t number = 0;
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        ++number;
        if (line.ends_with('\r')) line.remove_suffix(1);
        const auto first = line.find_first_not_of(" \t");
        if (first == std::string_view::npos || line[first] == '#') continue;
        const auto parsed = engine::parse_strict(line);
        if (!parsed) {
            bad.push_back(
                {number, "", "is no JSON object: " + parsed.error().says + " (column " + std::to_string(parsed.error().offset + 1) + ")"});
            continue;
        }
        if (!parsed->is_object()) {
            bad.push_back({number, "", "is no JSON object"});
            continue;
        }
        step s;
        s.line = number;
        const auto faults_before = bad.size();
        for (const auto& p : parsed->get_object()) {
            const std::string name(p.key().data(), p.key().size());
            const auto wrong = [&](std::string says) { bad.push_back({number, name, std::move(says)}); };
            const auto take_text = [&](std::string& slot) {
                if (p.value().is_string() && !p.value().get_string().empty())
                    slot.assign(p.value().get_string().data(), p.value().get_string().size());
                else wrong("expected a text");
            };
            if (by == carrier::import && (name == "as" || name == "at" || name == "key"))
                wrong("is not for an import to say: it runs as an administrator, now, under keys of its own");
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
                if (!s.at && !at.empty()) wrong("expected an instant such as \"2010-03-04T10:00:00Z\"");
                if (s.at && clock && *s.at < *clock)
                    wrong("is before the clock, which stands at " + engine::show(*clock) + ": it never goes back");
                if (s.at && (!clock || *clock < *s.at)) clock = s.at;
            } else s.fields[name] = p.value();
        }
        if (bad.size() == faults_before) {
            if (s.verb.empty() == s.show.empty()) bad.push_back({number, "do", "expected either \"do\" or \"show\""});
            else if (s.expect && !is_expectation(*s.expect, !s.show.empty()))
                bad.push_back(
                    {number, "expect",
                     R"(expected a result word, {"refused": [ids]}, {"forbidden": [ids]} or {"invalid": [fields]}; for a show an object)"});
            else if (by == carrier::scenario && !s.verb.empty() && s.as.empty())
                bad.push_back({number, "as", "say who does this: a person's id, or \"system\""});
        }
        if (bad.size() == faults_before) steps.push_back(std::move(s));
    }
    if (!bad.empty()) return std::unexpected(std::move(bad));
    return steps;
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
