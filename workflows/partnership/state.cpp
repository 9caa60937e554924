#include "workflows/partnership/state.hpp"

#include "workflows/fields.hpp"
#include "workflows/partnership/policy.hpp"

#include <algorithm>
#include <set>

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

policy policy_defaults_v1()
{
    policy p;
    p.exec_cycle_weeks = 6;
    p.board_months = {3, 6, 9, 12};
    p.deadline = {"monday", 1, "keep"};
    p.bank_holidays = std::nullopt;
    p.compliance_reviewers = std::nullopt;
    p.absent_agencies_at_most = 2;
    p.sealed_positions = false;
    p.amendments_working_days = 10;
    p.delegated_limit = std::nullopt;
    p.plan_required = false;
    p.agency_interest = interest_rule::declare;
    p.interest_reduces_membership = false;
    p.vacant_seats_count = false;
    p.casting_vote = true;
    p.circulation_meeting_requests = 2;
    p.currency = "GBP";
    return p;
}

quorum_rule quorum_rule_v1() { return {1, 2, 1, rounding::down, std::nullopt, {standing::statutory, standing::invited}, {}}; }

const term* seat::holding(instant t) const
{
    // Of all appointments that have begun the last to begin stands, of two in one instant the later typed; when that one has
    // ended the seat is vacant.
    const term* last = nullptr;
    for (const auto& h : holders)
        if (h.from <= t && !h.never() && (!last || last->from <= h.from)) last = &h;
    return last && last->at(t) ? last : nullptr;
}

std::string seat::holder(instant t) const
{
    const auto* h = holding(t);
    return h ? h->who : std::string();
}

bool seat::has_deputy(std::string_view person, instant t) const
{
    return std::any_of(deputies.begin(), deputies.end(), [&](const term& d) { return d.who == person && d.at(t); });
}

bool seat::names_deputy(std::string_view person, instant t) const
{
    return std::any_of(deputies.begin(), deputies.end(), [&](const term& d) { return d.who == person && !d.over(t); });
}

std::vector<std::string> seat::deputies_at(instant t) const
{
    std::vector<std::string> out;
    for (const auto& d : deputies)
        if (d.at(t) && std::find(out.begin(), out.end(), d.who) == out.end()) out.push_back(d.who);
    return out;
}

std::string seat::office(instant t) const
{
    for (const auto& o : offices)
        if (o.at(t)) return o.who;
    return {};
}

bool seat::bears(std::string_view office, instant t) const
{
    return std::any_of(offices.begin(), offices.end(), [&](const term& o) { return o.who == office && o.at(t); });
}

const policy& partnership::policy_at(instant t) const
{
    static const policy defaults = policy_defaults_v1();
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
    if (b.quorum.empty()) return quorum_rule_v1();
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

void set_up(partnership& p, const engine::event& e)
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

void create_seat(partnership& p, const engine::event& e)
{
    seat s;
    s.id = text_of(e.form, "seat");
    s.body = text_of(e.form, "body");
    s.title = text_of(e.form, "title");
    s.agency = text_of(e.form, "agency");
    s.standing = read_as<standing>(e.form.at("standing"));
    s.created_index = e.index;
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
            if (o.who == office) end_term(o, from);
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
        // The rule in force from the first day is written down too, given or not; leaves without it are of half plus one.
        if (const auto* q = e.data.if_contains("quorum")) b.quorum.push_back({b.from, read_as<quorum_rule>(*q)});
        else if (const auto* given = e.form.if_contains("quorum")) b.quorum.push_back({b.from, read_quorum(given->as_object())});
        p.bodies[b.id] = std::move(b);
    } else if (e.type == "body.set_quorum") {
        auto& b = p.bodies[text_of(e.form, "body")];
        if (b.quorum.empty()) b.quorum.push_back({b.from, quorum_rule_v1()}); // what was in force before
        b.quorum.push_back({instant_of(e.data, "from").value_or(e.at), read_quorum(object_of(e.form, "quorum"))});
        std::stable_sort(b.quorum.begin(), b.quorum.end(), [](const auto& x, const auto& y) { return x.from < y.from; });
    } else if (e.type == "seat.created") create_seat(p, e);
    else if (e.type == "seat.appointed") // of all that have begun the last stands, so nobody's term has to be cut for it
        p.seats[text_of(e.form, "seat")].holders.push_back(term_from(e, text_of(e.form, "person")));
    else if (e.type == "seat.vacated") vacate(p.seats[text_of(e.form, "seat")], e.at);
    else if (e.type == "seat.named_deputy") name_deputy(p.seats[text_of(e.form, "seat")], term_from(e, text_of(e.form, "person")), e.at);
    else if (e.type == "seat.ended_deputy") {
        for (auto& d : p.seats[text_of(e.form, "seat")].deputies)
            if (d.who == text_of(e.form, "person")) end_term(d, e.at);
    } else if (e.type == "seat.given_office") give_office(p, e);
    else if (e.type == "seat.closed") p.seats[text_of(e.form, "seat")].closed = e.at;
    else if (e.type == "person.left") {
        const auto who = text_of(e.form, "person");
        for (auto& [_, s] : p.seats)
            for (auto* list : {&s.holders, &s.deputies})
                for (auto& h : *list)
                    if (h.who == who) end_term(h, e.at);
    }
    if (e.type.starts_with("seat.") || e.type == "person.left" || e.type == "partnership.passed_terms")
        p.terms_settled = std::max(p.terms_settled, e.due.value_or(e.at));
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

/// Bids wait for reviewers and representatives, so the moments at which the seats of those two bodies change by themselves
/// are looked at again.
std::vector<engine::timer> timers_of_state(const partnership& p)
{
    std::set<instant> moments;
    for (const auto& [_, s] : p.seats) {
        const auto* b = p.find_body(s.body);
        if (!b || s.closed || (b->kind != body_kind::executive && b->kind != body_kind::funding_subgroup)) continue;
        for (const auto* terms : {&s.holders, &s.deputies})
            for (const auto& t : *terms) {
                if (t.never()) continue;
                moments.insert(t.from);
                if (t.until) moments.insert(*t.until);
            }
    }
    std::vector<engine::timer> out;
    for (const auto m : moments)
        if (m > p.terms_settled) out.push_back({m, "partnership.pass_terms"});
    return out;
}

std::string folded_address(std::string_view email)
{
    std::string out(email);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}

std::vector<engine::index_row> rows_of_state(const person& p)
{
    std::vector<engine::index_row> out{{"person", "", p.id}};
    if (!p.left && !p.email.empty()) out.push_back({"person.email", folded_address(p.email), p.id});
    for (const auto& r : p.roles) out.push_back({"person.role", r, p.id});
    return out;
}

} // namespace workflows
