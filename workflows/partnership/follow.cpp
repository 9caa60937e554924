// workflows/partnership/follow.cpp - what follows in the partnership itself: tables are adopted, a year's meetings are planned.
#include "names/meeting.hpp"
#include "names/partnership.hpp"
#include "workflows/calendar/calendar.hpp"
#include "workflows/fields.hpp"
#include "workflows/partnership/events.hpp"
#include "workflows/registry.hpp"

namespace workflows {
namespace {

void plan_each_of(const happened& h, follow_ups& out)
{
    const auto& form = h.e.form;
    const auto& b = *h.p.find_body(text_of(form, "body"));
    const auto from = parse_time(text_of(form, "time")).value_or(time_of_day{}),
               to = parse_time(text_of(form, "ends")).value_or(time_of_day{});
    for (const auto d : year_of_meetings(h.p, b, form, h.e.at)) {
        json::object fields{{"body", b.id},
                            {"starts", engine::show(at_time(d, from.hour, from.minute, h.p.zone))},
                            {"ends", engine::show(at_time(d, to.hour, to.minute, h.p.zone))}};
        if (form.contains("venue")) fields["venue"] = form.at("venue");
        out.add(ask(verbs::meeting_plan, "", std::move(fields)));
    }
}

} // namespace

std::vector<engine::request> tables_to_adopt(const partnership& p)
{
    std::vector<engine::request> out;
    for (const auto& [name, digest] : printed_digests()) {
        const auto adopted = p.processes.find(name);
        if (adopted == p.processes.end() || adopted->second.digest != digest)
            out.push_back(ask(verbs::process_adopt, std::string(partnership_key), {{"name", name}}));
    }
    return out;
}

void follow_partnership(const happened& h, follow_ups& out)
{
    if (h.e.type == events::partnership_set_up)
        for (auto& r : tables_to_adopt(h.p)) out.add(std::move(r));
    if (h.e.type == events::meeting_planned_year) plan_each_of(h, out);
}

} // namespace workflows
