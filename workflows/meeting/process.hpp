// workflows/meeting/process.hpp - a meeting's life, from its date to its end: the room, the agenda, who presides.
#pragma once
#include "workflows/meeting/rules.hpp"
#include "workflows/meeting/stages.hpp"

namespace workflows {

struct meeting_process : meeting_stages {
    static constexpr std::string_view name = "meeting", kind = "meeting";

    // clang-format off
    using table = rows<
    //   from                 asked for               becomes              recorded as
    row< none,                "meeting.plan",           planned,             "meeting.planned",
         needs<past_if_recorded> >,
    row< planned,             "meeting.set_down",       recorded,            "meeting.set_down",
         follows<taken_from_old_minutes> >,
    row< planned,             "meeting.move",           stays,               "meeting.moved" >,
    row< planned,             "meeting.cancel",         cancelled,           "meeting.cancelled" >,
    row< planned,             "meeting.open",           open,                "meeting.opened",
         needs<on_its_day> >,
    row< open,                "meeting.close",          closed,              "meeting.closed" >,
    row< open,                "meeting.take_chair",     stays,               "meeting.taken_chair",
         needs<chosen_to_preside, matter_is_open> >,
    row< open,                "meeting.turn_to",        stays,               "meeting.turned_to" >,
    row< planned,             "meeting.set_deadline",   stays,               "meeting.set_deadline",
         follows<deadline_has_changed> >,
    row< with_agenda,         "agenda.add",             stays,               "agenda.added" >,
    row< live,                "agenda.carry",           stays,               "agenda.carried",
         follows<item_was_left_over> >,
    row< planned,             "agenda.publish",         stays,               "agenda.published" >,
    row< before_the_end,      "attendance.arrive",      stays,               "attendance.arrived",
         needs<sits_for_the_seat, comes_or_goes_once> >,
    row< before_the_end,      "attendance.leave",       stays,               "attendance.left",
         needs<comes_or_goes_once> >,
    row< before_the_end,      "attendance.apologise",   stays,               "attendance.apologised" >,
    row< before_the_end,      "attendance.expect",      stays,               "attendance.expected",
         needs<sits_for_the_seat> >,
    row< recorded,            "attendance.record",      stays,               "attendance.recorded" >
    >;
    // clang-format on
};

} // namespace workflows
