#include "workflows/partnership/rules.hpp"

namespace workflows {

using answer = std::optional<failure>;

answer one_office::refuses(const seat_office& f)
{
    if (f.bears.empty() || f.bears == f.office) return {};
    return failure{"seat_has_office", {{"seat", thing{"seat", f.seat}}, {"office", word{"office." + f.bears}}}};
}

answer not_left::refuses(const newcomer& f)
{
    if (!f.left) return {};
    return failure{"person_has_left", {{"person", thing{"person", f.person}}}};
}

answer holds_the_role::refuses(const role_held& f)
{
    if (f.held) return {};
    return failure{"role_not_held", {{"person", thing{"person", f.person}}, {"role", word{"role." + f.role}}}};
}

answer is_deputy::refuses(const deputyship& f)
{
    if (f.stands) return {};
    return failure{"no_deputy_of_seat", {{"person", thing{"person", f.person}}, {"seat", thing{"seat", f.seat}}}};
}

answer not_before_last_decision::refuses(const rule_date& f)
{
    if (!f.last_decision || f.from >= *f.last_decision) return {};
    return failure{"decided_by_earlier_rule",
                   {{"body", thing{"body", f.body}}, {"at", *f.last_decision}},
                   {{"from", "name_no_earlier_moment", {{"at", *f.last_decision}}}}};
}

answer one_chair::refuses(const office_facts& f)
{
    if (f.borne_by.empty()) return {};
    return failure{"office_is_taken", {{"seat", thing{"seat", f.borne_by}}, {"office", word{"office." + f.office}}}};
}

answer one_of_a_kind::refuses(const body_kind_facts& f)
{
    if (f.is_there.empty()) return {};
    return failure{"body_is_there", {{"kind", word{"body_kind." + f.kind}}, {"body", thing{"body", f.is_there}}}};
}

answer follows_the_cycle::refuses(const year_facts& f)
{
    if (f.dates > 0) return {};
    return failure{"no_date_follows", {{"year", f.year}, {"first", date{f.first}}}};
}

answer a_term_begins_or_ends::refuses(const term_change& f)
{
    if (f.moment > f.settled) return {};
    return failure{"moment_looked_at"};
}

} // namespace workflows
