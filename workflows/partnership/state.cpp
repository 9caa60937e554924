#include "workflows/partnership/state.hpp"

#include "workflows/fields.hpp"
#include "workflows/partnership/policy.hpp"

#include <algorithm>

namespace workflows {

std::vector<day> policy::holidays() const
{
    if (!bank_holidays) return bank_holidays_england_wales();
    std::vector<day> out;
    for (const auto& d : *bank_holidays)
        if (const auto parsed = parse_day(d)) out.push_back(*parsed);
    return out;
}

deadline_rule policy::deadline_sum() const
{
    return {parse_weekday(deadline.weekday).value_or(0), deadline.weeks_before, deadline.bank_holiday};
}

std::string seat::holder(instant t) const
{
    for (auto i = holders.rbegin(); i != holders.rend(); ++i) // the latest appointment that covers the moment
        if (i->at(t)) return i->who;
    return {};
}

bool seat::has_deputy(std::string_view person, instant t) const
{
    return std::any_of(deputies.begin(), deputies.end(), [&](const term& d) { return d.who == person && d.at(t); });
}

bool seat::bears(std::string_view office, instant t) const
{
    return std::any_of(offices.begin(), offices.end(), [&](const term& o) { return o.who == office && o.at(t); });
}

const policy& partnership::policy_at(instant t) const
{
    static const policy defaults;
    const policy* found = policies.empty() ? &defaults : &policies.front().rules;
    for (const auto& p : policies)
        if (p.from <= t) found = &p.rules;
    return *found;
}

const agency* partnership::find_agency(std::string_view wanted) const
{
    const auto found = std::find_if(agencies.begin(), agencies.end(), [&](const auto& a) { return a.id == wanted; });
    return found == agencies.end() ? nullptr : &*found;
}

const body* partnership::find_body(std::string_view wanted) const
{
    const auto found = bodies.find(std::string(wanted));
    return found == bodies.end() ? nullptr : &found->second;
}

const seat* partnership::find_seat(std::string_view wanted) const
{
    const auto found = seats.find(std::string(wanted));
    return found == seats.end() ? nullptr : &found->second;
}

const body* partnership::only_body(body_kind kind) const
{
    for (const auto& [_, b] : bodies)
        if (b.kind == kind) return &b;
    return nullptr;
}

quorum_rule partnership::quorum_at(const body& b, instant t) const
{
    if (b.quorum.empty()) return {};
    const quorum_rule* found = &b.quorum.front().rule;
    for (const auto& q : b.quorum)
        if (q.from <= t) found = &q.rule;
    return *found;
}

std::vector<const seat*> partnership::seats_of(std::string_view wanted, instant t) const
{
    std::vector<const seat*> out;
    for (const auto& [_, s] : seats)
        if (s.body == wanted && s.open_at(t)) out.push_back(&s);
    return out;
}

const seat* partnership::office_seat(std::string_view wanted, std::string_view office, instant t) const
{
    for (const auto& [_, s] : seats)
        if (s.body == wanted && s.open_at(t) && s.bears(office, t)) return &s;
    return nullptr;
}

std::string partnership::office_holder(std::string_view wanted, std::string_view office, instant t) const
{
    const auto* s = office_seat(wanted, office, t);
    return s ? s->holder(t) : std::string();
}

std::vector<std::string> partnership::statutory_agencies() const
{
    std::vector<std::string> out;
    for (const auto& a : agencies)
        if (a.statutory) out.push_back(a.id);
    return out;
}

bool person::has_role(std::string_view role) const { return std::find(roles.begin(), roles.end(), role) != roles.end(); }

// -- what happened ---------------------------------------------------------------------------------------------------

namespace {

titled titled_from(const json::value& v, std::string_view id) { return {text_of(v.as_object(), id), text_of(v.as_object(), "title")}; }

agency agency_from(const json::object& o) { return {text_of(o, "agency"), text_of(o, "name"), flag_of(o, "statutory")}; }

term term_from(const engine::event& e, std::string who)
{
    return {std::move(who), instant_of(e.data, "from").value_or(e.at), instant_of(e.data, "until")};
}

void end_terms(std::vector<term>& terms, instant t)
{
    for (auto& h : terms)
        if (h.from < t && (!h.until || t < *h.until)) h.until = t;
        else if (h.from >= t && !h.until) h.until = h.from; // had not begun: never takes effect
}

void set_up(partnership& p, const engine::event& e)
{
    p.id = text_of(e.form, "partnership");
    p.name = text_of(e.form, "name");
    if (const auto zone = text_of(e.form, "zone"); !zone.empty()) p.zone = zone;
    p.from_scenario = text_of(e.data, "made_from") == "scenario";
    for (const auto& a : list_of(e.form, "aims")) p.aims.push_back(titled_from(a, "aim"));
    for (const auto& a : list_of(e.form, "priorities")) p.priorities.push_back(titled_from(a, "priority"));
    for (const auto& a : list_of(e.form, "agencies")) p.agencies.push_back(agency_from(a.as_object()));
    policy rules;
    merge_policy(rules, object_of(e.form, "policy"));
    p.policies.push_back({e.at, std::move(rules)});
}

void create_seat(partnership& p, const engine::event& e)
{
    seat s;
    s.id = text_of(e.form, "seat");
    s.body = text_of(e.form, "body");
    s.title = text_of(e.form, "title");
    s.agency = text_of(e.form, "agency");
    s.standing = read_as<standing>(e.form.at("standing"));
    // A seat exists as long as its body (commands.md, Views), so an office given with it is held as long.
    if (const auto office = text_of(e.form, "office"); !office.empty()) s.offices.push_back({office, p.bodies[s.body].from, std::nullopt});
    p.seats[s.id] = std::move(s);
}

void give_office(partnership& p, const engine::event& e)
{
    auto& s = p.seats[text_of(e.form, "seat")];
    const auto office = text_of(e.form, "office");
    const auto from = instant_of(e.data, "from").value_or(e.at);
    for (auto& [_, other] : p.seats) { // one chair a body: whoever bears the office now hands it over
        if (other.body != s.body) continue;
        for (auto& o : other.offices)
            if (o.who == office && o.from < from && (!o.until || from < *o.until)) o.until = from;
            else if (o.who == office && o.from >= from) o.until = o.from;
    }
    s.offices.push_back(term_from(e, office));
}

} // namespace

void apply_to(partnership& p, const engine::event& e)
{
    if (const auto made = text_of(e.data, "made"); !made.empty()) ++p.made[made];
    if (e.type == "partnership.set_up") set_up(p, e);
    else if (e.type == "process.adopted") p.processes[text_of(e.data, "name")] = {number_of(e.data, "version"), text_of(e.data, "digest")};
    else if (e.type == "policy.changed") {
        auto rules = p.policies.back().rules;
        merge_policy(rules, object_of(e.form, "policy"));
        p.policies.push_back({e.at, std::move(rules)});
    } else if (e.type == "agency.added") p.agencies.push_back(agency_from(e.form));
    else if (e.type == "aim.added") p.aims.push_back({text_of(e.form, "aim"), text_of(e.form, "title")});
    else if (e.type == "priority.added") p.priorities.push_back({text_of(e.form, "priority"), text_of(e.form, "title")});
    else if (e.type == "body.created") {
        body b;
        b.id = text_of(e.form, "body");
        b.name = text_of(e.form, "name");
        b.kind = read_as<body_kind>(e.form.at("kind"));
        b.from = instant_of(e.data, "from").value_or(e.at);
        b.cycle_weeks = number_of(e.form, "cycle_weeks");
        if (const auto* q = e.form.if_contains("quorum")) b.quorum.push_back({b.from, read_quorum(q->as_object())});
        p.bodies[b.id] = std::move(b);
    } else if (e.type == "body.set_quorum") {
        auto& b = p.bodies[text_of(e.form, "body")];
        if (b.quorum.empty()) b.quorum.push_back({b.from, {}}); // what was in force before
        b.quorum.push_back({instant_of(e.data, "from").value_or(e.at), read_quorum(object_of(e.form, "quorum"))});
        std::stable_sort(b.quorum.begin(), b.quorum.end(), [](const auto& x, const auto& y) { return x.from < y.from; });
    } else if (e.type == "seat.created") create_seat(p, e);
    else if (e.type == "seat.appointed") {
        auto& s = p.seats[text_of(e.form, "seat")];
        auto t = term_from(e, text_of(e.form, "person"));
        for (auto& h : s.holders) // whoever sits there makes room
            if (h.from < t.from && (!h.until || t.from < *h.until)) h.until = t.from;
        s.holders.push_back(std::move(t));
    } else if (e.type == "seat.vacated") end_terms(p.seats[text_of(e.form, "seat")].holders, e.at);
    else if (e.type == "seat.named_deputy")
        p.seats[text_of(e.form, "seat")].deputies.push_back({text_of(e.form, "person"), e.at, std::nullopt});
    else if (e.type == "seat.given_office") give_office(p, e);
    else if (e.type == "seat.closed") p.seats[text_of(e.form, "seat")].closed = e.at;
    else if (e.type == "person.left") {
        const auto who = text_of(e.form, "person");
        for (auto& [_, s] : p.seats)
            for (auto* list : {&s.holders, &s.deputies})
                for (auto& h : *list)
                    if (h.who == who && !(h.until && *h.until <= e.at)) h.until = std::max(e.at, h.from);
    }
}

void apply_to(person& p, const engine::event& e)
{
    if (e.type == "person.added" || e.type == "person.changed") {
        p.id = text_of(e.form, "person");
        if (e.was_given("name")) p.name = e.text("name");
        if (e.was_given("email")) p.email = e.text("email");
        if (e.form.contains("agency")) p.agency = text_of(e.form, "agency");
    } else if (e.type == "role.granted") {
        if (const auto role = text_of(e.form, "role"); !p.has_role(role)) p.roles.push_back(role);
    } else if (e.type == "role.revoked") std::erase(p.roles, text_of(e.form, "role"));
    else if (e.type == "person.left") {
        p.left = true;
        p.roles.clear();
    }
}

std::vector<engine::index_row> rows_of_state(const partnership&) { return {}; }

std::vector<engine::index_row> rows_of_state(const person& p)
{
    std::vector<engine::index_row> out{{"person", "", p.id}};
    for (const auto& r : p.roles) out.push_back({"person.role", r, p.id});
    return out;
}

} // namespace workflows
