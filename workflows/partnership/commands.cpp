// workflows/partnership/commands.cpp - what can be asked of the partnership: each command with its fields, and who may.
#include "workflows/partnership/commands.hpp"
#include "workflows/authority.hpp"
#include "workflows/context.hpp"
#include "workflows/standing.hpp"

namespace workflows {

namespace {

yes as_seat_or_administrator(const context& c)
{
    if (holds(c.seat, c)) return c.seat->id;
    return may::administrator.test(c);
}

/// Who may end a deputyship: as who names it, and the deputy themself.
yes as_seat_or_deputy(const context& c)
{
    if (const auto s = as_seat_or_administrator(c)) return s;
    return c.seat && c.text("person") == c.actor && c.seat->names_deputy(c.actor, c.now) ? yes(c.seat->id) : nobody;
}

constexpr who_may installation{"AC-installation", "the console, or who has the one-time set-up token", "installation",
                               [](const context&) { return nobody; }};
constexpr who_may holder_or_administrator{"AC-seat", "an administrator, or the seat's holder", "seat_holder", as_seat_or_administrator};
constexpr who_may deputy_too{"AC-seat", "an administrator, the seat's holder, or the deputy themself", "seat_holder_or_deputy",
                             as_seat_or_deputy};

} // namespace

const std::vector<command>& partnership_commands()
{
    // clang-format off
    static const std::vector<command> table{
        {"partnership.set_up", "partnership",
         "partnership:id name:words zone?:zone aims:aims priorities?:priorities agencies:agencies "
         "policy?:policy",
         &installation, console},
        {"policy.change", "partnership", "policy:policy reason:text", &may::administrator, console},
        {"agency.add", "partnership", "agency:id name:words statutory?:flag", &may::administrator, console},
        {"aim.add", "partnership", "aim:id title:words", &may::administrator, console},
        {"priority.add", "partnership", "priority:id title:words", &may::administrator, console},
        {"person.add", "person",
         "person?:new.person name:name email:email agency?:ref.agency",
         &may::administrator, console},
        {"person.change", "person",
         "person:ref.person name?:name email?:email agency?:ref.agency",
         &may::administrator, console},
        {"person.leave", "person", "person:ref.person reason:text", &may::administrator, console},
        {"role.grant", "person", "person:ref.person role:role", &may::administrator, console | not_for_oneself},
        {"role.revoke", "person", "person:ref.person role:role reason:text", &may::administrator, console},
        {"body.create", "body",
         "body?:new.body name:words from?:moment "
         "kind:one_of(strategic_board|executive|funding_subgroup|delivery_group|county|other) "
         "quorum?:quorum cycle_weeks?:number(1|52)",
         &may::administrator, console},
        {"body.set_quorum", "body",
         "body:ref.body quorum:quorum from:moment reason:text",
         &may::administrator, console},
        {"seat.create", "seat",
         "seat?:new.seat body:ref.body title:words standing:one_of(statutory|invited|ex_officio) "
         "agency?:ref.agency office?:one_of(chair|vice_chair)",
         &may::administrator, console},
        {"seat.appoint", "seat",
         "seat:ref.seat person:ref.person from?:moment until?:moment",
         &may::administrator, console | not_for_oneself},
        {"seat.vacate", "seat", "seat:ref.seat reason?:text", &may::administrator, console},
        {"seat.name_deputy", "seat",
         "seat:ref.seat person:ref.person from?:moment until?:moment",
         &holder_or_administrator, console | not_for_oneself},
        {"seat.end_deputy", "seat", "seat:ref.seat person:ref.person", &deputy_too, console},
        {"seat.give_office", "seat",
         "seat:ref.seat office:one_of(chair|vice_chair) from?:moment until?:moment",
         &may::administrator, console},
        {"seat.close", "seat", "seat:ref.seat reason:text", &may::administrator, console},
        {"meeting.plan_year", "body",
         "body:ref.body year:meeting_year first:day time:time ends:time venue?:words",
         &may::manager, console},
    };
    // clang-format on
    return table;
}

} // namespace workflows
