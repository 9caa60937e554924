// tests/property/walk_world.hpp - where a random walk goes: a partnership with people of several seats, the ids that there are, and
// any verb with fields drawn from them. What is accepted the oracle is told, in order.
#pragma once
#include "server/steps/parse.hpp"
#include "tests/property/quorum_oracle.hpp"
#include "tests/support/catch.hpp"
#include "workflows/authority.hpp"
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/funding.hpp"
#include "workflows/registry.hpp"
#include "workflows/shapes.hpp"

namespace property {

class walk_world {
public:
    workflows::funding funding{true};
    storage::database d{"sqlite://:memory:", funding, engine::seeded_random(1)};
    rng r;
    instant now{};
    oracle known;
    std::map<std::string, std::size_t> outcomes;

    explicit walk_world(std::uint64_t seed) : r(seed)
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

protected:
    std::vector<std::string> people_, bids_, meetings_, items_, streams_{"abg", "expected"}, plans_{"p0"}, boards_items_, documents_;
    std::size_t made_ = 0;                                    ///< counter for ids
    std::map<std::string, std::vector<std::string>> made_of_; ///< ids, by kind

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
        const auto* makes = workflows::find_verb(l.verb)->makes();
        if (makes && !f(makes->name).empty()) made_of_[makes->shape.substr(4)].push_back(f(makes->name));
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
        walk_world& w;
        explicit drawn(walk_world& walk_) : w(walk_) {}
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
        if (kind == "owner") return one_in(r, 2) ? seat() : one_in(r, 2) ? person() : one("council", "police", "fire");
        workflows::find_kind(kind);
        return recent(made_of_[std::string(kind)], 3, "none"); // a kind of which the walk knows nothing else
    }
    std::string new_id(std::string_view kind)
    {
        if (kind == "query") return "q" + std::to_string(below(r, 2));
        for (const auto* products : {"person", "seat", "body", "document"})
            if (kind == products) return ""; // the product makes it
        return fresh(std::string(kind.substr(0, 1)).c_str());
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
            if (field.lacks == workflows::complete_with::anything && !field.part.empty() && !f.contains(field.name) && one_in(r, 3))
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
};

} // namespace property
