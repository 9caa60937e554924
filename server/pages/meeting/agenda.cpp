#include "server/pages/meeting/agenda.hpp"
#include "names/bid.hpp"

#include <set>

namespace pages {

using namespace workflows;

namespace {

/// An item of the agenda. Nothing when it is about a bid that is not the reader's to see.
std::optional<entry> entry_of_item(const page_context& page, const meeting& of, const item& i)
{
    entry e{i.id, i.title, i.kind, i.outcome, i.marking, &i, nullptr, !i.outcome.empty()};
    if (i.bid.empty()) return e;
    const auto* about = page.bid(i.bid);
    if (!about) return std::nullopt;
    if (e.marking.empty()) e.marking = about->marking;
    else if (!about->marking.empty() && about->marking != e.marking) e.marking += ", " + about->marking;
    // Signed off at an Exec that is or was held here; any other item about a bid is decided as an item.
    if (is_of_exec(page.p, of) && i.kind == "bid" && !of.recorded) {
        e.of_bid = about;
        e.decided = about->signed_off && about->signed_off->meeting == of.id;
        e.outcome = e.decided ? about->signed_off->outcome : "";
    }
    return e;
}

std::string name_of(const workflows::bid& b) { return b.title.empty() ? b.id : b.title; }

} // namespace

std::vector<entry> entries_of(const page_context& page, const meeting& of)
{
    std::vector<entry> out;
    std::set<std::string> seen; // bids
    for (const auto& i : of.items) {
        if (!may_read_item(page.known, page.me, of, i, page.now) || (!i.carried_to.empty() && i.outcome.empty())) continue;
        auto e = entry_of_item(page, of, i);
        if (!e) continue;
        if (!i.bid.empty()) seen.insert(i.bid);
        out.push_back(std::move(*e));
    }
    const auto add = [&](const workflows::bid& b, bool decided) {
        if (seen.insert(b.id).second)
            out.push_back({b.id, b.title, "bid", decided ? b.signed_off->outcome : "", b.marking, nullptr, &b, decided});
    };
    for (const auto* b : page.bids({.index = "bid.signed_at", .key = of.id})) add(*b, true);
    if (!is_of_exec(page.p, of)) return out;
    const auto listed = page.bids({.index = "bid.meeting", .key = of.id});
    for (const auto stage : names_of<bid_stages::on_its_list>())
        for (const auto* b : listed)
            if (b->stage == stage) add(*b, false);
    return out;
}

json::array shown_agenda(const page_context& page, const meeting& of, const std::vector<entry>& all, const std::string& chosen)
{
    json::array out;
    for (const auto& e : all) {
        std::string state;
        if (e.decided) state = page.word((e.of_bid ? "outcome_short." : "item_outcome.") + e.outcome);
        else if (e.of_bid) state = app::pounds(e.of_bid->amount) + ", " + page.word("stage." + e.of_bid->stage);
        else state = page.word("item_kind." + e.kind);
        out.push_back({{"agenda_n", out.size() + 1},
                       {"agenda_title", e.title},
                       {"agenda_marking", e.marking},
                       {"agenda_state", state},
                       {"agenda_here", e.id == chosen},
                       {"agenda_to", page.path("/meetings/" + of.id + "?item=" + e.id)}});
    }
    return out;
}

std::string opening_leads_to(const page_context& page, const meeting& of)
{
    std::vector<std::string> unchecked;
    for (const auto* b : page.bids({.index = "bid.meeting", .key = of.id}))
        if (is_being_checked(*b)) unchecked.push_back(name_of(*b));
    if (unchecked.empty() || !is_planned(of)) return "";
    const auto* next = next_exec(page.known, page.p, of.starts, std::nullopt);
    return page.word.count("room.opening_leads_to", static_cast<std::int64_t>(unchecked.size()),
                           {{"bids", page.word.list(unchecked)}, {"next", next ? page.meeting_name(next->id) : page.word("room.no_next")}});
}

json::array lost_places(const page_context& page, const meeting& of)
{
    json::array out;
    for (const auto* b : page.bids({.index = "bid.lost", .key = of.id})) {
        const auto* place = b->lost_by(of.id);
        if (!place) continue;
        const auto why = place->why == events::bid_carried_over ? place->open_query.empty() ? "carried" : "query" : place->why.substr(4);
        const bool nowhere = b->exec_meeting.empty() || b->exec_meeting == of.id;
        const auto next = nowhere ? page.word("room.no_next") : page.meeting_name(b->exec_meeting);
        out.push_back({{"lost_to", page.path("/bids/" + b->id)},
                       {"lost_title", name_of(*b)},
                       {"lost_why", page.word("room.lost." + why, {{"next", next}})}});
    }
    return out;
}

} // namespace pages
