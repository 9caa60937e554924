// The stage of a bid from its checks, positions and absences, reckoned a second time from what was asked and accepted alone:
// random little stories of a sub-group and an Exec whose people hold two seats, deputise, declare interests, come and go.
// After each command and each passing of time the `bid` view must show the stage that the oracle reckons; a check or a
// position must be accepted exactly when it counts for a seat and its giver is not barred.
// QUORATE_SEED, QUORATE_ORACLE_STORIES and QUORATE_ORACLE_FAILURES (how many kinds of difference are told before it gives up)
// change the run; a failure prints its story as the lines of a scenario file.
//
// Where the contract leaves room, the reading taken here:
// - a seat has had its holder's word when what stands at it was given by the person who holds it now, in whatever capacity
//   they gave it; a position that became `interest` is no word of the holder's;
// - a check at a vacant seat stands as at any other: not compliant, it holds the bid back under "all"; compliant, its giver is
//   one of the two;
// - a seat at which a check or a position stands is not closed: the contract does not say whether these stand on;
// - with a number of reviewers, a check not compliant holds nothing back;
// - under "all" a barred holder's seat with a check not compliant is not left out: a check stands at it;
// - an agency's first position is that of the seat that spoke first, whoever sits there later; of two that one person spoke for
//   at once, the seat that they hold, then the first by id;
// - an agency without a position stands as `interest` as soon as the present holder of any of its seats has a barring interest,
//   and no longer when they hold it no more; interests declared before they held the seat count alike;
// - what somebody said for one seat counts for another that they come to hold, as long as nothing was said for that one;
// - an agency that has a word by then is recorded absent no more, and takes up none of the absences;
// - an interest that somebody declares who gave a position for a seat they have meanwhile nothing to do with is not asked.
#include "tests/property/story.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <map>

using namespace property;

namespace {

const std::vector<std::string> five{"council", "police", "fire", "probation", "pct"};

struct given {
    std::string person, word;
};
struct declared {
    std::string person, nature;
};

class oracle {
public:
    seat_lists seats;
    std::string stage = "draft", project_manager, author, organisation;
    bool all_reviewers = true, agency_interest_withdraws = false;
    std::int64_t reviewers = 0;
    std::map<std::string, std::string> own_agency;
    std::map<std::string, given> checks, positions; ///< by seat
    std::vector<std::string> spoke;                 ///< seats with a position, the first to have one first
    std::set<std::string> absent, open_queries;
    std::vector<declared> interests;
    std::size_t taken = 0; ///< commands

    /// Should a command be accepted? Nothing where that is not this oracle's to say.
    std::optional<bool> expected(const line& l) const
    {
        const auto t = l.at;
        if (l.verb == "bid.check")
            return stage == "compliance_check" && !counts_for(l.as, reviewing_seats(t), checks, t).empty() && !own_bid(l.as) &&
                   !barred(l.as, false);
        if (l.verb == "bid.recommend")
            return stage == "on_the_table" && !counts_for(l.as, representing_seats(t), positions, t).empty() && !own_bid(l.as) &&
                   !barred(l.as, true);
        if (l.verb == "bid.record_absent") {
            const auto agency = field(l.fields, "agency");
            if (stage != "on_the_table") return false;
            if (!word_of(agency, t).empty()) return std::nullopt;
            if (absent.contains(agency)) return true; // the newer reason stands, and it counts once
            return std::count_if(absent.begin(), absent.end(), [&](const auto& a) { return word_of(a, t).empty(); }) < 2;
        }
        return std::nullopt;
    }

    /// Keeps an accepted command, and lets what waits go on.
    void take(const line& l)
    {
        const auto order = taken++;
        const auto f = [&](std::string_view name) { return field(l.fields, name); };
        const auto t = l.at;
        seats.take(l, order);
        if (l.verb == "partnership.set_up")
            if (const auto* p = l.fields.if_contains("policy")) {
                const auto& wanted = p->as_object().at("compliance_reviewers");
                all_reviewers = wanted.is_string();
                if (!all_reviewers) reviewers = wanted.as_int64();
                agency_interest_withdraws = field(p->as_object(), "agency_interest") == "withdraw";
            }
        if (l.verb == "person.add") own_agency[f("person")] = f("agency");
        if (l.verb == "bid.draft") {
            author = l.as;
            project_manager = f("project_manager").empty() ? author : f("project_manager");
            organisation = f("organisation");
        }
        if (l.verb == "bid.send") stage = "compliance_check";
        if (l.verb == "bid.check")
            for (const auto& s : counts_for(l.as, reviewing_seats(t), checks, t)) checks[s] = {l.as, f("result")};
        if (l.verb == "bid.query") open_queries.insert(f("query"));
        if (l.verb == "bid.resolve") open_queries.erase(f("query"));
        if (l.verb == "bid.recommend")
            for (const auto& s : counts_for(l.as, representing_seats(t), positions, t)) speak(s, {l.as, f("position")});
        if (l.verb == "bid.record_absent" && word_of(f("agency"), t).empty()) absent.insert(f("agency"));
        if (l.verb == "interest.declare") declare(f("person").empty() ? l.as : f("person"), f("nature"), t);
        go_on(t);
    }
    /// What waits moves on by itself at each instant at which a term begins or ends.
    void pass(instant after, instant until)
    {
        for (const auto t : seats.turns(after, until)) go_on(t);
    }

    bool has_to_do_with(const std::string& person, const std::string& seat, instant t) const
    {
        return seats.holder(seat, t) == person || seats.deputises(person, seat, t);
    }
    /// What an agency stands at: its position, "interest", or "" while it is silent (or absent).
    std::string word_of(const std::string& agency, instant t) const
    {
        const auto its_seats = seats_of(agency, t);
        for (const auto& s : spoke)
            if (std::find(its_seats.begin(), its_seats.end(), s) != its_seats.end()) return positions.at(s).word;
        for (const auto& s : sorted(its_seats)) // what a representative said for another agency of theirs
            if (const auto* said = of_holder(positions, s, t)) return said->word;
        for (const auto& s : its_seats)
            if (const auto holder = seats.holder(s, t); !holder.empty() && barred(holder, true)) return "interest";
        return "";
    }
    std::vector<std::string> reviewing_seats(instant t) const { return voting_seats("sub", t); }
    /// Voting seats of the Exec that name one of the five.
    std::vector<std::string> representing_seats(instant t) const
    {
        std::vector<std::string> out;
        for (const auto& a : five)
            for (const auto& s : seats_of(a, t)) out.push_back(s);
        return out;
    }

private:
    std::vector<std::string> voting_seats(const std::string& body, instant t) const
    {
        std::vector<std::string> out;
        for (const auto& s : seats.seats)
            if (s.body == body && s.standing != "ex_officio" && seats.exists(s, t)) out.push_back(s.id);
        return out;
    }
    std::vector<std::string> seats_of(const std::string& agency, instant t) const
    {
        auto out = voting_seats("exec", t);
        std::erase_if(out, [&](const std::string& id) {
            return std::none_of(seats.seats.begin(), seats.seats.end(), [&](const auto& s) { return s.id == id && s.agency == agency; });
        });
        std::sort(out.begin(), out.end());
        return out;
    }
    /// The seats that a word of somebody counts for: all that they hold; of those they deputise for only where the holder has
    /// not spoken (what an earlier holder gave, or another deputy, is no word of the holder; nor is a declared interest).
    std::vector<std::string> counts_for(const std::string& person, const std::vector<std::string>& of,
                                        const std::map<std::string, given>& said, instant t) const
    {
        std::vector<std::string> held, deputised;
        for (const auto& s : of) {
            const auto holder = seats.holder(s, t);
            const auto stands = said.find(s);
            const bool holder_spoke = stands == said.end() ? of_holder(said, s, t) != nullptr
                                                           : stands->second.person == holder && stands->second.word != "interest";
            if (holder == person) held.push_back(s);
            else if (seats.deputises(person, s, t) && !holder_spoke) deputised.push_back(s);
        }
        held.insert(held.end(), deputised.begin(), deputised.end());
        return held;
    }
    static std::vector<std::string> sorted(std::vector<std::string> list)
    {
        std::sort(list.begin(), list.end());
        return list;
    }
    /// What the seat's present holder said for another seat of theirs: it counts for every seat that they hold.
    const given* of_holder(const std::map<std::string, given>& said, const std::string& seat, instant t) const
    {
        const auto holder = seats.holder(seat, t);
        for (const auto& [_, g] : said)
            if (!holder.empty() && g.person == holder && g.word != "interest") return &g;
        return nullptr;
    }
    bool own_bid(const std::string& person) const { return person == project_manager || person == author; } // FP-h
    std::string bidder() const
    {
        for (const auto& a : five)
            if (organisation == a || organisation == "The " + a) return a;
        const auto pm = own_agency.find(project_manager);
        return pm == own_agency.end() ? "" : pm->second;
    }
    bool is_barring(const std::string& nature) const { return nature != "agency" || agency_interest_withdraws; }
    /// TR-interest. An interest through one's agency alone bars from positions, where it bars, and never from checks.
    bool barred(const std::string& person, bool from_positions) const
    {
        for (const auto& i : interests)
            if (i.person == person && (from_positions ? is_barring(i.nature) : i.nature != "agency")) return true;
        if (!from_positions || !agency_interest_withdraws) return false;
        const auto own = own_agency.find(person);
        return own != own_agency.end() && !own->second.empty() && own->second == bidder();
    }
    void speak(const std::string& seat, given g)
    {
        if (positions.emplace(seat, g).second) spoke.push_back(seat);
        positions[seat] = std::move(g);
        for (const auto& s : seats.seats)
            if (s.id == seat) absent.erase(s.agency); // a position of the agency ends its absence
    }
    void declare(const std::string& person, const std::string& nature, instant t)
    {
        interests.push_back({person, nature});
        if (stage != "on_the_table" || !is_barring(nature)) return;
        for (const auto& s : representing_seats(t)) {
            const auto stands = positions.find(s);
            const bool own = stands != positions.end() && stands->second.person == person;
            if (seats.holder(s, t) == person ? own || stands == positions.end() : own && seats.deputises(person, s, t))
                speak(s, {person, "interest"});
        }
    }

    /// FP-d1, FP-d2.
    bool compliant(instant t) const
    {
        if (!open_queries.empty()) return false;
        std::set<std::string> people; // reviewers are counted by person
        bool all = true;
        for (const auto& s : reviewing_seats(t)) {
            const auto found = checks.find(s);
            const auto* check = found == checks.end() ? of_holder(checks, s, t) : &found->second;
            const auto holder = seats.holder(s, t);
            if (check) {
                if (check->word == "compliant") people.insert(check->person);
                else all = false;
            } else if (!holder.empty() && !own_bid(holder) && !barred(holder, false)) all = false; // waited for
        }
        return all_reviewers ? all && people.size() >= 2 : static_cast<std::int64_t>(people.size()) >= reviewers;
    }
    void go_on(instant t)
    {
        if (stage == "compliance_check" && compliant(t)) stage = "on_the_table";
        if (stage != "on_the_table") return;
        int support = 0, oppose = 0;
        for (const auto& a : five) {
            const auto word = word_of(a, t);
            if (word.empty() && !absent.contains(a)) return;
            support += word == "support" || word == "support_with_amendments";
            oppose += word == "oppose";
        }
        stage = support > oppose ? "recommended" : "not_recommended";
    }
};

/// A bid, as the program and the oracle have it.
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

    void set_up()
    {
        std::vector<line> out;
        const auto say = [&](const std::string& as, const std::string& verb, json::object f) {
            out.push_back(command(as, verb, std::move(f)));
        };
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
        w.set_up(out);
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
