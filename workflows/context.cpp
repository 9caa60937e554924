#include "workflows/context.hpp"

#include "workflows/fields.hpp"

#include <algorithm>

namespace workflows {

context make_context(engine::reader& known, const engine::request& r, instant now)
{
    context c{known, r.verb, r.actor, r.fields, now};
    c.internal = r.internal;
    c.p = engine::get<partnership>(known, partnership_key);
    const auto find = [&]<class S>(const S*& slot, const char* kind) {
        if (const auto id = c.text(kind); !id.empty()) slot = engine::get<S>(known, std::string(kind) + "/" + id);
    };
    find(c.bid, "bid");
    find(c.meeting, "meeting");
    find(c.stream, "stream");
    find(c.plan, "plan");
    find(c.person, "person");
    find(c.document, "document");
    if (c.document && !c.document->bid.empty()) c.bid = engine::get<bid>(known, "bid/" + c.document->bid);
    if (c.p) {
        c.seat = c.p->find_seat(c.text("seat"));
        c.body = c.p->find_body(c.text("body"));
    }
    if (const auto id = c.document ? c.document->item : c.text("item"); !id.empty() && !c.meeting) {
        c.meeting = meeting_of_item(known, id);
        c.item = c.meeting ? c.meeting->find_item(id) : nullptr;
    }
    // A bid's meeting is the Exec on whose table it is; bid.send and bid.accept_late name another.
    if (c.bid && r.verb.starts_with("bid.")) c.meeting = find_meeting(known, c.bid->exec_meeting);
    return c;
}

std::string stage_of(const context& c, const verb_spec& verb)
{
    const auto& kind = verb.subject;
    if (kind == "partnership") return c.p ? "running" : "none";
    if (kind == "person") return !c.person ? "none" : c.person->left ? "left" : "present";
    if (kind == "body") return c.body ? "standing" : "none";
    if (kind == "seat") return !c.seat ? "none" : c.seat->closed ? "closed" : "standing";
    if (kind == "meeting") return c.meeting ? c.meeting->stage : "none";
    if (kind == "item") return c.item && c.meeting ? std::string(stage_of_item(*c.meeting, *c.item)) : "none";
    if (kind == "stream") return c.stream ? c.stream->status : "none";
    if (kind == "plan") return c.plan ? c.plan->stage : "none";
    if (kind == "document") return c.document ? c.document->stage : "none";
    if (kind == "matter") {
        if (c.item && c.meeting) {
            const auto stage = stage_of_item(*c.meeting, *c.item);
            return stage == "decided" || stage == "past" ? "over" : "open";
        }
        static const std::set<std::string_view> over{"approved", "rejected", "declined", "withdrawn", "lapsed"};
        return c.bid && !over.contains(c.bid->stage) ? "open" : "over";
    }
    return c.bid ? c.bid->stage : "none";
}

// -- sums ------------------------------------------------------------------------------------------------------------

const plan* agreed_plan_of(engine::reader& known, const std::string& year)
{
    const auto agreed =
        known.rows({.index = "plan.agreed", .key = year, .descending = true, .limit = 1}); // a later one replaces an earlier
    return agreed.empty() ? nullptr : engine::get<plan>(known, "plan/" + agreed.front().id);
}

std::string why_board(engine::reader& known, const partnership& p, const std::vector<bid_line>& lines, pence amount, instant now)
{
    const auto& rules = p.policy_at(now);
    std::vector<std::string> why;
    if (rules.delegated_limit && amount > *rules.delegated_limit)
        why.push_back("it is above the delegated limit of " + engine::show(*rules.delegated_limit));
    for (const auto& l : lines) {
        const auto* s = engine::get<stream>(known, "stream/" + l.stream);
        if (!s) continue;
        const auto* agreed_plan = agreed_plan_of(known, s->year);
        if (!agreed_plan) {
            if (rules.plan_required) why.push_back("no funding plan for " + s->year + " has been agreed");
            continue;
        }
        pence planned;
        for (const auto& pl : agreed_plan->lines)
            if (pl.stream == s->id) planned += pl.amount;
        if (s->inside_plan + l.amount > planned)
            why.push_back("the plan for " + s->year + " has " + engine::show(std::max(planned - s->inside_plan, pence{})) + " left for " +
                          s->id);
    }
    std::string out;
    for (const auto& w : why) out += (out.empty() ? "" : "; ") + w;
    return out;
}

approval approved_by(const context& c)
{
    approval out{c.bid->lines, money_of(c.form, "amount").value_or(c.bid->amount)};
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

std::string seat_for(const partnership& p, std::string_view body, std::string_view person, instant now)
{
    const auto seats = p.seats_of(body, now);
    for (const bool voting : {true, false}) // a vote goes before a seat that only attends
        for (const auto* s : seats)
            if (s->votes() == voting && s->holder(now) == person) return s->id;
    for (const auto* s : seats)
        if (s->has_deputy(person, now)) return s->id;
    return {};
}

std::optional<instant> moment_of(const context& c, std::string_view field)
{
    const auto text = c.text(field);
    if (const auto d = parse_day(text)) return midnight(*d, c.p->zone);
    return engine::parse_instant(text);
}

std::vector<day> year_of_meetings(const partnership& p, const body& b, const json::object& form, instant now)
{
    const auto year = range_of_year(engine::text_at(form, "year"));
    const auto first = parse_day(engine::text_at(form, "first"));
    if (!year || !first || *first < year->first || *first > year->last) return {};
    const auto& rules = p.policy_at(now);
    if (b.kind == body_kind::strategic_board && b.cycle_weeks == 0) return in_months(*first, year->last, rules.board_months);
    return every_weeks(*first, year->last, b.cycle_weeks > 0 ? b.cycle_weeks : rules.exec_cycle_weeks);
}

// -- facts: bids -----------------------------------------------------------------------------------------------------

void look(context& c, std::optional<bidder>& out)
{
    if (!c.p || !c.form_given) return;
    bidder f;
    f.project_manager = c.text("project_manager");
    if (f.project_manager.empty()) f.project_manager = c.verb == "bid.draft" || !c.bid ? c.actor : c.bid->project_manager;
    auto group = c.text("delivery_group");
    if (group.empty() && c.bid && c.verb == "bid.hand_over") group = c.bid->delivery_group;
    const auto* who = engine::get<person>(c.known, "person/" + f.project_manager);
    f.is_project_manager = who && !who->left && who->has_role("project_manager");
    for (const auto& [id, b] : c.p->bodies) {
        if (b.kind != body_kind::delivery_group || (!group.empty() && id != group)) continue;
        const auto* chair = c.p->office_seat(id, "chair", c.now);
        if (chair && (chair->holder(c.now) == f.project_manager || chair->has_deputy(f.project_manager, c.now))) f.chairs_the_group = true;
    }
    out = std::move(f);
}

void look(context& c, std::optional<separation>& out)
{
    if (c.bid) out = separation{c.actor, c.bid->project_manager, c.bid->author};
}

void look(context& c, std::optional<earlier_part>& out)
{
    if (!c.bid || !c.form_given) return;
    earlier_part f{c.text("project_manager"), ""};
    if (c.bid->agreed && c.bid->agreed->person == f.person) f.did = "agreed";
    for (const auto& [_, check] : c.bid->checks)
        if (check.person == f.person) f.did = "checked";
    for (const auto& p : c.bid->positions)
        if (p.person == f.person) f.did = "taken a position on";
    if (c.bid->signed_off && c.bid->signed_off->by == f.person) f.did = "signed off";
    out = std::move(f);
}

void look(context& c, std::optional<application_gaps>& out)
{
    if (!c.bid) return;
    const auto content = engine::parse_strict(c.bid->content);
    if (content && content->is_object()) out = application_gaps{gaps_of(content->get_object())};
}

void look(context& c, std::optional<aims_named>& out)
{
    if (!c.bid) return;
    const auto content = engine::parse_strict(c.bid->content);
    if (!content || !content->is_object()) return;
    const auto& o = content->get_object();
    out = aims_named{static_cast<std::int64_t>(list_of(o, "aims").size()), static_cast<std::int64_t>(list_of(o, "priorities").size())};
}

void look(context& c, std::optional<exec_date>& out)
{
    if (!c.p || !c.bid || !c.form_given) return;
    const auto* m = c.given("meeting") ? find_meeting(c.known, c.text("meeting")) : next_exec(c.known, *c.p, c.now, c.now);
    exec_date f{"", "", c.now, std::nullopt};
    if (m) {
        f.meeting = m->id;
        f.stage = m->stage;
        if (c.verb == "bid.send") f.deadline = deadline_of_exec(*c.p, *m, c.now);
    }
    out = std::move(f);
}

void look(context& c, std::optional<equality_statement>& out)
{
    if (c.form_given) out = equality_statement{c.text("result"), flag_of(c.form, "equality_impact_accepted")};
}

void look(context& c, std::optional<check_note>& out)
{
    if (c.form_given) out = check_note{c.text("result"), c.given("note")};
}

void look(context& c, std::optional<query_state>& out)
{
    const auto* q = c.bid && c.form_given ? c.bid->find_query(c.text("query")) : nullptr;
    if (q) out = query_state{q->id, q->resolved};
}

void look(context& c, std::optional<absent_agency>& out)
{
    if (!c.p || !c.bid) return;
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
    out = std::move(f);
}

/// Agreement with the group, and checks: an interest through one's agency does not bar from these (TR-interest).
static bool is_of_group_or_check(const context& c)
{
    return c.verb == "bid.agree" || c.verb == "bid.decline" || c.verb == "bid.check" ||
           (c.verb == "bid.return" && c.bid->stage == "with_delivery_group");
}

void look(context& c, std::optional<conflict>& out)
{
    if (!c.p || !c.bid) return;
    conflict f{c.actor, "", std::nullopt, std::nullopt, false};
    f.declared =
        is_of_group_or_check(c) ? own_interest(*c.bid, c.actor, c.now) : barring_interest(c.known, *c.p, c.bid, nullptr, c.actor, c.now);
    const bool own = is_own_bid(*c.bid, c.actor);
    if (c.verb == "bid.sign_off") {
        // What the signer states, and who presides, have a meaning only among those who are in an open meeting.
        if (c.meeting && c.meeting->stage == "open" && c.meeting->in_the_room(c.actor, c.now)) {
            if (c.form_given) {
                f.no_conflict = flag_of(c.form, "no_conflict");
                f.handled = c.given("handled");
            }
            auto unable = conflicted(c.known, *c.p, c.bid, nullptr, c.now);
            unable.insert({c.bid->project_manager, c.bid->author}); // one's own bid is handed over like one in which one has an interest
            if (!own || !f.declared.empty()) f.presides = presiding(*c.p, *c.meeting, unable, "", c.bid->id, c.now); // else FP-h tells it
        }
    } else if (!own && (c.verb == "stream.release" || (c.verb == "bid.return" && !is_of_group_or_check(c))))
        f.presides = decides_for_exec(c.known, *c.p, *c.bid, c.now);
    out = std::move(f);
}

void look(context& c, std::optional<room>& out)
{
    if (!c.bid) return;
    room f{c.bid->exec_meeting, "", c.actor, false};
    if (c.meeting) {
        f.stage = c.meeting->stage;
        f.in_the_room = c.meeting->in_the_room(c.actor, c.now);
    }
    out = std::move(f);
}

void look(context& c, std::optional<quorum_facts>& out)
{
    if (!c.p || !c.meeting || c.meeting->stage != "open") return;
    out = quorum_facts{live_quorum(c.known, *c.p, *c.meeting, c.bid, c.item, c.now)};
}

void look(context& c, std::optional<money_facts>& out)
{
    if (!c.bid || !c.form_given) return;
    if (c.verb == "bid.sign_off" && !c.text("outcome").starts_with("approved")) return;
    money_facts f;
    for (const auto& l : approved_by(c).lines)
        if (const auto* s = engine::get<stream>(c.known, "stream/" + l.stream))
            f.streams.push_back({s->id, s->status, s->amount, s->held_back, s->committed, s->awaiting, l.amount});
    out = std::move(f);
}

void look(context& c, std::optional<outcome_form>& out)
{
    if (!c.bid || !c.form_given) return;
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
    out = std::move(f);
}

void look(context& c, std::optional<board_decision>& out)
{
    if (!c.p || !c.form_given) return;
    board_decision f{c.text("item"), "", "", "", c.bid ? c.bid->id : ""};
    if (const auto* m = meeting_of_item(c.known, f.item)) {
        const auto* b = c.p->find_body(m->body);
        if (b) f.body_kind = boost::describe::enum_to_string(b->kind, "?");
        if (const auto* i = m->find_item(f.item)) {
            f.outcome = i->outcome;
            f.about_bid = i->bid;
        }
    }
    out = std::move(f);
}

// -- facts: the partnership, meetings, money -------------------------------------------------------------------------

void look(context& c, std::optional<counts_for>& out)
{
    if (!c.p || !c.bid) return;
    const auto f =
        c.verb == "bid.check" ? check_counts_for(*c.p, *c.bid, c.actor, c.now) : position_counts_for(*c.p, *c.bid, c.actor, c.now);
    out = counts_for{c.actor, f.seats, f.spoken};
}

void look(context& c, std::optional<submissions>& out)
{
    if (c.bid) out = submissions{c.bid->id, c.bid->revision};
}

void look(context& c, std::optional<seat_office>& out)
{
    if (c.seat) out = seat_office{c.seat->id, c.text("office"), c.seat->office(moment_of(c, "from").value_or(c.now))};
}

void look(context& c, std::optional<newcomer>& out)
{
    if (c.person) out = newcomer{c.person->id, c.person->left};
}

void look(context& c, std::optional<role_held>& out)
{
    if (c.person) out = role_held{c.person->id, c.text("role"), c.person->has_role(c.text("role"))};
}

void look(context& c, std::optional<deputyship>& out)
{
    if (!c.seat || !c.form_given) return;
    out = deputyship{c.seat->id, c.text("person"), c.seat->names_deputy(c.text("person"), c.now)};
}

void look(context& c, std::optional<rule_date>& out)
{
    if (c.body && c.form_given) out = rule_date{c.body->id, moment_of(c, "from").value_or(c.now), last_decision_of(c.known, *c.body)};
}

void look(context& c, std::optional<office_facts>& out)
{
    const auto office = c.text("office");
    if (!c.p || office.empty()) return;
    const auto* s = c.p->office_seat(c.text("body"), office, c.now);
    out = office_facts{office, s ? s->id : ""};
}

void look(context& c, std::optional<body_kind_facts>& out)
{
    const auto kind = c.text("kind");
    if (!c.p || (kind != "executive" && kind != "strategic_board" && kind != "funding_subgroup")) return;
    const auto* b = c.p->only_body(read_as<body_kind>(c.form.at("kind")));
    out = body_kind_facts{kind, b ? b->id : ""};
}

void look(context& c, std::optional<year_facts>& out)
{
    if (!c.p || !c.body || !c.form_given) return;
    out = year_facts{c.text("year"), c.text("first"), static_cast<std::int64_t>(year_of_meetings(*c.p, *c.body, c.form, c.now).size())};
}

void look(context& c, std::optional<sitting>& out)
{
    if (!c.p || !c.meeting || !c.form_given) return;
    if (c.verb == "attendance.expect" && !c.given("person")) return; // the seat's own holder
    sitting f{c.text("person"), c.text("seat"), c.meeting->body, "", false};
    if (f.seat.empty()) f.seat = seat_for(*c.p, c.meeting->body, f.person, c.now);
    if (const auto* s = c.p->find_seat(f.seat)) {
        f.holder = s->holder(c.now);
        f.is_deputy = s->has_deputy(f.person, c.now);
    }
    out = std::move(f);
}

void look(context& c, std::optional<in_or_out>& out)
{
    if (!c.p || !c.meeting || !c.form_given) return;
    in_or_out f{c.text("person"), c.text("seat"), false, c.verb == "attendance.leave"};
    if (f.seat.empty() && !f.should_be) f.seat = seat_for(*c.p, c.meeting->body, f.person, c.now);
    for (const auto& s : c.meeting->stays)
        if (s.person == f.person && (f.seat.empty() || s.seat == f.seat) && !s.left) f.in_the_room = true;
    out = std::move(f);
}

/// Is there an item, or a bid on the table, that this meeting has still to decide?
static bool any_matter_open(context& c)
{
    const auto& items = c.meeting->items;
    if (std::any_of(items.begin(), items.end(), [](const item& i) { return i.outcome.empty() && i.carried_to.empty(); })) return true;
    const auto rows = c.known.rows({.index = "bid.meeting", .key = c.meeting->id});
    return std::any_of(rows.begin(), rows.end(), [&](const auto& row) {
        const auto* b = engine::get<bid>(c.known, "bid/" + row.id);
        return b && is_on_the_table(b->stage);
    });
}

void look(context& c, std::optional<chair_choice>& out)
{
    if (!c.p || !c.meeting || !c.seat || !c.form_given) return;
    const auto& m = *c.meeting;
    const auto about = c.text("item");
    const auto barred_from = [&](const bid* b, const item* i) {
        auto barred = conflicted(c.known, *c.p, b, i, c.now);
        if (!b && i && !i->bid.empty()) b = engine::get<bid>(c.known, "bid/" + i->bid);
        if (b) barred.insert({b->project_manager, b->author});
        return barred;
    };
    const auto able = [&](const std::set<std::string>& barred) { return presiding(*c.p, m, barred, "", "", c.now, true); };
    chair_choice f{c.seat->id, "", "", c.seat->votes(), false, false};
    std::set<std::string> barred;
    if (!about.empty()) {
        const auto* i = m.find_item(about);
        barred = barred_from(i ? nullptr : engine::get<bid>(c.known, "bid/" + about), i);
        f.able = able(barred);
    } else {
        // For the whole meeting: needed when there is a matter still open over which neither of the two can preside.
        f.able = able({});
        const auto look_at = [&](const bid* b, const item* i) {
            if (able(barred_from(b, i)).empty()) f.able.clear();
        };
        for (const auto& i : m.items)
            if (i.outcome.empty() && i.carried_to.empty()) look_at(nullptr, &i);
        for (const auto& row : c.known.rows({.index = "bid.meeting", .key = m.id}))
            if (const auto* b = engine::get<bid>(c.known, "bid/" + row.id); b && is_on_the_table(b->stage)) look_at(b, nullptr);
    }
    // The deputy of a chair's or vice-chair's seat does not preside.
    const auto may_preside = [&](const std::string& who) { return c.seat->office(c.now).empty() || c.seat->holder(c.now) == who; };
    for (const auto& s : m.stays)
        if (m.is_there(s, c.now) && s.seat == f.seat && c.seat->is_sat_for_by(s.person, c.now) && may_preside(s.person))
            f.person = s.person;
    for (const auto& who : able_to_sit(m, *c.seat, c.now, barred))
        if (may_preside(who)) {
            f.person = who;
            break;
        }
    f.in_the_room = !f.person.empty();
    f.conflicted = barred.contains(f.person);
    out = std::move(f);
}

void look(context& c, std::optional<chair_matter>& out)
{
    const auto about = c.text("item");
    if (!c.p || !c.meeting || !c.form_given) return;
    chair_matter f{about, ""};
    if (about.empty()) { // for the whole meeting
        if (!any_matter_open(c)) f.outcome = "nothing is open";
        out = std::move(f);
        return;
    }
    if (const auto* i = c.meeting->find_item(about)) f.outcome = i->outcome;
    else if (const auto* b = engine::get<bid>(c.known, "bid/" + about); b && !is_on_the_table(b->stage)) f.outcome = b->stage;
    out = std::move(f);
}

void look(context& c, std::optional<opening>& out)
{
    if (!c.p || !c.meeting) return;
    out = opening{c.meeting->id, show(day_in(c.now, c.p->zone)), show(day_in(c.meeting->starts, c.p->zone)),
                  !c.form_given || c.given("reason")};
}

void look(context& c, std::optional<item_conflict>& out)
{
    if (!c.p || !c.meeting || !c.item) return;
    const auto barred = conflicted(c.known, *c.p, nullptr, c.item, c.now);
    item_conflict f{c.actor, "", presiding(*c.p, *c.meeting, barred, c.item->id, c.item->bid, c.now)};
    f.declared = barring_interest(c.known, *c.p, nullptr, c.item, c.actor, c.now);
    out = std::move(f);
}

void look(context& c, std::optional<vote_facts>& out)
{
    if (!c.p || !c.meeting || !c.item || !c.form_given) return;
    vote_facts f;
    f.outcome = c.text("outcome");
    f.casting_vote = c.p->policy_at(c.now).casting_vote;
    const auto barred = conflicted(c.known, *c.p, nullptr, c.item, c.now);
    std::vector<const seat*> voting;
    for (const auto& v : list_of(c.form, "votes")) {
        const auto id = text_of(v.as_object(), "seat"), said = text_of(v.as_object(), "vote");
        const auto* s = c.p->find_seat(id);
        if (!s || s->body != c.meeting->body) f.wrong.push_back("The seat " + id + " is not of this body.");
        else if (!s->votes()) f.wrong.push_back("The seat " + id + " is ex officio and has no vote.");
        else if (s->holder(c.now).empty()) f.wrong.push_back("The seat " + id + " is vacant.");
        else if (std::find(voting.begin(), voting.end(), s) != voting.end()) f.wrong.push_back("Two votes stand for the seat " + id + ".");
        else if (able_to_sit(*c.meeting, *s, c.now, barred).empty())
            f.wrong.push_back("The seat " + id +
                              (able_to_sit(*c.meeting, *s, c.now, {}).empty() ? " is not in the room." : " has an interest in this item."));
        else voting.push_back(s);
        ++f.cast;
        if (said == "for") ++f.votes_for;
        if (said == "against") ++f.votes_against;
    }
    for (const auto* s : without_a_person(*c.meeting, voting, c.now, barred)) // TR-deputy: a person has one vote
        f.wrong.push_back("Whoever sits for the seat " + s->id + " has voted in another seat.");
    out = std::move(f);
}

void look(context& c, std::optional<item_outcome>& out)
{
    if (!c.item || !c.form_given) return;
    item_outcome f{c.item->kind, c.text("outcome"), c.text("to_meeting"), "", c.given("text") || !list_of(c.form, "amendments").empty()};
    if (const auto* m = find_meeting(c.known, f.to_meeting)) f.to_meeting_stage = m->stage;
    out = std::move(f);
}

void look(context& c, std::optional<body_outcome>& out)
{
    if (!c.p || !c.meeting || !c.form_given) return;
    const auto* b = c.p->find_body(c.meeting->body);
    out = body_outcome{b ? boost::describe::enum_to_string(b->kind, "?") : "", c.text("outcome")};
}

void look(context& c, std::optional<bid_item>& out)
{
    if (!c.p || !c.meeting || !c.item) return;
    const auto* b = c.p->find_body(c.meeting->body);
    out = bid_item{b ? boost::describe::enum_to_string(b->kind, "?") : "", c.item->kind, c.form_given ? c.text("outcome") : "noted"};
}

void look(context& c, std::optional<record_date>& out)
{
    if (const auto starts = instant_of(c.form, "starts")) out = record_date{flag_of(c.form, "recorded"), *starts, c.now};
}

void look(context& c, std::optional<stream_floor>& out)
{
    if (!c.form_given) return;
    if (c.verb == "stream.open") {
        out = stream_floor{
            c.text("stream"), money_of(c.form, "amount").value_or(pence{}), money_of(c.form, "held_back").value_or(pence{}), {}};
        return;
    }
    if (!c.stream) return;
    const auto given = money_of(c.form, "amount");
    auto becomes = given.value_or(c.stream->amount);
    if (c.verb == "stream.withdraw") {
        if (!given && c.stream->status == "expected") return; // what never came can always be withdrawn
        becomes = given ? c.stream->amount - *given : pence{};
    }
    out = stream_floor{c.stream->id, becomes, c.stream->held_back, c.stream->committed};
}

void look(context& c, std::optional<hold_facts>& out)
{
    if (!c.stream || !c.form_given) return;
    const auto free = c.stream->status == "confirmed" ? c.stream->available() : c.stream->amount - c.stream->held_back - c.stream->awaiting;
    out = hold_facts{c.stream->id, money_of(c.form, "amount").value_or(pence{}), std::max(free, pence{})};
}

void look(context& c, std::optional<release_facts>& out)
{
    if (!c.stream || !c.bid) return;
    out =
        release_facts{c.stream->id, c.bid->id, money_of(c.form, "amount").value_or(pence{}), c.stream->held_back, c.bid->emerging_priority};
}

} // namespace workflows
