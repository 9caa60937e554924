// workflows/partnership/process.hpp - the tables of the partnership itself: settings, bodies, seats, people.
#pragma once
#include "engine/process.hpp"
#include "workflows/partnership/state.hpp"

namespace workflows {

using engine::any_of;
using engine::emits;
using engine::failure;
using engine::named;
using engine::needs;
using engine::row;
using engine::rule;
using engine::stays;

/// An office of a body, and the seat that bears it already (TR-chair).
struct office_facts {
    std::string office, borne_by;
    DESCRIBED(office_facts, office, borne_by)
};
/// A kind of which a partnership has one body, and the body that is of it already.
struct body_kind_facts {
    std::string kind, is_there;
    DESCRIBED(body_kind_facts, kind, is_there)
};
/// A year of meetings to be planned (TR-cycle).
struct year_facts {
    std::string year, first;
    std::int64_t dates = 0;
    DESCRIBED(year_facts, year, first, dates)
};

/// The office that a seat bears already, beside the one that it is to be given (TR-chair).
struct seat_office {
    std::string seat, office, bears;
    DESCRIBED(seat_office, seat, office, bears)
};
/// Somebody who is to be appointed, or named deputy.
struct newcomer {
    std::string person;
    bool left = false;
    DESCRIBED(newcomer, person, left)
};
/// A role to be revoked: does the person hold it?
struct role_held {
    std::string person, role;
    bool held = false;
    DESCRIBED(role_held, person, role, held)
};
/// A deputyship to be ended: is there one?
struct deputyship {
    std::string seat, person;
    bool stands = false;
    DESCRIBED(deputyship, seat, person, stands)
};
/// A quorum rule's first moment, beside the body's last decision that was taken live (TR-quorum).
struct rule_date {
    std::string body;
    instant from;
    std::optional<instant> last_decision;
    DESCRIBED(rule_date, body, from, last_decision)
};

struct one_office : rule<"TR-chair", "a seat bears one office", "ToR Chair"> {
    using rests_on = seat_office;
    static std::optional<failure> refuses(const seat_office& f)
    {
        if (f.bears.empty() || f.bears == f.office) return {};
        return failure{"The seat " + f.seat + " bears the office " + f.bears + ", and a seat bears one office."};
    }
};
struct not_left : rule<"not-now", "nobody who has left the partnership is appointed or named deputy", "general rule"> {
    using rests_on = newcomer;
    static std::optional<failure> refuses(const newcomer& f)
    {
        if (!f.left) return {};
        return failure{f.person + " has left the partnership."};
    }
};
struct holds_the_role : rule<"not-now", "a role is revoked of somebody who holds it", "general rule"> {
    using rests_on = role_held;
    static std::optional<failure> refuses(const role_held& f)
    {
        if (f.held) return {};
        return failure{f.person + " does not hold the role " + f.role + "."};
    }
};
struct is_deputy : rule<"not-now", "a deputyship that is ended stands", "general rule"> {
    using rests_on = deputyship;
    static std::optional<failure> refuses(const deputyship& f)
    {
        if (f.stands) return {};
        return failure{f.person + " is no deputy of the seat " + f.seat + "."};
    }
};
struct TR_quorum_dated
    : rule<"TR-quorum", "a quorum rule does not begin before the body's last decision, which was judged by the rule of its day",
           "ToR Quorum"> {
    using rests_on = rule_date;
    static std::optional<failure> refuses(const rule_date& f)
    {
        if (!f.last_decision || f.from >= *f.last_decision) return {};
        return failure{"The body " + f.body + " last decided on " + engine::show(*f.last_decision) +
                           ", by the quorum rule of that day: the new rule cannot begin before that.",
                       {{"from", "name no moment before " + engine::show(*f.last_decision)}}};
    }
};

struct TR_chair : rule<"TR-chair", "a body has one chair and one vice-chair at a time; an office passes by seat.give_office", "ToR Chair"> {
    using rests_on = office_facts;
    static std::optional<failure> refuses(const office_facts& f)
    {
        if (f.borne_by.empty()) return {};
        return failure{"The seat " + f.borne_by + " bears the office " + f.office + " already: seat.give_office hands it over."};
    }
};
struct one_of_a_kind : rule<"taken", "a partnership has one Exec, one Board and one funding sub-group", "Appendix 2; Appendix 5"> {
    using rests_on = body_kind_facts;
    static std::optional<failure> refuses(const body_kind_facts& f)
    {
        if (f.is_there.empty()) return {};
        return failure{"The partnership has a body of the kind " + f.kind + " already: " + f.is_there + "."};
    }
};
struct TR_cycle
    : rule<"TR-cycle", "a year's meetings follow the body's cycle from the first date on, within the year", "Appendix 5 (c); ToR"> {
    using rests_on = year_facts;
    static std::optional<failure> refuses(const year_facts& f)
    {
        if (f.dates > 0) return {};
        return failure{"No meeting of " + f.year + " follows from " + f.first +
                       ": the first date lies outside the year, or no later month is the body's."};
    }
};

struct partnership_process {
    static constexpr std::string_view name = "partnership";
    struct none : named<"none"> {};
    struct running : named<"running"> {};

    // clang-format off
    using table = engine::mp::mp_list<
    //   from     command                                to       what happened                            needs
    row< none,    named<"partnership.set_up">,           running, emits<named<"partnership.set_up">>,      needs<> >,
    row< running, named<"process.adopt">,                stays,   emits<named<"process.adopted">>,         needs<> >,
    row< running, named<"partnership.pass_terms">,       stays,   emits<named<"partnership.passed_terms">>,needs<> >,
    row< running, named<"policy.change">,                stays,   emits<named<"policy.changed">>,          needs<> >,
    row< running, named<"agency.add">,                   stays,   emits<named<"agency.added">>,            needs<> >,
    row< running, named<"aim.add">,                      stays,   emits<named<"aim.added">>,               needs<> >,
    row< running, named<"priority.add">,                 stays,   emits<named<"priority.added">>,          needs<> >
    >;
    // clang-format on
    using facts = engine::facts<>;
};

struct body_process {
    static constexpr std::string_view name = "body";
    struct none : named<"none"> {};
    struct standing : named<"standing"> {};

    // clang-format off
    using table = engine::mp::mp_list<
    //   from      command                     to        what happened                        needs
    row< none,     named<"body.create">,       standing, emits<named<"body.created">>,        needs<one_of_a_kind> >,
    row< standing, named<"body.set_quorum">,   stays,    emits<named<"body.set_quorum">>,     needs<TR_quorum_dated> >,
    row< standing, named<"meeting.plan_year">, stays,    emits<named<"meeting.planned_year">>,needs<TR_cycle>      >
    >;
    // clang-format on
    using facts = engine::facts<body_kind_facts, year_facts, rule_date>;
};

struct seat_process {
    static constexpr std::string_view name = "seat";
    struct none : named<"none"> {};
    struct standing : named<"standing"> {};
    struct closed : named<"closed"> {};

    // clang-format off
    using table = engine::mp::mp_list<
    //   from      command                    to        what happened                       needs
    row< none,     named<"seat.create">,      standing, emits<named<"seat.created">>,       needs<TR_chair>   >,
    row< standing, named<"seat.appoint">,     stays,    emits<named<"seat.appointed">>,     needs<not_left>   >,
    row< standing, named<"seat.vacate">,      stays,    emits<named<"seat.vacated">>,       needs<>           >,
    row< standing, named<"seat.name_deputy">, stays,    emits<named<"seat.named_deputy">>,  needs<not_left>   >,
    row< standing, named<"seat.end_deputy">,  stays,    emits<named<"seat.ended_deputy">>,  needs<is_deputy>  >,
    row< standing, named<"seat.give_office">, stays,    emits<named<"seat.given_office">>,  needs<one_office> >,
    row< standing, named<"seat.close">,       closed,   emits<named<"seat.closed">>,        needs<>           >
    >;
    // clang-format on
    using facts = engine::facts<office_facts, seat_office, newcomer, deputyship>;
};

struct person_process {
    static constexpr std::string_view name = "person";
    struct none : named<"none"> {};
    struct present : named<"present"> {};
    struct left : named<"left"> {};

    // clang-format off
    using table = engine::mp::mp_list<
    //   from     command                 to       what happened                    needs
    row< none,    named<"person.add">,    present, emits<named<"person.added">>,    needs<> >,
    row< present, named<"person.change">, stays,   emits<named<"person.changed">>,  needs<> >,
    row< present, named<"role.grant">,    stays,   emits<named<"role.granted">>,    needs<> >,
    row< present, named<"role.revoke">,   stays,   emits<named<"role.revoked">>,    needs<holds_the_role> >,
    row< present, named<"person.leave">,  left,    emits<named<"person.left">>,     needs<> >
    >;
    // clang-format on
    using facts = engine::facts<role_held>;
};

} // namespace workflows
