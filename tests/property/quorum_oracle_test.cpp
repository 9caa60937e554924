// The quorum of a moment, reckoned a second time by brute force from what was asked and accepted alone: every assignment of
// the people in the room to the seats they may sit for is tried. Small random partnerships; the `quorum` view must agree.
// QUORATE_SEED, QUORATE_ORACLE_INSTANTS (how many answers are compared) and QUORATE_ORACLE_FAILURES (how many stories are
// told before it gives up) change the run; a failure prints its story as the lines of a scenario file.
#include "tests/property/quorum_oracle.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <map>

using namespace property;

namespace {

json::array to_array(const std::set<std::string>& ids)
{
    json::array out;
    for (const auto& id : ids) out.emplace_back(id);
    return out;
}

/// A partnership, told to the program and to the oracle.
struct world {
    told_program program;
    oracle known;
    std::vector<line> story;
    std::size_t compared = 0;

    std::optional<difference> set_up(const std::vector<line>& lines)
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
        return std::nullopt;
    }
    std::optional<difference> step(const line& l)
    {
        story.push_back(l);
        if (l.show.empty()) {
            if (program.tell(l).outcome == engine::result::accepted) known.take(l);
            return std::nullopt;
        }
        const auto want = known.answer(l);
        if (!want) return std::nullopt;
        ++compared;
        const auto came = program.ask(l);
        return compare(l, *want, came);
    }
    std::optional<difference> compare(const line& l, const sum& want, const json::object& came) const
    {
        const auto& m = *known.find(field(l.fields, "meeting"));
        const bool matter = l.fields.contains("item") || l.fields.contains("bid");
        const std::string kind = (m.recorded ? "recorded"
                                  : m.closed ? "closed"
                                             : "open") +
                                 std::string(matter ? ", a matter" : "") + (l.fields.contains("as_of") ? ", as_of" : "");
        json::object expect{{"members", want.members},
                            {"required", want.required},
                            {"present_at_least", want.at_least},
                            {"present_at_most", want.at_most},
                            {"counted", to_array(want.counted)}};
        if (want.at_least == want.at_most) expect["present"] = want.at_least;
        if (!want.nobody_needed)
            expect["quorate"] = want.quorate == verdict::undetermined ? json::value("undetermined") : want.quorate == verdict::yes;
        if (!m.recorded) {
            json::array left_out;
            for (const auto& id : want.left_out) left_out.emplace_back(json::object{{"seat", id}});
            expect["left_out"] = left_out;
        }
        const auto differs = [&](const std::string& in) {
            return difference{story.size() - 1, kind + ": " + in, "came " + json::serialize(came), expect};
        };
        const auto* shown = came.if_contains("view");
        if (!shown) return differs("no view");
        const auto& view = shown->as_object();
        for (const auto& p : expect) {
            const std::string name = p.key();
            const auto* has = view.if_contains(name);
            if (!has) return differs(name);
            if (name == "counted" || name == "left_out") {
                std::set<std::string> ids;
                for (const auto& e : has->as_array()) ids.insert(e.is_object() ? field(e.as_object(), "seat") : std::string(e.as_string()));
                if (ids != (name == "counted" ? want.counted : want.left_out)) return differs(name);
            } else if (*has != p.value()) return differs(name);
        }
        return std::nullopt;
    }
};

/// Told again from its first line, to a program and an oracle that know nothing.
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

/// What is asked of a partnership, drawn so that little things meet: few seats, few people, few instants.
struct teller {
    rng r;
    world w;
    instant now = on("2010-03-01T08:00:00Z");
    std::vector<std::string> people, seats, agencies{"council", "police", "fire"}, items, bids, meetings;
    std::string sits;                                    ///< the meeting that is open
    std::set<std::string> unsettled;                     ///< who may be appointed later: they do not leave (see seat_lists)
    std::size_t bodies_made = 0, queries = 0, drawn = 0; ///< counters for ids

    explicit teller(std::uint64_t seed) : r(seed) {}

    line command(std::string as, std::string verb, json::object fields)
    {
        return {now, std::move(as), std::move(verb), "", std::move(fields)};
    }
    json::object random_rule()
    {
        json::object rule;
        if (one_in(r, 4)) rule["count"] = 1 + below(r, 4);
        else {
            rule["fraction"] = any_of<std::string>(r, {"1/2", "1/2", "1/3", "2/3", "1/4"});
            rule["plus"] = any_of<std::int64_t>(r, {1, 1, 1, 0, 2});
            if (!one_in(r, 3)) rule["round"] = any_of<std::string>(r, {"up", "down"});
        }
        if (one_in(r, 3)) rule["of"] = one_in(r, 2) ? json::array{"statutory"} : json::array{"statutory", "invited"};
        if (one_in(r, 2)) {
            json::array minimums;
            for (auto n = 1 + below(r, 2); n-- > 0;) {
                json::object one{{"count", 1 + below(r, 2)}};
                if (one_in(r, 2)) one["standing"] = any_of<std::string>(r, {"statutory", "invited"});
                else one["agency"] = any_of(r, agencies);
                minimums.emplace_back(std::move(one));
            }
            rule["at_least"] = std::move(minimums);
        }
        return rule;
    }
    json::object random_policy(bool all)
    {
        json::object out;
        if (all || one_in(r, 2)) out["vacant_seats_count"] = one_in(r, 3);
        if (all || one_in(r, 2)) out["interest_reduces_membership"] = one_in(r, 2);
        if (all || out.empty()) out["agency_interest"] = one_in(r, 2) ? "withdraw" : "declare";
        return out;
    }
    line new_seat()
    {
        // Ids in another order than that of creation.
        std::string id;
        do id = "e-" + std::string(1, static_cast<char>('a' + below(r, 26)));
        while (std::find(seats.begin(), seats.end(), id) != seats.end());
        seats.push_back(id);
        json::object f{{"seat", id},
                       {"body", "exec"},
                       {"title", "Seat " + id},
                       {"standing", any_of<std::string>(r, {"statutory", "statutory", "statutory", "invited", "invited", "ex_officio"})}};
        if (!one_in(r, 3)) f["agency"] = any_of(r, agencies);
        return command("system", "seat.create", std::move(f));
    }

    void set_up()
    {
        std::vector<line> out;
        const auto say = [&](const std::string& verb, json::object f) { out.push_back(command("system", verb, std::move(f))); };
        json::array named;
        for (const auto& a : agencies) named.emplace_back(json::object{{"agency", a}, {"name", "The " + a}, {"statutory", true}});
        say("partnership.set_up", {{"partnership", "p"},
                                   {"name", "Partnership"},
                                   {"aims", {{{"aim", "crime"}, {"title", "Crime"}}}},
                                   {"agencies", named},
                                   {"policy", random_policy(true)}});
        say("person.add", {{"person", "manager"}, {"name", "Manager"}, {"email", "manager@example.org"}});
        say("role.grant", {{"person", "manager"}, {"role", "partnership_manager"}});
        say("body.create", {{"body", "asb"}, {"name", "Group"}, {"kind", "delivery_group"}});
        json::object exec{{"body", "exec"}, {"name", "Exec"}, {"kind", "executive"}, {"from", "2009-01-01T00:00:00Z"}};
        if (!one_in(r, 3)) exec["quorum"] = random_rule();
        say("body.create", std::move(exec));
        for (auto n = 3 + below(r, 8); n-- > 0;) {
            const auto id = "p" + std::to_string(people.size());
            people.push_back(id);
            json::object f{{"person", id}, {"name", "Person " + id}, {"email", id + "@example.org"}};
            if (!one_in(r, 3)) f["agency"] = any_of(r, agencies);
            say("person.add", std::move(f));
        }
        say("role.grant", {{"person", "p0"}, {"role", "project_manager"}});
        say("role.grant", {{"person", "p1"}, {"role", "project_manager"}});
        for (auto n = 2 + below(r, 7); n-- > 0;) {
            out.push_back(new_seat());
            if (one_in(r, 6)) continue;
            json::object f{{"seat", seats.back()}, {"person", any_of(r, people)}};
            if (!one_in(r, 3)) f["from"] = "2009-04-01T00:00:00Z";
            say("seat.appoint", std::move(f));
            if (one_in(r, 3)) say("seat.name_deputy", {{"seat", seats.back()}, {"person", any_of(r, people)}});
        }
        say("meeting.plan", {{"meeting", "m1"}, {"body", "exec"}, {"starts", "2010-03-01T10:00:00Z"}, {"ends", "2010-03-01T12:00:00Z"}});
        say("meeting.plan", {{"meeting", "m2"}, {"body", "exec"}, {"starts", "2010-03-01T14:00:00Z"}, {"ends", "2010-03-01T16:00:00Z"}});
        say("meeting.plan", {{"meeting", "old"},
                             {"body", "exec"},
                             {"starts", "2010-02-01T10:00:00Z"},
                             {"ends", "2010-02-01T12:00:00Z"},
                             {"recorded", true}});
        meetings = {"m1", "m2", "old"};
        for (const auto& m : meetings) {
            items.push_back("i-" + m);
            say("agenda.add", {{"item", "i-" + m}, {"meeting", m}, {"title", "Item"}, {"kind", "decision"}});
        }
        w.set_up(out);
    }

    void let_time_pass()
    {
        if (one_in(r, 2)) return; // several commands within the same second
        if (one_in(r, 3))
            if (const auto turns = w.known.seats.turns(now, later(now, 600)); !turns.empty()) {
                now = *turns.begin();
                return;
            }
        now = later(now, any_of<std::int64_t>(r, {1, 1, 1, 2, 5, 60}));
    }
    /// A moment soon, now, or a little while ago.
    std::string about_now() { return engine::show(later(now, any_of<std::int64_t>(r, {-60, -1, 0, 0, 1, 2, 10, 60}))); }
    std::string soon() { return engine::show(later(now, any_of<std::int64_t>(r, {0, 1, 1, 2, 10, 60}))); }
    std::string open_or(const std::string& otherwise) { return sits.empty() ? otherwise : sits; }

    line appoint()
    {
        json::object f{{"seat", any_of(r, seats)}, {"person", any_of(r, people)}};
        if (!planned_successors && w.known.seats.awaits_somebody(field(f, "seat"), now)) return name_deputy();
        if (one_in(r, 2)) {
            // Not before an appointment of that seat that was typed in before: the contract says nothing of that.
            auto from = *engine::parse_instant(about_now());
            if (one_in(r, 8)) from = on("2010-02-01T11:00:00Z");
            for (const auto& a : w.known.seats.appointments)
                if (a.seat == field(f, "seat")) from = std::max(from, a.from);
            f["from"] = engine::show(from);
        }
        const auto from = moment(f, "from").value_or(now);
        if (from > now) unsettled.insert(field(f, "person"));
        if (one_in(r, 4)) f["until"] = engine::show(later(std::max(from, now), 1 + below(r, one_in(r, 2) ? 20 : 1000)));
        return command("system", "seat.appoint", std::move(f));
    }
    line name_deputy()
    {
        json::object f{{"seat", any_of(r, seats)}, {"person", any_of(r, people)}};
        if (one_in(r, 3)) f["from"] = soon();
        if (one_in(r, 4)) f["until"] = engine::show(later(moment(f, "from").value_or(now), 1 + below(r, one_in(r, 2) ? 20 : 1000)));
        return command("system", "seat.name_deputy", std::move(f));
    }
    line declare()
    {
        json::object f{
            {"person", any_of(r, people)}, {"nature", any_of<std::string>(r, {"pecuniary", "personal", "agency"})}, {"detail", "Words"}};
        if (!bids.empty() && one_in(r, 2)) f["bid"] = any_of(r, bids);
        else f["item"] = any_of(r, items);
        return command("manager", "interest.declare", std::move(f));
    }
    line draft(bool again)
    {
        json::object f{{"title", "Bid"}, {"delivery_group", "asb"}};
        if (!one_in(r, 3)) f["organisation"] = any_of<std::string>(r, {"council", "The police", "fire", "A charity"});
        if (again) {
            f["bid"] = any_of(r, bids);
            std::string author = "p0";
            for (const auto& b : w.known.bids)
                if (b.bid == field(f, "bid")) author = b.project_manager;
            return command(author, "bid.revise", std::move(f));
        }
        f["bid"] = "b" + std::to_string(bids.size());
        return command(any_of<std::string>(r, {"p0", "p1"}), "bid.draft", std::move(f));
    }
    /// Mostly somebody who has to do with a seat.
    std::string somebody()
    {
        auto out = any_of(r, people);
        for (int i = 0; i < 4; ++i) {
            if (std::any_of(seats.begin(), seats.end(),
                            [&](const auto& s) { return w.known.seats.holder(s, now) == out || w.known.seats.deputises(out, s, now); }))
                break;
            out = any_of(r, people);
        }
        return out;
    }
    line arrive()
    {
        json::object f{{"meeting", open_or("m1")}, {"person", somebody()}};
        std::vector<std::string> may;
        for (const auto& s : seats)
            if (w.known.seats.holder(s, now) == field(f, "person") || w.known.seats.deputises(field(f, "person"), s, now)) may.push_back(s);
        const auto own = w.known.own_seat(field(f, "person"), now);
        if (!may.empty() && (own.empty() || one_in(r, 3))) f["seat"] = any_of(r, may);
        return command("manager", "attendance.arrive", std::move(f));
    }
    line record()
    {
        json::object f{{"meeting", "old"},
                       {"seat", any_of(r, seats)},
                       {"presence", any_of<std::string>(r, {"full", "full", "part", "part", "apologies", "absent", "not_recorded"})}};
        const auto minutes = [](std::int64_t n) { return engine::show(later(on("2010-02-01T10:00:00Z"), 60 * n)); };
        if (field(f, "presence") == "part") {
            const auto arrived = 1 + below(r, 60);
            if (one_in(r, 2)) f["arrived"] = minutes(arrived);
            if (one_in(r, 2)) f["left"] = minutes(arrived + 1 + below(r, 50));
        }
        return command("manager", "attendance.record", std::move(f));
    }
    line leave_the_partnership()
    {
        const auto who = any_of(r, people);
        if (unsettled.contains(who)) return name_deputy();
        return command("system", "person.leave", {{"person", who}, {"reason", "Words"}});
    }

    line next()
    {
        const auto n = below(r, 100);
        if (n < 22) return arrive();
        if (n < 28) return command("manager", "attendance.leave", {{"meeting", open_or("m1")}, {"person", any_of(r, people)}});
        if (n < 38) return appoint();
        if (n < 41)
            if (const auto seat = any_of(r, seats); planned_successors || !w.known.seats.awaits_somebody(seat, now))
                return command("system", "seat.vacate", {{"seat", seat}});
        if (n < 52) return name_deputy();
        if (n < 55) return command("system", "seat.end_deputy", {{"seat", any_of(r, seats)}, {"person", any_of(r, people)}});
        if (n < 56) return command("system", "seat.close", {{"seat", any_of(r, seats)}, {"reason", "Words"}});
        if (n < 57 && one_in(r, 2)) return leave_the_partnership();
        if (n < 67) return declare();
        if (n < 71)
            return command("system", "body.set_quorum",
                           {{"body", "exec"}, {"quorum", random_rule()}, {"from", soon()}, {"reason", "Words"}});
        if (n < 75) return command("system", "policy.change", {{"policy", random_policy(false)}, {"reason", "Words"}});
        if (n < 77 && seats.size() < 8) return new_seat();
        if (n < 79 && bids.size() < 3) return draft(false);
        if (n < 81 && !bids.empty()) return draft(true);
        if (n < 83 && !bids.empty() && items.size() < 7)
            return command("manager", "agenda.add",
                           {{"item", "x" + std::to_string(items.size())},
                            {"meeting", any_of<std::string>(r, {"m1", "m2"})},
                            {"title", "Item"},
                            {"kind", "bid"},
                            {"bid", any_of(r, bids)}});
        if (n < 85) {
            json::object f{{"person", any_of(r, people)}, {"agency", any_of(r, agencies)}};
            return command("system", "person.change", std::move(f));
        }
        if (n < 87)
            return command("manager", sits.empty() ? "meeting.open" : "meeting.close",
                           {{"meeting", open_or(any_of<std::string>(r, {"m1", "m2"}))}});
        if (n < 93) return record();
        return arrive();
    }
    /// True when nothing in a recorded meeting turns: then its whole can be asked after.
    bool nothing_turns_in(instant starts, instant ends) const
    {
        if (!w.known.seats.turns(later(starts, -1), ends).empty()) return false;
        return std::none_of(w.known.rules.begin(), w.known.rules.end(), [&](const auto& x) { return starts <= x.from && x.from <= ends; });
    }
    std::optional<line> question()
    {
        json::object f{{"meeting", one_in(r, 5) ? "old" : one_in(r, 2) ? open_or("m1") : any_of<std::string>(r, {"m1", "m2"})}};
        const bool old = field(f, "meeting") == "old";
        if (old) {
            if (one_in(r, 2)) f["item"] = "i-old";
            const auto into = one_in(r, 2) ? 60 * (1 + below(r, 119)) : 1 + below(r, 7199); // whole minutes: at a recorded time itself
            if (!one_in(r, 3)) f["as_of"] = engine::show(later(on("2010-02-01T10:00:00Z"), into));
            else if (!nothing_turns_in(on("2010-02-01T10:00:00Z"), on("2010-02-01T12:00:00Z"))) return std::nullopt;
        } else {
            if (one_in(r, 3)) f["item"] = "i-" + field(f, "meeting");
            else if (!bids.empty() && one_in(r, 2)) f["bid"] = any_of(r, bids);
            else if (items.size() > 3 && one_in(r, 2))
                f["item"] = items[3 + static_cast<std::size_t>(below(r, static_cast<std::int64_t>(items.size() - 3)))];
            if (one_in(r, 3))
                f["as_of"] =
                    engine::show(w.known.typed[static_cast<std::size_t>(below(r, static_cast<std::int64_t>(w.known.typed.size())))]);
        }
        return line{now, "", "", "quorum", std::move(f)};
    }

    std::optional<difference> step(const line& l)
    {
        const auto before = w.known.typed.size();
        auto d = w.step(l);
        const bool accepted = w.known.typed.size() > before;
        if (accepted && l.verb == "bid.draft") bids.push_back(field(l.fields, "bid"));
        if (accepted && l.verb == "agenda.add") items.push_back(field(l.fields, "item"));
        if (accepted && l.verb == "meeting.open") sits = field(l.fields, "meeting");
        if (accepted && l.verb == "meeting.close") sits.clear();
        return d;
    }
    std::optional<difference> tell(int steps)
    {
        set_up();
        now = on("2010-03-01T10:00:00Z");
        if (auto d = step(command("manager", "meeting.open", {{"meeting", "m1"}}))) return d;
        for (std::size_t i = 0; i < people.size(); ++i)
            if (auto d = step(arrive())) return d;
        for (int i = 0; i < steps; ++i) {
            let_time_pass();
            if (auto d = step(next())) return d;
            for (auto n = below(r, 4); n-- > 0;) // nothing happens in between
                if (const auto q = question())
                    if (auto d = step(*q)) return d;
        }
        return std::nullopt;
    }
};

} // namespace

TEST_CASE("quorum oracle: the view agrees with brute force at every instant")
{
    const auto seed = number_from("QUORATE_SEED", 1), instants = number_from("QUORATE_ORACLE_INSTANTS", 20'000),
               failures = number_from("QUORATE_ORACLE_FAILURES", 3);
    std::size_t compared = 0, told = 0;
    std::set<std::string> kinds; // one story a kind of difference
    for (std::uint64_t story = 0; compared < instants && kinds.size() < failures; ++story) {
        teller t(seed * 1'000'003 + story);
        auto d = t.tell(90);
        compared += t.w.compared;
        ++told;
        if (!d || !kinds.insert(d->kind).second) continue;
        auto shorter = shortened(t.w.story, *d, told_again);
        std::fprintf(stderr, "# QUORATE_SEED=%zu, story %zu, %s\n", static_cast<std::size_t>(seed), static_cast<std::size_t>(story),
                     to_text(shorter, *d).c_str()); // not by the test's own report: that would break the lines
    }
    std::printf("quorum oracle: %zu answers compared in %zu stories, seed %zu\n", compared, told, static_cast<std::size_t>(seed));
    CHECK(kinds == std::set<std::string>{});
}
