// workflows/partnership/process.hpp - the partnership itself: settings, bodies, seats, people.
#pragma once
#include "workflows/partnership/rules.hpp"
#include "workflows/partnership/stages.hpp"

namespace workflows {

struct partnership_process : partnership_stages {
    static constexpr std::string_view name = "partnership", kind = "partnership";

    // clang-format off
    using table = rows<
    //   from                 asked for               becomes              recorded as
    row< none,                "partnership.set_up",     running,             "partnership.set_up" >,
    row< running,             "process.adopt",          stays,               "process.adopted",
         follows<> >,
    row< running,             "partnership.pass_terms", stays,               "partnership.passed_terms",
         follows<a_term_begins_or_ends> >,
    row< running,             "policy.change",          stays,               "policy.changed" >,
    row< running,             "agency.add",             stays,               "agency.added" >,
    row< running,             "aim.add",                stays,               "aim.added" >,
    row< running,             "priority.add",           stays,               "priority.added" >
    >;
    // clang-format on
};

struct body_process : body_stages {
    static constexpr std::string_view name = "body", kind = "body";

    // clang-format off
    using table = rows<
    //   from                 asked for               becomes              recorded as
    row< none,                "body.create",            standing,            "body.created",
         needs<one_of_a_kind> >,
    row< standing,            "body.set_quorum",        stays,               "body.set_quorum",
         needs<not_before_last_decision> >,
    row< standing,            "meeting.plan_year",      stays,               "meeting.planned_year",
         needs<follows_the_cycle> >
    >;
    // clang-format on
};

struct seat_process : seat_stages {
    static constexpr std::string_view name = "seat", kind = "seat";

    // clang-format off
    using table = rows<
    //   from                 asked for               becomes              recorded as
    row< none,                "seat.create",            standing,            "seat.created",
         needs<one_chair> >,
    row< standing,            "seat.appoint",           stays,               "seat.appointed",
         needs<not_left> >,
    row< standing,            "seat.vacate",            stays,               "seat.vacated" >,
    row< standing,            "seat.name_deputy",       stays,               "seat.named_deputy",
         needs<not_left> >,
    row< standing,            "seat.end_deputy",        stays,               "seat.ended_deputy",
         needs<is_deputy> >,
    row< standing,            "seat.give_office",       stays,               "seat.given_office",
         needs<one_office> >,
    row< standing,            "seat.close",             closed,              "seat.closed" >
    >;
    // clang-format on
};

struct person_process : person_stages {
    static constexpr std::string_view name = "person", kind = "person";

    // clang-format off
    using table = rows<
    //   from                 asked for               becomes              recorded as
    row< none,                "person.add",             present,             "person.added" >,
    row< present,             "person.change",          stays,               "person.changed" >,
    row< present,             "role.grant",             stays,               "role.granted" >,
    row< present,             "role.revoke",            stays,               "role.revoked",
         needs<holds_the_role> >,
    row< present,             "person.leave",           left,                "person.left" >
    >;
    // clang-format on
};

} // namespace workflows
