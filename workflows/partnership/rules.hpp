// workflows/partnership/rules.hpp - bodies, seats, offices, people.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

// -- what the rules rest on ------------------------------------------------------------------------------------------

/// An office of a body, and the seat that bears it already (TR-chair).
struct office_facts {
    std::string office, borne_by;
    DESCRIBED(office_facts, office, borne_by)
    static std::optional<office_facts> gather(const context& c);
};

/// A kind of which a partnership has one body, and the body that is of it already.
struct body_kind_facts {
    std::string kind, is_there;
    DESCRIBED(body_kind_facts, kind, is_there)
    static std::optional<body_kind_facts> gather(const context& c);
};

/// A year of meetings to be planned (TR-cycle).
struct year_facts {
    std::string year, first;
    std::int64_t dates = 0;
    DESCRIBED(year_facts, year, first, dates)
    static std::optional<year_facts> gather(const context& c);
};

/// The office that a seat bears already, beside the one that it is to be given (TR-chair).
struct seat_office {
    std::string seat, office, bears;
    DESCRIBED(seat_office, seat, office, bears)
    static std::optional<seat_office> gather(const context& c);
};

/// Somebody who is to be appointed, or named deputy.
struct newcomer {
    std::string person;
    bool left = false;
    DESCRIBED(newcomer, person, left)
    static std::optional<newcomer> gather(const context& c);
};

/// A role to be revoked: does the person hold it?
struct role_held {
    std::string person, role;
    bool held = false;
    DESCRIBED(role_held, person, role, held)
    static std::optional<role_held> gather(const context& c);
};

/// A deputyship to be ended: is there one?
struct deputyship {
    std::string seat, person;
    bool stands = false;
    DESCRIBED(deputyship, seat, person, stands)
    static std::optional<deputyship> gather(const context& c);
};

/// A quorum rule's first moment, beside the body's last decision that was taken live (TR-quorum).
struct rule_date {
    std::string body;
    instant from;
    std::optional<instant> last_decision;
    DESCRIBED(rule_date, body, from, last_decision)
    static std::optional<rule_date> gather(const context& c);
};

/// A moment at which a term begins or ends, and the one up to which all have been looked at.
struct term_change {
    instant moment, settled;
    DESCRIBED(term_change, moment, settled)
    static std::optional<term_change> gather(const context& c);
};

// -- the rules -------------------------------------------------------------------------------------------------------

struct one_office : rule<"TR-chair", "a seat bears one office", "ToR Chair"> {
    using rests_on = seat_office;
    static std::optional<failure> refuses(const seat_office& f);
};

struct not_left : rule<"not-now", "nobody who has left the partnership is appointed or named deputy", "general rule"> {
    using rests_on = newcomer;
    static std::optional<failure> refuses(const newcomer& f);
};

struct holds_the_role : rule<"not-now", "a role is revoked of somebody who holds it", "general rule"> {
    using rests_on = role_held;
    static std::optional<failure> refuses(const role_held& f);
};

struct is_deputy : rule<"not-now", "a deputyship that is ended stands", "general rule"> {
    using rests_on = deputyship;
    static std::optional<failure> refuses(const deputyship& f);
};

struct not_before_last_decision
    : rule<"TR-quorum", "a quorum rule does not begin before the body's last decision, which was judged by the rule of its day",
           "ToR Quorum"> {
    using rests_on = rule_date;
    static std::optional<failure> refuses(const rule_date& f);
};

struct one_chair
    : rule<"TR-chair", "a body has one chair and one vice-chair at a time; an office passes by seat.give_office", "ToR Chair"> {
    using rests_on = office_facts;
    static std::optional<failure> refuses(const office_facts& f);
};

struct one_of_a_kind : rule<"taken", "a partnership has one Exec, one Board and one funding sub-group", "Appendix 2; Appendix 5"> {
    using rests_on = body_kind_facts;
    static std::optional<failure> refuses(const body_kind_facts& f);
};

struct follows_the_cycle
    : rule<"TR-cycle", "a year's meetings follow the body's cycle from the first date on, within the year", "Appendix 5 (c); ToR"> {
    using rests_on = year_facts;
    static std::optional<failure> refuses(const year_facts& f);
};

// -- what happens by itself ----------------------------------------------------------------------------------------------

struct a_term_begins_or_ends : rule<"TR-quorum", "who is awaited is looked at again when a term begins or ends", "ToR Quorum"> {
    using rests_on = term_change;
    static std::optional<failure> refuses(const term_change& f);
};

} // namespace workflows
