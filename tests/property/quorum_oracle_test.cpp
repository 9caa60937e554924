// The quorum of a moment, reckoned a second time by brute force from what was asked and accepted alone: every assignment of
// the people in the room to the seats they may sit for is tried. Small random partnerships; the `quorum` view must agree.
// QUORATE_SEED, QUORATE_ORACLE_INSTANTS (how many answers are compared) and QUORATE_ORACLE_FAILURES (how many stories are
// told before it gives up) change the run; a failure prints its story as the lines of a scenario file.
//
// Where the contract leaves room, the reading taken here:
// - an appointment that began earlier than the one that sits, but was typed in later, does not displace it: of all that have
//   begun the last to begin stands, and when that ends the seat is vacant;
// - a person in the room who has left the partnership sits for no seat, but the seat they arrived for is told as left out;
// - of the largest counts that the minimums do not set apart, the first by seat id is taken whatever membership it makes;
// - a rule with a later `from` stands from then on, whenever it was typed in; of two from one instant the later typed stands;
// - over the whole of a recorded meeting membership and rule are those of its start (asked only where nothing turns in it).
#include "tests/property/story.hpp"
#include "tests/support/catch.hpp"

#include <algorithm>
#include <map>

using namespace property;

namespace {

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
    std::string id;
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
        if (l.verb == "person.add" || l.verb == "person.change") agencies.push_back({order, f("person"), f("agency")});
        if (l.verb == "body.create" && f("body") == "exec")
            rules.push_back(
                {order, moment(l.fields, "from").value_or(l.at),
                 l.fields.contains("quorum") ? l.fields.at("quorum").as_object() : json::object{{"fraction", "1/2"}, {"plus", 1}}});
        if (l.verb == "body.set_quorum") rules.push_back({order, *moment(l.fields, "from"), l.fields.at("quorum").as_object()});
        if (l.verb == "attendance.arrive" || l.verb == "attendance.leave")
            room.push_back({order, f("meeting"), f("person"), f("seat"), l.verb == "attendance.arrive"});
        if (l.verb == "attendance.arrive" && f("seat").empty()) room.back().seat = own_seat(f("person"), l.at);
        if (l.verb == "interest.declare") interests.push_back({order, f("person"), f("item"), f("bid"), f("nature")});
        if (l.verb == "agenda.add") items.push_back({order, f("item"), f("bid"), f("meeting")});
        if (l.verb == "bid.draft" || l.verb == "bid.revise") {
            auto pm = l.verb == "bid.draft" ? l.as : std::string();
            for (const auto& b : bids)
                if (b.bid == f("bid")) pm = b.project_manager;
            bids.push_back({order, f("bid"), f("organisation"), pm});
        }
        if (l.verb == "attendance.record")
            records.push_back({f("meeting"), f("seat"), f("presence"), moment(l.fields, "arrived"), moment(l.fields, "left")});
        if (l.verb == "meeting.plan")
            meetings.push_back(
                {f("meeting"), *moment(l.fields, "starts"), *moment(l.fields, "ends"), l.fields.contains("recorded"), {}, {}});
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
            if (!seats.exists(s, t)) continue;
            if (seats.holder(s.id, t) == person) held.push_back(s.id);
            else if (seats.deputises(person, s.id, t)) deputised.push_back(s.id);
        }
        if (held.size() == 1) return held.front();
        return held.empty() && deputised.size() == 1 ? deputised.front() : "";
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

private:
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
            if (!seats.exists(s, t, cut) || !votes(s, in_force)) continue;
            const auto holder = seats.holder(s.id, t, cut);
            if (holder.empty()) out.members += p.vacant_seats_count;
            else if (!p.interest_reduces_membership || !barred.contains(holder) || out.counted.contains(s.id)) ++out.members;
        }
        out.required = required(in_force, out.members);
        out.nobody_needed = out.required == 0;
    }

    sum live(const sitting& m, instant t, std::size_t cut, const std::set<std::string>& barred) const
    {
        std::map<std::string, std::set<std::string>> present; // who is in the room, and for which seats they arrived
        for (const auto& c : room) {
            if (c.order >= cut || c.meeting != m.id) continue;
            if (c.comes) present[c.person].insert(c.seat);
            else present.erase(c.person);
        }
        const auto& in_force = rule(t, cut);
        std::vector<const seat_lists::place*> countable;
        for (const auto& s : seats.seats)
            if (seats.exists(s, t, cut) && votes(s, in_force) && !seats.holder(s.id, t, cut).empty()) countable.push_back(&s);
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
            if (!seats.exists(s, t, cut) || out.counted.contains(s.id)) continue;
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
            if (seats.exists(s, t) && votes(s, in_force) && !seats.holder(s.id, t).empty()) all.push_back(&s);
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
            if (!one_in(r, 3)) f["as_of"] = engine::show(later(on("2010-02-01T10:00:00Z"), 1 + below(r, 7199)));
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
