// tests/property/walk.hpp - a random walk of commands through the whole core. Two of three are useful: the step that some bid,
// meeting or item waits for, or a change among the people and their seats; the rest is any verb with fields drawn from few ids.
// What is accepted the oracle is told, in order.
#pragma once
#include "server/steps/parse.hpp"
#include "tests/property/quorum_oracle.hpp"
#include "tests/support/catch.hpp"
#include "workflows/authority.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/funding.hpp"
#include "workflows/shapes.hpp"

namespace property {

using wanted = std::optional<engine::request>;

class walk {
public:
    workflows::funding funding{true};
    storage::database d{"sqlite://:memory:", funding, engine::seeded_random(1)};
    rng r;
    instant now{};
    oracle known;
    std::map<std::string, std::size_t> outcomes;

    explicit walk(std::uint64_t seed) : r(seed)
    {
        const auto file = std::string(QUORATE_SOURCE_DIR) + "/tests/scenarios/_partnership.jsonl";
        const auto steps = steps::parse_steps(support::slurp(file), steps::carrier::scenario, file);
        for (const auto& s : *steps) {
            now = s.at.value_or(now);
            must(s.verb, s.fields);
        }
        several_seats();
    }

    void let_time_pass()
    {
        if (below(r, 60) != 0) return;
        now.micros += below(r, 3 * 86'400) * engine::second_micros;
        d.fire_due(now, [](instant due) { return due; });
    }
    engine::request next()
    {
        for (;;) {
            auto q = below(r, 3) != 0 ? useful_request() : std::nullopt;
            if (!q) q = likely_request();
            if (is_settled(*q)) return *q;
        }
    }
    /// @throws std::exception when a follow-up was refused
    engine::answer ask(const engine::request& q)
    {
        std::int64_t before = 0;
        d.read("thurrock", [&](engine::reader& state) { before = state.size(); });
        const auto a = d.run_one(q, now);
        ++outcomes[std::string(engine::to_word(a.outcome))];
        if (a.outcome == engine::result::accepted) take(q, a, before);
        return a;
    }
    /// The verb with fields drawn from few ids, by anybody.
    engine::request random_request(const workflows::verb_spec& v)
    {
        engine::request q{"thurrock", person(), v.name, "", {}};
        const bool application = v.name == "bid.draft" || v.name == "bid.revise";
        for (const auto& f : v.fields) {
            if (application && workflows::is_application_field(f.name)) continue;
            if (!f.required && !f.shape.starts_with("new.") && below(r, 3) == 0) continue;
            if (auto x = value(f, q.fields); !x.is_null()) q.fields[f.name] = std::move(x);
        }
        if (v.name == "interest.declare" || v.name == "meeting.turn_to" || v.name == "document.attach")
            q.fields.erase(below(r, 2) == 0 ? "item" : "bid");
        if (v.name == "meeting.open") q.fields["reason"] = "Words"; // MN-open
        if (application) apply_for(q.fields);
        return q;
    }

private:
    std::vector<std::string> people_, bids_, meetings_, items_, streams_{"abg", "expected"}, plans_{"p0"}, boards_items_, documents_;
    std::size_t made_ = 0; ///< counter for ids

    // -- what is known ---------------------------------------------------------------------------------------------------

    /// False where the contract says nothing: whether somebody keeps a seat whose next holder leaves before they begin.
    bool is_settled(const engine::request& q) const
    {
        if (q.verb != "person.leave") return true;
        const auto who = field(q.fields, "person");
        return std::none_of(known.seats.appointments.begin(), known.seats.appointments.end(),
                            [&](const auto& a) { return a.person == who && a.from > now; });
    }

    void must(const std::string& verb, json::object fields)
    {
        const engine::request q{"thurrock", "system", verb, "", std::move(fields)};
        INFO(verb << " " << json::serialize(q.fields));
        REQUIRE(ask(q).outcome == engine::result::accepted);
    }
    void take(const engine::request& q, const engine::answer& a, std::int64_t before)
    {
        line l{now, q.actor, q.verb, "", q.fields};
        if (!a.made_id.empty()) l.fields[workflows::find_verb(q.verb)->makes()->name] = a.made_id;
        if (const auto* old = l.fields.if_contains("recorded"); old && !old->as_bool()) l.fields.erase("recorded");
        known.take(l);
        remember(l);
        if (q.verb != "meeting.plan_year") return;
        d.read("thurrock", [&](engine::reader& state) { // its meetings follow by themselves
            for (const auto& e : state.events_from(before, 1000)) {
                if (e.type != "meeting.planned") continue;
                line planned{now, "system", "meeting.plan", "", e.form};
                planned.fields["meeting"] = std::string(engine::split_key(e.subject).id);
                known.take(planned);
                remember(planned);
            }
        });
    }
    void remember(const line& l)
    {
        const auto f = [&](std::string_view name) { return field(l.fields, name); };
        if (l.verb == "person.add" && f("person") != "auditor" && f("person") != "nobody") people_.push_back(f("person"));
        if (l.verb == "person.leave") std::erase(people_, f("person"));
        if (l.verb == "bid.draft") bids_.push_back(f("bid"));
        if (l.verb == "meeting.plan") meetings_.push_back(f("meeting"));
        if (l.verb == "agenda.add") items_.push_back(f("item"));
        if (l.verb == "stream.open" && f("stream") != "abg" && f("stream") != "expected") streams_.push_back(f("stream"));
        if (l.verb == "plan.propose") plans_.push_back(f("plan"));
        if (l.verb == "document.attach") documents_.push_back(f("document"));
        if (l.verb != "item.decide") return;
        for (const auto& i : known.items)
            if (const auto* m = known.find(i.meeting); i.id == f("item") && m && m->body == "board") boards_items_.push_back(i.id);
    }
    /// People with two seats of one body, deputies with a seat of their own, deputies for a time, people with an agency.
    void several_seats()
    {
        for (const auto& [who, agency] : std::map<std::string, std::string>{{"rep-council", "council"},
                                                                            {"rep-police", "police"},
                                                                            {"rep-fire", "fire"},
                                                                            {"echair", "council"},
                                                                            {"deputy", "police"},
                                                                            {"psm", "police"},
                                                                            {"pm2", "voluntary"}})
            must("person.change", {{"person", who}, {"agency", agency}});
        const auto seat = [&](const char* id, const char* body, const char* standing, const char* who) {
            must("seat.create", {{"seat", id}, {"body", body}, {"title", "Second"}, {"standing", standing}});
            must("seat.appoint", {{"seat", id}, {"person", who}});
        };
        seat("e-second", "exec", "invited", "rep-council");
        seat("e-third", "exec", "statutory", "rep-pct");
        seat("e-guest", "exec", "ex_officio", "manager");
        seat("s-second", "sub", "invited", "psm");
        const auto deputy = [&](const char* id, const char* who, std::int64_t from, std::int64_t until) {
            must("seat.name_deputy", {{"seat", id}, {"person", who}, {"from", in_days(from)}, {"until", in_days(until)}});
        };
        deputy("e-council", "deputy", 0, 200);
        deputy("e-police", "polbm", 3, 60);
        deputy("e-fire", "evice", 0, 90);
        deputy("e-second", "rep-fire", 10, 40);
        deputy("e-chair", "rep-probation", 0, 120);
        deputy("s-labm", "polbm", 2, 80);
        must("seat.name_deputy", {{"seat", "e-third"}, {"person", "deputy"}});
    }

    // -- draws -----------------------------------------------------------------------------------------------------------

    template <class... T> std::string one(T... words) { return any_of(r, std::vector<std::string>{words...}); }
    std::string in_days(std::int64_t days) { return engine::show(later(now, days * 86'400)); }
    std::string soon(std::int64_t days) { return engine::show(later(now, (1 + below(r, 24 * days)) * 3600)); }
    std::string fresh(const char* letters) { return letters + std::to_string(made_++); }
    /// Mostly one of the newest.
    std::string recent(const std::vector<std::string>& all, std::int64_t newest, const char* otherwise)
    {
        if (all.empty()) return otherwise;
        const auto n = static_cast<std::int64_t>(all.size());
        const auto window = one_in(r, 12) ? n : std::min(n, newest);
        return all[static_cast<std::size_t>(n - 1 - below(r, window))];
    }
    std::string bid() { return recent(bids_, 25, "b-none"); }
    std::string meeting() { return recent(meetings_, 8, "m-none"); }
    std::string item() { return recent(items_, 6, "i-none"); }
    std::string seat(std::string_view body = "")
    {
        std::vector<std::string> all;
        for (const auto& s : known.seats.seats)
            if ((body.empty() || s.body == body) && known.seats.exists(s, now)) all.push_back(s.id);
        return all.empty() ? "none" : any_of(r, all);
    }
    /// Who holds a seat of the body or deputises for it.
    std::string sits_for(const std::string& seat)
    {
        std::vector<std::string> all;
        for (const auto& who : people_)
            if (known.seats.holder(seat, now) == who || known.seats.deputises(who, seat, now)) all.push_back(who);
        return all.empty() ? "" : any_of(r, all);
    }
    /// Mostly somebody who has to do with a seat.
    std::string person()
    {
        if (one_in(r, 2))
            if (auto who = sits_for(seat()); !who.empty()) return who;
        return any_of(r, people_);
    }
    std::string money() { return one("5000.00", "20000.00", "40000.00", "60000.00"); }

    /// What the samples of shapes are drawn from.
    struct drawn final : workflows::sample_source {
        walk& w;
        explicit drawn(walk& walk_) : w(walk_) {}
        std::size_t below(std::size_t n) override { return static_cast<std::size_t>(property::below(w.r, static_cast<std::int64_t>(n))); }
        engine::instant now() override { return w.now; }
        std::string id_of(std::string_view kind) override { return w.id_of(kind); }
        std::string new_id(std::string_view kind) override { return w.new_id(kind); }
    };
    /// @throws std::logic_error for a kind that the walk does not know: a verb that it could never ask
    std::string id_of(std::string_view kind)
    {
        if (kind == "person") return person();
        if (kind == "bid" || kind == "item_or_bid") return bid();
        if (kind == "meeting" || kind == "exec") return meeting();
        if (kind == "item") return item();
        if (kind == "query") return "q" + std::to_string(below(r, 2));
        if (kind == "stream") return recent(streams_, 3, "");
        if (kind == "plan") return recent(plans_, 2, "");
        if (kind == "seat") return seat();
        if (kind == "body") return one("exec", "exec", "board", "asb");
        if (kind == "agency") return one("council", "police", "fire", "probation", "pct");
        if (kind == "delivery_group") return "asb";
        if (kind == "document") return recent(documents_, 5, "d-none");
        if (kind == "aim") return "crime";
        if (kind == "priority") return "alcohol";
        throw std::logic_error("the random walk knows no " + std::string(kind));
    }
    std::string new_id(std::string_view kind)
    {
        if (kind == "query") return "q" + std::to_string(below(r, 2));
        for (const auto* mine : {"bid", "meeting", "item", "stream", "plan"})
            if (kind == mine) return fresh(std::string(kind.substr(0, 1)).c_str());
        return ""; // the product makes it
    }
    /// A sample of the field's shape. What two fields tell together stands here: a term ends after it begins.
    json::value value(const workflows::field_spec& f, const json::object& so_far)
    {
        drawn from(*this);
        if (f.shape == "instant" && so_far.contains("starts")) return json::string(engine::show(later(*moment(so_far, "starts"), 3600)));
        if (f.shape == "time" && f.name == "ends") return json::string("12:00");
        if (f.name == "until" && so_far.contains("from"))
            return json::string(engine::show(later(*moment(so_far, "from"), (1 + below(r, 80 * 24)) * 3600)));
        return workflows::sample_of(f, from);
    }
    json::value sample(const char* shape) { return value({"", true, shape}, {}); }
    /// Of some of these seats, and now and then of any.
    json::array random_votes(const std::vector<std::string>& seats)
    {
        json::array out;
        for (const auto& s : seats)
            if (!one_in(r, 4)) out.push_back({{"seat", s}, {"vote", one("for", "for", "for", "against", "abstain")}});
        if (seats.empty() || one_in(r, 6)) out.push_back({{"seat", seat("exec")}, {"vote", "for"}});
        return out;
    }
    void apply_for(json::object& f)
    {
        const auto amount = money();
        f["delivery_group"] = "asb";
        f["amount"] = amount;
        f["lines"] = json::array{{{"stream", one_in(r, 3) ? recent(streams_, 3, "") : "abg"}, {"amount", amount}}};
        f["aims"] = json::array{"crime"};
        for (const auto* name : {"title", "summary", "value_for_money", "equality_impact", "contact"}) f[name] = "Words";
        f["outcomes"] = json::array{{{"text", "Fewer"}, {"measure", "Count"}}};
        f["starts"] = "2010-05-01";
        f["ends"] = "2011-03-31";
        f["profile"] = json::array{{{"quarter", "2010-11 Q1"}, {"amount", amount}}};
        if (one_in(r, 3)) f["organisation"] = one("council", "fire", "Voluntary sector", "A charity");
        for (const auto& field : workflows::application_fields()) // whatever else may be answered
            if (field.gap.empty() && !field.part.empty() && !f.contains(field.name) && one_in(r, 3))
                f[field.name] = value({std::string(field.name), false, std::string(field.shape)}, f);
    }

    // -- any verb --------------------------------------------------------------------------------------------------------

    /// Mostly somebody who may: a walk of refusals alone would see little.
    engine::request likely_request()
    {
        static const std::set<std::string_view> rare{
            "person.leave",     "person.add",      "document.attach", "seat.close",    "seat.vacate",      "bid.withdraw",
            "bid.decline",      "stream.withdraw", "meeting.cancel",  "role.revoke",   "bid.revise",       "meeting.plan_year",
            "seat.give_office", "seat.appoint",    "seat.create",     "body.create",   "bid.return",       "person.change",
            "role.grant",       "meeting.close",   "bid.hand_over",   "policy.change", "bid.discard",      "meeting.plan",
            "stream.open",      "seat.end_deputy", "body.set_quorum", "plan.agree",    "interest.declare", "stream.confirm"};
        const workflows::verb_spec* v = nullptr;
        do v = &any_of(r, workflows::vocabulary());
        while ((rare.contains(v->name) && below(r, 60) != 0) ||
               v->name == "agency.add"); // one that nobody sits for would hold up every bid
        auto q = random_request(*v);
        for (int i = 0; i < 12 && !may(q); ++i) q.actor = person();
        return q;
    }
    bool may(const engine::request& q)
    {
        bool out = false;
        d.read("thurrock", [&](engine::reader& state) {
            auto c = workflows::make_context(state, q, now);
            out = !workflows::forbids(c);
        });
        return out;
    }

    // -- what is useful --------------------------------------------------------------------------------------------------

    engine::request by_system(std::string verb, json::object fields)
    {
        return {"thurrock", "system", std::move(verb), "", std::move(fields)};
    }
    /// By anybody who may.
    wanted by_somebody(engine::reader& state, std::string verb, json::object fields)
    {
        engine::request q{"thurrock", "", std::move(verb), "", std::move(fields)};
        auto all = people_;
        std::shuffle(all.begin(), all.end(), r);
        for (const auto& who : all) {
            q.actor = who;
            auto c = workflows::make_context(state, q, now);
            if (!workflows::forbids(c)) return q;
        }
        return std::nullopt;
    }
    wanted useful_request()
    {
        wanted out;
        d.read("thurrock", [&](engine::reader& state) {
            const auto n = below(r, 100);
            const auto& p = *engine::get<workflows::partnership>(state, workflows::partnership_key);
            if (n < 3) out = draft(state);
            else if (n < 6) out = keep_diary(state);
            else if (n < 13) out = work_on_item(state, p, one("exec", "exec", "exec", "board", "asb"), "");
            else if (n < 18) out = mend(state, p);
            else if (n < 23) out = churn(state);
            else if (n < 25)
                out = by_somebody(state, one_in(r, 3) ? "attendance.leave" : "attendance.arrive",
                                  {{"meeting", meeting()}, {"person", person()}});
            else
                for (int i = 0; i < 5 && !out; ++i)
                    if (const auto* b = some_bid(state)) out = lead_on(state, p, *b);
        });
        return out;
    }
    /// One of the newest, or one that has come far.
    const workflows::bid* some_bid(engine::reader& state)
    {
        if (one_in(r, 2)) return engine::get<workflows::bid>(state, "bid/" + bid());
        const auto stage = one("on_the_table", "recommended", "not_recommended", "awaiting_acceptance", "awaiting_board", "awaiting_money");
        const auto all = state.rows({.index = "bid.stage", .key = stage});
        return all.empty() ? nullptr : engine::get<workflows::bid>(state, "bid/" + any_of(r, all).id);
    }
    wanted draft(engine::reader& state)
    {
        json::object f{{"bid", fresh("b")}};
        apply_for(f);
        return by_somebody(state, "bid.draft", std::move(f));
    }

    // -- meetings and items ------------------------------------------------------------------------------------------------

    std::vector<const workflows::meeting*> meetings(engine::reader& state, const char* index, const std::string& body)
    {
        std::vector<const workflows::meeting*> out;
        for (const auto& row : state.rows({.index = index, .key = body}))
            if (const auto* m = workflows::find_meeting(state, row.id)) out.push_back(m);
        return out;
    }
    engine::request plan_meeting(const std::string& body)
    {
        const auto starts = later(now, (1 + below(r, 30)) * 86'400);
        return by_system(
            "meeting.plan",
            {{"meeting", fresh("m")}, {"body", body}, {"starts", engine::show(starts)}, {"ends", engine::show(later(starts, 7200))}});
    }
    wanted open(engine::reader& state, const workflows::meeting& m)
    {
        return by_somebody(state, "meeting.open", {{"meeting", m.id}, {"reason", "Words"}});
    }
    /// Some Execs ahead, and none open for ever.
    wanted keep_diary(engine::reader& state)
    {
        const auto ahead = meetings(state, "meeting.planned", "exec");
        if (ahead.size() < 4 || ahead.back()->starts < later(now, 10 * 86'400)) return plan_meeting("exec");
        if (ahead.front()->starts <= now) return open(state, *ahead.front());
        for (const auto* body : {"exec", "board", "asb"})
            for (const auto* m : meetings(state, "meeting.open", body))
                if (*m->opened < later(now, -2 * 86'400) && one_in(r, 3)) return by_somebody(state, "meeting.close", {{"meeting", m->id}});
        return std::nullopt;
    }
    wanted arrive(engine::reader& state, const workflows::meeting& m)
    {
        for (int i = 0; i < 20; ++i) {
            const auto s = seat(m.body);
            const auto who = sits_for(s);
            if (!who.empty() && !m.in_the_room(who, now))
                return by_somebody(state, "attendance.arrive", {{"meeting", m.id}, {"person", who}, {"seat", s}});
        }
        return std::nullopt;
    }
    /// An item on its way: a meeting is planned, opened, attended; the item is added; whoever presides decides on it.
    wanted work_on_item(engine::reader& state, const workflows::partnership& p, const std::string& body, const std::string& about)
    {
        const auto sitting = meetings(state, "meeting.open", body);
        if (sitting.empty()) {
            const auto planned = meetings(state, "meeting.planned", body);
            return planned.empty() ? plan_meeting(body) : open(state, *planned.front());
        }
        const auto& m = *sitting.back();
        const workflows::item* pending = nullptr;
        for (const auto& i : m.items)
            if (i.outcome.empty() && i.carried_to.empty() && (about.empty() || i.bid == about)) pending = &i;
        if (!pending) {
            json::object f{
                {"item", fresh("i")}, {"meeting", m.id}, {"title", "Words"}, {"kind", one("decision", "decision", "discussion")}};
            if (!about.empty() || one_in(r, 4)) f["bid"] = about.empty() ? bid() : about;
            if (!about.empty()) f["kind"] = "decision";
            return by_somebody(state, "agenda.add", std::move(f));
        }
        const auto quorum = workflows::live_quorum(state, p, m, nullptr, pending, now);
        if (quorum.quorate() != workflows::quorum_sum::answer::yes && !one_in(r, 6)) return arrive(state, m);
        const auto barred = workflows::conflicted(state, p, nullptr, pending, now);
        const auto presides = workflows::presiding(p, m, barred, pending->id, pending->bid, now);
        if (presides.empty()) return choose_chair(state, m, pending->id);
        json::object f{
            {"item", pending->id}, {"outcome", one("agreed", "agreed", "agreed", "not_agreed", "noted", "deferred")}, {"text", "Words"}};
        if (pending->kind == "discussion") f["outcome"] = one("noted", "endorsed", "deferred");
        if (one_in(r, 2)) f["votes"] = random_votes(quorum.counted);
        return engine::request{"thurrock", one_in(r, 8) ? person() : presides, "item.decide", "", std::move(f)};
    }
    wanted choose_chair(engine::reader& state, const workflows::meeting& m, const std::string& about)
    {
        if (one_in(r, 3)) return arrive(state, m);
        return by_somebody(state, "meeting.take_chair", {{"meeting", m.id}, {"seat", seat(m.body)}, {"item", about}});
    }

    // -- bids --------------------------------------------------------------------------------------------------------------

    /// The step that a bid waits for, by whoever can take it: without it a walk of chance alone never reaches the Exec.
    wanted lead_on(engine::reader& state, const workflows::partnership& p, const workflows::bid& b)
    {
        json::object f{{"bid", b.id}};
        if (b.stage == "draft") return by_somebody(state, "bid.submit", f);
        if (b.stage == "with_delivery_group") return by_somebody(state, "bid.agree", f);
        if (b.stage == "agreed") return by_somebody(state, "bid.send", f);
        if (b.stage == "compliance_check") {
            for (const auto& q : b.queries)
                if (!q.resolved) return by_somebody(state, "bid.resolve", {{"bid", b.id}, {"query", q.id}});
            f["result"] = one_in(r, 12) ? "not_compliant" : "compliant";
            f["equality_impact_accepted"] = !one_in(r, 12);
            f["note"] = "Words";
            return by_somebody(state, "bid.check", std::move(f));
        }
        if (b.stage == "on_the_table") {
            f["position"] = one("support", "support", "support_with_amendments", "oppose");
            return position(state, p, b, std::move(f));
        }
        if (b.stage == "recommended" || b.stage == "not_recommended") return bring_to_sign_off(state, p, b);
        if (b.stage == "awaiting_acceptance" && b.id.back() % 3 != 0) // the others lapse
            return by_somebody(state, one_in(r, 5) ? "bid.refuse_amendments" : "bid.accept_amendments", std::move(f));
        if (b.stage == "awaiting_board") {
            if (boards_items_.empty() || one_in(r, 2)) return work_on_item(state, p, "board", one_in(r, 2) ? b.id : "");
            return by_somebody(state, "bid.ratify", {{"bid", b.id}, {"item", recent(boards_items_, 4, "")}});
        }
        if (b.stage == "awaiting_money" && one_in(r, 6))
            for (const auto& l : b.lines)
                if (l.state == "awaiting") return by_somebody(state, "stream.confirm", {{"stream", l.stream}, {"reason", "Words"}});
        return std::nullopt;
    }
    /// Of an agency that has not spoken, mostly.
    wanted position(engine::reader& state, const workflows::partnership& p, const workflows::bid& b, json::object f)
    {
        const auto silent = workflows::silent_agencies(state, p, b, now);
        if (silent.empty() || one_in(r, 6)) return by_somebody(state, "bid.recommend", std::move(f));
        const auto agency = any_of(r, silent);
        for (const auto* s : workflows::agency_seats(p, now))
            if (s->agency == agency)
                if (const auto who = sits_for(s->id); !who.empty() && !one_in(r, 4))
                    return engine::request{"thurrock", who, "bid.recommend", "", std::move(f)};
        return by_somebody(state, "bid.record_absent", {{"bid", b.id}, {"agency", agency}, {"reason", "Words"}});
    }
    /// The Exec sits, is quorate, and somebody presides.
    wanted bring_to_sign_off(engine::reader& state, const workflows::partnership& p, const workflows::bid& b)
    {
        const auto* m = workflows::find_meeting(state, b.exec_meeting);
        if (!m) return plan_meeting("exec");
        if (m->stage == "planned") {
            const auto* sits = workflows::open_exec(state, p, b);
            return sits && sits->starts < m->starts && !one_in(r, 8) ? std::nullopt : open(state, *m);
        }
        if (const auto* s = engine::get<workflows::stream>(state, "stream/" + b.lines.front().stream);
            s && s->status == "confirmed" && s->available() < b.amount && one_in(r, 2))
            return by_somebody(
                state, "stream.revise",
                {{"stream", s->id}, {"amount", engine::show(engine::pence{s->amount.value + 20'000'000})}, {"reason", "Words"}});
        const auto quorum = workflows::live_quorum(state, p, *m, &b, nullptr, now);
        if (quorum.quorate() != workflows::quorum_sum::answer::yes && !one_in(r, 6)) return arrive(state, *m);
        auto barred = workflows::conflicted(state, p, &b, nullptr, now);
        barred.insert({b.project_manager, b.author});
        const auto presides = workflows::presiding(p, *m, barred, "", b.id, now);
        if (presides.empty()) return choose_chair(state, *m, b.id);
        return engine::request{"thurrock", one_in(r, 8) ? person() : presides, "bid.sign_off", "", sign_off(state, b)};
    }
    json::object sign_off(engine::reader& state, const workflows::bid& b)
    {
        json::object f{
            {"bid", b.id},
            {"outcome", one("approved", "approved", "approved_with_amendments", "approved_with_amendments", "deferred", "rejected")},
            {"no_conflict", !one_in(r, 12)},
            {"reason", "Words"}};
        if (f["outcome"] == "approved_with_amendments") {
            if (one_in(r, 2) && b.lines.size() == 1) f["amount"] = engine::show(engine::pence{b.amount.value / 2});
            else f["conditions"] = json::array{"Words"};
        }
        if (f["outcome"] == "deferred")
            if (const auto planned = meetings(state, "meeting.planned", "exec"); !planned.empty()) f["to_meeting"] = any_of(r, planned)->id;
        return f;
    }

    // -- people and seats --------------------------------------------------------------------------------------------------

    engine::request add_person()
    {
        const auto id = fresh("n");
        json::object f{{"person", id}, {"name", "Person " + id}, {"email", id + "@example.org"}};
        if (!one_in(r, 3)) f["agency"] = one("council", "police", "fire", "probation", "pct");
        return by_system("person.add", std::move(f));
    }
    engine::request appoint(const std::string& seat, bool at_once)
    {
        json::object f{{"seat", seat}, {"person", one_in(r, 2) ? recent(people_, 6, "") : any_of(r, people_)}};
        if (!at_once && one_in(r, 2)) f["from"] = soon(6);
        if (one_in(r, 3)) f["until"] = engine::show(later(moment(f, "from").value_or(now), (1 + below(r, 60 * 24)) * 3600));
        return by_system("seat.appoint", std::move(f));
    }
    /// Of what the walk lives by, something that is missing.
    wanted mend(engine::reader& state, const workflows::partnership& p)
    {
        if (people_.size() < 20) return add_person();
        for (const auto& [role, enough] :
             std::map<std::string, std::size_t>{{"partnership_manager", 1}, {"project_manager", 3}, {"budget_manager", 1}})
            if (state.rows({.index = "person.role", .key = role}).size() < enough)
                return by_system("role.grant", {{"person", any_of(r, people_)}, {"role", role}});
        for (const std::string body : {"exec", "board", "asb"})
            if (!p.office_seat(body, "chair", now)) return by_system("seat.give_office", {{"seat", seat(body)}, {"office", "chair"}});
        std::size_t of_exec = 0;
        for (const auto& s : known.seats.seats) of_exec += known.of_exec(s, now);
        if (of_exec < 8) return new_seat();
        if (of_exec > 11) return by_system("seat.close", {{"seat", seat("exec")}, {"reason", "Words"}});
        const auto* newest = engine::get<workflows::stream>(state, "stream/" + streams_.back());
        if (newest->status != "expected" && one_in(r, 4)) // bids that wait for their money
            return by_system("stream.open", {{"stream", fresh("s")},
                                             {"name", "Words"},
                                             {"provider", "Words"},
                                             {"year", "2010-11"},
                                             {"amount", "500000.00"},
                                             {"status", "expected"}});
        for (int i = 0; i < 4; ++i)
            if (const auto s = seat(); known.seats.holder(s, now).empty()) return appoint(s, true);
        return std::nullopt;
    }
    engine::request new_seat()
    {
        json::object f{
            {"seat", fresh("e-x")}, {"body", "exec"}, {"title", "Words"}, {"standing", one("statutory", "invited", "ex_officio")}};
        if (one_in(r, 2)) f["agency"] = one("council", "police", "fire", "probation", "pct");
        return by_system("seat.create", std::move(f));
    }
    wanted churn(engine::reader& state)
    {
        const auto n = below(r, 40);
        const auto body = one("exec", "exec", "exec", "sub", "board");
        if (n < 8) return appoint(seat(body), false);
        if (n < 10) return by_system("seat.vacate", {{"seat", seat(body)}});
        if (n < 18) {
            json::object f{{"seat", seat(body)}, {"person", any_of(r, people_)}};
            if (one_in(r, 2)) f["from"] = soon(5);
            if (!one_in(r, 3)) f["until"] = engine::show(later(moment(f, "from").value_or(now), (1 + below(r, 50 * 24)) * 3600));
            return by_system("seat.name_deputy", std::move(f));
        }
        if (n < 20) {
            const auto s = seat();
            return by_system("seat.end_deputy", {{"seat", s}, {"person", one_in(r, 4) ? person() : sits_for(s)}});
        }
        if (n < 22) return by_system("person.leave", {{"person", person()}, {"reason", "Words"}});
        if (n < 24) return add_person();
        if (n < 25) return new_seat();
        if (n < 26)
            return by_system("person.change",
                             {{"person", person()}, {"agency", one("council", "police", "fire", "probation", "pct", "voluntary")}});
        if (n < 27) return by_system("seat.give_office", {{"seat", seat("exec")}, {"office", one("chair", "vice_chair")}});
        if (n < 30) return by_system("policy.change", {{"policy", sample("policy")}, {"reason", "Words"}});
        if (n < 32)
            return by_system("body.set_quorum", {{"body", "exec"}, {"quorum", sample("quorum")}, {"from", soon(8)}, {"reason", "Words"}});
        json::object f{{"person", sits_for(seat("exec"))}, {"nature", one("pecuniary", "personal", "agency")}, {"detail", "Words"}};
        f[one_in(r, 2) ? "bid" : "item"] = "";
        if (f.contains("bid")) f["bid"] = bid();
        else f["item"] = item();
        return by_somebody(state, "interest.declare", std::move(f));
    }
};

} // namespace property
