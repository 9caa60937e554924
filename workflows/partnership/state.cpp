#include "workflows/partnership/state.hpp"

#include "names/partnership.hpp"
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
        if (m > p.terms_settled) out.push_back({m, verbs::partnership_pass_terms});
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
