// A bid that the Exec signs off, as the room shows it: what is known of conflicts, the money left, and the form.
#include "names/bid.hpp"
#include "server/pages/attempt.hpp"
#include "server/pages/bid/bid.hpp"
#include "server/pages/meeting/meeting.hpp"
#include "server/pages/meeting/room.hpp"
#include "server/pages/money/bar.hpp"
#include "workflows/bid/application.hpp"

#include <cctype>
#include <set>

namespace pages {

using namespace workflows;

namespace {

/// The long words of a title, by which like work is found.
std::set<std::string> long_words(const std::string& title)
{
    std::set<std::string> out;
    std::string one;
    for (const char c : title + " ") {
        if (std::isalpha(static_cast<unsigned char>(c))) one += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        else {
            if (one.size() > 5) out.insert(one);
            one.clear();
        }
    }
    return out;
}

/// Awards for like work: others of the same group that were approved and share a long word of the title.
std::vector<const workflows::bid*> like_awards(const page_context& page, const workflows::bid& b)
{
    const auto mine = long_words(b.title);
    std::vector<const workflows::bid*> out;
    for (const auto* other : page.bids({.index = "bid.group", .key = b.delivery_group, .descending = true, .limit = 40})) {
        if (other->id == b.id || !other->signed_off || !other->signed_off->amount) continue;
        const auto theirs = long_words(other->title);
        if (std::any_of(mine.begin(), mine.end(), [&](const auto& w) { return theirs.contains(w); })) out.push_back(other);
    }
    return out;
}

/// What the record knows of conflicts: declared interests, the bidder's own agency, like work.
json::array known_of(const page_context& page, const workflows::bid& b)
{
    json::array out;
    const auto add = [&](std::string who, std::string what) {
        out.push_back({{"known_who", std::move(who)}, {"known_what", std::move(what)}});
    };
    for (const auto& i : b.interests)
        add(page.office(i.person), page.word(bars(page.p, i.nature, page.now) ? "known.withdrawn" : "known.declared",
                                             {{"nature", page.word("nature." + i.nature)}, {"detail", i.detail}}));
    if (const auto* pm = page.person(b.project_manager); pm && !pm->agency.empty())
        add(page.agency_name(pm->agency), page.word("known.agency"));
    for (const auto* other : like_awards(page, b))
        add(page.word("known.like"), page.word("known.like_says", {{"title", other->title},
                                                                   {"sum", app::pounds(*other->signed_off->amount)},
                                                                   {"date", page.date(other->signed_off->at)}}));
    return out;
}

/// What a stream has for a line, and what is left after it.
json::object left_bar(const page_context& page, const bid_line& l, const workflows::stream& s)
{
    const bool taken = l.state != "asked"; // it is in the stream's sums already
    const auto bound = s.is_expected() ? s.awaiting : s.committed;
    const auto has = s.left(), left = taken ? has : has - l.amount;
    auto bar = money_bar({.committed = taken ? bound - l.amount : bound,
                          .asks = l.amount,
                          .available = std::max(left, engine::pence{}),
                          .held = s.held_back,
                          .scale = std::max(s.amount, bound + l.amount + s.held_back)});
    bar["left_stream"] = page.stream_name(l.stream);
    bar["left_sum"] = app::pounds(left);
    bar["left_of"] = app::pounds(taken ? has + l.amount : has);
    bar["left_short"] = left.value < 0;
    bar["left_expected"] = s.is_expected();
    return bar;
}

/// The box for a line's amended sum: as typed when it was just refused, else what is asked.
json::object amend_input(const page_context& page, const workflows::bid& b, const bid_line& l, const json::object* typed)
{
    auto value = engine::show(l.amount);
    if (typed && typed->contains("lines_" + l.stream)) value = text_of(*typed, "lines_" + l.stream);
    else if (typed && b.lines.size() == 1 && typed->contains("amount")) value = text_of(*typed, "amount");
    return {{"amend_stream", l.stream},
            {"amend_name", page.stream_name(l.stream)},
            {"amend_most", app::pounds_exactly(l.amount)},
            {"amend_value", value}};
}

/// What the reader can do here, or why not; and of what was signed off here, how.
void lay_sign_off(const page_context& page, const meeting& of, const workflows::bid& b, json::object& it)
{
    const auto seen = page.ask("bid", {{"bid", b.id}});
    for (const auto& c : list_of(seen, "can")) {
        const auto& o = c.get_object();
        if (text_of(o, "do") == verbs::bid_return && flag_of(o, "allowed")) it["can_return"] = true;
        if (text_of(o, "do") != verbs::bid_sign_off) continue;
        it["may_sign"] = true;
        it["sign_allowed"] = flag_of(o, "allowed");
        it["sign_rules"] = shown_refusals(page.word, page.path(), list_of(o, "refusals"));
    }
    if (!b.signed_off || b.signed_off->meeting != of.id) return;
    const auto& d = *b.signed_off;
    it["signed"] = page.word("outcome." + d.outcome, {{"sum", d.amount ? app::pounds(*d.amount) : ""}});
    it["signed_says"] = page.word("signed_by", {{"who", page.seat_title(d.seat)}, {"time", page.time(d.at)}});
    it["signed_reason"] = d.reason;
    it["signed_to"] = page.path("/decisions/" + std::to_string(d.index));
    it["may_sign"] = false;
}

} // namespace

void lay_bid_item(page_context& page, const meeting& of, const workflows::bid& b, json::object& model)
{
    json::object it{{"bid_id", b.id},
                    {"bid_to", page.path("/bids/" + b.id)},
                    {"bid_summary", text_of(read_application(b.content), "summary")},
                    {"bid_sum", app::pounds(b.amount)},
                    {"bid_group", page.body_name(b.delivery_group)},
                    {"bid_stage", page.word("stage." + b.stage)}};
    lay_agencies(page, b, it);
    it["known"] = known_of(page, b);
    it["knows"] = !it["known"].as_array().empty();
    const json::object* typed = nullptr;
    if (const auto* t = model.if_contains("typed_bid_sign_off"); t && page.request.tried) typed = &t->get_object();
    json::array left, inputs;
    for (const auto& l : b.lines)
        if (const auto* s = page.stream(l.stream)) {
            left.push_back(left_bar(page, l, *s));
            inputs.push_back(amend_input(page, b, l, typed));
        }
    it["left"] = std::move(left);
    it["amend_lines"] = std::move(inputs);
    lay_sign_off(page, of, b, it);
    const auto* exec = page.p.only_body(body_kind::executive);
    it["later_execs"] = exec ? later_meetings(page, exec->id, of.id) : json::array();
    it["reason_hint"] = page.word(b.recommendation == "recommended" ? "room.reason_recommended" : "room.reason_not_recommended");
    model["bid_item"] = std::move(it);
}

} // namespace pages
