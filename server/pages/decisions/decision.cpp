// The auditor's pages: every decision, one explained from the log alone, and the proof that nothing was changed.
#include "engine/log/merkle.hpp"
#include "server/app/files.hpp"
#include "server/app/throttle.hpp"
#include "server/audit/export.hpp"
#include "server/audit/verify.hpp"
#include "server/http/framing.hpp"
#include "server/pages/pages.hpp"
#include "storage/outbox.hpp"
#include "workflows/notices.hpp"
#include "workflows/partnership/policy.hpp"
#include "workflows/stream/state.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <filesystem>
#include <set>

namespace pages {

using namespace workflows;

namespace {

/// Events that an auditor calls decisions: somebody, or the clock, settled something. In the order in which the page offers them.
constexpr std::string_view decision_events[] = {"bid.signed_off",
                                                "bid.agreed",
                                                "bid.returned",
                                                "bid.declined",
                                                "bid.accepted_late",
                                                "bid.checked",
                                                "bid.recommended",
                                                "bid.recorded_absent",
                                                "bid.came_recommended",
                                                "bid.came_not_recommended",
                                                "bid.accepted_amendments",
                                                "bid.refused_amendments",
                                                "bid.lapsed",
                                                "bid.ratified",
                                                "bid.refused_by_board",
                                                "bid.withdrawn",
                                                "bid.handed_over",
                                                "interest.declared",
                                                "item.decided",
                                                "item.recorded",
                                                "meeting.moved",
                                                "meeting.cancelled",
                                                "meeting.taken_chair",
                                                "stream.opened",
                                                "stream.confirmed",
                                                "stream.revised",
                                                "stream.withdrawn",
                                                "stream.held_back",
                                                "stream.released",
                                                "plan.proposed",
                                                "plan.agreed",
                                                "body.created",
                                                "body.set_quorum",
                                                "seat.created",
                                                "seat.appointed",
                                                "seat.vacated",
                                                "seat.given_office",
                                                "seat.named_deputy",
                                                "seat.ended_deputy",
                                                "seat.closed",
                                                "role.granted",
                                                "role.revoked",
                                                "policy.changed"};

bool is_decision(const engine::event& e)
{
    static const std::set<std::string_view> all(std::begin(decision_events), std::end(decision_events));
    return all.contains(e.type);
}

bool may_see(const page_context& page, const engine::event& e)
{
    const auto [kind, id] = engine::split_key(e.subject);
    if (kind == "bid") {
        const auto* b = engine::get<workflows::bid>(page.known, e.subject);
        if (!b || !may_read_bid(page.known, page.me, *b, page.now)) return false;
        // FP-f: a sealed position is its agency's own until all are in.
        const bool sealed =
            e.type == "bid.recommended" && e.actor != page.me && b->stage == "on_the_table" && page.p.policy_at(page.now).sealed_positions;
        return !sealed || page.has_role("auditor");
    }
    if (kind == "meeting") {
        const auto* of = find_meeting(page.known, id);
        const auto* i = of ? of->find_item(text_of(e.form, "item")) : nullptr;
        return of && (!i || may_read_item(page.known, page.me, *of, *i, page.now));
    }
    return may_read_partnership(page.known, page.me, page.now);
}

std::string subject_name(const page_context& page, const engine::event& e)
{
    const auto [kind, id] = engine::split_key(e.subject);
    if (kind == "bid")
        if (const auto* b = engine::get<workflows::bid>(page.known, e.subject)) return b->title.empty() ? b->id : b->title;
    if (kind == "stream") return page.stream_name(id);
    if (kind == "meeting") {
        const auto* of = find_meeting(page.known, id);
        const auto about = text_of(e.form, "item");
        const auto* i = of ? of->find_item(about) : nullptr;
        const auto* b = engine::get<workflows::bid>(page.known, "bid/" + about);
        return i ? i->title : b && may_read_bid(page.known, page.me, *b, page.now) ? b->title : page.meeting_name(id);
    }
    if (kind == "plan")
        if (const auto* p = engine::get<workflows::plan>(page.known, e.subject)) return page.word("decision.plan", {{"year", p->year}});
    if (kind == "person") return page.office(std::string(id));
    if (const auto seat = text_of(e.form, "seat"); !seat.empty()) return page.seat_title(seat);
    if (const auto body = text_of(e.form, "body"); !body.empty()) return page.body_name(body);
    return kind == "partnership" ? page.p.name : std::string(id);
}

/// The protective markings of the bid or item that an event is about, as they are now.
std::vector<std::string> markings_of(const page_context& page, const engine::event& e)
{
    std::vector<std::string> out;
    const auto [kind, id] = engine::split_key(e.subject);
    const auto* of = kind == "meeting" ? find_meeting(page.known, id) : nullptr;
    const auto* i = of ? of->find_item(text_of(e.form, "item")) : nullptr;
    const auto* b = engine::get<workflows::bid>(page.known, kind == "bid" ? e.subject : "bid/" + (i ? i->bid : text_of(e.form, "item")));
    if (i && !i->marking.empty()) out.push_back(i->marking);
    if (b && !b->marking.empty() && (out.empty() || out.front() != b->marking)) out.push_back(b->marking);
    return out;
}

std::string subject_to(const page_context& page, const engine::event& e)
{
    const auto [kind, id] = engine::split_key(e.subject);
    if (kind == "bid") return page.path("/bids/" + std::string(id));
    if (kind == "meeting") return page.path("/meetings/" + std::string(id));
    if (kind == "stream") return page.path("/money/" + std::string(id));
    if (kind == "plan") return page.path("/money");
    if (const auto* s = page.p.find_seat(text_of(e.form, "seat"))) return page.path("/bodies/" + s->body);
    if (const auto body = text_of(e.form, "body"); page.p.find_body(body)) return page.path("/bodies/" + body);
    return "";
}

std::string who_of(const page_context& page, const engine::event& e)
{
    const auto seat = text_of(e.data, "seat");
    return seat.empty() ? page.office(e.actor) : page.seat_title(seat);
}

std::string event_name(const page_context& page, const engine::event& e)
{
    auto says = page.word.has("event." + e.type) ? page.word("event." + e.type) : e.type;
    if (const auto outcome = text_of(e.form, "outcome"); !outcome.empty()) {
        const auto key = (e.type.starts_with("item.") ? "item_outcome." : "outcome_short.") + outcome;
        if (page.word.has(key)) says += ": " + page.word(key);
    }
    if (const auto position = text_of(e.form, "position"); !position.empty()) says += ": " + page.word("position." + position);
    if (const auto result = text_of(e.form, "result"); !result.empty()) says += ": " + page.word("check." + result);
    if (const auto role = text_of(e.form, "role"); !role.empty()) says += ": " + page.word("role." + role);
    if (const auto office = text_of(e.form, "office"); e.type == "seat.given_office" && !office.empty())
        says += ": " + page.word("office." + office);
    // Whom it names beside what it is about: who was appointed, who is deputy, who presides.
    if (const auto who = text_of(e.form, "person"); e.type == "seat.appointed" || e.type.ends_with("_deputy"))
        says += ": " + page.office(who);
    if (e.type == "meeting.taken_chair") says += ": " + page.seat_title(text_of(e.form, "seat"));
    return says;
}

std::string shown_fact(const page_context& page, const json::value& value)
{
    if (value.is_string()) return std::string(value.get_string());
    if (value.is_bool()) return page.word(value.get_bool() ? "yes" : "no");
    if (value.is_int64()) return std::to_string(value.get_int64());
    if (value.is_null()) return page.word("none");
    if (value.is_array()) {
        std::string out;
        for (const auto& e : value.get_array()) out += (out.empty() ? "" : ", ") + shown_fact(page, e);
        return out.empty() ? page.word("none") : out;
    }
    std::string out;
    if (value.is_object())
        for (const auto& p : value.get_object())
            out += (out.empty() ? "" : ", ") + std::string(p.key()) + ": " + shown_fact(page, p.value());
    return out;
}

} // namespace

handler_result decisions(const shared_request& request)
{
    return show_maybe_past(
        request, "decisions", "decisions", [request](page_context& page, json::object& model) -> std::optional<http::response> {
            if (!may_read_partnership(page.known, page.me, page.now)) return request->home.problem(*request->q, 404);
            const auto wanted_who = request->query("who"), wanted_rule = request->query("rule"), wanted_what = request->query("what"),
                       wanted_body = request->query("body");
            const auto from = parse_day(request->query("from")), to = parse_day(request->query("to"));
            std::int64_t cursor = page.known.size();
            if (const auto c = request->query("before");
                !c.empty() && c.size() < 12 && std::all_of(c.begin(), c.end(), [](char ch) { return ch >= '0' && ch <= '9'; }))
                cursor = std::min(cursor, static_cast<std::int64_t>(std::stoll(c)));
            const auto in_body = [&](const engine::event& e) {
                if (wanted_body.empty()) return true;
                for (const auto& seat : {text_of(e.data, "seat"), text_of(e.form, "seat")})
                    if (const auto* s = page.p.find_seat(seat); s && s->body == wanted_body) return true;
                if (text_of(e.form, "body") == wanted_body) return true;
                const auto [kind, id] = engine::split_key(e.subject);
                const auto* of = kind == "meeting" ? find_meeting(page.known, id) : nullptr;
                return of && of->body == wanted_body;
            };
            json::array rows;
            std::int64_t looked = 0;
            std::string last_day;
            while (cursor > 0 && rows.size() < 50 && looked < 50'000) {
                const auto begin = std::max<std::int64_t>(0, cursor - 500);
                const auto part = page.known.events_from(begin, static_cast<std::size_t>(cursor - begin));
                looked += static_cast<std::int64_t>(part.size());
                cursor = begin;
                for (auto e = part.rbegin(); e != part.rend(); ++e) {
                    if (!is_decision(*e) || (!wanted_who.empty() && e->actor != wanted_who) ||
                        (!wanted_what.empty() && e->type != wanted_what) || !in_body(*e))
                        continue;
                    const auto on = day_in(e->at, page.p.zone);
                    if ((from && on < *from) || (to && *to < on)) continue;
                    if (!wanted_rule.empty() &&
                        std::none_of(e->judged.begin(), e->judged.end(), [&](const auto& j) { return j.rule == wanted_rule; }))
                        continue;
                    if (!may_see(page, *e)) continue;
                    std::vector<std::string> rules_judged;
                    for (const auto& j : e->judged)
                        if (std::find(rules_judged.begin(), rules_judged.end(), j.rule) == rules_judged.end())
                            rules_judged.push_back(j.rule);
                    std::string marked;
                    for (const auto& marking : markings_of(page, *e)) {
                        bear(model, marking);
                        marked += (marked.empty() ? "" : ", ") + marking;
                    }
                    rows.push_back(json::object{{"row_to", page.path("/decisions/" + std::to_string(e->index))},
                                                {"row_marking", marked},
                                                {"row_index", e->index},
                                                {"row_when", page.word.date_time(e->at, page.p.zone)},
                                                {"row_what", event_name(page, *e)},
                                                {"row_about", subject_name(page, *e)},
                                                {"row_who", who_of(page, *e)},
                                                {"row_rules", page.word.list(rules_judged)}});
                    if (rows.size() == 50) {
                        cursor = e->index;
                        break;
                    }
                }
            }
            std::string kept;
            for (const auto* n : {"who", "rule", "what", "body", "from", "to", "as_of"})
                if (const auto value = request->query(n); !value.empty()) {
                    kept += std::string(n) + "=" + http::url_encode(value) + "&";
                    model["filter_" + std::string(n)] = value;
                    if (std::string_view(n) != "as_of") model["filtered"] = true;
                }
            const auto n = static_cast<std::int64_t>(rows.size());
            model["title"] = page.word(n == 0 ? "decisions.none" : "decisions.title");
            model["none"] = n == 0;
            model["rows"] = std::move(rows);
            if (cursor > 0 && n > 0) model["next_to"] = page.path("/decisions?" + kept + "before=" + std::to_string(cursor));
            json::array whos, rule_ids, whats, in_bodies;
            for (const auto& row : page.known.rows({.index = "person", .key = ""}))
                whos.push_back(
                    json::object{{"option", row.id}, {"option_name", page.office(row.id)}, {"option_selected", row.id == wanted_who}});
            std::set<std::string> ids;
            for (const auto& p : all_processes())
                for (const auto& r : p.rules) ids.insert(r.id);
            for (const auto& id : ids)
                rule_ids.push_back(json::object{{"option", id}, {"option_name", id}, {"option_selected", id == wanted_rule}});
            for (const auto what : decision_events)
                whats.push_back(json::object{
                    {"option", what}, {"option_name", page.word("event." + std::string(what))}, {"option_selected", what == wanted_what}});
            for (const auto& [id, b] : page.p.bodies)
                in_bodies.push_back(json::object{{"option", id}, {"option_name", b.name}, {"option_selected", id == wanted_body}});
            model["whos"] = std::move(whos);
            model["rule_ids"] = std::move(rule_ids);
            model["whats"] = std::move(whats);
            model["bodies"] = std::move(in_bodies);
            model["now_to"] = page.path("/decisions");
            model["audits"] = page.has_role("auditor");
            model["today_iso"] = show(page.today());
            return std::nullopt;
        });
}

/// FP-k: the interests that were declared, the plan and the delegation that a sign-off rests on; of a hand-over both managers.
static void lay_what_it_rests_on(const page_context& t, const engine::event& e,
                                 const std::function<void(const std::string& key, const std::string& value)>& add)
{
    if (e.type == "bid.handed_over") {
        const auto before = text_of(e.data, "project_manager_before"); // "": an older program's leaf
        add("managers", t.word("decision.managers", {{"before", before.empty() ? t.word("none") : t.office(before)},
                                                     {"after", t.office(text_of(e.form, "project_manager"))}}));
    }
    if (e.type != "bid.signed_off") return;
    std::vector<std::string> interests;
    for (const auto& i : list_of(e.data, "interests"))
        interests.push_back(t.office(text_of(i.get_object(), "person")) + " (" + t.word("nature." + text_of(i.get_object(), "nature")) +
                            ")");
    add("interests", interests.empty() ? t.word("decision.no_interests") : t.word.list(interests));
    if (!e.data.contains("plans")) return; // an older program's: it wrote down neither
    const auto plans = texts_of(e.data, "plans");
    add("plan", plans.empty() ? t.word("decision.no_plan") : t.word.list(plans));
    const auto delegation = text_of(e.data, "delegation");
    add("delegation", delegation.empty() ? t.word("decision.no_delegation") : delegation);
}

/// One decision from the log alone. The state before and after it is folded on the auditors' thread.
handler_result decision(const shared_request& request)
{
    const auto text = request->param("index");
    if (text.empty() || text.size() > 12 || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return http::step(request->home.problem(*request->q, 404));
    const auto index = static_cast<std::int64_t>(std::stoll(text));
    std::optional<engine::event> found;
    request->read([&](engine::reader& known) {
        for (auto& e : known.events_from(index, 1))
            if (e.index == index) found = std::move(e);
    });
    if (!found) return http::step(request->home.problem(*request->q, 404));
    return request->home.audit.ask([request, index, e = *found](storage::database& d) -> handler_result {
        auto looking = *request;
        looking.d = &d;
        const auto shared = std::make_shared<request_context>(looking);
        const auto before = d.as_it_stood(request->partnership(), {e.at.micros - 1});
        const auto after = d.as_it_stood(request->partnership(), e.at);
        std::vector<storage::owed_mail> mails = storage::outbox(d.sql()).about(request->partnership(), index);
        storage::log_store log(d.sql(), request->partnership());
        std::vector<engine::digest> hashes;
        std::string leaf;
        for (std::int64_t from = 0;; from += 5000) {
            const auto part = log.leaves(from, 5000);
            for (const auto& l : part) {
                if (l.index == index) leaf = l.bytes;
                hashes.push_back(engine::leaf_hash(l.bytes));
            }
            if (part.size() < 5000) break;
        }
        return show(shared, "decision", "decisions", [&](page_context& page, json::object& model) -> std::optional<http::response> {
            if (!may_see(page, e)) return request->home.problem(*request->q, 404);
            const auto* then = engine::get<partnership>(*after, partnership_key);
            page_context at_that_time{*shared, *after, then ? *then : page.p, page.word, e.at, page.me};
            const auto& t = at_that_time;
            const auto [kind, id] = engine::split_key(e.subject);
            for (const auto& marking : markings_of(page, e)) bear(model, marking);
            model["title"] = page.word("decision.title", {{"what", event_name(page, e)}, {"about", subject_name(t, e)}});
            model["sentence"] = page.word("decision.sentence", {{"who", who_of(t, e)},
                                                                {"what", event_name(page, e)},
                                                                {"about", subject_name(t, e)},
                                                                {"when", page.word.date_time(e.at, page.p.zone)}});
            model["index"] = index;
            json::array who;
            const auto add = [&](json::array& to, const std::string& key, const std::string& value) {
                if (!value.empty()) to.push_back({{"fact_key", page.word("fact." + key)}, {"fact_value", value}});
            };
            add(who, "who", t.office(e.actor));
            add(who, "seat", text_of(e.data, "seat").empty() ? "" : t.seat_title(text_of(e.data, "seat")));
            add(who, "when", page.word.date_time(e.at, page.p.zone));
            add(who, "what", event_name(page, e));
            add(who, "stages",
                e.from.empty() || e.from == e.to
                    ? ""
                    : page.word("decision.stages", {{"from", page.word("stage." + e.from)}, {"to", page.word("stage." + e.to)}}));
            for (const auto* name : {"reason", "note", "text", "handled", "detail"}) add(who, name, std::string(e.text(name)));
            if (const auto conditions = sealed_list(e, "conditions"); !conditions.empty())
                add(who, "conditions", page.word.list(conditions));
            if (const auto others = sealed_list(e, "alternatives"); !others.empty()) add(who, "alternatives", page.word.list(others));
            lay_what_it_rests_on(t, e, [&](const std::string& key, const std::string& value) { add(who, key, value); });
            if (e.cause) add(who, "cause", page.word("decision.followed", {{"index", std::to_string(*e.cause)}}));
            model["who"] = std::move(who);

            json::array what;
            if (kind == "bid")
                if (const auto* b = engine::get<workflows::bid>(*after, e.subject)) {
                    add(what, "bid", b->id + ", " + b->title);
                    add(what, "revision", b->revision > 0 ? std::to_string(b->revision) : "");
                    add(what, "digest", b->revision > 0 ? engine::hex(engine::sha256(b->content)) : "");
                    add(what, "asks", app::pounds_exactly(b->amount));
                    if (b->signed_off && b->signed_off->amount && e.type == "bid.signed_off")
                        add(what, "approved", app::pounds_exactly(*b->signed_off->amount));
                }
            if (e.type.starts_with("body."))
                if (const auto* rule = e.form.if_contains("quorum"); rule && rule->is_object())
                    add(what, "quorum", quorum_rule_in_words(t, show_quorum(read_quorum(rule->get_object()))));
            model["has_text"] = !what.empty();
            model["what"] = std::move(what);
            model["about_to"] = subject_to(page, e);

            // Who was in the room, of a decision that a meeting took.
            const meeting* of = nullptr;
            if (kind == "meeting") of = find_meeting(*after, id);
            if (kind == "bid")
                if (const auto* b = engine::get<workflows::bid>(*before, e.subject); b && e.type == "bid.signed_off")
                    of = find_meeting(*after, b->exec_meeting);
            if (of && of->opened) {
                json::array room_rows;
                for (const auto& s : of->stays)
                    if (s.at(e.at))
                        room_rows.push_back({{"in_seat", t.seat_title(s.seat)},
                                             {"in_person", t.office(s.person)},
                                             {"in_since", page.word.time(s.arrived, page.p.zone)}});
                model["room"] = {{"room_count", page.word.count("decision.in_room", static_cast<std::int64_t>(room_rows.size()))},
                                 {"room_meeting", t.meeting_name(of->id)},
                                 {"room_rows", std::move(room_rows)}};
            }
            // Money before and after, stream by stream where it moved.
            json::array money_rows;
            for (const auto& row : after->rows({.index = "stream", .key = ""})) {
                const auto* b = engine::get<workflows::stream>(*before, "stream/" + row.id);
                const auto* a = engine::get<workflows::stream>(*after, "stream/" + row.id);
                if (!a) continue;
                const auto was = b ? b->available() : engine::pence{};
                const auto was_awaiting = b ? b->awaiting : engine::pence{};
                if (was == a->available() && was_awaiting == a->awaiting) continue;
                money_rows.push_back({{"money_stream", t.stream_name(row.id)},
                                      {"money_before", app::pounds_exactly(was)},
                                      {"money_after", app::pounds_exactly(a->available())},
                                      {"money_committed", app::pounds_exactly(a->committed)},
                                      {"money_awaiting", app::pounds_exactly(a->awaiting)}});
            }
            model["money_moved"] = !money_rows.empty();
            model["money_rows"] = std::move(money_rows);
            json::array judged;
            for (const auto& j : e.judged) {
                json::object one{{"judged_rule", j.rule}, {"judged_to", page.path("/rules/" + j.rule)}};
                for (const auto& r : all_processes())
                    for (const auto& rule : r.rules)
                        if (rule.id == j.rule && r.name == e.process) {
                            one["judged_says"] = rule.says;
                            one["judged_source"] = rule.source;
                        }
                json::array facts;
                if (j.facts.is_null()) one["judged_no_meaning"] = true;
                else if (const auto shown = shown_facts(e.process, j.rule, j.facts); shown.is_object())
                    for (const auto& p : shown.get_object()) {
                        auto key = std::string(p.key());
                        std::replace(key.begin(), key.end(), '_', ' ');
                        facts.push_back({{"sum_key", key}, {"sum_value", shown_fact(page, p.value())}});
                    }
                one["facts"] = std::move(facts);
                judged.push_back(std::move(one));
            }
            model["has_judged"] = !judged.empty();
            model["judged"] = std::move(judged);
            model["process_says"] = page.word("decision.process", {{"process", e.process}, {"version", std::to_string(e.process_version)}});
            json::array told;
            for (const auto& mail : mails)
                told.push_back({{"told_who", t.office(mail.to)},
                                {"told_what", subject_of({mail.event_index, mail.to, mail.message, mail.about, mail.state, mail.attempts,
                                                          mail.facts, mail.at})},
                                {"told_state", page.word("mail_state." + mail.state)}});
            model["has_told"] = !told.empty();
            model["told"] = std::move(told);
            // The proof: that this leaf is in the tree of this root.
            const auto proof_hashes = engine::inclusion_proof(hashes, static_cast<std::uint64_t>(index));
            const auto root = engine::merkle_root(hashes);
            const auto own = engine::leaf_hash(leaf);
            model["leaf_hash"] = engine::hex(own);
            model["root"] = engine::hex(root);
            model["size"] = static_cast<std::int64_t>(hashes.size());
            model["proof_holds"] = engine::inclusion_holds(static_cast<std::uint64_t>(index), hashes.size(), own, proof_hashes, root);
            json::array path;
            for (const auto& h : proof_hashes) path.push_back(json::object{{"hash", engine::hex(h)}});
            model["proof"] = std::move(path);
            model["leaf"] = leaf;
            model["printed"] = page.word.date_time(request->now, page.p.zone);
            return std::nullopt;
        });
    });
}

namespace {

namespace fs = std::filesystem;

/// A folder of its own for one export; gone with this object.
class scratch {
public:
    explicit scratch(const std::string& under)
    {
        path_ = under + "/proof-XXXXXX";
        if (!::mkdtemp(path_.data())) throw std::runtime_error("no room for an export");
    }
    ~scratch()
    {
        std::error_code ignored;
        fs::remove_all(path_, ignored);
    }
    scratch(const scratch&) = delete;
    scratch& operator=(const scratch&) = delete;
    fs::path path() const { return path_; }

private:
    std::string path_;
};

/// Signs on the database's thread, writes and works on the auditors' thread.
handler_result with_export(const shared_request& request, std::function<http::step(storage::database&, const fs::path&)> then)
{
    if (!app::may_try("export " + request->who.partnership + " " + request->who.person, 10, 10, request->now))
        return http::step(request->home.too_many(*request->q));
    request->d->sign_checkpoint(request->partnership());
    return request->home.audit.ask([request, then = std::move(then)](storage::database& d) -> handler_result {
        const scratch folder(request->home.spool_folder());
        const auto dir = folder.path() / ("proof-" + request->partnership());
        audit::write_signed_export(d, request->partnership(), dir, std::nullopt, request->home.settings.data + "/documents");
        return then(d, dir);
    });
}

std::string zip(const fs::path& dir)
{
    std::string out;
    auto* a = archive_write_new();
    archive_write_set_format_zip(a);
    const auto take = [](struct archive*, void* to, const void* bytes, size_t n) -> la_ssize_t {
        static_cast<std::string*>(to)->append(static_cast<const char*>(bytes), n);
        return static_cast<la_ssize_t>(n);
    };
    archive_write_open(a, &out, nullptr, take, nullptr);
    std::vector<fs::path> files;
    for (const auto& f : fs::recursive_directory_iterator(dir))
        if (f.is_regular_file()) files.push_back(f.path());
    std::sort(files.begin(), files.end());
    for (const auto& f : files) {
        const auto bytes = app::read_file(f.string());
        auto* e = archive_entry_new();
        archive_entry_set_pathname(e, (dir.filename() / fs::relative(f, dir)).string().c_str());
        archive_entry_set_size(e, static_cast<la_int64_t>(bytes.size()));
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_perm(e, 0644);
        archive_write_header(a, e);
        archive_write_data(a, bytes.data(), bytes.size());
        archive_entry_free(e);
    }
    archive_write_close(a);
    archive_write_free(a);
    return out;
}

} // namespace

handler_result proof(const shared_request& request)
{
    return show(request, "proof", "decisions", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        model["title"] = page.word("proof.title");
        model["size"] = page.known.size();
        storage::log_store log(request->d->sql(), request->partnership());
        const auto notes = log.checkpoints();
        json::array rows;
        for (auto n = notes.rbegin(); n != notes.rend() && rows.size() < 20; ++n)
            rows.push_back({{"checkpoint_size", n->first}, {"checkpoint_note", n->second}});
        model["has_checkpoints"] = !rows.empty();
        model["checkpoints"] = std::move(rows);
        model["key_says"] = request->d->key_of(request->partnership()).verifier().text();
        return std::nullopt;
    });
}

handler_result verify_now(const shared_request& request)
{
    return with_export(request, [request](storage::database& d, const fs::path& dir) -> http::step {
        const auto checked = audit::verify_export(dir, "");
        auto looking = *request;
        looking.d = &d;
        auto verified = show(std::make_shared<request_context>(looking), "verified", "decisions",
                             [&](page_context& page, json::object& model) -> std::optional<http::response> {
                                 const bool sound = checked.verdict == audit::verification::answer::sound;
                                 model["sound"] = sound;
                                 model["title"] = page.word(sound ? "proof.sound" : "proof.unsound");
                                 const auto n = [](std::size_t k) { return std::to_string(k); };
                                 model["says"] = page.word("proof.says", {{"leaves", n(checked.leaves)},
                                                                          {"texts", n(checked.texts)},
                                                                          {"checkpoints", n(checked.checkpoints)},
                                                                          {"replayed", n(checked.replayed + checked.by_printed_table)}});
                                 json::array findings, notes;
                                 for (const auto& f : checked.findings) findings.push_back(json::object{{"finding", f}});
                                 for (const auto& f : checked.notes) notes.push_back(json::object{{"note", f}});
                                 model["findings"] = std::move(findings);
                                 model["notes"] = std::move(notes);
                                 return std::nullopt;
                             });
        return std::get<http::step>(std::move(verified));
    });
}

handler_result proof_bundle(const shared_request& request)
{
    return with_export(request, [request](storage::database&, const fs::path& dir) -> http::step {
        auto r = http::text(200, "application/zip", zip(dir));
        r.headers.emplace_back("Content-Disposition", "attachment; filename=\"proof-" + request->partnership() + ".zip\"");
        return r;
    });
}

} // namespace pages
