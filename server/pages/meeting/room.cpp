// The room: what the meeting is at, its quorum and its people, on a laptop, a phone and a projector.
#include "server/pages/meeting/room.hpp"

#include "server/pages/frame.hpp"
#include "server/pages/meeting/agenda.hpp"
#include "server/pages/meeting/meeting.hpp"
#include "server/pages/meeting/quorum.hpp"
#include "server/pages/pages.hpp"

#include <algorithm>

namespace pages {

using namespace workflows;

namespace {

/// The item or bid that the open meeting is at, as its chair or the Partnership Manager said (meeting.turn_to).
std::string current_of(const meeting& of)
{
    if (!is_open(of)) return "";
    return of.current.bid.empty() ? of.current.item : of.current.bid;
}

/// What is wanted, else the first that is not decided, else the first; nullptr when there is nothing on the agenda.
const entry* chosen_of(const std::vector<entry>& all, const std::string& wanted)
{
    const auto first = [&](auto fits) {
        const auto found = std::find_if(all.begin(), all.end(), fits);
        return found == all.end() ? nullptr : &*found;
    };
    if (const auto* e = first([&](const entry& x) { return x.id == wanted || (x.of_bid && x.of_bid->id == wanted); })) return e;
    if (const auto* e = first([](const entry& x) { return !x.decided; })) return e;
    return all.empty() ? nullptr : &all.front();
}

std::string state_in_words(const page_context& page, const meeting& of)
{
    return page.word(is_open(of)           ? "room.open"
                     : is_from_minutes(of) ? "room.recorded"
                     : was_held(of)        ? "room.closed"
                     : is_cancelled(of)    ? "room.cancelled"
                                           : "room.planned",
                     {{"name", page.meeting_name(of.id)},
                      {"time", page.time(of.opened.value_or(of.starts))},
                      {"end", of.closed ? page.time(*of.closed) : ""},
                      {"venue", of.venue}});
}

void lay_matter(page_context& page, const meeting& of, const entry& e, json::object& model)
{
    model["item_title"] = e.title;
    model["item_restricted"] = !e.marking.empty();
    model["item_marking"] = e.marking;
    const auto id = e.of_bid ? e.of_bid->id : e.id;
    model["turn_to"] = current_of(of) == id ? "" : id; // "": it is there
    if (e.of_bid) lay_bid_item(page, of, *e.of_bid, model);
    else if (e.on_agenda) lay_plain_item(page, of, *e.on_agenda, model);
}

json::object quorum_of(const page_context& page, const meeting& of, const std::string& item)
{
    json::object fields{{"meeting", of.id}};
    if (!item.empty()) fields["item"] = item;
    return shown_quorum(page, page.ask("quorum", fields), was_held(of));
}

} // namespace

const meeting* lay_meeting(page_context& page, const std::string& id, std::string wanted, json::object& model)
{
    const auto* of = page.meeting(id);
    if (!of || !page.may_read()) return nullptr;
    const auto all = entries_of(page, *of);
    if (wanted.empty()) wanted = current_of(*of);
    const auto* chosen = chosen_of(all, wanted);
    const auto item = chosen ? chosen->id : "";
    const auto n = chosen ? chosen - all.data() + 1 : 0;
    model["meeting"] = of->id;
    model["room_to"] = page.path("/meetings/" + of->id);
    model["meeting_says"] = state_in_words(page, *of);
    model["open"] = is_open(*of);
    model["planned"] = is_planned(*of);
    model["agenda"] = shown_agenda(page, *of, all, item);
    model["agenda_says"] = page.word("room.agenda", {{"n", std::to_string(n)}, {"all", std::to_string(all.size())}});
    model["item_n"] = n;
    model["item"] = item;
    model["item_restricted"] = false;
    if (chosen) lay_matter(page, *of, *chosen, model);
    for (const auto& e : all) add_marking(model, e.marking);
    model["quorum"] = quorum_of(page, *of, item);
    if (is_from_minutes(*of)) lay_record(page, *of, page.ask("meeting", {{"meeting", of->id}}), model);
    else lay_people(page, *of, item, model);
    return of;
}

namespace {

/// What who runs the meeting can do with it now.
void lay_keys(const page_context& page, const meeting& of, json::object& model)
{
    const bool runs = may_run(page.known, page.p, of, page.me, page.now) && !page.is_past();
    model["officer"] = runs;
    model["manages"] = page.has_role("partnership_manager") && !page.is_past();
    model["member"] = page.sits_on(page.p.find_body(of.body)) && !page.is_past();
    model["can_open"] = runs && is_planned(of);
    model["opens_early"] = page.today() < day_in(of.starts, page.p.zone);
    model["opening_leads_to"] = opening_leads_to(page, of);
    model["can_close"] = runs && is_open(of);
    model["can_turn_to"] = runs && is_open(of) && !text_of(model, "turn_to").empty();
    model["can_take_chair"] = runs && is_open(of);
}

/// The members of whom one may be chosen to preside.
json::array members_of(const page_context& page, const meeting& of)
{
    json::array out;
    for (const auto* s : page.p.seats_of(of.body, page.now)) {
        const auto who = s->holder(page.now);
        if (s->votes() && !who.empty()) out.push_back({{"member_seat", s->id}, {"member_person", who}, {"member_title", s->title}});
    }
    return out;
}

/// What the Board may be asked to decide.
json::array board_bids(const page_context& page, const meeting& of)
{
    json::array out;
    const auto* b = page.p.find_body(of.body);
    if (!b || b->kind != body_kind::strategic_board) return out;
    for (const auto* w : page.bids({.index = "bid.stage", .key = "awaiting_board", .limit = 50}))
        out.push_back({{"board_bid", w->id}, {"board_bid_title", w->title}});
    return out;
}

void lay_dates(const page_context& page, const meeting& of, json::object& model)
{
    if (of.deadline || is_of_exec(page.p, of))
        model["deadline_says"] = page.word("room.deadline", {{"date", page.date(last_moment_for(page, of), true)}});
    model["starts_date"] = show(day_in(of.starts, page.p.zone));
    model["starts_time"] = page.time(of.starts);
    model["ends_time"] = page.time(of.ends);
}

} // namespace

handler_result room(const shared_request& request)
{
    return show_maybe_past(request, "room", "meetings",
                           [request](page_context& page, json::object& model) -> std::optional<http::response> {
                               const auto* of = lay_meeting(page, request->param("meeting"), request->query("item"), model);
                               if (!of) return request->home.problem(*request->q, 404);
                               model["now_to"] = page.path("/meetings/" + of->id);
                               model["wide"] = true;
                               model["title"] = page.meeting_name(of->id);
                               model["is_exec"] = is_of_exec(page.p, *of);
                               model["published"] = of->published;
                               lay_keys(page, *of, model);
                               lay_dates(page, *of, model);
                               auto lost = lost_places(page, *of);
                               model["has_lost"] = !lost.empty();
                               model["lost"] = std::move(lost);
                               model["members"] = members_of(page, *of);
                               auto waiting = board_bids(page, *of);
                               model["has_board_bids"] = !waiting.empty();
                               model["board_bids"] = std::move(waiting);
                               model["events"] = page.is_past() ? "" : page.path("/events");
                               return std::nullopt;
                           });
}

handler_result screen(const shared_request& request)
{
    return show(request, "screen", "", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        if (!lay_meeting(page, request->param("meeting"), request->query("item"), model)) return request->home.problem(*request->q, 404);
        model["title"] = page.word("screen.title");
        model["refresh"] = 15;
        model["projected"] = true; // nothing on it can be pressed
        model["events"] = page.path("/events");
        if (model["item_restricted"].as_bool()) {
            model["item_title"] = page.word("screen.restricted");
            model.erase("bid_item");
            model.erase("plain_item");
        }
        return std::nullopt;
    });
}

handler_result room_events(const shared_request& request)
{
    http::response r;
    r.type = "text/event-stream";
    r.events = http::subscription{request->partnership()};
    r.headers.emplace_back("X-Accel-Buffering", "no");
    return http::step(std::move(r));
}

} // namespace pages
