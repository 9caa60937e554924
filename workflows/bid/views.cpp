// workflows/bid/views.cpp - the views of bids: one bid, the list, its history.
#include "names/approval.hpp"
#include "names/bid.hpp"
#include "workflows/bid/events.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/funding.hpp"
#include "workflows/views/parts.hpp"
#include "workflows/vocabulary.hpp"

#include <algorithm>

namespace workflows {
namespace {

json::value or_null(const std::string& s) { return s.empty() ? json::value(nullptr) : json::value(json::string(s)); }

json::value content_digest(const bid& b)
{
    if (b.revision == 0) return nullptr;
    return json::string(engine::hex(engine::sha256(b.content)));
}

json::array lines_of(view_request& a, const bid& b)
{
    json::array out;
    for (const auto& l : b.lines) {
        const auto* s = engine::get<stream>(a.known, "stream/" + l.stream);
        out.push_back({{"stream", l.stream},
                       {"amount", engine::show(l.amount)},
                       {"state", l.state},
                       {"stream_status", s ? s->status : ""}}); // withdrawn: what it waits for will not come
    }
    return out;
}

json::array can_do(view_request& a, const bid& b)
{
    json::array out;
    for (const auto& v : vocabulary()) {
        if (v.subject != "bid" || v.name == verbs::bid_draft) continue;
        if (const auto verdict = can_be_done(v.name, b.id, a.q.reader, a.known, a.q.now))
            out.push_back({{"do", v.name},
                           {"allowed", verdict->outcome == engine::result::accepted},
                           {"refusals", show_refusals(verdict->refusals)}});
    }
    return out;
}

json::array queries_of(const bid& b)
{
    json::array out;
    for (const auto& q : b.queries) {
        json::object one{{"query", q.id},          {"by", q.by},
                         {"text", q.text},         {"answered", !q.answered_by.empty()},
                         {"resolved", q.resolved}, {"at", engine::show(q.at)}};
        if (!q.answered_by.empty()) one["answer"] = q.answer;
        out.push_back(std::move(one));
    }
    return out;
}

json::object decision_of(const sign_off& s)
{
    json::object out{{"outcome", s.outcome}, {"by", s.by}, {"seat", s.seat}, {"meeting", s.meeting}, {"at", engine::show(s.at)}};
    if (!s.reason.empty()) out["reason"] = s.reason;
    if (!s.handled.empty()) out["handled"] = s.handled;
    if (!s.conditions.empty()) out["conditions"] = engine::to_json(s.conditions);
    if (!s.alternatives.empty()) out["alternatives"] = engine::to_json(s.alternatives);
    if (!s.to_meeting.empty()) out["to_meeting"] = s.to_meeting;
    if (!s.board_reason.empty()) out["board"] = s.board_reason;
    if (s.acceptance_ends) out["acceptance_ends"] = show_deadline(*s.acceptance_ends);
    if (s.quorum)
        out["quorum"] = {{"members", s.quorum->members}, {"required", s.quorum->required}, {"present", s.quorum->present_at_least}};
    // FP-k: interests declared and by whom, and what it rests on.
    out["interests"] = engine::to_json(s.interests);
    out["plans"] = engine::to_json(s.plans);
    out["delegation"] = engine::to_json(s.delegation);
    return out;
}

bool restricted(const bid& b) { return !b.marking.empty(); }

} // namespace

json::array positions_of(view_request& a, const bid& b)
{
    const bool sealed = are_positions_sealed(a.known, a.p, a.q.reader, b, a.q.now);
    json::array out;
    for (const auto& p : b.positions) {
        if (sealed && p.person != a.q.reader) continue;
        json::object one{
            {"agency", p.agency}, {"seat", p.seat}, {"person", p.person}, {"position", p.position}, {"at", engine::show(p.at)}};
        if (p.amount) one["amount"] = engine::show(*p.amount);
        if (!p.conditions.empty()) one["conditions"] = engine::to_json(p.conditions);
        if (!p.note.empty()) one["note"] = p.note;
        out.push_back(std::move(one));
    }
    for (const auto& agency : a.p.statutory_agencies()) { // an interest that was never a position of its own
        const auto stands = in<bid_stages::draft>(b.stage) ? agency_standing{} : standing_of(a.known, a.p, b, agency, a.q.now);
        if (stands.kind == "interest" && !stands.given)
            out.push_back({{"agency", agency}, {"seat", stands.seat}, {"person", stands.person}, {"position", "interest"}});
    }
    for (const auto& absent : b.absences)
        if (standing_of(a.known, a.p, b, absent.agency, a.q.now).kind == "absent")
            out.push_back({{"agency", absent.agency}, {"position", "absent"}, {"reason", absent.reason}});
    return out;
}

static view bid_view(view_request& a)
{
    const auto id = a.text("bid");
    const auto* b = engine::get<bid>(a.known, "bid/" + id);
    if (!b) return not_found("bid", id);
    if (!may_read_bid(a.known, a.q.reader, *b, a.q.now)) return may_not_read();
    const auto* m = find_meeting(a.known, b->exec_meeting);
    json::object out{{"bid", b->id},
                     {"reference", b->reference()},
                     {"stage", b->stage},
                     {"revision", b->revision},
                     {"digest", content_digest(*b)},
                     {"amount", engine::show(b->amount)}};
    if (b->signed_off && b->signed_off->amount) out["approved_amount"] = engine::show(*b->signed_off->amount);
    out["title"] = b->title;
    out["author"] = b->author;
    out["project_manager"] = b->project_manager;
    out["delivery_group"] = or_null(b->delivery_group);
    out["emerging_priority"] = b->emerging_priority;
    if (restricted(*b)) out["marking"] = b->marking;
    out["lines"] = lines_of(a, *b);
    out["exec_meeting"] = or_null(b->exec_meeting);
    out["deadline"] = m ? json::value(json::string(show_deadline(deadline_of_exec(a.p, *m, a.q.now)))) : json::value(nullptr);
    json::array awaiting;
    for (const auto& w : awaited_of(a.known, a.p, *b, a.q.now)) {
        json::object one;
        if (!w.person.empty()) one["person"] = w.person;
        if (!w.seat.empty()) one["seat"] = w.seat;
        one["what"] = w.what;
        one["by"] = or_null(w.by);
        awaiting.push_back(std::move(one));
    }
    out["awaiting"] = std::move(awaiting);
    out["open_queries"] = b->open_queries();
    out["queries"] = queries_of(*b);
    json::array checks;
    for (const auto& [seat, c] : b->checks) {
        json::object one{{"seat", seat}, {"person", c.person}, {"result", c.result}, {"at", engine::show(c.at)}};
        if (!c.note.empty()) one["note"] = c.note;
        checks.push_back(std::move(one));
    }
    out["checks"] = std::move(checks);
    if (!b->left_out.empty()) out["left_out"] = engine::to_json(b->left_out);
    out["positions"] = positions_of(a, *b);
    if (!b->recommendation.empty()) out["recommendation"] = b->recommendation;
    json::array interests;
    for (const auto& i : b->interests) interests.push_back({{"person", i.person}, {"nature", i.nature}, {"at", engine::show(i.at)}});
    out["interests"] = std::move(interests);
    out["documents"] = documents_of(a, "document.bid", b->id);
    if (b->signed_off) out["decision"] = decision_of(*b->signed_off);
    if (!b->last_reason.empty()) out["reason"] = b->last_reason;
    const auto content = engine::parse_strict(b->content);
    if (content) out["application"] = *content;
    out["can"] = can_do(a, *b);
    return out;
}

static std::vector<std::string_view> filters_of_bids()
{
    std::vector<std::string_view> out{"stage", "group", "stream", "meeting", "project_manager"};
    const auto more = application_filters();
    out.insert(out.end(), more.begin(), more.end());
    for (const auto* name : {"text", "after", "limit"}) out.emplace_back(name);
    return out;
}

namespace {

/// The narrowest filter is read by its index; the others are tried on each bid.
engine::index_query narrowest(const view_request& a)
{
    static constexpr std::pair<std::string_view, std::string_view> filters[] = {{"meeting", "bid.meeting"},
                                                                                {"project_manager", "bid.project_manager"},
                                                                                {"stage", "bid.stage"},
                                                                                {"stream", "bid.stream"},
                                                                                {"group", "bid.group"}};
    for (const auto& [field, index] : filters)
        if (a.q.fields.contains(field)) return {std::string(index), a.text(field)};
    for (const auto field : application_filters())
        if (a.q.fields.contains(field)) return {"bid." + std::string(field), filed_as(a.text(field))};
    return {"bid", ""};
}

std::string lower(std::string s)
{
    std::transform(s.begin(), s.end(), s.begin(), [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    return s;
}

bool fits(const view_request& a, const bid& b, const std::string& wanted)
{
    const auto is = [&](std::string_view field, const std::string& value) { return !a.q.fields.contains(field) || a.text(field) == value; };
    if (!is("stage", b.stage) || !is("group", b.delivery_group) || !is("meeting", b.exec_meeting) ||
        !is("project_manager", b.project_manager))
        return false;
    if (a.q.fields.contains("stream") &&
        std::none_of(b.lines.begin(), b.lines.end(), [&](const auto& l) { return l.stream == a.text("stream"); }))
        return false;
    for (const auto field : application_filters())
        if (a.q.fields.contains(field) && !is_filed(b.filed, field, a.text(field))) return false;
    if (!wanted.empty() && lower(b.content).find(wanted) == std::string::npos && b.id.find(wanted) == std::string::npos) return false;
    return may_read_bid(a.known, a.q.reader, b, a.q.now);
}

json::object row_of(const bid& b)
{
    return {{"bid", b.id},
            {"reference", b.reference()},
            {"title", b.title},
            {"stage", b.stage},
            {"amount", engine::show(b.amount)},
            {"delivery_group", or_null(b.delivery_group)},
            {"project_manager", b.project_manager},
            {"exec_meeting", or_null(b.exec_meeting)},
            {"revision", b.revision}};
}

view bids_view(view_request& a)
{
    if (!may_read_partnership(a.known, a.q.reader, a.q.now)) return may_not_read();
    auto rows = narrowest(a);
    const auto limit = static_cast<std::size_t>(number_of(a.q.fields, "limit", 50));
    const auto wanted = lower(a.text("text"));
    rows.descending = true; // newest first
    rows.limit = limit + 2; // usually enough; where filters leave much out, more at a time
    rows.from = a.text("after");
    json::array items;
    json::value next = nullptr;
    std::string last;
    bool skip_first = !rows.from.empty();
    for (bool more = true; more && items.size() <= limit;) {
        const auto found = a.known.rows(rows);
        more = found.size() == rows.limit;
        rows.limit = 256;
        for (const auto& row : found) {
            if (std::exchange(skip_first, false)) continue; // the cursor is the last one shown
            rows.from = row.sort;
            const auto* b = engine::get<bid>(a.known, "bid/" + row.id);
            if (!b || !fits(a, *b, wanted)) continue;
            if (items.size() == limit) {
                next = json::string(last);
                more = false;
                break;
            }
            last = row.sort;
            items.push_back(row_of(*b));
        }
        if (!next.is_null()) break;
        skip_first = more;
    }
    return json::object{{"items", std::move(items)}, {"next", std::move(next)}};
}

} // namespace

static view history_view(view_request& a)
{
    const auto id = a.text("bid");
    const auto* b = engine::get<bid>(a.known, "bid/" + id);
    if (!b) return not_found("bid", id);
    if (!may_read_bid(a.known, a.q.reader, *b, a.q.now)) return may_not_read();
    json::array entries;
    for (const auto& e : a.known.events_of("bid/" + id)) {
        json::object one{{"index", e.index}, {"at", engine::show(e.at)}, {"who", e.actor}, {"what", e.type}};
        if (const auto seat = text_of(e.data, "seat"); !seat.empty()) one["seat"] = seat;
        json::array rules;
        json::object facts;
        for (const auto& j : e.judged) { // two rules may share an id: their facts stand together
            if (std::find(rules.begin(), rules.end(), json::value(j.rule)) == rules.end()) rules.push_back(json::string(j.rule));
            if (j.facts.is_null()) continue;
            const auto shown = shown_facts(e.process, j.rule, j.facts);
            if (auto* there = facts.if_contains(j.rule); there && there->is_object() && shown.is_object())
                for (const auto& f : shown.get_object()) there->get_object()[f.key()] = f.value();
            else facts[j.rule] = shown;
        }
        one["rules"] = std::move(rules);
        one["facts"] = std::move(facts);
        if (const auto revision = number_of(e.data, "revision"); revision > 0) one["revision"] = revision;
        if (e.type == events::bid_handed_over)
            one["project_managers"] = {{"before", or_null(text_of(e.data, "project_manager_before"))},
                                       {"after", text_of(e.form, "project_manager")}};
        if (e.from != e.to && !e.to.empty()) {
            one["from"] = e.from;
            one["to"] = e.to;
        }
        const bool hidden =
            e.type == events::bid_recommended && e.actor != a.q.reader && are_positions_sealed(a.known, a.p, a.q.reader, *b, a.q.now);
        for (const auto* name : {"reason", "note", "text"})
            if (const auto t = e.text(name); !t.empty() && !hidden) one[name] = t;
        entries.push_back(std::move(one));
    }
    return json::object{{"bid", id}, {"entries", std::move(entries)}};
}

std::vector<view_spec> bid_views()
{
    return {
        {"bid", "bids/{bid}", {"bid"}, {}, bid_view},
        {"bids", "bids", {}, filters_of_bids(), bids_view},
        {"history", "bids/{bid}/history", {"bid"}, {}, history_view},
    };
}

} // namespace workflows
