#include "workflows/context.hpp"

#include "workflows/bid/state.hpp"
#include "workflows/document/state.hpp"
#include "workflows/fields.hpp"
#include "workflows/meeting/state.hpp"
#include "workflows/partnership/state.hpp"
#include "workflows/standing.hpp"
#include "workflows/stream/state.hpp"

namespace workflows {

context make_context(engine::reader& known, const engine::request& r, instant now)
{
    context c{known, r.verb, r.actor, r.fields, now};
    c.internal = r.internal;
    c.due = r.due;
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
    const bool of_bid = r.verb.starts_with("bid.") || engine::split_key(r.subject).kind == "bid";
    if (c.bid && of_bid) c.meeting = find_meeting(known, c.bid->exec_meeting);
    return c;
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

} // namespace workflows
