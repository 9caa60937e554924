#include "server/steps/run.hpp"

#include "names/partnership.hpp"
#include "server/app/answers.hpp"
#include "server/steps/expect.hpp"
#include "workflows/fields.hpp"

#include <algorithm>

namespace steps {

using app::put_answer;
using app::put_view;
using engine::result;

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
    if (s.verb == workflows::verbs::partnership_set_up && s.in.empty())
        if (const auto wanted = workflows::text_of(s.fields, "partnership"); !wanted.empty()) r.partnership = wanted;
    if (r.partnership.empty()) r.partnership = "-"; // none is set up yet: the judgement says so
    const auto a = d_.run_one(r, now_);
    if (s.verb == workflows::verbs::partnership_set_up && a.outcome == result::accepted) partnership_ = r.partnership;
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

} // namespace steps
