// workflows/partnership/gather.cpp - where each fact comes from that the rules of bodies, seats and people rest on.
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/partnership/rules.hpp"
#include "workflows/standing.hpp"

namespace workflows {

std::optional<office_facts> office_facts::gather(const context& c)
{
    const auto office = c.text("office");
    if (!c.p || office.empty()) return {};
    const auto* s = c.p->office_seat(c.text("body"), office, c.now);
    return office_facts{office, s ? s->id : ""};
}

std::optional<body_kind_facts> body_kind_facts::gather(const context& c)
{
    const auto kind = c.text("kind");
    if (!c.p || (kind != "executive" && kind != "strategic_board" && kind != "funding_subgroup")) return {};
    const auto* b = c.p->only_body(read_as<body_kind>(c.form.at("kind")));
    return body_kind_facts{kind, b ? b->id : ""};
}

std::optional<year_facts> year_facts::gather(const context& c)
{
    if (!c.p || !c.body || !c.form_given) return {};
    return year_facts{c.text("year"), c.text("first"), static_cast<std::int64_t>(year_of_meetings(*c.p, *c.body, c.form, c.now).size())};
}

std::optional<seat_office> seat_office::gather(const context& c)
{
    if (c.seat) return seat_office{c.seat->id, c.text("office"), c.seat->office(moment_of(c, "from").value_or(c.now))};
    return {};
}

std::optional<newcomer> newcomer::gather(const context& c)
{
    if (c.person) return newcomer{c.person->id, c.person->left};
    return {};
}

std::optional<role_held> role_held::gather(const context& c)
{
    if (c.person) return role_held{c.person->id, c.text("role"), c.person->has_role(c.text("role"))};
    return {};
}

std::optional<deputyship> deputyship::gather(const context& c)
{
    if (!c.seat || !c.form_given) return {};
    return deputyship{c.seat->id, c.text("person"), c.seat->names_deputy(c.text("person"), c.now)};
}

std::optional<rule_date> rule_date::gather(const context& c)
{
    if (c.body && c.form_given) return rule_date{c.body->id, moment_of(c, "from").value_or(c.now), last_decision_of(c.known, *c.body)};
    return {};
}

std::optional<term_change> term_change::gather(const context& c)
{
    if (!c.p) return {};
    return term_change{c.moment(), c.p->terms_settled};
}

} // namespace workflows
