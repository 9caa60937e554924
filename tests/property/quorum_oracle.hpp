// tests/property/quorum_oracle.hpp - the quorum of a moment, reckoned a second time by brute force from what was asked and
// accepted alone: every assignment of the people in the room to the seats they may sit for is tried. It knows the Exec only.
//
// Where the contract leaves room, the reading taken here:
// - an appointment that began earlier than the one that sits, but was typed in later, does not displace it: of all that have
//   begun the last to begin stands, and when that ends the seat is vacant;
// - a person in the room who has left the partnership sits for no seat, but the seat they arrived for is told as left out;
// - of the largest counts that the minimums do not set apart, the first by seat id is taken whatever membership it makes;
// - a rule with a later `from` stands from then on, whenever it was typed in; of two from one instant the later typed stands;
// - nothing is said of an appointment that ends before it begins, nor of one whose person leaves before it begins: whether they
//   displace who sits there. Neither is told;
// - over the whole of a recorded meeting membership and rule are those of its start (asked only where nothing turns in it).
#pragma once
#include "tests/property/story.hpp"

#include <algorithm>
#include <map>

namespace property {

inline constexpr std::string_view exec_body = "exec";

struct person_agency {
    std::size_t order;
    std::string person, agency;
};
struct dated_policy {
    std::size_t order;
    instant at;
    bool vacant_seats_count = false, interest_reduces_membership = false, agency_interest_withdraws = false;
};
struct dated_rule {
    std::size_t order;
    instant from;
    json::object words;
};
struct coming_or_going {
    std::size_t order;
    std::string meeting, person, seat;
    bool comes;
};
struct declared {
    std::size_t order;
    std::string person, item, bid, nature;
};
struct matter {
    std::size_t order;
    std::string id, bid, meeting; ///< an item, and the bid it is about
};
struct drafted {
    std::size_t order;
    std::string bid, organisation, project_manager;
};
struct old_attendance {
    std::string meeting, seat, presence;
    std::optional<instant> arrived, left;
};
struct sitting {
    std::string id, body;
    instant starts, ends;
    bool recorded = false;
    std::optional<std::size_t> opened, closed; ///< places in the log
    instant opened_at{}, closed_at{};
};

enum class verdict { no, yes, undetermined };
struct sum {
    std::int64_t members = 0, required = 0, at_least = 0, at_most = 0;
    verdict quorate = verdict::no;
    std::set<std::string> counted, left_out;
    bool nobody_needed = false; ///< a rule that asks for nobody of no members: the contract says nothing of it
};

class oracle {
public:
    seat_lists seats;
    std::vector<person_agency> agencies;
    std::vector<std::pair<std::string, std::string>> agency_names; ///< id, name
    std::vector<dated_policy> policies;
    std::vector<dated_rule> rules;
    std::vector<coming_or_going> room;
    std::vector<declared> interests;
    std::vector<matter> items;
    std::vector<drafted> bids;
    std::vector<old_attendance> records;
    std::vector<sitting> meetings;
    std::vector<instant> typed; ///< of each accepted command, by its place in the log

    void take(const line& l)
    {
        const auto order = typed.size();
        const auto f = [&](std::string_view name) { return field(l.fields, name); };
        seats.take(l, order);
        if (l.verb == "partnership.set_up") {
            for (const auto& a : l.fields.at("agencies").as_array())
                agency_names.emplace_back(field(a.as_object(), "agency"), field(a.as_object(), "name"));
            change_policy(l, order);
        }
        if (l.verb == "policy.change") change_policy(l, order);
        if (l.verb == "agency.add") agency_names.emplace_back(f("agency"), f("name"));
        if (l.verb == "person.add" || (l.verb == "person.change" && l.fields.contains("agency")))
            agencies.push_back({order, f("person"), f("agency")});
        if (l.verb == "body.create" && f("body") == exec_body)
            rules.push_back(
                {order, moment(l.fields, "from").value_or(l.at),
                 l.fields.contains("quorum") ? l.fields.at("quorum").as_object() : json::object{{"fraction", "1/2"}, {"plus", 1}}});
        if (l.verb == "body.set_quorum" && f("body") == exec_body)
            rules.push_back({order, *moment(l.fields, "from"), l.fields.at("quorum").as_object()});
        if (l.verb == "attendance.arrive" || l.verb == "attendance.leave")
            room.push_back({order, f("meeting"), f("person"), f("seat"), l.verb == "attendance.arrive"});
        if (l.verb == "attendance.arrive" && f("seat").empty()) room.back().seat = own_seat(f("person"), l.at);
        if (l.verb == "interest.declare")
            interests.push_back({order, f("person").empty() ? l.as : f("person"), f("item"), f("bid"), f("nature")});
        if (l.verb == "agenda.add") items.push_back({order, f("item"), f("bid"), f("meeting")});
        if (l.verb == "bid.draft" || l.verb == "bid.revise" || l.verb == "bid.hand_over") take_bid(l, order);
        if (l.verb == "attendance.record")
            records.push_back({f("meeting"), f("seat"), f("presence"), moment(l.fields, "arrived"), moment(l.fields, "left")});
        if (l.verb == "meeting.plan")
            meetings.push_back(
                {f("meeting"), f("body"), *moment(l.fields, "starts"), *moment(l.fields, "ends"), l.fields.contains("recorded"), {}, {}});
        for (auto& m : meetings) {
            if (m.id != f("meeting")) continue;
            if (l.verb == "meeting.open") m.opened = order, m.opened_at = l.at;
            if (l.verb == "meeting.close") m.closed = order, m.closed_at = l.at;
        }
        typed.push_back(l.at);
    }

    const sitting* find(const std::string& meeting) const
    {
        for (const auto& m : meetings)
            if (m.id == meeting) return &m;
        return nullptr;
    }
    /// Whom one sits for who does not say: their only seat, or the only one they deputise for.
    std::string own_seat(const std::string& person, instant t) const
    {
        std::vector<std::string> held, deputised;
        for (const auto& s : seats.seats) {
            if (!of_exec(s, t)) continue;
            if (seats.holder(s.id, t) == person) held.push_back(s.id);
            else if (seats.deputises(person, s.id, t)) deputised.push_back(s.id);
        }
        if (held.size() == 1) return held.front();
        return held.empty() && deputised.size() == 1 ? deputised.front() : "";
    }
    /// A seat of the Exec, at a moment.
    bool of_exec(const seat_lists::place& s, instant t, std::size_t cut = everything) const
    {
        return s.body == exec_body && seats.exists(s, t, cut);
    }
    /// The place in the log of the first command that was typed in after a moment.
    std::size_t known_at(instant t) const
    {
        return static_cast<std::size_t>(std::upper_bound(typed.begin(), typed.end(), t) - typed.begin());
    }
    bool knows(const std::string& item_or_bid, std::size_t cut) const
    {
        return std::any_of(items.begin(), items.end(), [&](const auto& i) { return i.order < cut && i.id == item_or_bid; }) ||
               std::any_of(bids.begin(), bids.end(), [&](const auto& b) { return b.order < cut && b.bid == item_or_bid; });
    }

    /// What the view must say; nothing where the contract has no answer.
    std::optional<sum> answer(const line& l) const
    {
        const auto* m = find(field(l.fields, "meeting"));
        if (!m) return std::nullopt;
        if (l.fields.contains("item") &&
            std::none_of(items.begin(), items.end(), [&](const auto& i) { return i.id == field(l.fields, "item") && i.meeting == m->id; }))
            return std::nullopt;
        const auto as_of = moment(l.fields, "as_of");
        const auto about = l.fields.contains("item") ? field(l.fields, "item") : field(l.fields, "bid");
        auto cut = everything;
        auto t = as_of.value_or(l.at);
        if (m->recorded) {
            if (!as_of) t = m->starts;
            if (as_of && (t < m->starts || t > m->ends)) return std::nullopt;
            if (!about.empty() && !knows(about, cut)) return std::nullopt;
            return recorded(*m, t, !as_of, barred_in(about, t, cut));
        }
        if (as_of) cut = known_at(t);
        if (!m->opened || *m->opened >= cut || t > l.at) return std::nullopt;
        if (!about.empty() && !knows(about, cut)) return std::nullopt;
        if (m->closed && *m->closed < cut) { // as it stood when it closed, by the order of the log
            cut = *m->closed;
            t = m->closed_at;
        }
        return live(*m, t, cut, barred_in(about, t, cut));
    }

    /// What a decision on a matter, an item's or a bid's id, rests on if it is taken now in an open meeting of the Exec; nothing
    /// where the meeting is none such, or the matter is unknown.
    std::optional<sum> at_decision(const std::string& meeting, const std::string& about, instant now) const
    {
        const auto* m = find(meeting);
        if (!m || m->body != exec_body || m->recorded || !m->opened || m->closed || !knows(about, everything)) return std::nullopt;
        return live(*m, now, everything, barred_in(about, now, everything));
    }
    /// Who is in the room of a meeting, and for which seats they arrived.
    std::map<std::string, std::set<std::string>> in_the_room(const std::string& meeting, std::size_t cut = everything) const
    {
        std::map<std::string, std::set<std::string>> out;
        for (const auto& c : room) {
            if (c.order >= cut || c.meeting != meeting) continue;
            if (c.comes) out[c.person].insert(c.seat);
            else out.erase(c.person);
        }
        return out;
    }
    /// Who withdraws from a matter.
    std::set<std::string> barred(const std::string& about, instant t) const { return barred_in(about, t, everything); }

private:
    void take_bid(const line& l, std::size_t order)
    {
        drafted d{order, field(l.fields, "bid"), field(l.fields, "organisation"), l.as};
        for (const auto& b : bids) {
            if (b.bid != d.bid) continue;
            d.project_manager = b.project_manager;
            if (l.verb == "bid.hand_over") d.organisation = b.organisation;
        }
        if (const auto named = field(l.fields, "project_manager"); !named.empty()) d.project_manager = named;
        bids.push_back(std::move(d));
    }
    void change_policy(const line& l, std::size_t order)
    {
        auto p = policies.empty() ? dated_policy{} : policies.back();
        p.order = order;
        p.at = l.at;
        if (const auto* changed = l.fields.if_contains("policy")) {
            const auto& o = changed->as_object();
            if (o.contains("vacant_seats_count")) p.vacant_seats_count = o.at("vacant_seats_count").as_bool();
            if (o.contains("interest_reduces_membership")) p.interest_reduces_membership = o.at("interest_reduces_membership").as_bool();
            if (o.contains("agency_interest")) p.agency_interest_withdraws = field(o, "agency_interest") == "withdraw";
        }
        policies.push_back(p);
    }
    const dated_policy& policy(instant t, std::size_t cut) const
    {
        const auto* in_force = &policies.front();
        for (const auto& p : policies)
            if (p.order < cut && p.at <= t) in_force = &p;
        return *in_force;
    }
    const json::object& rule(instant t, std::size_t cut) const
    {
        const dated_rule* in_force = nullptr;
        for (const auto& r : rules)
            if (r.order < cut && r.from <= t && (!in_force || r.from >= in_force->from)) in_force = &r;
        return in_force->words;
    }
    std::string agency_of(const std::string& person, std::size_t cut) const
    {
        std::string out;
        for (const auto& a : agencies)
            if (a.order < cut && a.person == person) out = a.agency;
        return out;
    }
    /// The bid that a matter is, or is about; "" for an item about none.
    std::string bid_of(const std::string& about, std::size_t cut) const
    {
        for (const auto& i : items)
            if (i.order < cut && i.id == about) return i.bid;
        for (const auto& b : bids)
            if (b.order < cut && b.bid == about) return about;
        return "";
    }
    /// The agency that its `organisation` names by id or name, else its project manager's.
    std::string bidder(const std::string& bid, std::size_t cut) const
    {
        const drafted* last = nullptr;
        for (const auto& b : bids)
            if (b.order < cut && b.bid == bid) last = &b;
        if (!last) return "";
        for (const auto& [id, name] : agency_names)
            if (last->organisation == id || last->organisation == name) return id;
        return agency_of(last->project_manager, cut);
    }

    std::set<std::string> barred_in(const std::string& about, instant t, std::size_t cut) const
    {
        std::set<std::string> out;
        if (about.empty()) return out;
        const auto& p = policy(t, cut);
        const auto bid = bid_of(about, cut);
        for (const auto& d : interests) {
            if (d.order >= cut || (d.nature == "agency" && !p.agency_interest_withdraws)) continue;
            const auto& declared_in = d.item.empty() ? d.bid : d.item;
            if (declared_in == about || (!bid.empty() && bid_of(declared_in, cut) == bid)) out.insert(d.person);
        }
        if (const auto whose = bidder(bid, cut); p.agency_interest_withdraws && !whose.empty())
            for (const auto& a : agencies)
                if (a.order < cut && agency_of(a.person, cut) == whose) out.insert(a.person);
        return out;
    }

    static bool votes(const seat_lists::place& s, const json::object& rule)
    {
        if (s.standing == "ex_officio") return false;
        const auto* of = rule.if_contains("of");
        return !of || std::any_of(of->as_array().begin(), of->as_array().end(), [&](const auto& w) { return w == s.standing.c_str(); });
    }
    static std::int64_t required(const json::object& rule, std::int64_t members)
    {
        if (const auto* n = rule.if_contains("count")) return n->as_int64();
        const auto fraction = field(rule, "fraction");
        const auto slash = fraction.find('/');
        const auto over = std::stoll(fraction.substr(0, slash)) * members, under = std::stoll(fraction.substr(slash + 1));
        const auto share = field(rule, "round") == "up" ? (over + under - 1) / under : over / under;
        return share + (rule.contains("plus") ? rule.at("plus").as_int64() : 0);
    }
    bool meets_minimums(const std::vector<const seat_lists::place*>& counted, const json::object& rule) const
    {
        const auto* minimums = rule.if_contains("at_least");
        if (!minimums) return true;
        for (const auto& v : minimums->as_array()) {
            const auto& o = v.as_object();
            std::int64_t found = 0;
            for (const auto* s : counted)
                found += o.contains("standing") ? s->standing == field(o, "standing") : s->agency == field(o, "agency");
            if (found < o.at("count").as_int64()) return false;
        }
        return true;
    }

    struct choice {
        std::vector<const seat_lists::place*> counted;
        bool minimums = false;
    };
    /// Every set of seats that some assignment of people fills, one seat a person and one person a seat; of these the one
    /// taken. `can[p]` has the seats, as bits, that a person may sit for.
    choice best(const std::vector<const seat_lists::place*>& all, const std::vector<unsigned>& can, const json::object& rule) const
    {
        std::vector<bool> filled(std::size_t{1} << all.size(), false);
        filled[0] = true;
        for (const auto seats_of_one : can)
            for (auto set = filled.size(); set-- > 0;) // downwards: nobody sits twice
                for (std::size_t s = 0; filled[set] && s < all.size(); ++s)
                    if ((seats_of_one >> s & 1U) && !(set >> s & 1U)) filled[set | std::size_t{1} << s] = true;
        std::optional<choice> out;
        const auto ids = [](const choice& c) {
            std::vector<std::string> names;
            for (const auto* s : c.counted) names.push_back(s->id);
            std::sort(names.begin(), names.end());
            return names;
        };
        for (std::size_t set = 0; set < filled.size(); ++set) {
            if (!filled[set]) continue;
            choice c;
            for (std::size_t s = 0; s < all.size(); ++s)
                if (set >> s & 1U) c.counted.push_back(all[s]);
            c.minimums = meets_minimums(c.counted, rule);
            const auto better = [&] {
                if (c.counted.size() != out->counted.size()) return c.counted.size() > out->counted.size();
                if (c.minimums != out->minimums) return c.minimums;
                return ids(c) < ids(*out);
            };
            if (!out || better()) out = std::move(c);
        }
        return *out;
    }
    void reckon_members(sum& out, instant t, std::size_t cut, const std::set<std::string>& barred) const
    {
        const auto& p = policy(t, cut);
        const auto& in_force = rule(t, cut);
        for (const auto& s : seats.seats) {
            if (!of_exec(s, t, cut) || !votes(s, in_force)) continue;
            const auto holder = seats.holder(s.id, t, cut);
            if (holder.empty()) out.members += p.vacant_seats_count;
            else if (!p.interest_reduces_membership || !barred.contains(holder) || out.counted.contains(s.id)) ++out.members;
        }
        out.required = required(in_force, out.members);
        out.nobody_needed = out.required == 0;
    }

    sum live(const sitting& m, instant t, std::size_t cut, const std::set<std::string>& barred) const
    {
        const auto present = in_the_room(m.id, cut);
        const auto& in_force = rule(t, cut);
        std::vector<const seat_lists::place*> countable;
        for (const auto& s : seats.seats)
            if (of_exec(s, t, cut) && votes(s, in_force) && !seats.holder(s.id, t, cut).empty()) countable.push_back(&s);
        std::vector<unsigned> can;
        for (const auto& [person, _] : present) {
            unsigned bits = 0;
            for (std::size_t i = 0; i < countable.size(); ++i)
                if (seats.holder(countable[i]->id, t, cut) == person || seats.deputises(person, countable[i]->id, t, cut)) bits |= 1U << i;
            if (!barred.contains(person)) can.push_back(bits);
        }
        const auto chosen = best(countable, can, in_force);
        sum out;
        for (const auto* s : chosen.counted) out.counted.insert(s->id);
        out.at_least = out.at_most = static_cast<std::int64_t>(out.counted.size());
        reckon_members(out, t, cut, barred);
        out.quorate = out.at_least >= out.required && chosen.minimums ? verdict::yes : verdict::no;
        for (const auto& s : seats.seats) {
            if (!of_exec(s, t, cut) || out.counted.contains(s.id)) continue;
            const bool awaited = present.contains(seats.holder(s.id, t, cut)) ||
                                 std::any_of(present.begin(), present.end(), [&](const auto& p) { return p.second.contains(s.id); });
            if (awaited) out.left_out.insert(s.id);
        }
        return out;
    }

    /// Of a past meeting: those who were surely there, and those who may have been.
    sum recorded(const sitting& m, instant t, bool whole, const std::set<std::string>& barred) const
    {
        const auto& in_force = rule(t, everything);
        std::vector<const seat_lists::place*> all;
        for (const auto& s : seats.seats)
            if (of_exec(s, t) && votes(s, in_force) && !seats.holder(s.id, t).empty()) all.push_back(&s);
        std::map<std::string, unsigned> surely, perhaps; // the holders of that moment
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto holder = seats.holder(all[i]->id, t);
            if (barred.contains(holder)) continue;
            const old_attendance* record = nullptr;
            for (const auto& r : records)
                if (r.meeting == m.id && r.seat == all[i]->id) record = &r;
            bool sure = false, maybe = false;
            if (!record || record->presence == "not_recorded") maybe = true;
            else if (record->presence == "full") sure = maybe = true;
            else if (record->presence == "part") {
                maybe = true;
                if (!whole && (record->arrived || record->left)) // certain either way
                    sure = maybe = (!record->arrived || *record->arrived <= t) && (!record->left || t < *record->left);
            }
            if (sure) surely[holder] |= 1U << i;
            if (maybe) perhaps[holder] |= 1U << i;
        }
        const auto chosen_of = [&](const std::map<std::string, unsigned>& people) {
            std::vector<unsigned> can;
            for (const auto& [_, bits] : people) can.push_back(bits);
            return best(all, can, in_force);
        };
        const auto least = chosen_of(surely), most = chosen_of(perhaps);
        sum out;
        for (const auto* s : least.counted) out.counted.insert(s->id);
        out.at_least = static_cast<std::int64_t>(least.counted.size());
        out.at_most = static_cast<std::int64_t>(most.counted.size());
        reckon_members(out, t, everything, barred);
        if (out.at_least >= out.required && least.minimums) out.quorate = verdict::yes;
        else if (out.at_most >= out.required && most.minimums) out.quorate = verdict::undetermined;
        return out;
    }
};

} // namespace property
