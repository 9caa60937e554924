// The list of bids, and a bid's page: where it is, what is next, who holds it, what can be done and why not.
#include "server/pages/pages.hpp"

#include "server/http/framing.hpp"

#include <algorithm>
#include <set>

namespace pages {

using namespace workflows;

namespace {

bool stops(std::string_view stage) { return stage == "rejected" || stage == "declined" || stage == "withdrawn" || stage == "lapsed"; }

/// Of the seven steps the one that a stage stands on.
int step_of(std::string_view stage)
{
    static const std::map<std::string_view, int> steps{{"draft", 1},
                                                       {"with_delivery_group", 2},
                                                       {"agreed", 3},
                                                       {"compliance_check", 3},
                                                       {"on_the_table", 4},
                                                       {"recommended", 5},
                                                       {"not_recommended", 5},
                                                       {"deferred", 5},
                                                       {"awaiting_acceptance", 5},
                                                       {"awaiting_board", 5},
                                                       {"awaiting_money", 5},
                                                       {"approved", 6},
                                                       {"offered", 6},
                                                       {"in_delivery", 7},
                                                       {"completed", 7},
                                                       {"evaluated", 7},
                                                       {"closed", 7}};
    const auto found = steps.find(stage);
    return found == steps.end() ? 0 : found->second;
}

/// Where a stopped bid had got to.
int reached(const workflows::bid& b)
{
    if (b.stage == "rejected" || b.stage == "lapsed") return 5;
    if (b.stage == "declined") return 2;
    if (!b.checks.empty()) return 3;
    return b.revision > 0 ? 2 : 1;
}

} // namespace

status status_of(const page_context& page, const workflows::bid& b)
{
    status out;
    std::vector<std::string> who;
    std::string by;
    bool you = false;
    for (const auto& w : awaited_of(page.known, page.p, b, page.now)) {
        if (w.person.empty()) continue;
        you = you || w.person == page.me;
        const auto name = page.office(w.person);
        if (w.person != page.me && std::find(who.begin(), who.end(), name) == who.end()) who.push_back(name);
        if (!w.by.empty() && (by.empty() || w.by < by)) by = w.by;
    }
    const auto due = engine::parse_instant(by);
    const auto date = due ? page.date(*due, false, false) : "";
    const auto near = due ? page.near(by) : "";
    out.late = due && *due < page.now;
    const auto speakers = static_cast<std::int64_t>(page.p.statutory_agencies().size()) -
                          static_cast<std::int64_t>(silent_agencies(page.known, page.p, b, page.now).size());
    const auto sum = b.signed_off && b.signed_off->amount ? app::pounds(*b.signed_off->amount) : app::pounds(b.amount);
    const app::blanks with{{"group", page.body_name(b.delivery_group)},
                           {"who", page.word.list(who)},
                           {"pm", page.office(b.project_manager)},
                           {"date", date},
                           {"near", near},
                           {"meeting", b.exec_meeting.empty() ? page.word("status.no_meeting") : page.meeting_name(b.exec_meeting, false)},
                           {"checked", std::to_string(b.checks.size())},
                           {"reviewers", std::to_string(b.checks.size() + compliance_of(page.p, b, page.now).missing.size())},
                           {"open", page.word.count("query.open", b.open_queries())},
                           {"spoken", std::to_string(speakers)},
                           {"sum", sum},
                           {"when", b.signed_off ? page.date(b.signed_off->at) : ""},
                           {"by", b.signed_off ? page.office(b.signed_off->by) : ""},
                           {"reason", b.signed_off && !b.signed_off->reason.empty() ? b.signed_off->reason : b.last_reason},
                           {"board", b.signed_off ? b.signed_off->board_reason : ""}};
    out.first = page.word((you ? "status.you." : "status.") + b.stage, with);
    if (you && !page.word.has("status.you." + b.stage)) out.first = page.word("status." + b.stage, with);
    out.second = page.word.has("status.then." + b.stage) ? page.word("status.then." + b.stage, with) : "";
    if (b.stage == "compliance_check" && b.open_queries() > 0) out.second = page.word.count("query.open", b.open_queries());
    out.stopped = stops(b.stage);
    return out;
}

json::array steps_of(const page_context& page, const workflows::bid& b, const json::object& history)
{
    const bool stopped = stops(b.stage);
    const int here = stopped ? reached(b) : step_of(b.stage);
    const auto* exec = page.p.only_body(body_kind::executive);
    std::int64_t returned = 0;
    std::optional<engine::instant> submitted;
    for (const auto& e : list_of(history, "entries")) {
        const auto what = text_of(e.get_object(), "what");
        returned += what == "bid.returned";
        if (what == "bid.submitted") submitted = instant_of(e.get_object(), "at");
    }
    struct info {
        std::string who, when;
    };
    const auto date = [&](engine::instant t) { return page.date(t, false, false); };
    std::optional<engine::instant> checked, spoken;
    for (const auto& [_, c] : b.checks)
        if (!checked || *checked < c.at) checked = c.at;
    for (const auto& p : b.positions)
        if (!spoken || *spoken < p.at) spoken = p.at;
    const std::array<info, 7> all{
        {{page.office(b.project_manager), submitted ? date(*submitted) : ""},
         {page.body_name(b.delivery_group), b.agreed ? date(b.agreed->at) : ""},
         {page.word("step.checked", {{"n", std::to_string(b.checks.size())}}), checked ? date(*checked) : ""},
         {page.word("step.spoken", {{"n", std::to_string(b.positions.size())}}), spoken ? date(*spoken) : ""},
         {exec ? page.office(page.p.office_holder(exec->id, "chair", page.now)) : "", b.signed_off ? date(b.signed_off->at) : ""},
         {page.word("role.partnership_manager"), ""},
         {page.office(b.project_manager), ""}}};
    json::array out;
    for (int i = 1; i <= 7; ++i) {
        const bool done = i < here, now = i == here && !stopped, stop = i == here && stopped;
        auto when = done ? all[static_cast<std::size_t>(i) - 1].when : "";
        if (now && i == 5 && !b.exec_meeting.empty() && !b.signed_off)
            if (const auto* meeting = find_meeting(page.known, b.exec_meeting))
                when = page.word("step.due", {{"date", date(meeting->starts)}});
        if (i == 1 && returned > 0) when += (when.empty() ? "" : "; ") + page.word.count("step.returned", returned);
        out.push_back({{"step_name", page.word("step." + std::to_string(i))},
                       {"step_who", i > here ? "" : all[static_cast<std::size_t>(i) - 1].who},
                       {"step_when", when},
                       {"step_done", done},
                       {"step_now", now},
                       {"step_stopped", stop},
                       {"step_to_come", i > here},
                       {"step_class", done   ? "done"
                                      : now  ? "now"
                                      : stop ? "stopped"
                                             : "to-come"}});
        if (stop) break; // no further steps
    }
    return out;
}

json::object lines_of(const page_context& page, const workflows::bid& b)
{
    json::array rows;
    engine::pence asks, available, left;
    bool short_of = false;
    for (const auto& l : b.lines) {
        const auto* s = engine::get<workflows::stream>(page.known, "stream/" + l.stream);
        if (!s) continue;
        const bool taken = l.state == "committed" || l.state == "awaiting";
        const auto has = s->status == "expected" ? s->amount - s->held_back - s->awaiting : s->available();
        const auto after = taken ? has : has - l.amount;
        short_of = short_of || after.value < 0;
        asks += l.amount;
        available += has;
        left += after;
        rows.push_back({{"line_stream", page.stream_name(l.stream)},
                        {"line_to", page.path("/money/" + l.stream)},
                        {"line_asks", app::pounds_exactly(l.amount)},
                        {"line_available", app::pounds_exactly(has)},
                        {"line_left", app::pounds_exactly(after)},
                        {"line_short", after.value < 0},
                        {"line_state", taken                     ? page.word("line." + l.state)
                                       : s->status == "expected" ? page.word("line.expected")
                                                                 : ""}});
    }
    json::object out{{"lines", std::move(rows)},
                     {"lines_asks", app::pounds_exactly(asks)},
                     {"lines_available", app::pounds_exactly(available)},
                     {"lines_left", app::pounds_exactly(left)},
                     {"lines_many", b.lines.size() > 1},
                     {"lines_short", short_of}};
    return out;
}

void lay_agencies(const page_context& page, const workflows::bid& b, json::object& model)
{
    const question of_reader{"bid", page.me, {}, page.now};
    view_request a{page.known, of_reader, page.p};
    const auto positions = may_read_bid(page.known, page.me, b, page.now) ? positions_of(a, b) : json::array{};
    std::map<std::string, const json::object*> spoke;
    for (const auto& p : positions) spoke[text_of(p.get_object(), "agency")] = &p.get_object();
    json::array rows;
    std::vector<std::string> silent, dissent;
    std::int64_t support = 0;
    for (const auto& id : page.p.statutory_agencies()) {
        json::object row{{"agency_name", page.agency_name(id)}};
        const auto found = spoke.find(id);
        const bool sealed = found == spoke.end() && b.position_of(id);
        const auto position = found != spoke.end() ? text_of(*found->second, "position") : sealed ? "sealed" : "none";
        for (const auto* kind : {"support", "support_with_amendments", "oppose", "interest", "absent", "none", "sealed"})
            row["is_" + std::string(kind)] = position == kind;
        row["position_word"] = page.word("position." + position);
        if (found != spoke.end()) {
            const auto& o = *found->second;
            std::string note = text_of(o, "note");
            if (note.empty()) note = text_of(o, "reason");
            row["position_note"] = note;
            if (const auto amount = money_of(o, "amount")) row["position_amount"] = app::pounds(*amount);
            row["position_conditions"] = page.word.list(texts_of(o, "conditions"));
            if (const auto at = text_of(o, "at"); !at.empty()) row["position_date"] = page.date_text(at, false, false);
            support += position.starts_with("support");
            if (position == "oppose") dissent.push_back(page.agency_name(id));
        } else silent.push_back(page.agency_name(id));
        rows.push_back(std::move(row));
    }
    model["agencies"] = std::move(rows);
    const auto n = static_cast<std::int64_t>(page.p.statutory_agencies().size());
    std::string says;
    const app::blanks with{{"support", std::to_string(support)},
                           {"all", std::to_string(n)},
                           {"silent", page.word.list(silent)},
                           {"dissent", page.word.list(dissent)}};
    if (b.recommendation == "recommended") says = page.word("agencies.recommended", with);
    else if (b.recommendation == "not_recommended") says = page.word("agencies.not_recommended", with);
    else if (b.stage == "on_the_table") says = page.word(silent.empty() ? "agencies.all" : "agencies.waiting", with);
    else says = page.word("agencies.not_yet");
    if (!b.recommendation.empty() && !dissent.empty()) says += " " + page.word("agencies.dissent", with);
    model["agencies_says"] = says;
}

namespace {

json::array shown_history(const page_context& page, const json::object& history, bool decisions_only)
{
    static const std::set<std::string_view> decisions{
        "bid.agreed", "bid.returned",  "bid.declined", "bid.came_recommended", "bid.came_not_recommended", "bid.signed_off",
        "bid.lapsed", "bid.withdrawn", "bid.ratified", "bid.refused_by_board", "bid.accepted_late"};
    json::array out;
    const auto& entries = list_of(history, "entries");
    for (auto e = entries.rbegin(); e != entries.rend(); ++e) {
        const auto& o = e->get_object();
        const auto what = text_of(o, "what");
        if (decisions_only && !decisions.contains(what)) continue;
        std::string reason;
        for (const auto* name : {"reason", "note", "text"})
            if (reason.empty()) reason = text_of(o, name);
        const auto seat = text_of(o, "seat");
        out.push_back({{"event_says", page.word.has("event." + what) ? page.word("event." + what) : what},
                       {"event_who", seat.empty() ? page.office(text_of(o, "who")) : page.seat_title(seat)},
                       {"event_when", page.when(text_of(o, "at"))},
                       {"event_day", page.date_text(text_of(o, "at"))},
                       {"event_reason", reason},
                       {"event_index", number_of(o, "index")},
                       {"event_rules", page.word.list(texts_of(o, "rules"))},
                       {"event_to", page.path("/decisions/" + std::to_string(number_of(o, "index")))}});
    }
    return out;
}

json::array shown_queries(const page_context& page, const workflows::bid& b, const std::set<std::string>& allowed)
{
    json::array out;
    const bool live = page.request.d != nullptr; // of a past moment nothing can be done
    // Its raiser settles a query; when they are gone, the Partnership Manager does.
    const auto gone = [&](const std::string& who) {
        const auto* p = engine::get<workflows::person>(page.known, "person/" + who);
        return !p || p->left;
    };
    for (const auto& q : b.queries) {
        const bool answered = !q.answered_by.empty();
        out.push_back({{"query_id", q.id},
                       {"query_who", page.office(q.by)},
                       {"query_when", page.word.date_time(q.at, page.p.zone)},
                       {"query_text", q.text},
                       {"query_answered", answered},
                       {"query_answer", q.answer},
                       {"query_answerer", answered ? page.office(q.answered_by) : ""},
                       {"query_state", page.word(q.resolved ? "query.settled"
                                                 : answered ? "query.answered"
                                                            : "query.unanswered",
                                                 {{"who", page.office(q.by)}, {"pm", page.office(b.project_manager)}})},
                       {"query_settled", q.resolved},
                       {"query_can_answer", !q.resolved && allowed.contains("bid.answer")},
                       {"query_can_resolve", !q.resolved && live && b.stage == "compliance_check" &&
                                                 (q.by == page.me || (page.has_role("partnership_manager") && gone(q.by)))}});
    }
    return out;
}

json::array exec_options(const page_context& page, bool open_too)
{
    json::array out;
    const auto* exec = page.p.only_body(body_kind::executive);
    if (!exec) return out;
    for (const auto& row : page.known.rows({.index = "meeting.planned", .key = exec->id, .limit = 12})) {
        const auto* meeting = find_meeting(page.known, row.id);
        if (!meeting || (!open_too && meeting->starts < page.now)) continue;
        out.push_back({{"exec_option", row.id}, {"exec_option_name", page.meeting_name(row.id)}});
    }
    return out;
}

} // namespace

json::array board_items(const page_context& page)
{
    json::array out;
    const auto* board = page.p.only_body(body_kind::strategic_board);
    if (!board) return out;
    for (const auto& row : page.known.rows({.index = "meeting.body", .key = board->id, .descending = true, .limit = 6})) {
        const auto* meeting = find_meeting(page.known, row.id);
        if (!meeting) continue;
        for (const auto& i : meeting->items)
            if (!i.outcome.empty() && i.kind != "information" && may_read_item(page.known, page.me, *meeting, i, page.now))
                out.push_back({{"item_id", i.id},
                               {"item_name", page.word("item_decided", {{"title", i.title},
                                                                        {"outcome", page.word("item_outcome." + i.outcome)},
                                                                        {"meeting", page.meeting_name(row.id)}})}});
    }
    return out;
}

handler_result bid(const shared_request& request)
{
    return show_maybe_past(request, "bid", "bids", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto id = request->param("bid");
        const auto* b = engine::get<workflows::bid>(page.known, "bid/" + id);
        if (!b || !may_read_bid(page.known, page.me, *b, page.now)) return request->home.problem(*request->q, 404);
        const auto seen = page.ask("bid", {{"bid", id}});
        const auto s = status_of(page, *b);
        model["now_to"] = page.path("/bids/" + id);
        model["title"] = b->title.empty() ? page.word("bid.untitled") : b->title;
        model["bid"] = id;
        model["over"] = page.word("bid.over", {{"bid", id}, {"sum", app::pounds(b->amount)}, {"group", page.body_name(b->delivery_group)}});
        model["status"] = s.first;
        model["status_then"] = s.second;
        model["status_late"] = s.late;
        model["stopped"] = s.stopped;
        model["stage_word"] = page.word("stage." + b->stage);
        bear(model, b->marking);
        model["emerging"] = b->emerging_priority;
        const auto history = page.ask("history", {{"bid", id}});
        model["steps"] = steps_of(page, *b, history);
        const auto content = engine::parse_strict(b->content);
        const json::object none;
        const auto& application = content && content->is_object() ? content->get_object() : none;
        model["summary"] = text_of(application, "summary");
        model["application"] = shown_application(page, application);
        model["revision_says"] =
            b->revision == 0 ? page.word("bid.not_submitted") : page.word("bid.revision", {{"n", std::to_string(b->revision)}});
        model["digest"] = text_of(seen, "digest");
        for (auto& p : lines_of(page, *b)) model[p.key()] = std::move(p.value());
        model["has_lines"] = !b->lines.empty();
        if (b->exec_meeting.empty()) model["meeting_name"] = "";
        else {
            model["meeting_name"] = page.meeting_name(b->exec_meeting);
            model["meeting_to"] = page.path("/meetings/" + b->exec_meeting);
        }
        lay_agencies(page, *b, model);
        model["show_agencies"] = step_of(b->stage) >= 4 || stops(b->stage) || !b->positions.empty();

        // What can be done, and what not and why.
        std::set<std::string> allowed;
        json::array not_possible, later;
        for (const auto& c : list_of(seen, "can")) {
            const auto& o = c.get_object();
            const auto verb = text_of(o, "do");
            if (flag_of(o, "allowed")) {
                allowed.insert(verb);
                continue;
            }
            const auto& refusals = list_of(o, "refusals");
            const bool stage = refusals.size() == 1 && text_of(refusals[0].get_object(), "rule") == "not-now";
            json::object one{{"no_name", page.word("verb." + verb)}, {"no_rules", shown_refusals(page.word, page.path(), refusals)}};
            (stage ? later : not_possible).push_back(std::move(one));
        }
        const bool past = model.contains("past");
        if (past) allowed.clear();
        for (const auto& verb : allowed) {
            auto slot = "can_" + verb;
            std::replace(slot.begin(), slot.end(), '.', '_');
            model[slot] = true;
        }
        model["can_nothing"] = allowed.empty();
        model["not_possible"] = std::move(not_possible);
        model["has_not_possible"] = !model["not_possible"].as_array().empty();
        model["later"] = std::move(later);
        model["has_later"] = !model["later"].as_array().empty();
        const auto may_sign = [&] { // by authority: what else stands in the way is told beside
            const auto& can = list_of(seen, "can");
            return std::any_of(can.begin(), can.end(), [](const auto& c) { return text_of(c.get_object(), "do") == "bid.sign_off"; });
        };
        model["can_room"] = !past && (b->stage == "recommended" || b->stage == "not_recommended") && may_sign();
        if (!b->exec_meeting.empty()) model["room_to"] = page.path("/meetings/" + b->exec_meeting + "?item=" + id);
        model["own_draft"] = b->stage == "draft" && allowed.contains("bid.revise");
        model["apply_to"] = page.path("/bids/" + id + "/apply");
        const auto* mine = agency_seat_of(page);
        if (mine && allowed.contains("bid.recommend")) {
            model["my_agency"] = page.agency_name(mine->agency);
            if (const auto* given = b->position_of(mine->agency)) model["my_position"] = page.word("position." + given->position);
        }
        if (allowed.contains("bid.check")) {
            for (const auto& [seat, c] : b->checks) {
                const auto* of = page.p.find_seat(seat);
                if (of && (of->holder(page.now) == page.me || of->has_deputy(page.me, page.now)))
                    model["my_check"] = page.word("check." + c.result);
            }
        }
        const auto* exec = page.p.only_body(body_kind::executive);
        const bool member = page.holds_seat_on(exec) || page.holds_seat_on(page.p.only_body(body_kind::strategic_board)) ||
                            is_reviewer(page) || !chaired_groups(page).empty();
        const std::int64_t step = step_of(b->stage);
        model["can_interest"] = !past && member && step >= 2 && step <= 5;
        model["can_attach"] = !past && (b->project_manager == page.me || b->author == page.me) && !stops(b->stage);
        json::array interests;
        for (const auto& i : b->interests)
            interests.push_back({{"interest_who", page.office(i.person)},
                                 {"interest_nature", page.word("nature." + i.nature)},
                                 {"interest_when", page.date(i.at)}});
        model["has_interests"] = !interests.empty();
        model["interests"] = std::move(interests);
        if (allowed.contains("bid.accept_late")) model["exec_options"] = exec_options(page, false);
        if (allowed.contains("bid.record_absent")) {
            json::array silent;
            for (const auto& a : silent_agencies(page.known, page.p, *b, page.now))
                silent.push_back({{"silent_id", a}, {"silent_name", page.agency_name(a)}});
            model["silent"] = std::move(silent);
            model["can_bid_record_absent"] = !model["silent"].as_array().empty();
        }
        if (allowed.contains("bid.ratify")) {
            auto items = board_items(page);
            model["board_items"] = std::move(items);
            model["has_board_items"] = !model["board_items"].as_array().empty();
        }
        if (allowed.contains("bid.hand_over")) {
            json::array to;
            for (const auto& row : page.known.rows({.index = "person.role", .key = "project_manager"}))
                if (row.id != b->project_manager) to.push_back({{"pm_id", row.id}, {"pm_name", page.office(row.id)}});
            model["project_managers"] = std::move(to);
        }
        model["queries"] = shown_queries(page, *b, allowed);
        model["has_queries"] = !b->queries.empty();
        json::array documents;
        for (const auto& d : list_of(seen, "documents")) {
            const auto& o = d.get_object();
            documents.push_back({{"document_id", text_of(o, "document")},
                                 {"document_name", text_of(o, "name")},
                                 {"document_who", page.office(text_of(o, "by"))},
                                 {"document_when", page.date_text(text_of(o, "at"))},
                                 {"document_to", page.path("/documents/" + text_of(o, "document"))},
                                 {"document_can_remove", model["can_attach"].as_bool()}});
        }
        model["has_documents"] = !documents.empty();
        model["documents"] = std::move(documents);
        if (b->signed_off) {
            const auto& d = *b->signed_off;
            json::object decided{{"decided_says", page.word("outcome." + d.outcome, {{"sum", d.amount ? app::pounds(*d.amount) : ""}})},
                                 {"decided_when", page.word.date_time(d.at, page.p.zone)},
                                 {"decided_by", page.seat_title(d.seat)},
                                 {"decided_reason", d.reason},
                                 {"decided_handled", d.handled},
                                 {"decided_board", d.board_reason},
                                 {"decided_to", page.path("/decisions/" + std::to_string(d.index))}};
            json::array conditions, others;
            for (const auto& c : d.conditions) conditions.push_back(json::object{{"condition", c}});
            for (const auto& c : d.alternatives) others.push_back(json::object{{"alternative", c}});
            decided["has_conditions"] = !conditions.empty();
            decided["conditions"] = std::move(conditions);
            decided["has_alternatives"] = !others.empty();
            decided["alternatives"] = std::move(others);
            if (d.quorum) decided["decided_quorum"] = quorum_sum_in_words(page, engine::to_json(*d.quorum).as_object());
            model["decided"] = std::move(decided);
        }
        model["decisions"] = shown_history(page, history, true);
        model["has_decisions"] = !model["decisions"].as_array().empty();
        auto entries = shown_history(page, history, false);
        const auto n = entries.size();
        if (request->query("history") != "all" && n > 6) {
            entries.resize(5);
            model["more_history"] = page.word("bid.all_entries", {{"n", std::to_string(n)}});
        }
        model["history"] = std::move(entries);
        model["events"] = past ? "" : page.path("/events");
        return std::nullopt;
    });
}

handler_result bids(const shared_request& request)
{
    const auto fill = [request](page_context& page, json::object& model) -> std::optional<http::response> {
        json::object fields{{"limit", 50}};
        std::string kept;
        bool filtered = false;
        for (const auto name : optional_fields("bids")) {
            const auto value = request->query(name);
            if (value.empty() || name == "limit") continue;
            fields[name] = value;
            if (name != "after") {
                kept += std::string(name) + "=" + http::url_encode(value) + "&";
                filtered = true;
            }
            model["filter_" + std::string(name)] = value;
        }
        json::array of_application;
        for (const auto name : application_filters())
            of_application.push_back(
                {{"more_name", name}, {"more_label", page.word("field." + std::string(name))}, {"more_value", request->query(name)}});
        model["more_filters"] = std::move(of_application);
        const auto seen = page.ask("bids", fields);
        json::array rows;
        for (const auto& i : list_of(seen, "items")) {
            const auto& o = i.get_object();
            const auto* b = engine::get<workflows::bid>(page.known, "bid/" + text_of(o, "bid"));
            if (!b) continue;
            bear(model, b->marking);
            rows.push_back({{"row_to", page.path("/bids/" + b->id)},
                            {"row_title", b->title.empty() ? page.word("bid.untitled") : b->title},
                            {"row_id", b->id},
                            {"row_marking", b->marking},
                            {"row_stage", page.word("stage." + b->stage)},
                            {"row_sum", app::pounds(b->amount)},
                            {"row_group", page.body_name(b->delivery_group)},
                            {"row_exec", b->exec_meeting.empty() ? "" : page.date(find_meeting(page.known, b->exec_meeting)->starts)}});
        }
        const auto shown = static_cast<std::int64_t>(rows.size());
        const auto next = text_of(seen, "next");
        model["rows"] = std::move(rows);
        model["none"] = shown == 0;
        model["filtered"] = filtered;
        model["title"] = !filtered && request->query("after").empty()
                             ? page.word("bids.title")
                             : page.word.count(next.empty() ? "bids.found" : "bids.found_first", shown);
        if (!next.empty()) model["next_to"] = page.path("/bids?" + kept + "after=" + http::url_encode(next));
        if (!request->query("after").empty()) model["first_to"] = page.path("/bids?" + kept);
        json::array stages, in_groups, in_streams;
        for (const auto* s : {"draft", "with_delivery_group", "agreed", "compliance_check", "on_the_table", "recommended",
                              "not_recommended", "awaiting_acceptance", "awaiting_board", "awaiting_money", "deferred", "approved",
                              "rejected", "declined", "withdrawn", "lapsed"})
            stages.push_back(
                {{"option", s}, {"option_name", page.word("stage." + std::string(s))}, {"option_selected", request->query("stage") == s}});
        for (const auto& [id, b] : page.p.bodies)
            if (b.kind == body_kind::delivery_group)
                in_groups.push_back(
                    json::object{{"option", id}, {"option_name", b.name}, {"option_selected", request->query("group") == id}});
        for (const auto& row : page.known.rows({.index = "stream", .key = ""}))
            in_streams.push_back(json::object{
                {"option", row.id}, {"option_name", page.stream_name(row.id)}, {"option_selected", request->query("stream") == row.id}});
        model["stages"] = std::move(stages);
        model["groups"] = std::move(in_groups);
        model["streams"] = std::move(in_streams);
        model["may_bid"] = page.has_role("project_manager") || !chaired_groups(page).empty();
        return std::nullopt;
    };
    return request->query("text").empty() ? show(request, "bids", "bids", fill)
                                          : show_aside(request, "bids", "bids", fill); // words are sought in every bid
}

} // namespace pages
