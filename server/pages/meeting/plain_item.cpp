// An item of the agenda that is no bid to sign off: its kind, what was decided, and the form.
#include "server/pages/meeting/meeting.hpp"
#include "server/pages/meeting/quorum.hpp"
#include "server/pages/meeting/room.hpp"

#include <algorithm>

namespace pages {

using namespace workflows;

namespace {

/// What may be decided on an item of its kind (MN-agenda, MN-endorse, FP-g1).
json::array outcomes_of(const page_context& page, const meeting& of, const item& i)
{
    const auto* b = page.p.find_body(of.body);
    std::vector<std::string> all{"agreed", "agreed_subject_to_amendments", "not_agreed", "deferred", "noted", "endorsed"};
    if (!of.recorded) // old minutes may have anything
        std::erase_if(all, [&](const std::string& o) {
            if (i.kind == "bid") return o != "noted";
            if (i.kind == "information") return o != "noted" && o != "deferred";
            return (i.kind == "discussion" || (b && b->kind == body_kind::county)) && (o.starts_with("agreed") || o == "not_agreed");
        });
    json::array out;
    for (const auto& o : all) out.push_back({{"item_outcome", o}, {"item_outcome_name", page.word("item_outcome." + o)}});
    return out;
}

/// The voting seats of whoever is in the room.
json::array seats_in_room(const page_context& page, const meeting& of)
{
    json::array out;
    for (const auto* s : page.p.seats_of(of.body, page.now))
        if (s->votes() &&
            std::any_of(of.stays.begin(), of.stays.end(), [&](const stay& st) { return st.seat == s->id && st.at(page.now); }))
            out.push_back({{"vote_seat", s->id}, {"vote_title", s->title}});
    return out;
}

void lay_outcome(const page_context& page, const meeting& of, const item& i, json::object& it)
{
    it["plain_decided"] = !i.outcome.empty();
    if (i.outcome.empty()) {
        it["plain_may_record"] = is_from_minutes(of) && page.has_role("partnership_manager") && !page.is_past();
        return;
    }
    it["plain_outcome"] = page.word("item_outcome." + i.outcome);
    it["plain_text"] = i.text;
    it["plain_when"] = decided_when(page, of, i);
    if (i.quorum) it["plain_record"] = quorum_record(page, *i.quorum);
}

} // namespace

std::string decided_when(const page_context& page, const meeting& of, const item& i)
{
    if (!i.decided_at) return "";
    const auto time = page.time(*i.decided_at);
    if (!of.recorded) return page.word("signed_by", {{"who", page.office(i.decided_by)}, {"time", time}});
    if (*i.decided_at < of.starts || of.ends < *i.decided_at) return ""; // when it was typed in
    return page.word("room.recorded_at", {{"time", time}});
}

std::string quorum_record(const page_context& page, const quorum_sum& q)
{
    const auto quorate = q.quorate();
    return page.word(quorate == quorum_sum::answer::yes  ? "record.quorate"
                     : quorate == quorum_sum::answer::no ? "record.inquorate"
                                                         : "record.undetermined") +
           " " + quorum_sum_in_words(page, engine::to_json(q).as_object());
}

void lay_plain_item(page_context& page, const meeting& of, const item& i, json::object& model)
{
    json::object it{{"plain_id", i.id}, {"plain_kind", page.word("item_kind." + i.kind)}, {"plain_outcomes", outcomes_of(page, of, i)}};
    lay_outcome(page, of, i, it);
    if (const auto* about = page.bid(i.bid)) {
        it["plain_bid_to"] = page.path("/bids/" + about->id);
        it["plain_bid"] = about->title;
    }
    it["plain_may_decide"] = may_decide(page.p, of, i, page.me, page.now);
    json::array interests;
    for (const auto& d : i.interests)
        interests.push_back({{"known_who", page.office(d.person)}, {"known_what", page.word("nature." + d.nature)}});
    it["knows"] = !interests.empty();
    it["known"] = std::move(interests);
    it["vote_seats"] = seats_in_room(page, of);
    it["later_execs"] = later_meetings(page, of.body, of.id);
    model["plain_item"] = std::move(it);
}

} // namespace pages
