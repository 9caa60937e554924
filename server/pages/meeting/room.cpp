// Meetings: the list and the calendar, the room on a laptop, a phone and a projector, the pack on paper.
#include "server/app/forms.hpp"
#include "server/pages/pages.hpp"

#include <algorithm>
#include <set>

namespace pages {

using namespace workflows;

namespace {

bool is_officer(const page_context& page, const meeting& of)
{
    return page.has_role("partnership_manager") || page.p.office_holder(of.body, "chair", page.now) == page.me ||
           page.p.office_holder(of.body, "vice_chair", page.now) == page.me;
}

json::object quorum_of(const page_context& page, const meeting& of, const std::string& item)
{
    json::object fields{{"meeting", of.id}};
    if (!item.empty()) fields["item"] = item;
    return shown_quorum(page, page.ask("quorum", fields), of.stage == "recorded" || of.stage == "closed");
}

struct entry {
    std::string id, title, kind, outcome, marking;
    const item* on_agenda = nullptr;
    const workflows::bid* of_bid = nullptr; ///< what is signed off here, of an Exec
    bool decided = false;
};

/// Everything that is or was before the meeting, in order: the items of its agenda, then its bids.
std::vector<entry> entries_of(const page_context& page, const meeting& of)
{
    std::vector<entry> out;
    std::set<std::string> seen;
    const auto* body = page.p.find_body(of.body);
    const bool exec = body && body->kind == body_kind::executive;
    for (const auto& i : of.items) {
        if (!may_read_item(page.known, page.me, of, i, page.now) || (!i.carried_to.empty() && i.outcome.empty())) continue;
        entry e{i.id, i.title, i.kind, i.outcome, i.marking, &i, nullptr, !i.outcome.empty()};
        if (!i.bid.empty()) {
            const auto* about = engine::get<workflows::bid>(page.known, "bid/" + i.bid);
            if (!about || !may_read_bid(page.known, page.me, *about, page.now)) continue;
            if (e.marking.empty()) e.marking = about->marking;
            else if (!about->marking.empty() && about->marking != e.marking) e.marking += ", " + about->marking;
            seen.insert(i.bid);
            // Signed off at an Exec that is or was held here; any other item about a bid is decided as an item.
            if (exec && i.kind == "bid" && !of.recorded) {
                e.of_bid = about;
                e.decided = about->signed_off && about->signed_off->meeting == of.id;
                e.outcome = e.decided ? about->signed_off->outcome : "";
            }
        }
        out.push_back(e);
    }
    const auto add = [&](const std::string& id, bool decided) {
        const auto* b = engine::get<workflows::bid>(page.known, "bid/" + id);
        if (!b || !seen.insert(id).second || !may_read_bid(page.known, page.me, *b, page.now)) return;
        out.push_back({id, b->title, "bid", decided ? b->signed_off->outcome : "", b->marking, nullptr, b, decided});
    };
    for (const auto& row : page.known.rows({.index = "bid.signed_at", .key = of.id})) add(row.id, true);
    if (exec) {
        const auto rows = page.known.rows({.index = "bid.meeting", .key = of.id});
        // What can be signed off comes first, then what is on its way to that.
        for (const auto* stage : {"recommended", "not_recommended", "deferred", "on_the_table", "compliance_check"})
            for (const auto& row : rows)
                if (const auto* b = engine::get<workflows::bid>(page.known, "bid/" + row.id); b && b->stage == stage) add(row.id, false);
    }
    return out;
}

/// MN-open, FP-d2: what follows from opening the meeting now, for everybody to see before; "" nothing.
std::string opening_leads_to(const page_context& page, const meeting& of)
{
    std::vector<std::string> unchecked;
    for (const auto& row : page.known.rows({.index = "bid.meeting", .key = of.id}))
        if (const auto* b = engine::get<workflows::bid>(page.known, "bid/" + row.id);
            b && b->stage == "compliance_check" && may_read_bid(page.known, page.me, *b, page.now))
            unchecked.push_back(b->title.empty() ? b->id : b->title);
    if (unchecked.empty() || of.stage != "planned") return "";
    const auto* next = next_exec(page.known, page.p, of.starts, std::nullopt);
    return page.word.count("room.opening_leads_to", static_cast<std::int64_t>(unchecked.size()),
                           {{"bids", page.word.list(unchecked)}, {"next", next ? page.meeting_name(next->id) : page.word("room.no_next")}});
}

/// Bids that stood on this list and do not any more, and why.
json::array lost_of(const page_context& page, const meeting& of)
{
    json::array out;
    for (const auto& row : page.known.rows({.index = "bid.lost", .key = of.id})) {
        const auto* b = engine::get<workflows::bid>(page.known, "bid/" + row.id);
        const auto* place = b && may_read_bid(page.known, page.me, *b, page.now) ? b->lost_by(of.id) : nullptr;
        if (!place) continue;
        const auto why = place->why == "bid.carried_over" ? place->open_query.empty() ? "carried" : "query" : place->why.substr(4);
        out.push_back({{"lost_to", page.path("/bids/" + b->id)},
                       {"lost_title", b->title.empty() ? b->id : b->title},
                       {"lost_why", page.word("room.lost." + why, {{"next", b->exec_meeting.empty() || b->exec_meeting == of.id
                                                                                ? page.word("room.no_next")
                                                                                : page.meeting_name(b->exec_meeting)}})}});
    }
    return out;
}

json::array agenda_of(const page_context& page, const meeting& of, const std::vector<entry>& all, const std::string& chosen)
{
    json::array out;
    std::size_t n = 0;
    for (const auto& e : all) {
        std::string state;
        if (e.decided) state = page.word((e.of_bid ? "outcome_short." : "item_outcome.") + e.outcome);
        else if (e.of_bid) state = app::pounds(e.of_bid->amount) + ", " + page.word("stage." + e.of_bid->stage);
        else state = page.word("item_kind." + e.kind);
        out.push_back({{"agenda_n", ++n},
                       {"agenda_title", e.title},
                       {"agenda_marking", e.marking},
                       {"agenda_state", state},
                       {"agenda_here", e.id == chosen},
                       {"agenda_to", page.path("/meetings/" + of.id + "?item=" + e.id)}});
    }
    return out;
}

void lay_people(const page_context& page, const meeting& of, const std::string& item, json::object& model)
{
    const auto* b = item.empty() ? nullptr : engine::get<workflows::bid>(page.known, "bid/" + item);
    const auto* i = of.find_item(item);
    const auto barred = b || i ? conflicted(page.known, page.p, b, i, page.now) : std::set<std::string>{};
    const bool officer = is_officer(page, of);
    const bool open = of.stage == "open";
    json::array in, not_here, officio;
    for (const auto* s : page.p.seats_of(of.body, page.now)) {
        const auto holder = s->holder(page.now);
        const stay* here = nullptr;
        for (const auto& st : of.stays)
            if (st.seat == s->id && st.at(of.closed ? engine::instant{of.closed->micros - 1} : page.now)) here = &st;
        if (!s->votes()) {
            officio.push_back(json::object{{"officio", s->title}});
            if (!open) continue;
        }
        const auto person = here ? here->person : holder;
        const auto answer = of.answers.find(s->id);
        std::string note;
        if (here) {
            note = page.word("room.since", {{"time", page.word.time(here->arrived, page.p.zone)}});
            if (person != holder) note = page.word("room.deputy", {{"who", page.office(person)}}) + ", " + note;
        } else if (answer != of.answers.end() && answer->second == "apologies") note = page.word("room.apologies");
        else if (answer != of.answers.end()) note = page.word("room.expected");
        if (holder.empty() && !here) note = page.word("room.vacant");
        const bool mine = holder == page.me || s->has_deputy(page.me, page.now);
        json::object row{{"seat_id", s->id},
                         {"seat_title", s->title},
                         {"seat_person", person},
                         {"seat_note", note},
                         {"seat_here", here != nullptr},
                         {"seat_counts", s->votes()},
                         {"seat_withdrawn", here && barred.contains(person)},
                         {"seat_switch", open && !person.empty() && (officer || person == page.me)},
                         {"seat_apologise", !open && of.stage == "planned" && (officer || mine) &&
                                                !(answer != of.answers.end() && answer->second == "apologies")},
                         {"seat_expect", !open && of.stage == "planned" && (officer || mine) &&
                                             !(answer != of.answers.end() && answer->second == "expected")}};
        json::array deputies;
        if (open && !here)
            for (const auto& d : s->deputies)
                if (d.at(page.now) && (officer || d.who == page.me))
                    deputies.push_back({{"deputy_id", d.who}, {"deputy_name", page.office(d.who)}});
        row["deputies"] = std::move(deputies);
        (here ? in : not_here).push_back(std::move(row));
    }
    const auto members = [](const json::array& rows) { // who attends without counting is listed, not counted
        return std::count_if(rows.begin(), rows.end(), [](const auto& r) { return r.at("seat_counts").as_bool(); });
    };
    model["in_count"] = page.word.count("room.in", members(in));
    model["out_count"] = page.word.count(of.stage == "closed" ? "room.not_at_end" : "room.not_here", members(not_here));
    model["has_in"] = !in.empty();
    model["in"] = std::move(in);
    model["not_here"] = std::move(not_here);
    model["has_officio"] = !officio.empty();
    std::vector<std::string> names;
    for (const auto& o : officio) names.push_back(text_of(o.get_object(), "officio"));
    model["officio"] = page.word.list(names);
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
    if (const auto* pm = engine::get<workflows::person>(page.known, "person/" + b.project_manager); pm && !pm->agency.empty())
        add(page.agency_name(pm->agency), page.word("known.agency"));
    // Awards for like work: others of the same group that were approved and share a long word of the title.
    const auto words_of = [](const std::string& t) {
        std::set<std::string> out_words;
        std::string one;
        for (const char c : t + " ") {
            if (std::isalpha(static_cast<unsigned char>(c))) one += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
            else {
                if (one.size() > 5) out_words.insert(one);
                one.clear();
            }
        }
        return out_words;
    };
    const auto mine = words_of(b.title);
    for (const auto& row : page.known.rows({.index = "bid.group", .key = b.delivery_group, .descending = true, .limit = 40})) {
        const auto* other = engine::get<workflows::bid>(page.known, "bid/" + row.id);
        if (!other || other->id == b.id || !other->signed_off || !other->signed_off->amount ||
            !may_read_bid(page.known, page.me, *other, page.now))
            continue;
        const auto theirs = words_of(other->title);
        if (std::any_of(mine.begin(), mine.end(), [&](const auto& w) { return theirs.contains(w); }))
            add(page.word("known.like"), page.word("known.like_says", {{"title", other->title},
                                                                       {"sum", app::pounds(*other->signed_off->amount)},
                                                                       {"date", page.date(other->signed_off->at)}}));
    }
    return out;
}

void lay_bid_item(page_context& page, const meeting& of, const workflows::bid& b, json::object& model)
{
    const auto content = engine::parse_strict(b.content);
    json::object it{{"bid_id", b.id},
                    {"bid_to", page.path("/bids/" + b.id)},
                    {"bid_summary", content && content->is_object() ? text_of(content->get_object(), "summary") : ""},
                    {"bid_sum", app::pounds(b.amount)},
                    {"bid_group", page.body_name(b.delivery_group)},
                    {"bid_stage", page.word("stage." + b.stage)}};
    lay_agencies(page, b, it);
    it["known"] = known_of(page, b);
    it["knows"] = !it["known"].as_array().empty();
    json::array bars_of_lines, inputs;
    const json::object* typed = nullptr;
    if (const auto* t = model.if_contains("typed_bid_sign_off"); t && page.request.tried) typed = &t->get_object();
    for (const auto& l : b.lines) {
        const auto* s = engine::get<workflows::stream>(page.known, "stream/" + l.stream);
        if (!s) continue;
        const bool taken = l.state != "asked";
        const bool expected = s->status == "expected";
        const auto base = expected ? s->awaiting : s->committed;
        const auto has = s->amount - s->held_back - base;
        const auto left = taken ? has : has - l.amount;
        json::object bar = money_bar(taken ? base - l.amount : base, l.amount, {std::max<std::int64_t>(left.value, 0)}, s->held_back, {},
                                     {}, {std::max(s->amount.value, base.value + l.amount.value + s->held_back.value)});
        bar["left_stream"] = page.stream_name(l.stream);
        bar["left_sum"] = app::pounds(left);
        bar["left_of"] = app::pounds(taken ? has + l.amount : has);
        bar["left_short"] = left.value < 0;
        bar["left_expected"] = expected;
        bars_of_lines.push_back(std::move(bar));
        inputs.push_back(json::object{{"amend_stream", l.stream},
                                      {"amend_name", page.stream_name(l.stream)},
                                      {"amend_most", app::pounds_exactly(l.amount)},
                                      {"amend_value", !typed                                 ? engine::show(l.amount)
                                                      : typed->contains("lines_" + l.stream) ? text_of(*typed, "lines_" + l.stream)
                                                      : b.lines.size() == 1 && typed->contains("amount") ? text_of(*typed, "amount")
                                                                                                         : engine::show(l.amount)}});
    }
    it["left"] = std::move(bars_of_lines);
    it["amend_lines"] = std::move(inputs);
    const auto seen = page.ask("bid", {{"bid", b.id}});
    for (const auto& c : list_of(seen, "can")) {
        const auto& o = c.get_object();
        if (text_of(o, "do") == "bid.return" && flag_of(o, "allowed")) it["can_return"] = true;
        if (text_of(o, "do") != "bid.sign_off") continue;
        it["may_sign"] = true;
        it["sign_allowed"] = flag_of(o, "allowed");
        it["sign_rules"] = shown_refusals(page.word, page.path(), list_of(o, "refusals"));
    }
    if (b.signed_off && b.signed_off->meeting == of.id) {
        const auto& d = *b.signed_off;
        it["signed"] = page.word("outcome." + d.outcome, {{"sum", d.amount ? app::pounds(*d.amount) : ""}});
        it["signed_says"] = page.word("signed_by", {{"who", page.seat_title(d.seat)}, {"time", page.word.time(d.at, page.p.zone)}});
        it["signed_reason"] = d.reason;
        it["signed_to"] = page.path("/decisions/" + std::to_string(d.index));
        it["may_sign"] = false;
    }
    json::array later;
    if (const auto* exec = page.p.only_body(body_kind::executive))
        for (const auto& row : page.known.rows({.index = "meeting.planned", .key = exec->id, .limit = 8}))
            if (row.id != of.id) later.push_back({{"later_id", row.id}, {"later_name", page.meeting_name(row.id)}});
    it["later_execs"] = std::move(later);
    const auto recommended = b.recommendation == "recommended";
    it["reason_hint"] = page.word(recommended ? "room.reason_recommended" : "room.reason_not_recommended");
    model["bid_item"] = std::move(it);
}

/// "By the chair at 10:45."; of old minutes only a time that they tell.
std::string decided_when(const page_context& page, const meeting& of, const item& i)
{
    if (!i.decided_at) return "";
    if (!of.recorded)
        return page.word("signed_by", {{"who", page.office(i.decided_by)}, {"time", page.word.time(*i.decided_at, page.p.zone)}});
    if (*i.decided_at < of.starts || of.ends < *i.decided_at) return ""; // when it was typed in
    return page.word("room.recorded_at", {{"time", page.word.time(*i.decided_at, page.p.zone)}});
}

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

/// Was there a quorum when it was decided? Of old minutes it is told as far as they tell.
std::string record_of(const page_context& page, const quorum_sum& q)
{
    const auto said = q.quorate();
    const auto sum = engine::to_json(q).as_object();
    return page.word(said == quorum_sum::answer::yes  ? "record.quorate"
                     : said == quorum_sum::answer::no ? "record.inquorate"
                                                      : "record.undetermined") +
           " " + quorum_sum_in_words(page, sum);
}

/// A meeting taken from old minutes: who attended as they tell it, and what was decided. @param seen the view of the meeting
void lay_record(const page_context& page, const meeting& of, const json::object& seen, json::object& model)
{
    json::array seats, decided, options;
    for (const auto& a : list_of(seen, "attendance")) {
        const auto& o = a.get_object();
        const auto presence = text_of(o, "presence");
        const auto arrived = instant_of(o, "arrived"), left = instant_of(o, "left");
        const auto* s = page.p.find_seat(text_of(o, "seat"));
        const auto* who = engine::get<workflows::person>(page.known, "person/" + text_of(o, "person"));
        std::string times;
        if (arrived) times += page.word("presence.from", {{"time", page.word.time(*arrived, page.p.zone)}});
        if (left) times += (times.empty() ? "" : " ") + page.word("presence.until", {{"time", page.word.time(*left, page.p.zone)}});
        seats.push_back({{"rec_seat", page.seat_title(text_of(o, "seat"))},
                         {"rec_person", !who                                               ? page.word("room.vacant")
                                        : who->name == page.seat_title(text_of(o, "seat")) ? ""
                                                                                           : who->name},
                         {"rec_standing", s && !s->votes() ? page.word("standing.ex_officio") : ""},
                         {"rec_presence", page.word("presence." + (presence.empty() ? "not_recorded" : presence))},
                         {"rec_times", times}});
        options.push_back({{"rec_option", text_of(o, "seat")}, {"rec_option_name", page.seat_title(text_of(o, "seat"))}});
    }
    for (const auto& d : list_of(seen, "decisions")) {
        const auto& o = d.get_object();
        const auto* i = of.find_item(text_of(o, "item"));
        if (!i) continue;
        decided.push_back({{"dec_title", i->title},
                           {"dec_to", page.path("/meetings/" + of.id + "?item=" + i->id)},
                           {"dec_outcome", page.word("item_outcome." + i->outcome)},
                           {"dec_when", decided_when(page, of, *i)},
                           {"dec_text", i->text},
                           {"dec_marking", i->marking},
                           {"dec_record", i->quorum ? record_of(page, *i->quorum) : ""}});
    }
    const bool none = decided.empty(), manages = page.has_role("partnership_manager") && page.request.d;
    model["record"] = {{"rec_seats", std::move(seats)},
                       {"rec_none", none},
                       {"rec_decided", std::move(decided)},
                       {"rec_may", manages},
                       {"rec_on", show(day_in(of.starts, page.p.zone))},
                       {"rec_options", std::move(options)}};
}

void lay_plain_item(page_context& page, const meeting& of, const item& i, json::object& model)
{
    json::object it{{"plain_id", i.id},
                    {"plain_kind", page.word("item_kind." + i.kind)},
                    {"plain_decided", !i.outcome.empty()},
                    {"plain_outcomes", outcomes_of(page, of, i)}};
    if (!i.outcome.empty()) {
        it["plain_outcome"] = page.word("item_outcome." + i.outcome);
        it["plain_text"] = i.text;
        it["plain_when"] = decided_when(page, of, i);
        if (i.quorum) it["plain_record"] = record_of(page, *i.quorum);
    } else it["plain_may_record"] = of.stage == "recorded" && page.has_role("partnership_manager") && page.request.d;
    if (const auto* about = engine::get<workflows::bid>(page.known, "bid/" + i.bid);
        about && may_read_bid(page.known, page.me, *about, page.now)) {
        it["plain_bid_to"] = page.path("/bids/" + about->id);
        it["plain_bid"] = about->title;
    }
    const auto chosen = std::any_of(of.chairs.begin(), of.chairs.end(), [&](const named_chair& c) {
        const auto* s = page.p.find_seat(c.seat);
        return s && s->holder(page.now) == page.me && (c.about.empty() || c.about == i.id);
    });
    const bool chairs = page.p.office_holder(of.body, "chair", page.now) == page.me ||
                        page.p.office_holder(of.body, "vice_chair", page.now) == page.me || chosen;
    it["plain_may_decide"] = chairs && i.outcome.empty() && of.stage == "open";
    json::array interests, seats;
    for (const auto& d : i.interests)
        interests.push_back({{"known_who", page.office(d.person)}, {"known_what", page.word("nature." + d.nature)}});
    it["knows"] = !interests.empty();
    it["known"] = std::move(interests);
    for (const auto* s : page.p.seats_of(of.body, page.now))
        if (s->votes() &&
            std::any_of(of.stays.begin(), of.stays.end(), [&](const stay& st) { return st.seat == s->id && st.at(page.now); }))
            seats.push_back({{"vote_seat", s->id}, {"vote_title", s->title}});
    it["vote_seats"] = std::move(seats);
    json::array later;
    for (const auto& row : page.known.rows({.index = "meeting.planned", .key = of.body, .limit = 8}))
        if (row.id != of.id) later.push_back({{"later_id", row.id}, {"later_name", page.meeting_name(row.id)}});
    it["later_execs"] = std::move(later);
    model["plain_item"] = std::move(it);
}

/// The item or bid that the open meeting is at, as its chair or the Partnership Manager said (meeting.turn_to).
std::string current_of(const meeting& of)
{
    if (of.stage != "open") return "";
    return of.current.bid.empty() ? of.current.item : of.current.bid;
}

/// The parts that the room and the projector share.
const meeting* lay_meeting(page_context& page, const std::string& id, std::string wanted, json::object& model)
{
    const auto* of = find_meeting(page.known, id);
    if (!of || !may_read_partnership(page.known, page.me, page.now)) return nullptr;
    const auto all = entries_of(page, *of);
    const auto current = current_of(*of);
    if (wanted.empty()) wanted = current;
    auto chosen =
        std::find_if(all.begin(), all.end(), [&](const entry& e) { return e.id == wanted || (e.of_bid && e.of_bid->id == wanted); });
    if (chosen == all.end()) chosen = std::find_if(all.begin(), all.end(), [](const entry& e) { return !e.decided; });
    if (chosen == all.end() && !all.empty()) chosen = all.begin();
    const auto item_id = chosen == all.end() ? "" : chosen->id;
    model["meeting"] = of->id;
    model["room_to"] = page.path("/meetings/" + of->id);
    model["meeting_says"] = page.word(of->stage == "open"        ? "room.open"
                                      : of->stage == "closed"    ? "room.closed"
                                      : of->stage == "cancelled" ? "room.cancelled"
                                      : of->stage == "recorded"  ? "room.recorded"
                                                                 : "room.planned",
                                      {{"name", page.meeting_name(of->id)},
                                       {"time", page.word.time(of->opened.value_or(of->starts), page.p.zone)},
                                       {"end", of->closed ? page.word.time(*of->closed, page.p.zone) : ""},
                                       {"venue", of->venue}});
    model["open"] = of->stage == "open";
    model["planned"] = of->stage == "planned";
    model["agenda"] = agenda_of(page, *of, all, item_id);
    const auto n = all.empty() ? 0 : chosen - all.begin() + 1;
    model["agenda_says"] = page.word("room.agenda", {{"n", std::to_string(n)}, {"all", std::to_string(all.size())}});
    model["item_n"] = n;
    model["item"] = item_id;
    model["item_restricted"] = false;
    if (chosen != all.end()) {
        model["item_title"] = chosen->title;
        model["item_restricted"] = !chosen->marking.empty();
        model["item_marking"] = chosen->marking;
        model["turn_to"] = chosen->of_bid ? chosen->of_bid->id : chosen->id;
        if (current == text_of(model, "turn_to")) model["turn_to"] = ""; // it is there
        if (chosen->of_bid) lay_bid_item(page, *of, *chosen->of_bid, model);
        else if (chosen->on_agenda) lay_plain_item(page, *of, *chosen->on_agenda, model);
    }
    for (const auto& e : all) bear(model, e.marking);
    model["quorum"] = quorum_of(page, *of, item_id);
    if (of->stage == "recorded") lay_record(page, *of, page.ask("meeting", {{"meeting", of->id}}), model);
    else lay_people(page, *of, item_id, model);
    return of;
}

} // namespace

handler_result room(const shared_request& request)
{
    return show_maybe_past(
        request, "room", "meetings", [request](page_context& page, json::object& model) -> std::optional<http::response> {
            const auto* of = lay_meeting(page, request->param("meeting"), request->query("item"), model);
            if (!of) return request->home.problem(*request->q, 404);
            model["now_to"] = page.path("/meetings/" + of->id);
            model["wide"] = true;
            model["title"] = page.meeting_name(of->id);
            const bool officer = is_officer(page, *of) && !model.contains("past");
            model["officer"] = officer;
            model["manages"] = page.has_role("partnership_manager") && !model.contains("past");
            model["can_open"] = officer && of->stage == "planned";
            model["opens_early"] = page.today() < day_in(of->starts, page.p.zone);
            model["opening_leads_to"] = opening_leads_to(page, *of);
            auto lost = lost_of(page, *of);
            model["has_lost"] = !lost.empty();
            model["lost"] = std::move(lost);
            model["can_close"] = officer && of->stage == "open";
            model["can_turn_to"] = officer && of->stage == "open" && !text_of(model, "turn_to").empty();
            model["can_take_chair"] = officer && of->stage == "open";
            model["is_exec"] = page.p.find_body(of->body) && page.p.find_body(of->body)->kind == body_kind::executive;
            model["published"] = of->published;
            const bool member = page.holds_seat_on(page.p.find_body(of->body)) && !model.contains("past");
            model["member"] = member;
            json::array members;
            for (const auto* s : page.p.seats_of(of->body, page.now)) {
                const auto who = s->holder(page.now);
                if (s->votes() && !who.empty())
                    members.push_back({{"member_seat", s->id}, {"member_person", who}, {"member_title", s->title}});
            }
            model["members"] = std::move(members);
            if (of->deadline || (page.p.find_body(of->body) && page.p.find_body(of->body)->kind == body_kind::executive))
                model["deadline_says"] = page.word(
                    "room.deadline",
                    {{"date", page.date(engine::instant{deadline_of_exec(page.p, *of, page.now).micros - engine::second_micros}, true)}});
            json::array waiting; // what the Board may be asked to decide
            if (const auto* b = page.p.find_body(of->body); b && b->kind == body_kind::strategic_board)
                for (const auto& row : page.known.rows({.index = "bid.stage", .key = "awaiting_board", .limit = 50}))
                    if (const auto* w = engine::get<workflows::bid>(page.known, "bid/" + row.id);
                        w && may_read_bid(page.known, page.me, *w, page.now))
                        waiting.push_back({{"board_bid", row.id}, {"board_bid_title", w->title}});
            model["has_board_bids"] = !waiting.empty();
            model["board_bids"] = std::move(waiting);
            model["starts_date"] = show(day_in(of->starts, page.p.zone));
            model["starts_time"] = page.word.time(of->starts, page.p.zone);
            model["ends_time"] = page.word.time(of->ends, page.p.zone);
            model["events"] = model.contains("past") ? "" : page.path("/events");
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

/// "Check and sign off": outcome, sum, money left and quorum at this second, once more before it cannot be changed.
handler_result confirm_sign_off(const shared_request& request)
{
    http::pairs form;
    const auto outcome = request->field("outcome");
    engine::pence sum;
    bool lower = false;
    for (const auto& [n, value] : request->form) {
        if (n == "csrf" || n == "then") continue;
        const bool amend = n.starts_with("lines.") || n == "conditions" || n == "amount";
        if (amend && outcome != "approved_with_amendments") continue; // of outcomes not chosen
        if (n == "to_meeting" && outcome != "deferred") continue;
        if (n == "handled" && request->field("no_conflict") != "false") continue;
        form.emplace_back(n, value);
    }
    engine::answer gap; // what is plainly missing or wrong is told on the form itself
    gap.outcome = engine::result::invalid;
    request->read([&](engine::reader& known) {
        const auto* b = engine::get<workflows::bid>(known, "bid/" + request->field("bid"));
        if (!b || outcome != "approved_with_amendments") return;
        for (const auto& l : b->lines) {
            const auto given = request->field("lines." + l.stream);
            const auto typed = engine::parse_pence(app::typed_money(given));
            if (!given.empty() && !typed) gap.errors.push_back({"lines." + l.stream, request->home.word("error.shape.money")});
            else if (typed && l.amount < *typed)
                gap.errors.push_back(
                    {"lines." + l.stream, request->home.word("error.more_than_asked", {{"sum", app::pounds_exactly(l.amount)}})});
            sum += typed.value_or(l.amount);
            lower = lower || (typed && *typed < l.amount);
        }
    });
    const auto as_typed = request->form;
    if (outcome == "approved_with_amendments") {
        if (lower) form.emplace_back("amount", engine::show(sum));
        if (!lower || [&] {
                std::size_t n = 0;
                for (const auto& [name, _] : form) n += name.starts_with("lines.");
                return n < 2;
            }())
            std::erase_if(form, [](const auto& p) { return p.first.starts_with("lines."); });
    }
    request->form = form;
    const auto back = request->field("back");
    if (outcome.empty()) gap.errors.push_back({"outcome", request->home.word("error.outcome")});
    if (request->field("no_conflict").empty()) gap.errors.push_back({"no_conflict", request->home.word("error.no_conflict")});
    if (!gap.errors.empty()) {
        request->form = as_typed;
        request->tried = app::attempt{"bid.sign_off", request->q->target, app::typed_again(request->form), gap};
        if (auto form_again = request->home.again(request, back)) return std::move(*form_again);
    }
    return show(request, "confirm", "meetings",
                [request, outcome, sum, lower, form](page_context& page, json::object& model) -> std::optional<http::response> {
                    const auto* of = lay_meeting(page, request->param("meeting"), request->field("bid"), model);
                    const auto* b = engine::get<workflows::bid>(page.known, "bid/" + request->field("bid"));
                    if (!of || !b || !may_read_bid(page.known, page.me, *b, page.now)) return request->home.problem(*request->q, 404);
                    model.erase("page_marking"); // of all that is on the agenda only this bid stands here
                    bear(model, b->marking);
                    json::array fields;
                    for (const auto& [n, value] : form)
                        if (n != "back" && n != "key") fields.push_back({{"field_name", n}, {"field_value", value}});
                    model["fields"] = std::move(fields);
                    model["key"] = request->field("key");
                    const auto amount = outcome == "approved" ? b->amount : lower ? sum : b->amount;
                    model["title"] = page.word("confirm.title");
                    model["bid_title"] = b->title;
                    model["says"] = page.word(
                        "confirm." + outcome,
                        {{"sum", app::pounds(amount)},
                         {"title", b->title},
                         {"meeting", request->field("to_meeting").empty() ? "" : page.meeting_name(request->field("to_meeting"))}});
                    model["reason"] = request->field("reason");
                    model["conditions"] = outcome == "approved_with_amendments" ? request->field("conditions") : "";
                    model["alternatives"] = request->field("alternatives");
                    model["handled"] = request->field("no_conflict") == "false" ? request->field("handled") : "";
                    model["no_conflict"] = request->field("no_conflict") == "true";
                    model["approves"] = outcome.starts_with("approved");
                    model["back"] = request->field("back");
                    model["after"] = page.path("/meetings/" + of->id);
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

handler_result meetings(const shared_request& request)
{
    return show(request, "meetings", "meetings", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        json::array coming, past, open_now;
        std::string year;
        const auto row_of = [&](const meeting& of) {
            const auto* b = page.p.find_body(of.body);
            const bool exec = b && b->kind == body_kind::executive;
            std::string due;
            if (exec && of.stage == "planned") {
                const auto last = engine::instant{deadline_of_exec(page.p, of, page.now).micros - engine::second_micros};
                due = page.word(
                    last < page.now ? "meetings.was_due" : "meetings.due",
                    {{"date", page.date(last, true, false)}, {"near", page.word.nearness(day_in(last, page.p.zone), page.today())}});
            }
            return json::object{
                {"meet_to", page.path("/meetings/" + of.id)},
                {"meet_name", page.body_name(of.body)},
                {"meet_date", page.date(of.starts, true, true)},
                {"meet_time", page.word.time(of.starts, page.p.zone)},
                {"meet_near", of.stage == "planned" ? page.word.nearness(day_in(of.starts, page.p.zone), page.today()) : ""},
                {"meet_venue", of.venue},
                {"meet_due", due},
                {"meet_stage", of.stage == "planned" ? "" : page.word("meeting_stage." + of.stage)},
                {"meet_pack", exec ? page.path("/meetings/" + of.id + "/pack") : ""}};
        };
        for (const auto& row : page.known.rows({.index = "meeting", .key = "", .limit = 400})) {
            const auto* of = find_meeting(page.known, row.id);
            if (!of) continue;
            if (of->stage == "open") open_now.push_back(row_of(*of));
            else if (of->stage == "planned") coming.push_back(row_of(*of));
            else past.insert(past.begin(), row_of(*of));
        }
        const auto* next = next_exec(page.known, page.p, page.now, std::nullopt);
        model["title"] = next ? page.word("meetings.title", {{"date", page.date(next->starts, true, false)},
                                                             {"near", page.word.nearness(day_in(next->starts, page.p.zone), page.today())}})
                              : page.word("meetings.none");
        model["has_open"] = !open_now.empty();
        model["open_now"] = std::move(open_now);
        model["has_coming"] = !coming.empty();
        model["coming"] = std::move(coming);
        if (past.size() > 30) past.resize(30);
        model["has_past"] = !past.empty();
        model["past_meetings"] = std::move(past);
        model["manages"] = page.has_role("partnership_manager");
        json::array bodies_list;
        for (const auto& [id, b] : page.p.bodies) bodies_list.push_back({{"body_id", id}, {"body_name", b.name}});
        model["bodies"] = std::move(bodies_list);
        model["this_year"] = show(page.today()).substr(0, 4);
        return std::nullopt;
    });
}

handler_result pack(const shared_request& request)
{
    return show(request, "pack", "meetings", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto* of = find_meeting(page.known, request->param("meeting"));
        if (!of || !may_read_partnership(page.known, page.me, page.now)) return request->home.problem(*request->q, 404);
        model["title"] = page.word("pack.title", {{"meeting", page.meeting_name(of->id)}});
        model["room_to"] = page.path("/meetings/" + of->id);
        model["venue"] = of->venue;
        model["time"] = page.word.time(of->starts, page.p.zone);
        model["printed"] = page.word.date_time(page.now, page.p.zone);
        const auto all = entries_of(page, *of);
        json::array items, bids_list;
        engine::pence sum;
        std::map<std::string, engine::pence> asked;
        std::size_t n = 0;
        for (const auto& e : all) {
            ++n;
            bear(model, e.marking);
            items.push_back({{"pack_n", n},
                             {"pack_title", e.title},
                             {"pack_marking", e.marking},
                             {"pack_sum", e.of_bid ? app::pounds(e.of_bid->amount) : ""}});
            if (!e.of_bid) continue;
            const auto& b = *e.of_bid;
            sum += b.amount;
            if (!e.decided)
                for (const auto& l : b.lines) asked[l.stream] += l.amount;
            json::object one{{"pack_bid_n", n},
                             {"pack_bid_title", b.title},
                             {"pack_bid_marking", e.marking},
                             {"pack_bid_id", b.id},
                             {"pack_bid_group", page.body_name(b.delivery_group)},
                             {"pack_bid_sum", app::pounds(b.amount)},
                             {"pack_bid_status", status_of(page, b).first}};
            const auto content = engine::parse_strict(b.content);
            if (content && content->is_object()) {
                one["pack_summary"] = text_of(content->get_object(), "summary");
                one["pack_value"] = text_of(content->get_object(), "value_for_money");
                std::string outcomes;
                for (const auto& o : list_of(content->get_object(), "outcomes"))
                    outcomes += (outcomes.empty() ? "" : "; ") +
                                page.word("outcome_measured",
                                          {{"text", text_of(o.get_object(), "text")}, {"measure", text_of(o.get_object(), "measure")}});
                one["pack_outcomes"] = outcomes;
            }
            for (auto& p : lines_of(page, b)) one[p.key()] = std::move(p.value());
            lay_agencies(page, b, one);
            json::array talk;
            for (const auto& q : b.queries) talk.push_back({{"pack_q", q.text}, {"pack_a", q.answer}, {"pack_by", page.office(q.by)}});
            one["pack_has_queries"] = !talk.empty();
            one["pack_queries"] = std::move(talk);
            bids_list.push_back(std::move(one));
        }
        model["bid_count"] = page.word.count("pack.bids", static_cast<std::int64_t>(bids_list.size()), {{"sum", app::pounds(sum)}});
        model["items"] = std::move(items);
        model["bids"] = std::move(bids_list);
        json::array streams_list;
        for (const auto& [id, wanted] : asked) {
            const auto* s = engine::get<workflows::stream>(page.known, "stream/" + id);
            if (!s) continue;
            const auto has = s->status == "confirmed" ? s->available() : s->amount - s->held_back - s->awaiting;
            streams_list.push_back({{"pack_stream", page.stream_name(id)},
                                    {"pack_has", app::pounds_exactly(has)},
                                    {"pack_asked", app::pounds_exactly(wanted)},
                                    {"pack_left", app::pounds_exactly(has - wanted)},
                                    {"pack_short", has < wanted}});
        }
        model["has_streams"] = !streams_list.empty();
        model["streams"] = std::move(streams_list);
        return std::nullopt;
    });
}

// -- queues -----------------------------------------------------------------------------------------------------------

handler_result queue(const shared_request& request)
{
    return show(request, "queue", "bids", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const bool reviews = is_reviewer(page);
        const auto groups = chaired_groups(page);
        if (!reviews && groups.empty()) return request->home.problem(*request->q, 403, page.word("queue.not_yours"));
        json::array to_check, waiting, to_agree, not_for_you;
        const auto row = [&](const workflows::bid& b, std::string note) {
            bear(model, b.marking);
            return json::object{{"queue_to", page.path("/bids/" + b.id)},
                                {"queue_title", b.title},
                                {"queue_id", b.id},
                                {"queue_marking", b.marking},
                                {"queue_sum", app::pounds(b.amount)},
                                {"queue_group", page.body_name(b.delivery_group)},
                                {"queue_note", std::move(note)},
                                {"queue_exec", b.exec_meeting.empty() ? "" : page.meeting_name(b.exec_meeting, false)}};
        };
        if (reviews)
            for (const auto& r : page.known.rows({.index = "bid.stage", .key = "compliance_check", .limit = 300})) {
                const auto* b = engine::get<workflows::bid>(page.known, "bid/" + r.id);
                if (!b || !may_read_bid(page.known, page.me, *b, page.now)) continue;
                const auto left = compliance_of(page.p, *b, page.now).missing;
                const auto done = page.word(
                    "queue.checked", {{"n", std::to_string(b->checks.size())}, {"all", std::to_string(b->checks.size() + left.size())}});
                const bool mine = std::any_of(left.begin(), left.end(), [&](const auto& id) {
                    const auto* s = page.p.find_seat(id);
                    return s && (s->holder(page.now) == page.me || s->has_deputy(page.me, page.now));
                });
                const bool own = b->project_manager == page.me || b->author == page.me;
                if (own) not_for_you.push_back(row(*b, page.word("queue.own")));
                else if (mine) to_check.push_back(row(*b, done));
                else {
                    std::vector<std::string> who;
                    for (const auto& id : left) who.push_back(page.seat_title(id));
                    waiting.push_back(row(*b, who.empty() ? page.word.count("query.open", b->open_queries())
                                                          : page.word("queue.waits", {{"who", page.word.list(who)}})));
                }
            }
        for (const auto* g : groups)
            for (const auto& r : page.known.rows({.index = "bid.group", .key = g->id, .descending = true, .limit = 300})) {
                const auto* b = engine::get<workflows::bid>(page.known, "bid/" + r.id);
                if (!b || b->stage != "with_delivery_group") continue;
                if (b->project_manager == page.me || b->author == page.me) not_for_you.push_back(row(*b, page.word("queue.own")));
                else to_agree.push_back(row(*b, page.office(b->project_manager)));
            }
        const auto n = static_cast<std::int64_t>(to_check.size() + to_agree.size());
        model["title"] = page.word.count("queue.title", n);
        model["reviews"] = reviews;
        model["chairs"] = !groups.empty();
        model["has_check"] = !to_check.empty();
        model["to_check"] = std::move(to_check);
        model["has_agree"] = !to_agree.empty();
        model["to_agree"] = std::move(to_agree);
        model["has_waiting"] = !waiting.empty();
        model["waiting"] = std::move(waiting);
        model["has_not"] = !not_for_you.empty();
        model["not_for_you"] = std::move(not_for_you);
        return std::nullopt;
    });
}

handler_result grid(const shared_request& request)
{
    return show(request, "grid", "bids", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto* mine = agency_seat_of(page);
        const auto* exec = page.p.only_body(body_kind::executive);
        if (!mine && !page.holds_seat_on(exec) && !page.has_role("partnership_manager") && !page.has_role("auditor"))
            return request->home.problem(*request->q, 403, page.word("grid.not_yours"));
        json::array heads, rows;
        for (const auto& id : page.p.statutory_agencies())
            heads.push_back(json::object{{"head", page.agency_name(id)}, {"head_own", mine && mine->agency == id}});
        std::int64_t waiting = 0;
        for (const auto* stage : {"on_the_table", "recommended", "not_recommended"})
            for (const auto& r : page.known.rows({.index = "bid.stage", .key = stage, .limit = 200})) {
                const auto* b = engine::get<workflows::bid>(page.known, "bid/" + r.id);
                if (!b || !may_read_bid(page.known, page.me, *b, page.now)) continue;
                json::object one;
                lay_agencies(page, *b, one);
                std::size_t n = 0;
                const auto agencies = page.p.statutory_agencies();
                for (auto& a : one["agencies"].as_array()) {
                    auto& cell = a.as_object();
                    const bool own = mine && mine->agency == agencies[n++];
                    cell["cell_own"] = own;
                    cell["cell_take"] = own && std::string_view(stage) == "on_the_table" && cell["is_none"].as_bool();
                    waiting += cell["cell_take"].as_bool();
                    cell["cell_to"] = page.path("/bids/" + b->id + "#position");
                    cell["cell_title"] = b->title;
                }
                bear(model, b->marking);
                rows.push_back(json::object{{"grid_to", page.path("/bids/" + b->id)},
                                            {"grid_marking", b->marking},
                                            {"grid_title", b->title},
                                            {"grid_sum", app::pounds(b->amount)},
                                            {"grid_stage", page.word("stage." + b->stage)},
                                            {"grid_exec", b->exec_meeting.empty() ? "" : page.meeting_name(b->exec_meeting, false)},
                                            {"cells", std::move(one["agencies"])}});
            }
        model["title"] =
            mine ? page.word.count("grid.title", waiting, {{"agency", page.agency_name(mine->agency)}}) : page.word("grid.title_all");
        model["wide"] = true;
        model["heads"] = std::move(heads);
        model["none"] = rows.empty();
        model["rows"] = std::move(rows);
        return std::nullopt;
    });
}

} // namespace pages
