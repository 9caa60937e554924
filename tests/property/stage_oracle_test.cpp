// The stage of a bid from its checks, positions and absences, reckoned a second time from what was asked and accepted alone:
// random little stories of a sub-group and an Exec whose people hold two seats, deputise, declare interests, come and go.
// After each command and each passing of time the `bid` view must show the stage that the oracle reckons; a check or a
// position must be accepted exactly when it counts for a seat and its giver is not barred.
// QUORATE_SEED, QUORATE_ORACLE_STORIES and QUORATE_ORACLE_FAILURES (how many kinds of difference are told before it gives up)
// change the run; a failure prints its story as the lines of a scenario file.
#include "tests/property/stage_oracle.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <map>

using namespace property;
using namespace property::stages;

namespace {

struct world {
    told_program program;
    oracle known;
    std::vector<line> story;
    instant now{};

    void set_up(const std::vector<line>& lines)
    {
        for (std::size_t from = 0; from < lines.size(); from += storage::group_max) {
            const std::vector<line> some(lines.begin() + static_cast<std::ptrdiff_t>(from),
                                         lines.begin() + static_cast<std::ptrdiff_t>(std::min(lines.size(), from + storage::group_max)));
            const auto accepted = program.tell(some);
            for (std::size_t i = 0; i < some.size(); ++i) {
                story.push_back(some[i]);
                if (accepted[i]) known.take(some[i]);
            }
        }
        now = lines.front().at;
    }
    std::optional<difference> step(const line& l)
    {
        known.pass(now, l.at);
        now = l.at;
        story.push_back(l);
        const auto here = story.size() - 1;
        if (l.show.empty()) {
            const auto want = known.expected(l);
            const auto came = program.tell(l);
            const bool accepted = came.outcome == engine::result::accepted;
            if (want && *want != accepted) {
                json::object answer;
                app::put_answer(answer, came);
                auto kind = l.verb + (accepted ? " was accepted" : " was not accepted") + " in " + known.stage;
                for (const auto& no : came.refusals) kind += ", " + no.rule;
                return difference{here, kind, "came " + json::serialize(answer), *want ? json::value("accepted") : json::value(nullptr)};
            }
            if (accepted) known.take(l);
            return std::nullopt;
        }
        const auto came = program.ask(l);
        const auto* view = came.if_contains("view");
        const auto stage = view ? field(view->as_object(), "stage") : "";
        if (stage == known.stage) return std::nullopt;
        auto says =
            "positions " + (view && view->as_object().contains("positions") ? json::serialize(view->as_object().at("positions")) : "");
        return difference{here, stage + " and not " + known.stage, says, json::object{{"stage", known.stage}}};
    }
};

std::optional<difference> told_again(const std::vector<line>& story)
{
    world w;
    std::size_t first = 0;
    while (first < story.size() && story[first].show.empty() && story[first].at == story.front().at) ++first;
    if (first > 0) w.set_up({story.begin(), story.begin() + static_cast<std::ptrdiff_t>(first)});
    for (auto i = first; i < story.size(); ++i)
        if (auto d = w.step(story[i])) return d;
    return std::nullopt;
}

struct teller {
    std::vector<line> told; ///< the set-up
    rng r;
    world w;
    instant now = on("2010-01-04T09:00:00Z");
    std::vector<std::string> people, sub_seats, exec_seats;
    std::set<std::string> unsettled; ///< who may be appointed later: they do not leave
    std::size_t queries = 0;

    explicit teller(std::uint64_t seed) : r(seed) {}

    line command(std::string as, std::string verb, json::object fields)
    {
        return {now, std::move(as), std::move(verb), "", std::move(fields)};
    }

    void say(const std::string& as, const std::string& verb, json::object f) { told.push_back(command(as, verb, std::move(f))); }
    void people_and_bodies()
    {
        json::array named;
        for (const auto& a : five) named.emplace_back(json::object{{"agency", a}, {"name", "The " + a}, {"statutory", true}});
        named.emplace_back(json::object{{"agency", "voluntary"}, {"name", "Voluntary sector"}, {"statutory", false}});
        json::object policy{{"compliance_reviewers", one_in(r, 3) ? json::value(1 + below(r, 3)) : json::value("all")}};
        if (one_in(r, 3)) policy["agency_interest"] = "withdraw";
        say("system", "partnership.set_up",
            {{"partnership", "p"},
             {"name", "Partnership"},
             {"aims", {{{"aim", "crime"}, {"title", "Crime"}}}},
             {"agencies", named},
             {"policy", policy}});
        const auto person = [&](const std::string& id, bool with_agency) {
            json::object f{{"person", id}, {"name", "Person " + id}, {"email", id + "@example.org"}};
            if (with_agency) f["agency"] = any_of(r, five);
            say("system", "person.add", std::move(f));
        };
        person("manager", false);
        person("gchair", false);
        say("system", "role.grant", {{"person", "manager"}, {"role", "partnership_manager"}});
        for (auto n = 5 + below(r, 4); n-- > 0;) {
            people.push_back("p" + std::to_string(people.size()));
            person(people.back(), one_in(r, 2));
        }
        say("system", "body.create", {{"body", "asb"}, {"name", "Group"}, {"kind", "delivery_group"}});
        say("system", "body.create", {{"body", "sub"}, {"name", "Sub-group"}, {"kind", "funding_subgroup"}});
        say("system", "body.create", {{"body", "exec"}, {"name", "Exec"}, {"kind", "executive"}});
        say("system", "seat.create",
            {{"seat", "g-chair"}, {"body", "asb"}, {"title", "Chair"}, {"standing", "invited"}, {"office", "chair"}});
        say("system", "seat.appoint", {{"seat", "g-chair"}, {"person", "gchair"}});
        const auto seat = [&](const std::string& id, const std::string& body, const std::string& standing, const std::string& agency) {
            json::object f{{"seat", id}, {"body", body}, {"title", "Seat " + id}, {"standing", standing}};
            if (!agency.empty()) f["agency"] = agency;
            say("system", "seat.create", std::move(f));
            if (!one_in(r, 6)) say("system", "seat.appoint", {{"seat", id}, {"person", any_of(r, people)}});
            if (one_in(r, 4)) say("system", "seat.name_deputy", {{"seat", id}, {"person", any_of(r, people)}});
            (body == "sub" ? sub_seats : exec_seats).push_back(id);
        };
        for (auto n = 2 + below(r, 4); n-- > 0;)
            seat("s-" + std::to_string(n), "sub", any_of<std::string>(r, {"invited", "invited", "statutory", "statutory", "ex_officio"}),
                 "");
        for (const auto& a : five) {
            seat("e-" + a, "exec", any_of<std::string>(r, {"statutory", "statutory", "statutory", "invited"}), a);
            if (one_in(r, 4)) seat("e-" + a + "-2", "exec", any_of<std::string>(r, {"statutory", "statutory", "ex_officio"}), a);
        }
        if (one_in(r, 3)) seat("e-voluntary", "exec", "statutory", "voluntary");
        say("system", "meeting.plan",
            {{"meeting", "m"}, {"body", "exec"}, {"starts", "2010-06-03T10:00:00Z"}, {"ends", "2010-06-03T12:00:00Z"}});
        say("system", "stream.open",
            {{"stream", "abg"},
             {"name", "Grant"},
             {"provider", "Government"},
             {"year", "2010-11"},
             {"amount", "100000.00"},
             {"status", "confirmed"}});
    }
    void bid_in_its_check()
    {
        const auto author = any_of(r, people), pm = one_in(r, 3) ? any_of(r, people) : author;
        say("system", "role.grant", {{"person", author}, {"role", "project_manager"}});
        if (pm != author) say("system", "role.grant", {{"person", pm}, {"role", "project_manager"}});
        json::object bid{{"bid", "b"},
                         {"title", "Gates"},
                         {"delivery_group", "asb"},
                         {"amount", "20000.00"},
                         {"aims", json::array{"crime"}},
                         {"summary", "Words"},
                         {"value_for_money", "Words"},
                         {"starts", "2010-07-01"},
                         {"ends", "2011-03-31"},
                         {"equality_impact", "Words"},
                         {"contact", "Words"}};
        bid["lines"] = json::array{json::object{{"stream", "abg"}, {"amount", "20000.00"}}};
        bid["outcomes"] = json::array{json::object{{"text", "Fewer"}, {"measure", "Count"}}};
        bid["profile"] = json::array{json::object{{"quarter", "2010-11 Q2"}, {"amount", "20000.00"}}};
        if (pm != author) bid["project_manager"] = pm;
        if (one_in(r, 2)) bid["organisation"] = any_of<std::string>(r, {"council", "The police", "A charity"});
        say(author, "bid.draft", std::move(bid));
        say("manager", "agenda.add", {{"item", "i"}, {"meeting", "m"}, {"title", "Item"}, {"kind", "bid"}, {"bid", "b"}});
        say(pm, "bid.submit", {{"bid", "b"}});
        say("gchair", "bid.agree", {{"bid", "b"}});
        say(pm, "bid.send", {{"bid", "b"}, {"meeting", "m"}});
    }
    void set_up()
    {
        people_and_bodies();
        bid_in_its_check();
        w.set_up(told);
    }

    void let_time_pass()
    {
        if (one_in(r, 2)) return;
        if (one_in(r, 2))
            if (const auto turns = w.known.seats.turns(now, later(now, 600)); !turns.empty()) {
                now = *turns.begin();
                return;
            }
        now = later(now, any_of<std::int64_t>(r, {1, 1, 2, 5, 60}));
    }
    std::string any_seat() { return any_of(r, (w.known.stage == "compliance_check") == !one_in(r, 5) ? sub_seats : exec_seats); }
    /// Mostly somebody who has to do with one of the seats.
    std::string somebody(const std::vector<std::string>& of)
    {
        auto out = any_of(r, people);
        for (int i = 0; i < 8; ++i) {
            if (std::any_of(of.begin(), of.end(), [&](const auto& s) { return w.known.has_to_do_with(out, s, now); })) break;
            out = any_of(r, people);
        }
        return out;
    }

    /// Mostly those of the seats at which nothing stands yet.
    std::vector<std::string> unspoken(std::vector<std::string> of, const std::map<std::string, given>& said)
    {
        auto silent = of;
        std::erase_if(silent, [&](const auto& s) { return said.contains(s); });
        return silent.empty() || one_in(r, 3) ? of : silent;
    }

    line check()
    {
        const bool compliant = !one_in(r, 8);
        json::object f{{"bid", "b"}, {"result", compliant ? "compliant" : "not_compliant"}, {"equality_impact_accepted", true}};
        if (!compliant) f["note"] = "Words";
        return command(somebody(unspoken(w.known.reviewing_seats(now), w.known.checks)), "bid.check", std::move(f));
    }
    line recommend()
    {
        const auto position = any_of<std::string>(r, {"support", "support", "support_with_amendments", "oppose"});
        json::object f{{"bid", "b"}, {"position", position}};
        if (position == "support_with_amendments") f["conditions"] = json::array{"Words"};
        return command(somebody(unspoken(w.known.representing_seats(now), w.known.positions)), "bid.recommend", std::move(f));
    }
    line declare()
    {
        json::object f{
            {"person", any_of(r, people)}, {"nature", any_of<std::string>(r, {"pecuniary", "personal", "agency"})}, {"detail", "Words"}};
        for (const auto& [seat, g] : w.known.positions) // see above
            if (g.person == field(f, "person") && !w.known.has_to_do_with(g.person, seat, now)) return recommend();
        if (one_in(r, 4)) f["item"] = "i";
        else f["bid"] = "b";
        return command("manager", "interest.declare", std::move(f));
    }
    line absent()
    {
        const auto agency = any_of(r, five);
        if (!w.known.word_of(agency, now).empty()) return recommend(); // it has spoken: the contract does not say what this would be
        return command("manager", "bid.record_absent", {{"bid", "b"}, {"agency", agency}, {"reason", "Words"}});
    }
    line appoint()
    {
        json::object f{{"seat", any_seat()}, {"person", any_of(r, people)}};
        if (!planned_successors && w.known.seats.awaits_somebody(field(f, "seat"), now)) return name_deputy();
        auto from = now;
        if (one_in(r, 2)) {
            from = later(now, any_of<std::int64_t>(r, {-60, -1, 0, 1, 2, 10, 60}));
            for (const auto& a : w.known.seats.appointments)
                if (a.seat == field(f, "seat")) from = std::max(from, a.from);
            f["from"] = engine::show(from);
        }
        if (from > now) unsettled.insert(field(f, "person"));
        if (one_in(r, 3)) f["until"] = engine::show(later(std::max(from, now), 1 + below(r, 20)));
        return command("system", "seat.appoint", std::move(f));
    }
    line name_deputy()
    {
        json::object f{{"seat", any_seat()}, {"person", any_of(r, people)}};
        const auto from = later(now, any_of<std::int64_t>(r, {0, 1, 2, 10}));
        if (one_in(r, 3)) f["from"] = engine::show(from);
        if (one_in(r, 3)) f["until"] = engine::show(later(from, 1 + below(r, 20)));
        return command("system", "seat.name_deputy", std::move(f));
    }
    line query()
    {
        if (!w.known.open_queries.empty() && !one_in(r, 4)) {
            const auto q = *w.known.open_queries.begin();
            if (one_in(r, 2)) return command(w.known.project_manager, "bid.answer", {{"bid", "b"}, {"query", q}, {"text", "Words"}});
            return command(one_in(r, 3) ? "manager" : somebody(w.known.reviewing_seats(now)), "bid.resolve", {{"bid", "b"}, {"query", q}});
        }
        return command(somebody(w.known.reviewing_seats(now)), "bid.query",
                       {{"bid", "b"}, {"query", "q" + std::to_string(queries++)}, {"text", "Words"}});
    }

    line next()
    {
        const bool table = w.known.stage == "on_the_table";
        const auto n = below(r, 100);
        if (n < 50) return table ? recommend() : check();
        if (n < 58) return table ? absent() : w.known.open_queries.empty() && !one_in(r, 3) ? check() : query();
        if (n < 65) return declare();
        if (n < 78) return appoint();
        if (n < 82)
            if (const auto seat = any_seat(); planned_successors || !w.known.seats.awaits_somebody(seat, now))
                return command("system", "seat.vacate", {{"seat", seat}});
        if (n < 90) return name_deputy();
        if (n < 92) return command("system", "seat.end_deputy", {{"seat", any_seat()}, {"person", any_of(r, people)}});
        if (n < 94)
            if (const auto seat = any_seat(); !w.known.checks.contains(seat) && !w.known.positions.contains(seat))
                return command("system", "seat.close", {{"seat", seat}, {"reason", "Words"}});
        if (n < 96)
            if (const auto who = any_of(r, people); !unsettled.contains(who))
                return command("system", "person.leave", {{"person", who}, {"reason", "Words"}});
        return one_in(r, 2) ? check() : recommend();
    }
    std::optional<difference> look() { return w.step({now, "", "", "bid", {{"bid", "b"}}}); }
    std::optional<difference> tell(int steps)
    {
        set_up();
        int after = 0; // a little goes on when the five have spoken: it changes nothing
        for (int i = 0; i < steps && after < 3; ++i) {
            after += w.known.stage == "recommended" || w.known.stage == "not_recommended";
            const auto before = now;
            let_time_pass();
            if (before < now)
                if (auto d = look()) return d;
            const auto known_before = w.known.taken;
            if (auto d = w.step(next())) return d;
            if (w.known.taken > known_before) // what was not accepted changed nothing
                if (auto d = look()) return d;
        }
        return std::nullopt;
    }
};

} // namespace

TEST_CASE("stage oracle: a bid goes on exactly when its checks and positions say so")
{
    const auto seed = number_from("QUORATE_SEED", 1), stories = number_from("QUORATE_ORACLE_STORIES", 3000),
               failures = number_from("QUORATE_ORACLE_FAILURES", 3);
    std::map<std::string, std::size_t> ended; // at which stage
    std::set<std::string> kinds;              // one story a kind of difference
    std::size_t told = 0;
    for (; told < stories && kinds.size() < failures; ++told) {
        teller t(seed * 1'000'003 + told);
        auto d = t.tell(40);
        ++ended[t.w.known.stage];
        if (!d || !kinds.insert(d->kind).second) continue;
        auto shorter = shortened(t.w.story, *d, told_again);
        std::fprintf(stderr, "# QUORATE_SEED=%zu, story %zu, %s\n", static_cast<std::size_t>(seed), told, to_text(shorter, *d).c_str());
    }
    std::string stages;
    for (const auto& [stage, n] : ended) stages += ", " + std::to_string(n) + " ended in " + stage;
    std::printf("stage oracle: %zu stories, seed %zu%s\n", told, static_cast<std::size_t>(seed), stages.c_str());
    CHECK(kinds == std::set<std::string>{});
    if (stories >= 1000) CHECK(ended["recommended"] + ended["not_recommended"] > told / 10);
}
