#include "workflows/interest/events.hpp"

#include "workflows/bid/stages.hpp"
#include "workflows/fields.hpp"
#include "workflows/interest/stages.hpp"
#include "workflows/item/stages.hpp"
#include "workflows/standing.hpp"

namespace workflows {

std::string stage_of_matter(const context& c)
{
    const bool of_item = c.item && c.meeting;
    const bool over = of_item ? in<item_stages::over>(stage_of_item(*c.meeting, *c.item)) : !c.bid || in<bid_stages::over>(c.bid->stage);
    return std::string(over ? matter_stages::over::name : matter_stages::open::name);
}

void hold_interest(context& c, engine::event& e)
{
    const auto who = c.given("person") ? c.text("person") : c.actor;
    e.data["person"] = who;
    const auto* b = c.bid; // an interest in an item about a bid is one in the bid
    if (!b && c.item && !c.item->bid.empty()) b = engine::get<bid>(c.known, "bid/" + c.item->bid);
    if (!b) return;
    if (!c.bid) e.also.push_back("bid/" + b->id);
    if (!in<bid_stages::on_the_table>(b->stage) || !bars(*c.p, c.text("nature"), c.now)) return;
    // FP-f: a representative's interest is a position too: at the seats that they hold where nobody else has given one, and
    // in place of what they gave themselves. A deputy's interest touches nothing that another gave.
    std::vector<std::string> seats;
    for (const auto* s : agency_seats(*c.p, c.now)) {
        const auto* given = b->position_at(s->id);
        if (given ? given->person == who : s->holder(c.now) == who) seats.push_back(s->id);
    }
    if (seats.empty()) return;
    e.data["position"] = "interest";
    e.data["withdraws"] = seats_with_agencies(*c.p, seats);
}

/// An interest is a position too: it may be the bid's last one.
void follow_interest(const happened& h, follow_ups& out)
{
    if (h.e.type != "interest.declared") return;
    if (engine::split_key(h.e.subject).kind == "bid") out.add(whatever_follows(h.e.subject));
    for (const auto& key : h.e.also)
        if (engine::split_key(key).kind == "bid") out.add(whatever_follows(key));
}

} // namespace workflows
