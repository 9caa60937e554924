#include "workflows/complete.hpp"

#include "workflows/fields.hpp"
#include "workflows/funding.hpp"
#include "workflows/partnership/policy.hpp"

#include <algorithm>
#include <functional>
#include <map>

namespace workflows {
namespace {

using engine::event;

/// Terms of seats and offices: from (default now), until (which ends with its day).
void term(context& c, event& e)
{
    e.data["from"] = engine::exact(moment_of(c, "from").value_or(c.now));
    const auto text = c.text("until");
    if (const auto d = parse_day(text)) e.data["until"] = engine::exact(midnight({d->count + 1}, c.p->zone));
    else if (const auto t = engine::parse_instant(text)) e.data["until"] = engine::exact(*t);
}

void application(context& c, event& e)
{
    const auto& f = c.form;
    auto pm = c.text("project_manager");
    if (pm.empty()) pm = c.verb == "bid.revise" ? c.bid->project_manager : c.actor;
    e.data["project_manager"] = pm;
    for (const auto* name : {"delivery_group", "organisation", "marking"})
        if (f.contains(name)) e.data[name] = f.at(name);
    e.data["emerging_priority"] = flag_of(f, "emerging_priority");
    e.data["amount"] = money_of(f, "amount").value_or(pence{}).value;
    std::vector<bid_line> lines;
    for (const auto& l : list_of(f, "lines"))
        lines.push_back({text_of(l.as_object(), "stream"), "asked", money_of(l.as_object(), "amount").value_or(pence{})});
    e.data["lines"] = engine::to_json(lines);
    if (f.contains("title")) e.texts["title"].text = c.text("title");
}

void exec_meeting(event& e, const meeting* m) { e.data["exec_meeting"] = m ? m->id : ""; }

void send(context& c, event& e)
{
    const auto* m = c.given("meeting") ? find_meeting(c.known, c.text("meeting")) : next_exec(c.known, *c.p, c.now, c.now);
    exec_meeting(e, m);
    if (c.given("meeting")) return;
    const auto* soonest = next_exec(c.known, *c.p, c.now, std::nullopt); // FP-c: too late for that one
    e.data["moved_as_late"] = soonest && m && soonest->id != m->id;
}

void lines_and_streams(event& e, const std::vector<bid_line>& lines)
{
    e.data["lines"] = engine::to_json(lines);
    for (const auto& l : lines) e.also.push_back("stream/" + l.stream);
}

/// When a bid leaves an Exec's list while that Exec sits, or on its day, its list goes on saying so.
void leave_list(context& c, event& e)
{
    if (!c.meeting || !is_scheduled(c.bid->stage)) return;
    const bool its_day = c.meeting->stage == "planned" && day_in(c.now, c.p->zone) == day_in(c.meeting->starts, c.p->zone);
    if (c.meeting->stage == "open" || its_day) e.data["lost_by"] = c.meeting->id;
}

void carry_over(context& c, event& e)
{
    exec_meeting(e, find_meeting(c.known, c.text("meeting")));
    if (c.bid->exec_meeting.empty()) return;
    e.data["lost_by"] = c.bid->exec_meeting;
    if (c.bid->stage != "compliance_check") return;
    for (const auto& q : c.bid->queries)
        if (!q.resolved) e.data["open_query"] = q.id;
}

/// The seats for which a check or a position counts; the first is the one that is acted in.
void counted_seats(event& e, const spoken_for& f)
{
    e.data["seat"] = f.seats.front();
    e.data["seats"] = json::array(f.seats.begin(), f.seats.end());
}

json::array with_agencies(const partnership& p, const std::vector<std::string>& seats)
{
    json::array out;
    for (const auto& s : seats) out.push_back({{"agency", p.find_seat(s)->agency}, {"seat", s}});
    return out;
}

void take_position(context& c, event& e)
{
    const auto f = position_counts_for(*c.p, *c.bid, c.actor, c.now);
    e.data["seat"] = f.seats.front();
    e.data["seats"] = with_agencies(*c.p, f.seats);
    e.data["agency"] = c.p->find_seat(f.seats.front())->agency;
    e.data["person"] = c.actor;
    e.data["position"] = c.text("position");
    e.data["revision"] = c.bid->revision;
}

/// FP-k: the plans of its streams' years, and the delegation, that a sign-off rests on.
void rests_on(context& c, event& e, const std::vector<bid_line>& lines)
{
    json::array plans;
    for (const auto& l : lines) {
        const auto* s = engine::get<stream>(c.known, "stream/" + l.stream);
        const auto* agreed = s ? agreed_plan_of(c.known, s->year) : nullptr;
        if (agreed && std::find(plans.begin(), plans.end(), json::value(agreed->id)) == plans.end()) plans.emplace_back(agreed->id);
    }
    e.data["plans"] = std::move(plans);
    e.data["delegation"] = nullptr; // none is recorded: the Exec decides on the Board's standing authority
}

void sign_off(context& c, event& e)
{
    const auto& p = *c.p;
    const auto outcome = c.text("outcome");
    if (c.meeting) {
        e.data["quorum"] = engine::to_json(live_quorum(c.known, p, *c.meeting, c.bid, nullptr, c.now));
        const auto& items = c.meeting->items; // an item of its own is decided with it
        if (std::any_of(items.begin(), items.end(), [&](const item& i) { return i.bid == c.bid->id && i.carried_to.empty(); }))
            e.also.push_back("meeting/" + c.meeting->id);
    }
    json::array declared; // FP-k: interests declared, and by whom
    for (const auto& i : c.bid->interests) declared.push_back({{"nature", i.nature}, {"person", i.person}});
    e.data["interests"] = std::move(declared);
    e.data["revision"] = c.bid->revision;
    rests_on(c, e, c.bid->lines);
    if (!outcome.starts_with("approved")) return;

    auto approved = approved_by(c);
    e.data["approved_amount"] = approved.amount.value;
    const auto why = why_board(c.known, p, approved.lines, approved.amount, c.now);
    e.data["needs_board"] = !why.empty();
    e.data["board_reason"] = why;
    for (auto& l : approved.lines) {
        const auto* s = engine::get<stream>(c.known, "stream/" + l.stream);
        l.state = s && s->status == "confirmed" ? "committed" : "awaiting";
        l.inside_plan = why.empty();
    }
    lines_and_streams(e, approved.lines);
    if (outcome == "approved_with_amendments") {
        const auto& rules = p.policy_at(c.now);
        const auto last = add_working_days(day_in(c.now, p.zone), rules.amendments_working_days, rules.holidays());
        e.data["acceptance_ends"] = engine::exact(midnight({last.count + 1}, p.zone));
        e.data["zone"] = p.zone;
    }
}

void release_lines(context& c, event& e) { lines_and_streams(e, c.bid->lines); }

void inside_plan(context& c, event& e)
{
    auto lines = c.bid->lines;
    for (auto& l : lines) l.inside_plan = true;
    lines_and_streams(e, lines);
}

void ratify(context& c, event& e)
{
    const auto* m = meeting_of_item(c.known, c.text("item"));
    const auto* i = m ? m->find_item(c.text("item")) : nullptr;
    const bool agreed = i && (i->outcome == "agreed" || i->outcome == "agreed_subject_to_amendments");
    e.data["outcome"] = i ? i->outcome : "";
    e.data["agreed"] = agreed;
    if (agreed) inside_plan(c, e);
}

void fund(context& c, event& e)
{
    for (auto l : c.bid->lines)
        if (l.stream == c.text("stream")) {
            l.state = "committed";
            lines_and_streams(e, {l});
        }
}

void declare(context& c, event& e)
{
    const auto who = c.given("person") ? c.text("person") : c.actor;
    e.data["person"] = who;
    const auto* b = c.bid; // an interest in an item about a bid is one in the bid
    if (!b && c.item && !c.item->bid.empty()) b = engine::get<bid>(c.known, "bid/" + c.item->bid);
    if (!b) return;
    if (!c.bid) e.also.push_back("bid/" + b->id);
    if (b->stage != "on_the_table" || !bars(*c.p, c.text("nature"), c.now)) return;
    // FP-f: a representative's interest is a position too: at the seats that they hold where nobody else has given one, and
    // in place of what they gave themselves. A deputy's interest touches nothing that another gave.
    std::vector<std::string> seats;
    for (const auto* s : agency_seats(*c.p, c.now)) {
        const auto* given = b->position_at(s->id);
        if (given ? given->person == who : s->holder(c.now) == who) seats.push_back(s->id);
    }
    if (seats.empty()) return;
    e.data["position"] = "interest";
    e.data["withdraws"] = with_agencies(*c.p, seats);
}

void adopt(context& c, event& e)
{
    const auto name = c.text("name");
    const auto form = engine::adopted_form(*find_process(name));
    const auto before = c.p->processes.find(name);
    e.data["name"] = name;
    e.data["version"] = before == c.p->processes.end() ? 1 : before->second.version + 1;
    e.data["process"] = json::parse(form);
    e.data["digest"] = engine::hex(engine::sha256(form));
}

void arrive(context& c, event& e)
{
    e.data["seat"] = c.given("seat") ? c.text("seat") : seat_for(*c.p, c.meeting->body, c.text("person"), c.now);
}

/// FP-c: of an Exec, the deadline that its date gives.
void set_date(context& c, event& e, const body* b)
{
    e.data["zone"] = c.p->zone;
    if (!b || b->kind != body_kind::executive || flag_of(c.form, "recorded")) return;
    e.data["deadline"] = engine::exact(deadline_by_policy(*c.p, *instant_of(c.form, "starts"), c.now));
}

void move(context& c, event& e)
{
    const auto* b = c.p->find_body(c.meeting->body);
    set_date(c, e, b);
    if (b && b->kind == body_kind::executive) e.data["deadline_before"] = show_deadline(deadline_of_exec(*c.p, *c.meeting, c.now));
}

void decide_item(context& c, event& e)
{
    e.data["quorum"] = engine::to_json(live_quorum(c.known, *c.p, *c.meeting, nullptr, c.item, c.now));
}

void record_item(context& c, event& e)
{
    const auto at = instant_of(c.form, "decided_at");
    const auto sum =
        count_recorded(*c.p, *c.meeting, at, conflicted(c.known, *c.p, nullptr, c.item, c.now, at.value_or(c.meeting->starts)));
    e.data["quorum"] = engine::to_json(sum);
}

/// The quorum as it stands at the close is written down: for the room, and for each matter from which somebody withdrew. What
/// comes later, in the same second too, does not touch it.
void close_meeting(context& c, event& e)
{
    const auto& m = *c.meeting;
    json::object sums{{"", engine::to_json(live_quorum(c.known, *c.p, m, nullptr, nullptr, c.now))}};
    const auto add = [&](const std::string& key, const bid* b, const item* i) {
        const auto barred = conflicted(c.known, *c.p, b, i, c.now);
        if (!barred.empty()) sums[key] = engine::to_json(count_quorum(*c.p, m, c.now, barred));
    };
    for (const auto& i : m.items) add("item/" + i.id, nullptr, &i);
    for (const auto* index : {"bid.meeting", "bid.signed_at"})
        for (const auto& row : c.known.rows({.index = index, .key = m.id}))
            if (const auto* b = engine::get<bid>(c.known, "bid/" + row.id)) add("bid/" + b->id, b, nullptr);
    e.data["quorum"] = std::move(sums);
}

void take_chair(context& c, event& e)
{
    std::optional<chair_choice> f;
    look(c, f);
    if (f) e.data["person"] = f->person;
}

/// What decisions rest on is in the log: the whole policy that is in force, defaults and all.
void set_up(context& c, event& e)
{
    policy rules;
    merge_policy(rules, object_of(c.form, "policy"));
    e.data["policy"] = engine::to_json(rules);
    if (!c.given("zone")) e.data["zone"] = partnership{}.zone;
}

void create_body(context& c, event& e)
{
    term(c, e);
    e.data["quorum"] = engine::to_json(c.given("quorum") ? read_quorum(object_of(c.form, "quorum")) : quorum_rule{});
}

/// The next number of the year, in the partnership's zone.
void reference(context& c, event& e)
{
    const auto year = show(day_in(c.now, c.p->zone)).substr(0, 4);
    const auto last = c.known.rows({.index = "bid.reference", .key = year, .descending = true, .limit = 1});
    e.data["year"] = year;
    e.data["number"] = last.empty() ? 1 : std::stoll(last.front().sort) + 1;
}

void carry_item(context& c, event& e)
{
    for (const auto* name : {"from", "to"}) e.data[name] = c.text(name);
    e.also.push_back("meeting/" + c.text("from"));
    if (const auto* m = find_meeting(c.known, c.text("from")))
        if (const auto* i = m->find_item(c.text("item"))) {
            e.texts["title"].text = i->title;
            e.data["kind"] = i->kind;
            e.data["bid"] = i->bid;
            e.data["marking"] = i->marking;
            e.data["interests"] = engine::to_json(i->interests);
        }
}

/// A document's events stand in the history of what it belongs to.
void beside_document(context& c, event& e)
{
    if (c.bid) e.also.push_back("bid/" + c.bid->id);
    else if (c.meeting) e.also.push_back("meeting/" + c.meeting->id);
}

const std::map<std::string_view, std::function<void(context&, event&)>>& completions()
{
    static const std::map<std::string_view, std::function<void(context&, event&)>> table{
        {"process.adopt", adopt},
        {"person.leave", [](context&, event& e) { e.also.emplace_back(partnership_key); }},
        {"partnership.set_up", set_up},
        {"body.create", create_body},
        {"body.set_quorum", term},
        {"seat.appoint", term},
        {"seat.name_deputy", term},
        {"seat.give_office", term},
        {"meeting.close", close_meeting},
        {"meeting.take_chair", take_chair},
        {"meeting.set_deadline",
         [](context& c, event& e) { e.data["deadline"] = engine::exact(deadline_by_policy(*c.p, c.meeting->starts, c.now)); }},
        {"meeting.plan", [](context& c, event& e) { set_date(c, e, c.body); }},
        {"meeting.move", move},
        {"attendance.arrive", arrive},
        {"agenda.carry", carry_item},
        {"interest.declare", declare},
        {"item.decide", decide_item},
        {"item.record", record_item},
        {"bid.draft",
         [](context& c, event& e) {
             application(c, e);
             reference(c, e);
         }},
        {"bid.revise",
         [](context& c, event& e) {
             application(c, e);
             leave_list(c, e);
         }},
        {"bid.return", leave_list},
        {"bid.withdraw", leave_list},
        {"bid.hand_over", [](context& c, event& e) { e.data["project_manager_before"] = c.bid->project_manager; }},
        {"bid.submit", [](context& c, event& e) { e.data["revision"] = c.bid->revision + 1; }},
        {"bid.agree", [](context& c, event& e) { e.data["revision"] = c.bid->revision; }},
        {"bid.check",
         [](context& c, event& e) {
             e.data["revision"] = c.bid->revision;
             counted_seats(e, check_counts_for(*c.p, *c.bid, c.actor, c.now));
         }},
        {"bid.send", send},
        {"bid.accept_late", [](context& c, event& e) { exec_meeting(e, find_meeting(c.known, c.text("meeting"))); }},
        {"bid.carry_over", carry_over},
        {"bid.put_on_table",
         [](context& c, event& e) { e.data["left_out"] = engine::to_json(compliance_of(*c.p, *c.bid, c.now).left_out); }},
        {"bid.recommend", take_position},
        {"bid.sign_off", sign_off},
        {"bid.defer",
         [](context& c, event& e) {
             const auto* m = find_meeting(c.known, c.bid->signed_off->to_meeting);
             exec_meeting(e, m && m->stage == "planned" ? m : nullptr);
         }},
        {"bid.ratify", ratify},
        {"bid.enter_plan", inside_plan},
        {"bid.fund", fund},
        {"bid.refuse_amendments", release_lines},
        {"bid.lapse", release_lines},
        {"bid.refuse_by_board", release_lines},
        {"document.attach", beside_document},
        {"document.remove", beside_document},
    };
    return table;
}

} // namespace

void complete(context& c, engine::event& e, bool from_scenario)
{
    if (from_scenario && c.verb == "partnership.set_up") e.data["made_from"] = "scenario";
    if (const auto found = completions().find(c.verb); found != completions().end()) found->second(c, e);
}

} // namespace workflows
