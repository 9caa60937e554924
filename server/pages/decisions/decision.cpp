// One decision explained from the log alone: who, what it rested on, what it moved, who was told, and the proof that it stands.
#include "engine/log/merkle.hpp"
#include "names/approval.hpp"
#include "names/bid.hpp"
#include "server/pages/decisions/event.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/meeting/quorum.hpp"
#include "server/pages/pages.hpp"
#include "storage/outbox.hpp"
#include "workflows/funding.hpp"
#include "workflows/notices.hpp"
#include "workflows/partnership/policy.hpp"

#include <algorithm>
#include <set>

namespace pages {

using namespace workflows;

namespace {

/// Rows of a key and its value, without those that have no value.
struct fact_rows {
    const app::words& word;
    json::array rows{};
    void add(const std::string& key, const std::string& value)
    {
        if (!value.empty()) rows.push_back({{"fact_key", word("fact." + key)}, {"fact_value", value}});
    }
};

/// What the page is made from. The state before and after the event is folded on the auditors' thread.
struct evidence {
    engine::event e;
    std::unique_ptr<engine::reader> before, after;
    std::vector<storage::owed_mail> mails;
    std::vector<engine::digest> hashes; ///< of every leaf
    std::string leaf;                   ///< of this event
};

evidence gather(storage::database& d, const std::string& partnership, engine::event e)
{
    evidence out{std::move(e), nullptr, nullptr, {}, {}, {}};
    out.before = d.as_it_stood(partnership, {out.e.at.micros - 1});
    out.after = d.as_it_stood(partnership, out.e.at);
    out.mails = storage::outbox(d.sql()).about(partnership, out.e.index);
    storage::log_store log(d.sql(), partnership);
    for (std::int64_t from = 0;; from += 5000) {
        const auto part = log.leaves(from, 5000);
        for (const auto& l : part) {
            if (l.index == out.e.index) out.leaf = l.bytes;
            out.hashes.push_back(engine::leaf_hash(l.bytes));
        }
        if (part.size() < 5000) return out;
    }
}

/// FP-k: the interests that were declared, the plan and the delegation that a sign-off rests on; of a hand-over both managers.
void add_what_it_rests_on(const page_context& then, const engine::event& e, fact_rows& out)
{
    if (e.type == events::bid_handed_over) {
        const auto before = text_of(e.data, "project_manager_before"); // "": an older program's leaf
        out.add("managers", then.word("decision.managers", {{"before", before.empty() ? then.word("none") : then.office(before)},
                                                            {"after", then.office(text_of(e.form, "project_manager"))}}));
    }
    if (e.type != events::bid_signed_off) return;
    std::vector<std::string> interests;
    for (const auto& i : list_of(e.data, "interests"))
        interests.push_back(then.office(text_of(i.get_object(), "person")) + " (" +
                            then.word("nature." + text_of(i.get_object(), "nature")) + ")");
    out.add("interests", interests.empty() ? then.word("decision.no_interests") : then.word.list(interests));
    if (!e.data.contains("plans")) return; // an older program's: it wrote down neither
    const auto plans = texts_of(e.data, "plans");
    out.add("plan", plans.empty() ? then.word("decision.no_plan") : then.word.list(plans));
    const auto delegation = text_of(e.data, "delegation");
    out.add("delegation", delegation.empty() ? then.word("decision.no_delegation") : delegation);
}

/// Who did what, when, in which seat, and why.
json::array who_rows(const page_context& page, const page_context& then, const engine::event& e)
{
    fact_rows out{page.word};
    const auto seat = text_of(e.data, "seat");
    out.add("who", then.office(e.actor));
    out.add("seat", seat.empty() ? "" : then.seat_title(seat));
    out.add("when", page.date_time(e.at));
    out.add("what", event_name(page, e));
    if (!e.from.empty() && e.from != e.to)
        out.add("stages",
                page.word("decision.stages", {{"from", page.word.stage(e.process, e.from)}, {"to", page.word.stage(e.process, e.to)}}));
    std::set<std::string_view> told{"conditions", "alternatives"}; // lists
    for (const auto* name : {"reason", "note", "text", "handled", "detail"}) {
        out.add(name, std::string(e.text(name)));
        told.insert(name);
    }
    for (const auto& [name, _] : e.texts)
        if (!told.contains(name) && page.word.has("fact." + name)) out.add(name, std::string(e.text(name)));
    if (const auto conditions = sealed_list(e, "conditions"); !conditions.empty()) out.add("conditions", page.word.list(conditions));
    if (const auto others = sealed_list(e, "alternatives"); !others.empty()) out.add("alternatives", page.word.list(others));
    add_what_it_rests_on(then, e, out);
    if (e.cause) out.add("cause", page.word("decision.followed", {{"index", std::to_string(*e.cause)}}));
    return std::move(out.rows);
}

/// The text that was decided on: of a bid its revision and sums, of a body its rule; of anything the numbers that were given.
json::array what_rows(const page_context& page, const page_context& then, const engine::event& e)
{
    fact_rows out{page.word};
    if (e.subject.starts_with("bid/"))
        if (const auto* b = engine::get<workflows::bid>(then.known, e.subject)) {
            out.add("bid", b->id + ", " + b->title);
            out.add("revision", b->revision > 0 ? std::to_string(b->revision) : "");
            out.add("digest", b->revision > 0 ? engine::hex(engine::sha256(b->content)) : "");
            out.add("asks", app::pounds_exactly(b->amount));
            if (b->signed_off && b->signed_off->amount && e.type == events::bid_signed_off)
                out.add("approved", app::pounds_exactly(*b->signed_off->amount));
        }
    if (e.type.starts_with("body."))
        if (const auto* rule = e.form.if_contains("quorum"); rule && rule->is_object())
            out.add("quorum", quorum_rule_in_words(then, show_quorum(read_quorum(rule->get_object()))));
    for (const auto& field : e.form)
        if (const std::string name(field.key()); field.value().is_int64() && page.word.has("fact." + name))
            out.add(name, std::to_string(field.value().get_int64()));
    return std::move(out.rows);
}

/// Who was in the room, of a decision that a meeting took.
void lay_room(const page_context& page, const page_context& then, const evidence& of, json::object& model)
{
    const auto [kind, id] = engine::split_key(of.e.subject);
    const meeting* at = nullptr;
    if (kind == "meeting") at = then.meeting(id);
    if (of.e.type == events::bid_signed_off)
        if (const auto* b = engine::get<workflows::bid>(*of.before, of.e.subject)) at = then.meeting(b->exec_meeting);
    if (!at || !at->opened) return;
    json::array rows;
    for (const auto& s : at->stays)
        if (s.at(of.e.at))
            rows.push_back(
                {{"in_seat", then.seat_title(s.seat)}, {"in_person", then.office(s.person)}, {"in_since", page.time(s.arrived)}});
    model["room"] = {{"room_count", page.word.count("decision.in_room", static_cast<std::int64_t>(rows.size()))},
                     {"room_meeting", then.meeting_name(at->id)},
                     {"room_rows", std::move(rows)}};
}

/// Money before and after, stream by stream where it moved.
json::array money_rows(const page_context& then, engine::reader& before)
{
    json::array out;
    for (const auto* is : then.streams({.index = "stream", .key = ""})) {
        const auto* was = engine::get<workflows::stream>(before, "stream/" + is->id);
        const auto had = was ? was->available() : engine::pence{};
        if (had == is->available() && (was ? was->awaiting : engine::pence{}) == is->awaiting) continue;
        out.push_back({{"money_stream", then.stream_name(is->id)},
                       {"money_before", app::pounds_exactly(had)},
                       {"money_after", app::pounds_exactly(is->available())},
                       {"money_committed", app::pounds_exactly(is->committed)},
                       {"money_awaiting", app::pounds_exactly(is->awaiting)}});
    }
    return out;
}

std::string shown_fact(const page_context& page, const json::value& value)
{
    if (value.is_string()) return std::string(value.get_string());
    if (value.is_bool()) return page.word(value.get_bool() ? "yes" : "no");
    if (value.is_int64()) return std::to_string(value.get_int64());
    if (value.is_null()) return page.word("none");
    std::string out;
    if (value.is_array()) {
        for (const auto& e : value.get_array()) out += (out.empty() ? "" : ", ") + shown_fact(page, e);
        return out.empty() ? page.word("none") : out;
    }
    if (value.is_object())
        for (const auto& p : value.get_object())
            out += (out.empty() ? "" : ", ") + std::string(p.key()) + ": " + shown_fact(page, p.value());
    return out;
}

/// One rule that was asked, with the facts that it rested on.
json::object judged_row(const page_context& page, const engine::event& e, const engine::judgement& j)
{
    json::object out{{"judged_rule", j.rule}, {"judged_to", page.path("/rules/" + j.rule)}};
    if (const auto* process = find_process(e.process))
        for (const auto& rule : process->rules)
            if (rule.id == j.rule) {
                out["judged_says"] = rule.says;
                out["judged_source"] = rule.source;
            }
    json::array facts;
    if (j.facts.is_null()) out["judged_no_meaning"] = true;
    else if (const auto shown = shown_facts(e.process, j.rule, j.facts); shown.is_object())
        for (const auto& p : shown.get_object()) {
            auto key = std::string(p.key());
            std::replace(key.begin(), key.end(), '_', ' ');
            facts.push_back({{"sum_key", key}, {"sum_value", shown_fact(page, p.value())}});
        }
    out["facts"] = std::move(facts);
    return out;
}

json::array told_rows(const page_context& page, const page_context& then, const std::vector<storage::owed_mail>& mails)
{
    json::array out;
    for (const auto& mail : mails)
        out.push_back(
            {{"told_who", then.office(mail.to)},
             {"told_what",
              subject_of(page.known, {mail.event_index, mail.to, mail.message, mail.about, mail.state, mail.attempts, mail.facts, mail.at},
                         page.me, page.now)},
             {"told_state", page.word("mail_state." + mail.state)}});
    return out;
}

/// That this leaf is in the tree of this root.
void lay_proof(const evidence& of, json::object& model)
{
    const auto index = static_cast<std::uint64_t>(of.e.index);
    const auto path = engine::inclusion_proof(of.hashes, index);
    const auto root = engine::merkle_root(of.hashes), own = engine::leaf_hash(of.leaf);
    model["leaf"] = of.leaf;
    model["leaf_hash"] = engine::hex(own);
    model["root"] = engine::hex(root);
    model["size"] = static_cast<std::int64_t>(of.hashes.size());
    model["proof_holds"] = engine::inclusion_holds(index, of.hashes.size(), own, path, root);
    json::array hashes;
    for (const auto& h : path) hashes.push_back(json::object{{"hash", engine::hex(h)}});
    model["proof"] = std::move(hashes);
}

/// @param then the same page with the partnership as it stood after the event
void lay_decision(const page_context& page, const page_context& then, const evidence& of, json::object& model)
{
    const auto& e = of.e;
    const auto what = event_name(page, e), about = subject_name(then, e);
    model["title"] = page.word("decision.title", {{"what", what}, {"about", about}});
    model["sentence"] =
        page.word("decision.sentence", {{"who", who_of(then, e)}, {"what", what}, {"about", about}, {"when", page.date_time(e.at)}});
    model["index"] = e.index;
    model["who"] = who_rows(page, then, e);
    auto text = what_rows(page, then, e);
    model["has_text"] = !text.empty();
    model["what"] = std::move(text);
    model["about_to"] = subject_to(page, e);
    lay_room(page, then, of, model);
    auto moved = money_rows(then, *of.before);
    model["money_moved"] = !moved.empty();
    model["money_rows"] = std::move(moved);
    json::array judged;
    for (const auto& j : e.judged) judged.push_back(judged_row(page, e, j));
    model["has_judged"] = !judged.empty();
    model["judged"] = std::move(judged);
    model["process_says"] = page.word("decision.process", {{"process", e.process}, {"version", std::to_string(e.process_version)}});
    auto told = told_rows(page, then, of.mails);
    model["has_told"] = !told.empty();
    model["told"] = std::move(told);
    lay_proof(of, model);
}

std::optional<engine::event> find_event(request_context& request, const std::string& index)
{
    if (index.empty() || index.size() > 12 || !std::all_of(index.begin(), index.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    const auto wanted = static_cast<std::int64_t>(std::stoll(index));
    std::optional<engine::event> found;
    request.read([&](engine::reader& known) {
        for (auto& e : known.events_from(wanted, 1))
            if (e.index == wanted) found = std::move(e);
    });
    return found;
}

} // namespace

handler_result decision(const shared_request& request)
{
    auto found = find_event(*request, request->param("index"));
    if (!found) return http::step(request->home.problem(*request->q, 404));
    return request->home.audit.ask([request, e = *found](storage::database& d) -> handler_result {
        const auto looking = std::make_shared<request_context>(*request);
        looking->d = &d;
        const auto of = gather(d, request->partnership(), e);
        return show(looking, "decision", "decisions", [&](page_context& page, json::object& model) -> std::optional<http::response> {
            if (!may_read_event(page.known, page.p, page.me, e, page.now)) return request->home.problem(*request->q, 404);
            const auto* after = engine::get<partnership>(*of.after, partnership_key);
            const page_context then{*looking, *of.after, after ? *after : page.p, page.word, e.at, page.me};
            for (const auto& marking : markings_of(page, e)) add_marking(model, marking);
            lay_decision(page, then, of, model);
            model["printed"] = page.date_time(request->now);
            return std::nullopt;
        });
    });
}

} // namespace pages
