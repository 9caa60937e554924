// workflows/partnership/tasks.cpp - what the partnership itself awaits: the yearly review of its chairs.
#include "names/partnership.hpp"
#include "workflows/partnership/events.hpp"
#include "workflows/views/parts.hpp"
#include "workflows/wording/sentences.hpp"

namespace workflows {

/// TR-chair: the chair is reviewed every year. From a month before, the Partnership Manager is told so, until the office
/// is given anew (seat.give_office, to the same seat or another).
void tasks_of_chairs(view_request& a, task_rows& found)
{
    if (a.q.reader != "system" && !has_role(a.known, a.q.reader, "partnership_manager")) return;
    for (const auto& [id, b] : a.p.bodies) {
        const auto* s = a.p.office_seat(id, "chair", a.q.now);
        if (!s) continue;
        instant since{};
        for (const auto& o : s->offices)
            if (o.who == "chair" && o.at(a.q.now)) since = o.from;
        const auto begun = show(day_in(since, a.p.zone));
        auto due = parse_day(std::to_string(std::stoi(begun.substr(0, 4)) + 1) + begun.substr(4));
        if (!due) due = parse_day(std::to_string(std::stoi(begun.substr(0, 4)) + 1) + "-03-01"); // begun on 29 February
        if (day_in(a.q.now, a.p.zone).count < due->count - 30) continue;
        const auto by = show_deadline(midnight({due->count + 1}, a.p.zone));
        found.push_back({by + " " + id, json::object{{"what", verbs::seat_give_office},
                                                     {"body", id},
                                                     {"seat", s->id},
                                                     {"why", sentences(&a.known, a.q.reader, a.q.now)({"chair_is_reviewed", {}})},
                                                     {"by", by}}});
    }
}

} // namespace workflows
