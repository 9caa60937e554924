#include "server/app/answers.hpp"

#include "workflows/fields.hpp"
#include "workflows/views/views.hpp"

#include <algorithm>

namespace app {

namespace json = engine::json;
using engine::result;

void put_answer(json::object& out, const engine::answer& a)
{
    out["result"] = engine::to_word(a.outcome);
    if (a.outcome == result::accepted) {
        out["events"] = engine::to_json(a.events);
        if (!a.made_id.empty()) out["made"] = {{a.made_kind, a.made_id}};
    }
    if (!a.errors.empty()) out["errors"] = workflows::show_errors(a.errors);
    if (a.refusals.empty()) return;
    json::array refusals;
    for (const auto& r : a.refusals) {
        json::object one{{"rule", r.rule}, {"message", r.message}, {"says", r.says}};
        if (!r.fields.empty()) one["fields"] = workflows::show_errors(r.fields);
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

} // namespace app
