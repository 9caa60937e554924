// workflows/meeting/commands.cpp - what can be asked of a meeting: each command with its fields, and who may.
#include "workflows/meeting/commands.hpp"
#include "workflows/authority.hpp"
#include "workflows/context.hpp"
#include "workflows/standing.hpp"

namespace workflows {

namespace {

yes as_meeting_officer(const context& c)
{
    if (may::manager.test(c)) return "";
    return c.meeting ? officer(c, c.meeting->body) : nobody;
}

yes as_room_keeper(const context& c)
{
    if (const auto o = as_meeting_officer(c)) return o;
    return when(c.text("person") == c.actor);
}

yes as_seat_answers(const context& c)
{
    if (const auto o = as_meeting_officer(c)) return o;
    return holds(c.seat, c) || deputises(c.seat, c) ? yes(c.seat->id) : nobody;
}

constexpr who_may meeting_officer{"AC-meeting", "the Partnership Manager, the body's chair or vice-chair", "meeting_officer",
                                  as_meeting_officer};
constexpr who_may room_keeper{"AC-room", "as for opening the meeting, or the person themself", "room_keeper", as_room_keeper};
constexpr who_may seat_answers{"AC-room", "as for opening the meeting, or the seat's holder or deputy", "seat_answers", as_seat_answers};

} // namespace

const std::vector<command>& meeting_commands()
{
    // clang-format off
    static const std::vector<command> table{
        {"meeting.plan", "meeting",
         "meeting?:new.meeting body:ref.body starts:instant ends:instant venue?:words recorded?:flag",
         &may::manager, console},
        {"meeting.move", "meeting",
         "meeting:ref.meeting starts:instant ends:instant reason:text",
         &may::manager, console},
        {"meeting.cancel", "meeting", "meeting:ref.meeting reason:text", &may::manager, console},
        {"meeting.open", "meeting", "meeting:ref.meeting reason?:text", &meeting_officer},
        {"meeting.close", "meeting", "meeting:ref.meeting", &meeting_officer},
        {"meeting.turn_to", "meeting", "meeting:ref.meeting item?:ref.item bid?:ref.bid", &meeting_officer},
        {"meeting.take_chair", "meeting", "meeting:ref.meeting seat:ref.seat item?:ref.item_or_bid", &meeting_officer},
        {"agenda.add", "meeting",
         "item?:new.item meeting:ref.meeting title:name kind:one_of(information|discussion|decision|bid) "
         "bid?:ref.bid marking?:marking",
         &may::manager, console},
        {"agenda.publish", "meeting", "meeting:ref.meeting", &may::manager, console},
        {"attendance.arrive", "meeting", "meeting:ref.meeting person:ref.person seat?:ref.seat", &room_keeper},
        {"attendance.leave", "meeting", "meeting:ref.meeting person:ref.person seat?:ref.seat", &room_keeper},
        {"attendance.apologise", "meeting", "meeting:ref.meeting seat:ref.seat", &seat_answers},
        {"attendance.expect", "meeting", "meeting:ref.meeting seat:ref.seat person?:ref.person", &seat_answers},
        {"attendance.record", "meeting",
         "meeting:ref.meeting seat:ref.seat presence:one_of(full|part|apologies|absent|not_recorded) "
         "arrived?:instant left?:instant",
         &may::manager, console},
    };
    // clang-format on
    return table;
}

} // namespace workflows
