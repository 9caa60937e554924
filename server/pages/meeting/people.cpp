// Who is in the room: seat by seat, with the switches that the reader may press.
#include "server/pages/meeting/room.hpp"

#include <algorithm>
#include <set>

namespace pages {

using namespace workflows;

namespace {

/// One seat at this moment.
struct sitting {
    const seat& s;
    std::string holder;
    const stay* here = nullptr; ///< the stay of whoever sits there now
    std::string answer;         ///< "apologies", "expected", or ""
    std::string person() const { return here ? here->person : holder; }
};
sitting sitting_of(const page_context& page, const meeting& of, const seat& s)
{
    sitting out{s, s.holder(page.now), nullptr, ""};
    const auto moment = of.closed ? engine::instant{of.closed->micros - 1} : page.now;
    for (const auto& stay : of.stays)
        if (stay.seat == s.id && stay.at(moment)) out.here = &stay;
    if (const auto answer = of.answers.find(s.id); answer != of.answers.end()) out.answer = answer->second;
    return out;
}

std::string note_of(const page_context& page, const sitting& at)
{
    if (at.here) {
        const auto since = page.word("room.since", {{"time", page.time(at.here->arrived)}});
        return at.here->person == at.holder ? since : page.word("room.deputy", {{"who", page.office(at.here->person)}}) + ", " + since;
    }
    if (at.holder.empty()) return page.word("room.vacant");
    if (at.answer == "apologies") return page.word("room.apologies");
    return at.answer.empty() ? "" : page.word("room.expected");
}

json::object row_of(const page_context& page, const meeting& of, const sitting& at, bool runs, bool barred)
{
    const bool answers = is_planned(of) && (runs || page.sits_for(&at.s));
    json::array deputies;
    if (is_open(of) && !at.here)
        for (const auto& d : at.s.deputies)
            if (d.at(page.now) && (runs || d.who == page.me))
                deputies.push_back({{"deputy_id", d.who}, {"deputy_name", page.office(d.who)}});
    return {{"seat_id", at.s.id},
            {"seat_title", at.s.title},
            {"seat_person", at.person()},
            {"seat_note", note_of(page, at)},
            {"seat_here", at.here != nullptr},
            {"seat_counts", at.s.votes()},
            {"seat_withdrawn", at.here && barred},
            {"seat_switch", is_open(of) && !at.person().empty() && (runs || at.person() == page.me)},
            {"seat_apologise", answers && at.answer != "apologies"},
            {"seat_expect", answers && at.answer != "expected"},
            {"deputies", std::move(deputies)}};
}

/// Who attends without counting is listed, not counted.
std::int64_t members(const json::array& rows)
{
    return std::count_if(rows.begin(), rows.end(), [](const auto& r) { return r.at("seat_counts").as_bool(); });
}

} // namespace

void lay_people(const page_context& page, const meeting& of, const std::string& matter, json::object& model)
{
    const auto* b = matter.empty() ? nullptr : page.bid(matter);
    const auto* i = of.find_item(matter);
    const auto barred = b || i ? conflicted(page.known, page.p, b, i, page.now) : std::set<std::string>{};
    const bool runs = may_run(page.known, page.p, of, page.me, page.now);
    json::array in, not_here;
    std::vector<std::string> by_office;
    for (const auto* s : page.p.seats_of(of.body, page.now)) {
        if (!s->votes()) by_office.push_back(s->title);
        if (!s->votes() && !is_open(of)) continue;
        const auto at = sitting_of(page, of, *s);
        (at.here ? in : not_here).push_back(row_of(page, of, at, runs, barred.contains(at.person())));
    }
    model["in_count"] = page.word.count("room.in", members(in));
    model["out_count"] = page.word.count(was_held(of) ? "room.not_at_end" : "room.not_here", members(not_here));
    model["has_in"] = !in.empty();
    model["in"] = std::move(in);
    model["not_here"] = std::move(not_here);
    model["has_officio"] = !by_office.empty();
    model["officio"] = page.word.list(by_office);
}

} // namespace pages
