#include "workflows/standing.hpp"

#include "engine/memory_store.hpp"
#include "workflows/fields.hpp"
#include "workflows/funding.hpp"
#include "workflows/meeting/stages.hpp"

#include <algorithm>

namespace workflows {
namespace {

/// Interests declared in a bid, and in items about it on its Exec's agenda; or in an item and in its bid.
std::vector<const declared_interest*> interests_in(engine::reader& known, const bid* b, const item* i)
{
    std::vector<const declared_interest*> out;
    const auto add = [&](const std::vector<declared_interest>& list) {
        for (const auto& d : list) out.push_back(&d);
    };
    if (i) add(i->interests);
    if (i && !b && !i->bid.empty()) b = engine::get<bid>(known, "bid/" + i->bid);
    if (!b) return out;
    add(b->interests);
    if (i) return out;
    if (const auto* m = find_meeting(known, b->exec_meeting)) // newer logs write an item's interest into its bid as well
        for (const auto& other : m->items)
            if (other.bid == b->id) add(other.interests);
    return out;
}

const bid* bid_of(engine::reader& known, const bid* b, const item* i)
{
    return b || !i || i->bid.empty() ? b : engine::get<bid>(known, "bid/" + i->bid);
}

/// TR-interest: whoever belongs to the bidder's agency has its interest without declaring it. "" where that is not so.
std::string agency_with_interest(engine::reader& known, const partnership& p, const bid* b, instant t)
{
    if (!b || p.policy_at(t).agency_interest != interest_rule::withdraw) return {};
    return bidders_agency(known, p, *b);
}

std::string own_agency(engine::reader& known, std::string_view who)
{
    const auto* person_there = engine::get<person>(known, "person/" + std::string(who));
    return person_there ? person_there->agency : "";
}

} // namespace

bool bars(const partnership& p, std::string_view nature, instant t)
{
    return nature == "pecuniary" || nature == "personal" ||
           (nature == "agency" && p.policy_at(t).agency_interest == interest_rule::withdraw);
}

std::string bidders_agency(engine::reader& known, const partnership& p, const bid& b)
{
    if (!b.organisation.empty())
        for (const auto& a : p.agencies)
            if (a.id == b.organisation || folded_address(a.name) == folded_address(b.organisation)) return a.id;
    return own_agency(known, b.project_manager);
}

std::string barring_interest(engine::reader& known, const partnership& p, const bid* b, const item* i, std::string_view who, instant t)
{
    for (const auto* d : interests_in(known, b, i))
        if (d->person == who && d->at <= t && bars(p, d->nature, t)) return d->nature;
    const auto agency = agency_with_interest(known, p, bid_of(known, b, i), t);
    return !agency.empty() && own_agency(known, who) == agency ? "agency" : "";
}

std::string own_interest(const bid& b, std::string_view who, instant t)
{
    for (const auto& d : b.interests)
        if (d.person == who && d.at <= t && d.nature != "agency") return d.nature;
    return {};
}

std::set<std::string> conflicted(engine::reader& known, const partnership& p, const bid* b, const item* i, instant t,
                                 std::optional<instant> of_day)
{
    const auto day_of = of_day.value_or(t);
    std::set<std::string> out;
    for (const auto* d : interests_in(known, b, i))
        if (d->at <= t && bars(p, d->nature, day_of)) out.insert(d->person);
    const auto agency = agency_with_interest(known, p, bid_of(known, b, i), day_of);
    if (agency.empty()) return out;
    for (const auto& [_, s] : p.seats)
        for (const auto* terms : {&s.holders, &s.deputies})
            for (const auto& held : *terms)
                if (held.at(day_of) && own_agency(known, held.who) == agency) out.insert(held.who);
    return out;
}

// -- who presides, who decides ---------------------------------------------------------------------------------------

std::string presiding(const partnership& p, const meeting& m, const std::set<std::string>& barred, std::string_view item,
                      std::string_view bid, instant now, bool officers_only)
{
    for (const auto* office : {"chair", "vice_chair"}) {
        const auto who = p.office_holder(m.body, office, now);
        if (!who.empty() && m.in_the_room(who, now) && !barred.contains(who)) return who;
    }
    if (officers_only) return {};
    for (auto c = m.chairs.rbegin(); c != m.chairs.rend(); ++c) { // the last choice for this matter, or for the meeting
        if (!c->about.empty() && c->about != item && c->about != bid) continue;
        const auto* s = p.find_seat(c->seat);
        if (!s || !s->open_at(now)) continue;
        for (const auto& who : able_to_sit(m, *s, now, barred)) // who has lost the seat presides no more
            if (c->person.empty() || c->person == who) return who;
    }
    return {};
}

const meeting* open_exec(engine::reader& known, const partnership& p, const bid& b)
{
    const auto* own = find_meeting(known, b.exec_meeting);
    if (own && in<meeting_stages::open>(own->stage)) return own;
    const auto* exec = p.only_body(body_kind::executive);
    if (!exec) return nullptr;
    const auto open = known.rows({.index = "meeting.open", .key = exec->id, .limit = 1});
    return open.empty() ? nullptr : find_meeting(known, open.front().id);
}

std::string decides_for_exec(engine::reader& known, const partnership& p, const bid& b, instant now)
{
    auto barred = conflicted(known, p, &b, nullptr, now);
    barred.insert({b.project_manager, b.author});
    if (const auto* m = open_exec(known, p, b)) return presiding(p, *m, barred, "", b.id, now);
    const auto* exec = p.only_body(body_kind::executive);
    if (!exec) return {};
    for (const auto* office : {"chair", "vice_chair"})
        if (const auto who = p.office_holder(exec->id, office, now); !who.empty() && !barred.contains(who)) return who;
    return {};
}

std::vector<group_decider> deciders_of_group(const partnership& p, const bid& b, instant now)
{
    std::vector<group_decider> out;
    bool all_barred = true;
    const auto* chair = p.office_seat(b.delivery_group, "chair", now);
    const auto add = [&](const std::string& who) {
        if (who.empty()) return;
        out.push_back({who, chair->id});
        all_barred = all_barred && (is_own_bid(b, who) || !own_interest(b, who, now).empty());
    };
    if (chair) {
        add(chair->holder(now));
        for (const auto& who : chair->deputies_at(now)) add(who);
    }
    const auto* vice = p.office_seat(b.delivery_group, "vice_chair", now);
    if (all_barred && vice && !vice->holder(now).empty()) out.push_back({vice->holder(now), vice->id});
    return out;
}

// -- checks ----------------------------------------------------------------------------------------------------------

namespace {

/// @param spoke of a seat: has its present holder spoken?
template <class Spoke> spoken_for counts_for_seats(const std::vector<const seat*>& seats, const std::string& who, instant now, Spoke spoke)
{
    spoken_for out;
    for (const auto* s : seats)
        if (s->holder(now) == who) out.seats.push_back(s->id);
    for (const auto* s : seats) {
        if (s->holder(now) == who || !s->has_deputy(who, now)) continue;
        (spoke(*s) ? out.spoken : out.seats).push_back(s->id);
    }
    return out;
}

std::vector<const seat*> reviewers_seats(const partnership& p, instant now)
{
    const auto* group = p.only_body(body_kind::funding_subgroup);
    auto out = group ? p.seats_of(group->id, now) : std::vector<const seat*>{};
    std::erase_if(out, [](const seat* s) { return !s->votes(); });
    return out;
}

/// The check that stands at a seat: what was given for it, else what its holder gave for another seat of theirs; nullptr.
const workflows::compliance_check* check_at(const bid& b, const seat& s, instant now)
{
    if (const auto found = b.checks.find(s.id); found != b.checks.end()) return &found->second;
    const auto holder = s.holder(now);
    for (const auto& [_, c] : b.checks)
        if (!holder.empty() && c.person == holder) return &c;
    return nullptr;
}

/// The same of a position.
const position* position_for(const bid& b, const seat& s, instant now)
{
    if (const auto* given = b.position_at(s.id)) return given;
    const auto holder = s.holder(now);
    for (const auto& p : b.positions)
        if (!holder.empty() && p.person == holder && p.position != "interest") return &p;
    return nullptr;
}

} // namespace

spoken_for check_counts_for(const partnership& p, const bid& b, const std::string& who, instant now)
{
    return counts_for_seats(reviewers_seats(p, now), who, now, [&](const seat& s) {
        const auto* c = check_at(b, s, now);
        return c && c->person == s.holder(now);
    });
}

spoken_for position_counts_for(const partnership& p, const bid& b, const std::string& who, instant now)
{
    return counts_for_seats(agency_seats(p, now), who, now, [&](const seat& s) {
        const auto* given = position_for(b, s, now);
        return given && given->position != "interest" && given->person == s.holder(now);
    });
}

compliance compliance_of(const partnership& p, const bid& b, instant now)
{
    compliance out;
    std::set<std::string> compliant; // persons: each reviewer checks for themself
    for (const auto* s : reviewers_seats(p, now)) {
        const auto holder = s->holder(now);
        if (const auto* check = check_at(b, *s, now)) {
            if (check->result == "compliant") compliant.insert(check->person);
            else out.missing.push_back(s->id);
            continue;
        }
        if (holder.empty()) continue; // vacant: no reviewer
        const bool barred = is_own_bid(b, holder) || !own_interest(b, holder, now).empty();
        (barred ? out.left_out : out.missing).push_back(s->id);
    }
    out.wanted = p.policy_at(now).compliance_reviewers;
    out.compliant = static_cast<std::int64_t>(compliant.size());
    if (out.wanted) out.left_out.clear();
    return out;
}

// -- positions -------------------------------------------------------------------------------------------------------

std::vector<const seat*> agency_seats(const partnership& p, instant now)
{
    const auto* exec = p.only_body(body_kind::executive);
    auto out = exec ? p.seats_of(exec->id, now) : std::vector<const seat*>{};
    std::erase_if(out, [&](const seat* s) {
        const auto* a = p.find_agency(s->agency);
        return !s->votes() || !a || !a->statutory;
    });
    return out;
}

namespace {

/// @param seats agency_seats of that moment: whoever asks of all agencies looks for them once
agency_standing standing_among(engine::reader& known, const partnership& p, const bid& b, std::string_view agency,
                               const std::vector<const seat*>& seats, instant now)
{
    if (const auto* given = b.position_of(agency)) return {given->position, given->seat, given->person, given};
    for (const auto* s : seats) // what its representative said for another agency of theirs counts for this one
        if (const auto* given = s->agency == agency ? position_for(b, *s, now) : nullptr)
            return {given->position, s->id, given->person, given};
    for (const auto* s : seats) {
        const auto who = s->agency == agency ? s->holder(now) : "";
        if (!who.empty() && !barring_interest(known, p, &b, nullptr, who, now).empty()) return {"interest", s->id, who};
    }
    return {b.is_absent(agency) ? "absent" : "", "", ""};
}

} // namespace

agency_standing standing_of(engine::reader& known, const partnership& p, const bid& b, std::string_view agency, instant now)
{
    return standing_among(known, p, b, agency, agency_seats(p, now), now);
}

std::vector<std::string> silent_agencies(engine::reader& known, const partnership& p, const bid& b, instant now)
{
    auto out = p.statutory_agencies();
    const auto seats = agency_seats(p, now);
    std::erase_if(out, [&](const std::string& a) { return !standing_among(known, p, b, a, seats, now).kind.empty(); });
    return out;
}

position_count count_positions(engine::reader& known, const partnership& p, const bid& b, instant now)
{
    position_count out;
    const auto seats = agency_seats(p, now);
    for (const auto& a : p.statutory_agencies()) {
        const auto kind = standing_among(known, p, b, a, seats, now).kind;
        if (kind == "oppose") ++out.against;
        else if (kind.starts_with("support")) ++out.in_favour;
    }
    return out;
}

engine::json::array seats_with_agencies(const partnership& p, const std::vector<std::string>& seats)
{
    engine::json::array out;
    for (const auto& s : seats) out.push_back({{"agency", p.find_seat(s)->agency}, {"seat", s}});
    return out;
}

// -- meetings --------------------------------------------------------------------------------------------------------

const meeting* find_meeting(engine::reader& known, std::string_view id)
{
    return id.empty() ? nullptr : engine::get<meeting>(known, "meeting/" + std::string(id));
}

const meeting* meeting_of_item(engine::reader& known, std::string_view item)
{
    const auto rows = known.rows({.index = "meeting.item", .key = std::string(item), .limit = 1});
    return rows.empty() ? nullptr : find_meeting(known, rows.front().id);
}

instant deadline_by_policy(const partnership& p, instant starts, instant now)
{
    const auto& rules = p.policy_at(now);
    return std::min(deadline_of(starts, rules.deadline_sum(), p.zone, rules.holidays()), starts);
}

instant deadline_of_exec(const partnership& p, const meeting& m, instant now)
{
    return m.deadline ? *m.deadline : deadline_by_policy(p, m.starts, now);
}

const meeting* next_exec(engine::reader& known, const partnership& p, instant from, std::optional<instant> in_time)
{
    const auto* exec = p.only_body(body_kind::executive);
    if (!exec) return nullptr;
    for (const auto& row : known.rows({.index = "meeting.planned", .key = exec->id, .from = engine::exact(from), .limit = 64})) {
        const auto* m = find_meeting(known, row.id);
        if (m && m->starts > from && !m->recorded && (!in_time || *in_time < deadline_of_exec(p, *m, *in_time))) return m;
    }
    return nullptr;
}

const meeting* next_meeting(engine::reader& known, const meeting& after)
{
    for (const auto& row : known.rows({.index = "meeting.planned", .key = after.body, .from = engine::exact(after.starts)})) {
        const auto* m = find_meeting(known, row.id);
        if (m && m->id != after.id && m->starts >= after.starts && !m->recorded) return m;
    }
    return nullptr;
}

namespace {

/// Was the bid on the meeting's list, by the time that it closed?
bool was_before(const meeting& m, const bid& b)
{
    return b.exec_meeting == m.id || (b.signed_off && b.signed_off->meeting == m.id) ||
           std::any_of(b.lost.begin(), b.lost.end(), [&](const lost_place& l) { return l.meeting == m.id; });
}

/// The quorum that a meeting had at its close for a bid that was not on its list: folded from the log, since nothing was
/// written down for it. Rare, and slow on a long log.
quorum_sum folded_quorum(engine::reader& known, const meeting& m, const bid& b)
{
    const funding workflows;
    engine::folded then(known.partnership(), workflows);
    for (std::int64_t from = 0; from < m.closed_index;) {
        const auto events = known.events_from(from, static_cast<std::size_t>(std::min<std::int64_t>(1000, m.closed_index - from)));
        if (events.empty()) break;
        for (const auto& e : events) then.apply(e);
        from += static_cast<std::int64_t>(events.size());
    }
    const auto* p = engine::get<partnership>(then, partnership_key);
    const auto* was = engine::get<meeting>(then, "meeting/" + m.id);
    return count_quorum(*p, *was, *m.closed, conflicted(then, *p, engine::get<bid>(then, "bid/" + b.id), nullptr, *m.closed));
}

} // namespace

quorum_sum live_quorum(engine::reader& known, const partnership& p, const meeting& m, const bid* b, const item* i, instant now)
{
    if (in<meeting_stages::closed>(m.stage) && !m.closing.empty()) {
        const auto found = i ? m.closing.find("item/" + i->id) : b ? m.closing.find("bid/" + b->id) : m.closing.end();
        if (b && !i && b->drafted_index < m.closed_index && !was_before(m, *b)) return folded_quorum(known, m, *b);
        return found == m.closing.end() ? m.closing.at("") : found->second;
    }
    // In logs of before the close wrote nothing down: then by what its second tells.
    const auto at = m.closed ? *m.closed : now;
    return count_quorum(p, m, at, b || i ? conflicted(known, p, b, i, at) : std::set<std::string>{});
}

std::optional<instant> last_decision_of(engine::reader& known, const body& b)
{
    std::optional<instant> out;
    const auto look_at = [&](std::string_view index, const std::string& key) {
        const auto rows = known.rows({.index = std::string(index), .key = key, .descending = true, .limit = 1});
        if (rows.empty()) return;
        if (const auto t = engine::parse_instant(rows.front().sort)) out = std::max(out.value_or(*t), *t);
    };
    look_at("meeting.decided", b.id);
    if (b.kind == body_kind::executive) look_at("bid.last_signed", "");
    return out;
}

} // namespace workflows
