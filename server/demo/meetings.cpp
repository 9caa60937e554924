// The demonstration's meetings: planned, their agendas, and what is done at them beside the bids.
#include "names/item.hpp"
#include "names/meeting.hpp"
#include "names/plan.hpp"
#include "server/demo/cast.hpp"
#include "server/demo/writer.hpp"

#include <optional>

namespace demo {
namespace {

/// The Board agrees the plan of the year: knife crime money is not in it, so a bid for that waits for the Board.
void plan(writer& w, day board, const std::string& meeting)
{
    json::array lines;
    for (const auto& p : pots)
        if (p.id != "tkap")
            lines.push_back({{"stream", std::string(p.id) + "-" + w.planned_year()}, {"amount", pounds(p.pounds - p.held)}});
    w.add({board.count - 20}, 10, 0, "manager", workflows::verbs::plan_propose,
          {{"plan", "plan-" + w.planned_year()}, {"year", w.planned_year()}, {"lines", lines}});
    w.add({board.count - 20}, 10, 5, "manager", workflows::verbs::agenda_add,
          {{"item", meeting + "-plan"}, {"meeting", meeting}, {"title", "Funding plan " + w.planned_year()}, {"kind", "decision"}});
    w.add(board, 14, 40, "board-chair", workflows::verbs::item_decide,
          {{"item", meeting + "-plan"}, {"outcome", "agreed"}, {"text", "The plan was agreed as proposed."}});
    w.add(board, 16, 30, "manager", workflows::verbs::plan_agree, {{"plan", "plan-" + w.planned_year()}, {"item", meeting + "-plan"}});
}

void plan_execs(writer& w, day begin)
{
    for (int k = -8; k <= 8; ++k)
        w.add(begin, 9, 30, "manager", workflows::verbs::meeting_plan,
              {{"meeting", w.exec_id(k)},
               {"body", "exec"},
               {"starts", engine::show(workflows::at_time(w.exec_day(k), 10, 0, zone))},
               {"ends", engine::show(workflows::at_time(w.exec_day(k), 12, 30, zone))},
               {"venue", "Civic Offices, Committee Room 2"}});
}

/// The Board: the second Tuesday of March, June, September and December.
bool is_board_day(day d)
{
    const auto iso = workflows::show(d);
    const auto month = std::stoi(iso.substr(5, 2)), number = std::stoi(iso.substr(8));
    return month % 3 == 0 && workflows::weekday_of(d) == 1 && number >= 8 && number <= 14;
}

void plan_board(writer& w, day begin, day d, const std::string& id)
{
    w.add(begin, 9, 31, "manager", workflows::verbs::meeting_plan,
          {{"meeting", id},
           {"body", "board"},
           {"starts", engine::show(workflows::at_time(d, 14, 0, zone))},
           {"ends", engine::show(workflows::at_time(d, 16, 0, zone))},
           {"venue", "Civic Offices, Council Chamber"}});
    w.add(begin, 9, 32, "manager", workflows::verbs::agenda_add,
          {{"item", id + "-1"}, {"meeting", id}, {"title", "Risks and performance by exception"}, {"kind", "information"}});
}

void hold_board(writer& w, day d, const std::string& id)
{
    w.add({d.count - 7}, 12, 0, "manager", workflows::verbs::agenda_publish, {{"meeting", id}});
    w.add(d, 14, 0, "board-chair", workflows::verbs::meeting_open, {{"meeting", id}});
    for (const auto* p :
         {"board-chair", "director-safety", "district-commander", "station-manager", "public-health", "portfolio-holder", "voluntary"})
        w.add(d, 14, 0, "manager", workflows::verbs::attendance_arrive, {{"meeting", id}, {"person", p}});
    w.add(d, 14, 30, "board-chair", workflows::verbs::item_decide,
          {{"item", id + "-1"}, {"outcome", "noted"}, {"text", "The Board noted the report."}});
    w.add(d, 15, 50, "board-chair", workflows::verbs::meeting_close, {{"meeting", id}});
}

/// The Board's meetings; the last one before the last Exec agrees the plan.
void boards(writer& w, day begin)
{
    std::optional<std::pair<day, std::string>> plan_at;
    for (day d{begin.count + 21}; d.count < w.today().count + 365; ++d.count) {
        if (!is_board_day(d)) continue;
        const auto id = "board-" + workflows::show(d);
        plan_board(w, begin, d, id);
        if (d.count >= w.today().count - 1) continue;
        hold_board(w, d, id);
        if (d < w.exec_day(-1)) plan_at = {d, id};
    }
    if (plan_at) plan(w, plan_at->first, plan_at->second);
}

void agendas_of_execs(writer& w, day begin)
{
    for (int k = -8; k <= 0; ++k) {
        w.add(begin, 9, 40, "manager", workflows::verbs::agenda_add,
              {{"item", w.exec_id(k) + "-1"}, {"meeting", w.exec_id(k)}, {"title", "Apologies and interests"}, {"kind", "information"}});
        w.add(begin, 9, 40, "manager", workflows::verbs::agenda_add,
              {{"item", w.exec_id(k) + "-2"}, {"meeting", w.exec_id(k)}, {"title", "Money so far this year"}, {"kind", "discussion"}});
        if (w.exec_day(k).count - 6 <= w.today().count)
            w.add({w.exec_day(k).count - 6}, 15, 0, "manager", workflows::verbs::agenda_publish, {{"meeting", w.exec_id(k)}});
    }
    w.add({w.today().count - 3}, 9, 0, "police-authority", workflows::verbs::attendance_apologise,
          {{"meeting", w.exec_id(0)}, {"seat", "exec-14"}});
    w.add({w.today().count - 2}, 11, 0, "ambulance", workflows::verbs::attendance_apologise,
          {{"meeting", w.exec_id(0)}, {"seat", "exec-16"}});
    w.add({w.today().count - 1}, 16, 0, "businesses", workflows::verbs::attendance_apologise,
          {{"meeting", w.exec_id(0)}, {"seat", "exec-17"}});
}

} // namespace

void meetings(writer& w, day begin)
{
    plan_execs(w, begin);
    boards(w, begin);
    agendas_of_execs(w, begin);
}

void hold_exec(writer& w, int k)
{
    const auto d = w.exec_day(k);
    const auto id = w.exec_id(k);
    w.add(d, 10, 0, "exec-chair", workflows::verbs::meeting_open, {{"meeting", id}});
    int minute = 0;
    for (const auto& p : executive) {
        const auto n = static_cast<int>(&p - executive);
        if (n >= 2 && (n * 7 + k * 5 + 80) % 20 < 6) { // a third stays away, another third each time
            if (n % 2 == 0)
                w.add({d.count - 1}, 12, minute, p.id, workflows::verbs::attendance_apologise, {{"meeting", id}, {"seat", p.seat}});
            continue;
        }
        w.add(d, 10, n % 5 == 4 ? 4 : 0, "manager", workflows::verbs::attendance_arrive, {{"meeting", id}, {"person", p.id}});
        ++minute;
    }
    w.add(d, 10, 8, "exec-chair", workflows::verbs::item_decide,
          {{"item", id + "-1"}, {"outcome", "noted"}, {"text", "Apologies were noted."}});
    w.add(d, 11, 45, "exec-chair", workflows::verbs::item_decide,
          {{"item", id + "-2"}, {"outcome", "noted"}, {"text", "The Executive noted what is committed and what is left."}});
    w.add(d, 12, 10, "exec-chair", workflows::verbs::meeting_close, {{"meeting", id}});
}

} // namespace demo
