// tests/property/stage_oracle.hpp - the stage of a bid from its checks, positions and absences, reckoned a second time from what was
// asked and accepted alone. It shares no code with the program.
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
#pragma once
#include "tests/property/story.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace property::stages {

inline const std::vector<std::string> five{"council", "police", "fire", "probation", "pct"};

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

} // namespace property::stages
