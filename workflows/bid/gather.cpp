// workflows/bid/gather.cpp - where each fact comes from that a bid's rules rest on.
#include "names/approval.hpp"
#include "names/bid.hpp"
#include "workflows/bid/application.hpp"
#include "workflows/bid/approved.hpp"
#include "workflows/bid/rules.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/standing.hpp"

#include <algorithm>
#include <set>

namespace workflows {

std::optional<bidder> bidder::gather(const context& c)
{
    if (!c.p || !c.form_given) return {};
    bidder f;
    f.project_manager = c.text("project_manager");
    if (f.project_manager.empty()) f.project_manager = c.verb == verbs::bid_draft || !c.bid ? c.actor : c.bid->project_manager;
    auto group = c.text("delivery_group");
    if (group.empty() && c.bid && c.verb == verbs::bid_hand_over) group = c.bid->delivery_group;
    const auto* who = engine::get<person>(c.known, "person/" + f.project_manager);
    f.is_project_manager = who && !who->left && who->has_role("project_manager");
    for (const auto& [id, b] : c.p->bodies) {
        if (b.kind != body_kind::delivery_group || (!group.empty() && id != group)) continue;
        const auto* chair = c.p->office_seat(id, "chair", c.now);
        if (chair && (chair->holder(c.now) == f.project_manager || chair->has_deputy(f.project_manager, c.now))) f.chairs_the_group = true;
    }
    return f;
}

std::optional<earlier_part> earlier_part::gather(const context& c)
{
    if (!c.bid || !c.form_given) return {};
    earlier_part f{c.text("project_manager"), ""};
    if (c.bid->agreed && c.bid->agreed->person == f.person) f.did = "agreed";
    for (const auto& [_, check] : c.bid->checks)
        if (check.person == f.person) f.did = "checked";
    for (const auto& p : c.bid->positions)
        if (p.person == f.person) f.did = "position";
    if (c.bid->signed_off && c.bid->signed_off->by == f.person) f.did = "signed_off";
    return f;
}

std::optional<application_gaps> application_gaps::gather(const context& c)
{
    if (!c.bid) return {};
    const auto content = engine::parse_strict(c.bid->content);
    if (content && content->is_object()) return application_gaps{gaps_of(content->get_object())};
    return {};
}

std::optional<aims_named> aims_named::gather(const context& c)
{
    if (!c.bid) return {};
    const auto content = engine::parse_strict(c.bid->content);
    if (!content || !content->is_object()) return {};
    const auto& o = content->get_object();
    return aims_named{static_cast<std::int64_t>(list_of(o, "aims").size()), static_cast<std::int64_t>(list_of(o, "priorities").size())};
}

std::optional<exec_date> exec_date::gather(const context& c)
{
    if (!c.p || !c.bid || !c.form_given) return {};
    const auto* m = c.given("meeting") ? find_meeting(c.known, c.text("meeting")) : next_exec(c.known, *c.p, c.now, c.now);
    exec_date f{"", "", c.now, std::nullopt};
    if (m) {
        f.meeting = m->id;
        f.stage = m->stage;
        if (c.verb == verbs::bid_send) f.deadline = deadline_of_exec(*c.p, *m, c.now);
    }
    return f;
}

std::optional<equality_statement> equality_statement::gather(const context& c)
{
    if (c.form_given) return equality_statement{c.text("result"), flag_of(c.form, "equality_impact_accepted")};
    return {};
}

std::optional<check_note> check_note::gather(const context& c)
{
    if (c.form_given) return check_note{c.text("result"), c.given("note")};
    return {};
}

std::optional<query_state> query_state::gather(const context& c)
{
    const auto* q = c.bid && c.form_given ? c.bid->find_query(c.text("query")) : nullptr;
    if (q) return query_state{q->id, q->resolved};
    return {};
}

std::optional<absent_agency> absent_agency::gather(const context& c)
{
    if (!c.p || !c.bid) return {};
    const auto agency = c.text("agency");
    const auto* a = c.p->find_agency(agency);
    absent_agency f{agency, !c.form_given || (a && a->statutory), false, 0, c.p->policy_at(c.now).absent_agencies_at_most};
    const auto kind = standing_of(c.known, *c.p, *c.bid, agency, c.now).kind;
    f.spoken = !kind.empty() && kind != "absent";
    std::set<std::string> others; // logs of before may hold an agency twice
    for (const auto& absent : c.bid->absences)
        if (absent.agency != agency && standing_of(c.known, *c.p, *c.bid, absent.agency, c.now).kind == "absent")
            others.insert(absent.agency); // one that stands as `interest` by now is absent no more
    f.absent_before = static_cast<std::int64_t>(others.size());
    return f;
}

std::optional<counts_for> counts_for::gather(const context& c)
{
    if (!c.p || !c.bid) return {};
    const auto f =
        c.verb == verbs::bid_check ? check_counts_for(*c.p, *c.bid, c.actor, c.now) : position_counts_for(*c.p, *c.bid, c.actor, c.now);
    return counts_for{c.actor, f.seats, f.spoken};
}

std::optional<submissions> submissions::gather(const context& c)
{
    if (c.bid) return submissions{c.bid->id, c.bid->revision};
    return {};
}

std::optional<room> room::gather(const context& c)
{
    if (!c.bid) return {};
    room f{c.bid->exec_meeting, "", c.actor, false};
    if (c.meeting) {
        f.stage = c.meeting->stage;
        f.in_the_room = c.meeting->in_the_room(c.actor, c.now);
    }
    return f;
}

approved_money approved_by(const context& c)
{
    approved_money out{c.bid->lines, money_of(c.form, "amount").value_or(c.bid->amount)};
    if (c.given("lines")) {
        out.lines.clear();
        pence sum;
        for (const auto& l : list_of(c.form, "lines")) {
            out.lines.push_back({text_of(l.as_object(), "stream"), "asked", money_of(l.as_object(), "amount").value_or(pence{})});
            sum += out.lines.back().amount;
        }
        std::erase_if(out.lines, [](const bid_line& l) { return l.amount.value == 0; });
        if (!c.given("amount")) out.amount = sum;
    } else if (out.lines.size() == 1) out.lines.front().amount = out.amount;
    return out;
}

std::optional<money_facts> money_facts::gather(const context& c)
{
    if (!c.bid || !c.form_given) return {};
    if (c.verb == verbs::bid_sign_off && !c.text("outcome").starts_with("approved")) return {};
    money_facts f;
    for (const auto& l : approved_by(c).lines)
        if (const auto* s = engine::get<stream>(c.known, "stream/" + l.stream))
            f.streams.push_back({s->id, s->status, s->amount, s->held_back, s->committed, s->awaiting, l.amount});
    return f;
}

std::optional<outcome_form> outcome_form::gather(const context& c)
{
    if (!c.bid || !c.form_given) return {};
    outcome_form f;
    f.outcome = c.text("outcome");
    f.recommendation = c.bid->stage;
    f.to_meeting = c.text("to_meeting");
    if (const auto* m = find_meeting(c.known, f.to_meeting)) f.to_meeting_stage = m->stage;
    f.reasoned = c.given("reason");
    f.requested = c.bid->amount;
    f.amount = money_of(c.form, "amount");
    f.lines_of_bid = static_cast<std::int64_t>(c.bid->lines.size());
    f.conditions = static_cast<std::int64_t>(list_of(c.form, "conditions").size());
    for (const auto& l : list_of(c.form, "lines")) {
        const auto stream = text_of(l.as_object(), "stream");
        const auto amount = money_of(l.as_object(), "amount").value_or(pence{});
        const auto asked = std::find_if(c.bid->lines.begin(), c.bid->lines.end(), [&](const bid_line& x) { return x.stream == stream; });
        f.lines_fit = f.lines_fit && asked != c.bid->lines.end() && amount <= asked->amount;
        f.sum_of_lines += amount;
        ++f.lines_given;
    }
    if (f.lines_given > 0 && !f.amount && f.outcome == "approved_with_amendments") f.amount = f.sum_of_lines;
    return f;
}

std::optional<open_queries> open_queries::gather(const context& c)
{
    if (!c.bid) return {};
    open_queries f;
    for (const auto& q : c.bid->queries)
        if (!q.resolved) f.queries.push_back(q.id);
    return f;
}

std::optional<checks_given> checks_given::gather(const context& c)
{
    if (!c.p || !c.bid) return {};
    auto checks = compliance_of(*c.p, *c.bid, c.moment());
    return checks_given{checks.wanted, checks.compliant, std::move(checks.missing)};
}

std::optional<agencies_silent> agencies_silent::gather(const context& c)
{
    if (!c.p || !c.bid) return {};
    return agencies_silent{silent_agencies(c.known, *c.p, *c.bid, c.moment())};
}

std::optional<positions_taken> positions_taken::gather(const context& c)
{
    if (!c.p || !c.bid) return {};
    const auto count = count_positions(c.known, *c.p, *c.bid, c.moment());
    return positions_taken{count.in_favour, count.against};
}

std::optional<deferred_bid> deferred_bid::gather(const context& c)
{
    if (!c.bid) return {};
    return deferred_bid{c.bid->exec_meeting, c.meeting ? c.meeting->stage : "", c.bid->recommendation};
}

std::optional<exec_list> exec_list::gather(const context& c)
{
    if (!c.bid) return {};
    return exec_list{c.bid->stage, c.bid->exec_meeting, c.meeting ? c.meeting->stage : "", c.text("meeting")};
}

} // namespace workflows
