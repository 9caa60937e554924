#include "workflows/partnership/rules.hpp"

namespace workflows {

using answer = std::optional<failure>;

answer one_office::refuses(const seat_office& f)
{
    if (f.bears.empty() || f.bears == f.office) return {};
    return failure{"The seat " + f.seat + " bears the office " + f.bears + ", and a seat bears one office."};
}

answer not_left::refuses(const newcomer& f)
{
    if (!f.left) return {};
    return failure{f.person + " has left the partnership."};
}

answer holds_the_role::refuses(const role_held& f)
{
    if (f.held) return {};
    return failure{f.person + " does not hold the role " + f.role + "."};
}

answer is_deputy::refuses(const deputyship& f)
{
    if (f.stands) return {};
    return failure{f.person + " is no deputy of the seat " + f.seat + "."};
}

answer not_before_last_decision::refuses(const rule_date& f)
{
    if (!f.last_decision || f.from >= *f.last_decision) return {};
    return failure{"The body " + f.body + " last decided on " + engine::show(*f.last_decision) +
                       ", by the quorum rule of that day: the new rule cannot begin before that.",
                   {{"from", "name no moment before " + engine::show(*f.last_decision)}}};
}

answer one_chair::refuses(const office_facts& f)
{
    if (f.borne_by.empty()) return {};
    return failure{"The seat " + f.borne_by + " bears the office " + f.office + " already: seat.give_office hands it over."};
}

answer one_of_a_kind::refuses(const body_kind_facts& f)
{
    if (f.is_there.empty()) return {};
    return failure{"The partnership has a body of the kind " + f.kind + " already: " + f.is_there + "."};
}

answer follows_the_cycle::refuses(const year_facts& f)
{
    if (f.dates > 0) return {};
    return failure{"No meeting of " + f.year + " follows from " + f.first +
                   ": the first date lies outside the year, or no later month is the body's."};
}

answer a_term_begins_or_ends::refuses(const term_change& f)
{
    if (f.moment > f.settled) return {};
    return failure{"That moment has been looked at."};
}

} // namespace workflows
