// workflows/partnership/events.cpp - event by event: what it holds beside its form, and how it changes the partnership or a person.
#include "workflows/partnership/events.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/partnership/policy.hpp"
#include "workflows/registry.hpp"

#include <algorithm>

namespace workflows {

using engine::event;

namespace {

// -- what an event holds beside its form ----------------------------------------------------------------------------------

/// Terms of seats and offices: from (default now), until (which ends with its day).
void hold_term(context& c, event& e)
{
    e.data["from"] = engine::exact(moment_of(c, "from").value_or(c.now));
    const auto text = c.text("until");
    if (const auto d = parse_day(text)) e.data["until"] = engine::exact(midnight({d->count + 1}, c.p->zone));
    else if (const auto t = engine::parse_instant(text)) e.data["until"] = engine::exact(*t);
}

void hold_table(context& c, event& e)
{
    const auto name = c.text("name");
    const auto form = engine::adopted_form(find_table(name)->doc);
    const auto before = c.p->processes.find(name);
    e.data["name"] = name;
    e.data["version"] = before == c.p->processes.end() ? 1 : before->second.version + 1;
    e.data["process"] = json::parse(form);
    e.data["digest"] = engine::hex(engine::sha256(form));
}

/// What decisions rest on is in the log: the whole policy that is in force, defaults and all.
void hold_whole_policy(context& c, event& e)
{
    policy rules;
    merge_policy(rules, object_of(c.form, "policy"));
    e.data["policy"] = engine::to_json(rules);
    if (!c.given("zone")) e.data["zone"] = partnership{}.zone;
}

void hold_quorum_rule(context& c, event& e)
{
    hold_term(c, e);
    e.data["quorum"] = engine::to_json(c.given("quorum") ? read_quorum(object_of(c.form, "quorum")) : quorum_rule{});
}

// -- what an event changes ------------------------------------------------------------------------------------------------

titled titled_from(const json::value& v, std::string_view id) { return {text_of(v.as_object(), id), text_of(v.as_object(), "title")}; }

agency agency_from(const json::object& o) { return {text_of(o, "agency"), text_of(o, "name"), flag_of(o, "statutory")}; }

term term_from(const event& e, std::string who)
{
    return {std::move(who), instant_of(e.data, "from").value_or(e.at), instant_of(e.data, "until")};
}

/// Ends it at `t`, that moment included; what had not begun never takes effect.
void end_term(term& h, instant t)
{
    if (!h.until || t < *h.until) h.until = t;
}

/// Whoever sits there goes. Somebody who is to come later still comes.
void vacate(seat& s, instant t)
{
    for (auto& h : s.holders)
        if (h.from <= t) end_term(h, t);
}

void name_deputy(seat& s, term named, instant now)
{
    for (auto& d : s.deputies) // naming again replaces the term; what was before now stays as it was
        if (d.who == named.who) end_term(d, now);
    s.deputies.push_back(std::move(named));
}

void set_up(partnership& p, const event& e)
{
    p.id = text_of(e.form, "partnership");
    p.name = text_of(e.form, "name");
    if (const auto zone = text_of(e.form, "zone"); !zone.empty()) p.zone = zone;
    else if (const auto effective = text_of(e.data, "zone"); !effective.empty()) p.zone = effective;
    p.from_scenario = text_of(e.data, "made_from") == "scenario";
    for (const auto& a : list_of(e.form, "aims")) p.aims.push_back(titled_from(a, "aim"));
    for (const auto& a : list_of(e.form, "priorities")) p.priorities.push_back(titled_from(a, "priority"));
    for (const auto& a : list_of(e.form, "agencies")) p.agencies.push_back(agency_from(a.as_object()));
    // What decisions rest on is in the log: the whole policy, defaults and all. Leaves without it are of programs whose
    // defaults were these.
    policy rules = policy_defaults_v1();
    if (const auto* whole = e.data.if_contains("policy")) rules = read_as<policy>(*whole);
    else merge_policy(rules, object_of(e.form, "policy"));
    p.policies.push_back({e.at, std::move(rules)});
}

void create_seat(partnership& p, const event& e)
{
    seat s;
    s.id = text_of(e.form, "seat");
    s.body = text_of(e.form, "body");
    s.title = text_of(e.form, "title");
    s.agency = text_of(e.form, "agency");
    s.standing = read_as<standing>(e.form.at("standing"));
    s.created_index = e.index;
    // A seat exists as long as its body, so an office given with it is held as long.
    if (const auto office = text_of(e.form, "office"); !office.empty()) s.offices.push_back({office, p.bodies[s.body].from, std::nullopt});
    p.seats[s.id] = std::move(s);
}

void give_office(partnership& p, const event& e)
{
    auto& s = p.seats[text_of(e.form, "seat")];
    const auto office = text_of(e.form, "office");
    const auto from = instant_of(e.data, "from").value_or(e.at);
    for (auto& [_, other] : p.seats) { // one chair a body: whoever bears the office now hands it over
        if (other.body != s.body) continue;
        for (auto& o : other.offices)
            if (o.who == office) end_term(o, from);
    }
    s.offices.push_back(term_from(e, office));
}

void change_policy(partnership& p, const event& e)
{
    auto rules = p.policies.back().rules;
    merge_policy(rules, object_of(e.form, "policy"));
    p.policies.push_back({e.at, std::move(rules)});
}

void create_body(partnership& p, const event& e)
{
    body b;
    b.id = text_of(e.form, "body");
    b.name = text_of(e.form, "name");
    b.kind = read_as<body_kind>(e.form.at("kind"));
    b.from = instant_of(e.data, "from").value_or(e.at);
    b.cycle_weeks = number_of(e.form, "cycle_weeks");
    // The rule in force from the first day is written down too, given or not; leaves without it are of half plus one.
    if (const auto* q = e.data.if_contains("quorum")) b.quorum.push_back({b.from, read_as<quorum_rule>(*q)});
    else if (const auto* given = e.form.if_contains("quorum")) b.quorum.push_back({b.from, read_quorum(given->as_object())});
    p.bodies[b.id] = std::move(b);
}

void set_quorum(partnership& p, const event& e)
{
    auto& b = p.bodies[text_of(e.form, "body")];
    if (b.quorum.empty()) b.quorum.push_back({b.from, quorum_rule_v1()}); // what was in force before
    b.quorum.push_back({instant_of(e.data, "from").value_or(e.at), read_quorum(object_of(e.form, "quorum"))});
    std::stable_sort(b.quorum.begin(), b.quorum.end(), [](const auto& x, const auto& y) { return x.from < y.from; });
}

seat& seat_of(partnership& p, const event& e) { return p.seats[text_of(e.form, "seat")]; }

void end_deputy(partnership& p, const event& e)
{
    for (auto& d : seat_of(p, e).deputies)
        if (d.who == text_of(e.form, "person")) end_term(d, e.at);
}

void person_leaves(partnership& p, const event& e)
{
    const auto who = text_of(e.form, "person");
    for (auto& [_, s] : p.seats)
        for (auto* list : {&s.holders, &s.deputies})
            for (auto& h : *list)
                if (h.who == who) end_term(h, e.at);
}

void name_person(person& p, const event& e)
{
    p.id = text_of(e.form, "person");
    if (e.was_given("name")) p.name = e.text("name");
    if (e.was_given("email")) p.email = e.text("email");
    if (e.form.contains("agency")) p.agency = text_of(e.form, "agency");
}

void grant(person& p, const event& e)
{
    if (const auto role = text_of(e.form, "role"); !p.has_role(role)) p.roles.push_back(role);
}

void leave(person& p, const event&)
{
    p.left = true;
    p.roles.clear();
}

} // namespace

const event_table<partnership>& partnership_events()
{
    static const event_table<partnership> table{
        {"partnership.set_up", set_up, hold_whole_policy},
        {"process.adopted",
         [](partnership& p, const event& e) {
             p.processes[text_of(e.data, "name")] = {number_of(e.data, "version"), text_of(e.data, "digest")};
         },
         hold_table},
        {"partnership.passed_terms"},
        {"policy.changed", change_policy},
        {"agency.added", [](partnership& p, const event& e) { p.agencies.push_back(agency_from(e.form)); }},
        {"aim.added", [](partnership& p, const event& e) { p.aims.push_back(titled_from(e.form, "aim")); }},
        {"priority.added", [](partnership& p, const event& e) { p.priorities.push_back(titled_from(e.form, "priority")); }},
        {"body.created", create_body, hold_quorum_rule},
        {"body.set_quorum", set_quorum, hold_term},
        {"meeting.planned_year"},
        {"seat.created", create_seat},
        // Of all that have begun the last stands, so nobody's term has to be cut for it.
        {"seat.appointed", [](partnership& p, const event& e) { seat_of(p, e).holders.push_back(term_from(e, text_of(e.form, "person"))); },
         hold_term},
        {"seat.vacated", [](partnership& p, const event& e) { vacate(seat_of(p, e), e.at); }},
        {"seat.named_deputy",
         [](partnership& p, const event& e) { name_deputy(seat_of(p, e), term_from(e, text_of(e.form, "person")), e.at); }, hold_term},
        {"seat.ended_deputy", end_deputy},
        {"seat.given_office", give_office, hold_term},
        {"seat.closed", [](partnership& p, const event& e) { seat_of(p, e).closed = e.at; }},
        {"person.left", person_leaves},
    };
    return table;
}

const event_table<person>& person_events()
{
    static const event_table<person> table{
        {"person.added", name_person},
        {"person.changed", name_person},
        {"role.granted", grant},
        {"role.revoked", [](person& p, const event& e) { std::erase(p.roles, text_of(e.form, "role")); }},
        {"person.left", leave, [](context&, event& e) { e.also.emplace_back(partnership_key); }},
    };
    return table;
}

void apply_to(partnership& p, const event& e)
{
    // Other workflows' events come here only to be counted: the product made an id.
    const auto made = text_of(e.data, "made");
    if (!made.empty()) ++p.made[made];
    if (made.empty() || partnership_events().has(e.type)) event_tables<partnership>::apply(p, e);
    if (e.type.starts_with("seat.") || e.type == "person.left" || e.type == "partnership.passed_terms")
        p.terms_settled = std::max(p.terms_settled, e.due.value_or(e.at));
}

void apply_to(person& p, const event& e) { event_tables<person>::apply(p, e); }

} // namespace workflows
