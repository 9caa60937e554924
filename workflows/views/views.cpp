#include "workflows/notices.hpp"
#include "workflows/registry.hpp"
#include "workflows/views/parts.hpp"
#include "workflows/wording/sentences.hpp"

#include <algorithm>

namespace workflows {

namespace {

view tasks_view(view_request& a)
{
    json::array tasks;
    for (auto& t : tasks_of(a.known, a.p, a.q.reader, a.q.now)) {
        if (a.q.now < t.from) t.shown["from"] = engine::show(t.from);
        tasks.push_back(std::move(t.shown));
    }
    return json::object{{"tasks", std::move(tasks)}};
}

view outbox_view(view_request& a)
{
    if (a.q.reader != "system" && !has_role(a.known, a.q.reader, "administrator")) return may_not_read();
    json::array messages;
    for (const auto& m : a.known.mails(SIZE_MAX))
        messages.push_back({{"to", m.to},
                            {"subject", subject_of(a.known, m, a.q.reader, a.q.now)},
                            {"about", m.about},
                            {"message", m.message},
                            {"state", m.state},
                            {"attempts", m.attempts},
                            {"at", engine::show(m.at)}});
    return json::object{{"messages", std::move(messages)}};
}

} // namespace

task_rows tasks_of(engine::reader& known, const partnership& p, const std::string& reader, instant now, std::size_t most)
{
    const question q{"tasks", reader, {}, now};
    view_request a{known, q, p, most};
    task_rows found;
    for (const auto& w : all_workflows())
        if (w.tasks) w.tasks(a, found);
    std::stable_sort(found.begin(), found.end(), [](const auto& x, const auto& y) { return x.due < y.due; });
    return found;
}

const std::vector<view_spec>& all_views()
{
    static const auto all = [] {
        std::vector<view_spec> out;
        for (const auto& w : all_workflows()) out.insert(out.end(), w.views.begin(), w.views.end());
        out.push_back({"tasks", "tasks", {}, {}, tasks_view});
        out.push_back({"outbox", "outbox", {}, {}, outbox_view});
        return out;
    }();
    return all;
}

namespace {

const view_spec* find_view(std::string_view name)
{
    for (const auto& v : all_views())
        if (v.name == name) return &v;
    return nullptr;
}

} // namespace

std::vector<std::string_view> optional_fields(std::string_view show)
{
    const auto* spec = find_view(show);
    return spec ? spec->optional : std::vector<std::string_view>{};
}

std::vector<engine::field_error> check_question(const question& q)
{
    const auto* spec = find_view(q.show);
    std::vector<engine::field_error> out;
    if (!spec) out.push_back({"show", "no_such_view", {{"name", q.show}}});
    const auto among = [](const std::vector<std::string_view>& list, std::string_view name) {
        return std::find(list.begin(), list.end(), name) != list.end();
    };
    for (const auto& p : spec ? q.fields : json::object()) {
        const std::string name(p.key().data(), p.key().size());
        if (name == "as_of") {
            const auto t = instant_of(q.fields, name);
            if (!t) out.push_back({name, "expected_instant"});
            else if (*t > q.now) out.push_back({name, "lies_in_the_future"});
        } else if (name == "limit") {
            if (!p.value().is_int64() || p.value().get_int64() < 1 || p.value().get_int64() > 200)
                out.push_back({name, "expected_number", {{"low", std::int64_t{1}}, {"high", std::int64_t{200}}}});
        } else if (!among(spec->required, name) && !among(spec->optional, name)) out.push_back({name, "no_such_field", {{"name", name}}});
        else if (!p.value().is_string()) out.push_back({name, "expected_a_text"});
    }
    if (spec)
        for (const auto name : spec->required)
            if (!q.fields.contains(name)) out.push_back({std::string(name), "missing"});
    sentences().tell(out);
    return out;
}

view show_view(engine::reader& known, const question& q)
{
    if (auto errors = check_question(q); !errors.empty()) return std::unexpected(no_view{engine::result::invalid, std::move(errors), {}});
    const auto* p = engine::get<partnership>(known, partnership_key);
    const auto in_words = [&](no_view why) {
        const sentences words(&known, q.reader, q.now);
        words.tell(why.errors);
        words.tell(why.refusals);
        return std::unexpected(std::move(why));
    };
    if (!p) {
        const engine::word kind{"kind.partnership"};
        return in_words({engine::result::invalid, {{"in", "not_there", {{"kind", kind}, {"id", known.partnership()}}}}});
    }
    view_request a{known, q, *p};
    auto answered = find_view(q.show)->answer(a);
    if (!answered) return in_words(std::move(answered.error()));
    return answered;
}

bool reckons_as_of_itself(engine::reader& known, std::string_view show, const json::object& fields)
{
    if (show != "quorum") return false;
    const auto* m = find_meeting(known, engine::text_at(fields, "meeting"));
    return m && m->recorded;
}

json::value show_errors(const std::vector<engine::field_error>& errors)
{
    json::array out;
    for (const auto& e : errors)
        out.push_back({{"field", e.field}, {"message", e.why.empty() ? "" : e.why.front().message}, {"says", e.says}});
    return out;
}

json::value show_refusals(const std::vector<engine::refusal>& refusals)
{
    json::array out;
    for (const auto& r : refusals) {
        json::object one{{"rule", r.rule}, {"message", r.message}, {"says", r.says}};
        if (!r.source.empty()) one["source"] = r.source;
        if (!r.fields.empty()) one["fields"] = show_errors(r.fields);
        out.push_back(std::move(one));
    }
    return out;
}

} // namespace workflows
