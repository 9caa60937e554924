// Random walks of thousands of commands through the whole core: whatever is asked, in whatever order, the promises hold.
// QUORATE_WALK_COMMANDS and QUORATE_SEED change length and seed; a failure prints both.
#include "server/cli/exported.hpp"
#include "server/cli/scenario.hpp"
#include "storage/rebuild.hpp"
#include "tests/property/random_facts.hpp"
#include "tests/support/catch.hpp"
#include "workflows/authority.hpp"
#include "workflows/fields.hpp"
#include "workflows/funding.hpp"

#include <filesystem>
#include <set>

#include <unistd.h>

using namespace workflows;
using property::below;

namespace {

std::uint64_t number_from(const char* name, std::uint64_t otherwise)
{
    const auto* text = std::getenv(name);
    return text ? std::stoull(text) : otherwise;
}

/// The set-up of the scenario files, run once; then any verb with fields drawn from few ids.
struct walk {
    workflows::funding funding{true};
    storage::database d{"sqlite://:memory:", funding, engine::seeded_random(1)};
    property::rng r;
    engine::instant now{};
    std::map<std::string, std::size_t> outcomes, events;

    explicit walk(std::uint64_t seed) : r(seed)
    {
        const auto steps = cli::parse_steps(support::slurp(std::string(QUORATE_SOURCE_DIR) + "/tests/scenarios/as-it-stood.jsonl"),
                                            cli::carrier::scenario);
        cli::runner run(d);
        std::size_t n = 0;
        for (const auto& s : *steps) {
            if (s.verb.starts_with("bid.")) break;
            REQUIRE(run.run(s, ++n).outcome == engine::result::accepted);
        }
        now = run.now();
    }

    template <class... T> std::string one(T... words)
    {
        const std::vector<std::string> all{words...};
        return all[static_cast<std::size_t>(below(r, static_cast<std::int64_t>(all.size())))];
    }
    std::string person()
    {
        return one("pm1", "pm2", "gchair", "gvice", "manager", "psm", "labm", "polbm", "echair", "evice", "rep-council", "rep-police",
                   "rep-fire", "rep-probation", "rep-pct", "admin", "bchair", "deputy");
    }
    std::string bid() { return "b" + std::to_string(below(r, 40)); }
    std::string meeting() { return below(r, 4) == 0 ? one("mar", "apr") : "m" + std::to_string(below(r, 40)); }
    std::string money() { return one("5000.00", "20000.00", "40000.00", "60000.00"); }
    std::string instant_text() { return engine::show(engine::instant{now.micros + (below(r, 80) + 1) * 86'400 * engine::second_micros}); }

    json::value value(const field_spec& f, const json::object& so_far)
    {
        const std::string_view s = f.shape;
        if (s == "ref.person") return json::string(person());
        if (s == "ref.bid") return json::string(bid());
        if (s == "new.bid") return json::string(bid());
        if (s == "ref.meeting" || s == "ref.exec") return json::string(meeting());
        if (s == "new.meeting") return json::string("m" + std::to_string(below(r, 40)));
        if (s == "ref.item") return json::string("i" + std::to_string(below(r, 6)));
        if (s == "new.item") return json::string("i" + std::to_string(below(r, 6)));
        if (s == "ref.item_or_bid") return json::string(bid());
        if (s == "ref.query" || s == "new.query") return json::string("q" + std::to_string(below(r, 2)));
        if (s == "ref.stream") return json::string(one("abg", "expected"));
        if (s == "new.stream") return json::string(one("s1", "s2"));
        if (s == "ref.plan" || s == "new.plan") return json::string(one("p1", "p2"));
        if (s == "ref.seat")
            return json::string(one("e-chair", "e-vice", "e-council", "e-police", "e-fire", "s-psm", "s-labm", "g-chair", "b-chair"));
        if (s == "ref.body") return json::string(one("exec", "exec", "board", "asb"));
        if (s == "ref.agency") return json::string(one("council", "police", "fire", "probation", "pct"));
        if (s == "ref.delivery_group") return json::string("asb");
        if (s == "money") return json::string(money());
        if (s == "flag") return below(r, 8) != 0;
        if (s == "day") return json::string("2010-05-01");
        if (s == "instant")
            return json::string(
                so_far.contains("starts")
                    ? engine::show(engine::instant{engine::parse_instant(text_of(so_far, "starts"))->micros + 3600 * engine::second_micros})
                    : instant_text());
        if (s == "moment") return json::string(instant_text());
        if (s == "year" || s == "meeting_year") return json::string("2010-11");
        if (s == "time") return json::string(f.name == "ends" ? "12:00" : "10:00");
        if (s == "role") return json::string(one("project_manager", "auditor", "budget_manager"));
        if (s == "item_outcome") return json::string(one("agreed", "not_agreed", "deferred"));
        if (s == "text" || s == "name" || s == "words") return json::string("Words");
        if (s == "texts") return json::array{"Words"};
        if (s == "policy")
            return json::object{
                {one("casting_vote", "plan_required", "sealed_positions", "vacant_seats_count", "interest_reduces_membership"),
                 below(r, 2) == 1}};
        if (s == "lines") return json::array{{{"stream", one("abg", "expected")}, {"amount", money()}}};
        if (s.starts_with("one_of(")) {
            std::vector<std::string> words;
            std::string rest(s.substr(7, s.size() - 8));
            for (std::size_t at = 0; at <= rest.size();) {
                const auto bar = std::min(rest.find('|', at), rest.size());
                words.push_back(rest.substr(at, bar - at));
                at = bar + 1;
            }
            return json::string(words[static_cast<std::size_t>(below(r, static_cast<std::int64_t>(words.size())))]);
        }
        return nullptr;
    }

    engine::request random_request()
    {
        static const std::set<std::string_view> rare{
            "person.leave", "seat.close",    "seat.vacate",       "bid.withdraw",     "bid.decline",   "stream.withdraw", "meeting.cancel",
            "role.revoke",  "bid.revise",    "meeting.plan_year", "seat.give_office", "seat.appoint",  "seat.create",     "body.create",
            "bid.return",   "person.change", "role.grant",        "meeting.close",    "bid.hand_over", "seat.close",      "policy.change"};
        const verb_spec* v = nullptr;
        do v = &vocabulary()[static_cast<std::size_t>(below(r, static_cast<std::int64_t>(vocabulary().size())))];
        while (rare.contains(v->name) && below(r, 60) != 0);
        engine::request q{"thurrock", person(), v->name, "", {}};
        const bool application = v->name == "bid.draft" || v->name == "bid.revise";
        for (const auto& f : v->fields) {
            if (application && is_application_field(f.name)) continue;
            if (!f.required && !f.shape.starts_with("new.") && below(r, 3) == 0) continue;
            if (auto x = value(f, q.fields); !x.is_null()) q.fields[f.name] = std::move(x);
        }
        if (v->name == "interest.declare") q.fields.erase(below(r, 2) == 0 ? "item" : "bid");
        if (application) {
            const auto amount = money();
            q.fields["delivery_group"] = "asb";
            q.fields["amount"] = amount;
            q.fields["lines"] = json::array{{{"stream", one("abg", "abg", "expected")}, {"amount", amount}}};
            q.fields["aims"] = json::array{"crime"};
            for (const auto* name : {"title", "summary", "value_for_money", "equality_impact", "contact"}) q.fields[name] = "Words";
            q.fields["outcomes"] = json::array{{{"text", "Fewer"}, {"measure", "Count"}}};
            q.fields["starts"] = "2010-05-01";
            q.fields["ends"] = "2011-03-31";
            q.fields["profile"] = json::array{{{"quarter", "2010-11 Q1"}, {"amount", amount}}};
            if (below(r, 3) == 0) q.fields["emerging_priority"] = true;
        }
        return q;
    }

    /// The step that a bid waits for, by whoever can take it: without it a walk of chance alone never reaches the Exec.
    std::optional<engine::request> useful_request()
    {
        static const std::map<std::string, std::vector<std::string>> next{
            {"draft", {"bid.submit"}},
            {"with_delivery_group", {"bid.agree"}},
            {"agreed", {"bid.send", "bid.accept_late"}},
            {"compliance_check", {"bid.check", "bid.check", "bid.check", "bid.resolve"}},
            {"on_the_table", {"bid.recommend", "bid.recommend", "bid.record_absent"}},
            {"recommended", {"bid.sign_off"}},
            {"not_recommended", {"bid.sign_off"}},
            {"awaiting_acceptance", {"bid.accept_amendments", "bid.refuse_amendments"}},
            {"awaiting_board", {"bid.ratify"}}};
        if (below(r, 60) == 0) return engine::request{"thurrock", "manager", "meeting.open", "", {{"meeting", meeting()}}};
        if (below(r, 20) == 0)
            return engine::request{
                "thurrock",
                "manager",
                "attendance.arrive",
                "",
                {{"meeting", meeting()}, {"person", one("echair", "evice", "rep-council", "rep-police", "rep-fire", "rep-pct", "bchair")}}};
        const auto id = bid();
        std::optional<engine::request> out;
        d.read("thurrock", [&](engine::reader& known) {
            const auto* b = engine::get<workflows::bid>(known, "bid/" + id);
            if (!b || !next.contains(b->stage)) return;
            const auto& verbs = next.at(b->stage);
            const auto& verb = verbs[static_cast<std::size_t>(below(r, static_cast<std::int64_t>(verbs.size())))];
            if (verb == "bid.sign_off") { // first the Exec has to sit, and be quorate
                const auto* m = find_meeting(known, b->exec_meeting);
                if (m && m->stage == "planned") {
                    out = engine::request{"thurrock", "manager", "meeting.open", "", {{"meeting", m->id}}};
                    return;
                }
                if (m && m->stays.size() < 4 + static_cast<std::size_t>(below(r, 3))) {
                    out = engine::request{
                        "thurrock",
                        "manager",
                        "attendance.arrive",
                        "",
                        {{"meeting", m->id}, {"person", one("echair", "evice", "rep-council", "rep-police", "rep-fire", "rep-pct")}}};
                    return;
                }
                if (below(r, 3) != 0) {
                    out = engine::request{"thurrock",
                                          one("echair", "echair", "evice"),
                                          verb,
                                          "",
                                          {{"bid", id}, {"outcome", "approved"}, {"no_conflict", true}, {"reason", "Words"}}};
                    return;
                }
            }
            engine::request q{"thurrock", "", verb, "", {{"bid", id}}};
            for (const auto& f : find_verb(verb)->fields)
                if (f.name != "bid" && (f.required || f.name == "reason" || f.name == "note" || below(r, 4) == 0))
                    if (auto x = value(f, q.fields); !x.is_null()) q.fields[f.name] = std::move(x);
            for (int i = 0; i < 40; ++i) {
                q.actor = person();
                auto c = make_context(known, q, now);
                if (!forbids(c)) break;
            }
            out = std::move(q);
        });
        return out;
    }

    /// Mostly somebody who may: a walk of refusals alone would see little.
    engine::request likely_request()
    {
        auto q = random_request();
        for (int i = 0; i < 12; ++i) {
            bool may = false;
            d.read("thurrock", [&](engine::reader& known) {
                auto c = make_context(known, q, now);
                may = !forbids(c);
            });
            if (may) break;
            q.actor = person();
        }
        return q;
    }
};

/// No bid is approved without its group, its checks, its agencies and a quorate, unconflicted sign-off.
void check_promises(walk& w)
{
    w.d.read("thurrock", [&](engine::reader& known) {
        for (const auto& row : known.rows({.index = "stream", .key = ""})) {
            const auto* s = engine::get<stream>(known, "stream/" + row.id);
            REQUIRE(s->committed.value >= 0);
            REQUIRE(s->awaiting.value >= 0);
            REQUIRE(s->held_back.value >= 0);
            if (s->status == "confirmed") REQUIRE(s->available().value >= 0);
            pence committed, awaiting;
            for (const auto& b_row : known.rows({.index = "bid.stream", .key = row.id}))
                for (const auto& l : engine::get<bid>(known, "bid/" + b_row.id)->lines)
                    if (l.stream == row.id) {
                        if (l.state == "committed") committed += l.amount;
                        if (l.state == "awaiting") awaiting += l.amount;
                    }
            REQUIRE(s->committed == committed);
            REQUIRE(s->awaiting == awaiting);
        }
        for (const auto& row : known.rows({.index = "bid", .key = ""})) {
            const auto* b = engine::get<bid>(known, "bid/" + row.id);
            REQUIRE(b->stage != "signed_off");
            static const std::set<std::string_view> approved{"awaiting_acceptance", "awaiting_board", "awaiting_money", "approved"};
            if (!approved.contains(b->stage)) continue;
            INFO("bid " << b->id << " is " << b->stage);
            REQUIRE(b->agreed.has_value());
            REQUIRE(b->agreed->revision == b->revision);
            REQUIRE(b->agreed->person != b->author);
            std::set<std::string> compliant;
            for (const auto& [_, c] : b->checks)
                if (c.result == "compliant") compliant.insert(c.person);
            REQUIRE(compliant.size() >= 2);
            REQUIRE_FALSE(compliant.contains(b->author));
            REQUIRE(b->open_queries() == 0);
            REQUIRE_FALSE(b->recommendation.empty());
            REQUIRE(b->signed_off.has_value());
            REQUIRE(b->signed_off->quorum.has_value());
            REQUIRE(b->signed_off->quorum->quorate() == quorum_sum::answer::yes);
            REQUIRE(b->signed_off->by != b->author);
        }
    });
}

} // namespace

TEST_CASE("random walks: state is the replay of the log, projections are its rebuild, and every promise holds")
{
    const auto seed = number_from("QUORATE_SEED", 1), commands = number_from("QUORATE_WALK_COMMANDS", 12000);
    walk w(seed);
    INFO("QUORATE_SEED=" << seed << " QUORATE_WALK_COMMANDS=" << commands);
    std::size_t broken = 0;
    for (std::uint64_t i = 0; i < commands; ++i) {
        if (below(w.r, 60) == 0) {
            w.now.micros += below(w.r, 3 * 86'400) * engine::second_micros;
            w.d.fire_due(w.now, [&](engine::instant due) { return due; });
        }
        const auto useful = below(w.r, 3) != 0 ? w.useful_request() : std::nullopt;
        const auto q = useful ? *useful : w.likely_request();
        try {
            const auto a = w.d.run_one(q, w.now);
            ++w.outcomes[std::string(engine::to_word(a.outcome))];
            for (const auto& e : a.events) ++w.events[e];
        } catch (const std::exception& e) { // a follow-up that was refused is a bug
            ++broken;
            UNSCOPED_INFO("command " << i << ", " << q.verb << " " << json::serialize(q.fields) << " by " << q.actor << ": " << e.what());
        }
        if (i % 200 == 0) check_promises(w);
    }
    CHECK(broken == 0);
    check_promises(w);
    CHECK(storage::compare_projections(w.d, "thurrock") == std::vector<std::string>{});
    CHECK(w.outcomes["accepted"] > commands / 20);
    if (commands >= 4000) CHECK(w.events["bid.signed_off"] > 0); // a short walk may not come that far

    const auto dir = std::filesystem::temp_directory_path() / ("quorate-walk-" + std::to_string(::getpid()));
    cli::write_export(w.d, "thurrock", dir, std::nullopt);
    const auto v = cli::verify_export(dir, "");
    std::filesystem::remove_all(dir);
    for (const auto& f : v.findings) UNSCOPED_INFO(f);
    CHECK(v.verdict == cli::verification::answer::sound);
    std::string told;
    for (const auto& [e, n] : w.events) told += e + " " + std::to_string(n) + ", ";
    std::printf("walk of %zu commands, seed %zu: %zu accepted; %s\n", static_cast<std::size_t>(commands), static_cast<std::size_t>(seed),
                w.outcomes["accepted"], told.c_str());
}

TEST_CASE("every verb with every kind of actor: who may is forbidden exactly where the table says")
{
    walk w(3);
    // A person for each column of the table, and one with nothing.
    const std::vector<std::string> actors{"pm1",     "gchair", "manager", "psm",    "labm",         "echair", "rep-fire",
                                          "auditor", "admin",  "bchair",  "nobody", "nobody-known", "system"};
    property::rng r(5);
    std::size_t tried = 0;
    for (int round = 0; round < 20; ++round)
        for (const auto& v : vocabulary())
            for (const auto& actor : actors) {
                auto q = w.random_request();
                for (int i = 0; i < 200 && q.verb != v.name; ++i) q = w.random_request();
                if (q.verb != v.name) continue;
                q.actor = actor;
                const auto before = w.outcomes;
                w.d.read("thurrock", [&](engine::reader& known) {
                    if (!check_form(v, q.fields, known).empty()) return;
                    auto c = make_context(known, q, w.now);
                    const auto no = forbids(c);
                    const auto judged = w.funding.judge(q, known, w.now);
                    INFO(actor << " asks " << v.name << " " << json::serialize(q.fields));
                    REQUIRE((judged.outcome == engine::result::forbidden) == no.has_value());
                    if (no) {
                        REQUIRE(judged.refusals.size() == 1);
                        REQUIRE(judged.refusals.front().rule.starts_with("AC-"));
                    }
                    if (actor == "system") REQUIRE(no.has_value() == !who_may_do(v.name).console);
                    if (actor == "nobody-known") REQUIRE(no->rule == "AC-person");
                    if (actor == "auditor" || actor == "nobody")
                        REQUIRE((no.has_value() || v.name == "interest.declare" || v.name == "attendance.arrive" ||
                                 v.name == "attendance.leave"));
                    ++tried;
                });
            }
    CHECK(tried > 1000);
}
