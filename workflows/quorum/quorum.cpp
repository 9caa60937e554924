#include "workflows/quorum/quorum.hpp"

#include "workflows/meeting/state.hpp"
#include "workflows/quorum/seating.hpp"

#include <algorithm>
#include <map>

namespace workflows {
namespace {

using seats_t = std::vector<const seat*>;

/// Numbers persons as they are met.
struct numbered {
    std::map<std::string, std::size_t> numbers{};
    std::size_t of(const std::string& person) { return numbers.try_emplace(person, numbers.size()).first->second; }
};

bool named_by(const minimum& m, const seat& s) { return m.standing_is ? s.standing == *m.standing_is : s.agency == m.agency; }

std::vector<wanted_seats> minimums_of(const quorum_rule& rule, const seats_t& seats)
{
    std::vector<wanted_seats> out;
    for (const auto& m : rule.at_least) {
        wanted_seats w{{}, m.count};
        for (const auto* s : seats) w.named.push_back(named_by(m, *s));
        out.push_back(std::move(w));
    }
    return out;
}

void count_minimums(quorum_sum& sum, const seats_t& certain, const seats_t& possible)
{
    for (const auto& m : sum.rule.at_least) {
        const auto named = [&](const seat* s) { return named_by(m, *s); };
        sum.minimums.push_back({m.standing_is ? std::string(boost::describe::enum_to_string(*m.standing_is, "?")) : m.agency, m.count,
                                std::count_if(certain.begin(), certain.end(), named),
                                std::count_if(possible.begin(), possible.end(), named)});
    }
}

seats_t chosen(const options& may, const quorum_rule& rule, const seats_t& seats)
{
    seats_t out;
    for (const auto n : largest_seating(may, minimums_of(rule, seats))) out.push_back(seats[n]);
    return out;
}

bool among(const seats_t& list, const seat* s) { return std::find(list.begin(), list.end(), s) != list.end(); }

/// What both kinds of meeting share: the rule of the moment, the seats that can count, the members.
struct counting {
    const partnership& p;
    const meeting& m;
    instant at;
    quorum_sum sum{};
    seats_t seats{}, counting_seats{};

    counting(const partnership& p_, const meeting& m_, instant at_) : p(p_), m(m_), at(at_)
    {
        const auto* b = p.find_body(m.body);
        sum.rule = b ? p.quorum_at(*b, at) : quorum_rule_v1();
        seats = p.seats_of(m.body, at);
        std::copy_if(seats.begin(), seats.end(), std::back_inserter(counting_seats), [&](const seat* s) { return counts(*s); });
    }
    bool counts(const seat& s) const
    {
        return s.votes() && std::find(sum.rule.of.begin(), sum.rule.of.end(), s.standing) != sum.rule.of.end();
    }
    /// TR-quorum: the filled seats, and vacant ones where they count. TR-interest: where the policy says so, a member who
    /// withdraws is none for the matter, unless somebody sits for the seat.
    void finish(const seats_t& certain, const seats_t& possible, const std::set<std::string>& conflicted)
    {
        const auto& policy = p.policy_at(at);
        for (const auto* s : counting_seats) {
            const auto holder = s->holder(at);
            const bool withdrew = policy.interest_reduces_membership && conflicted.contains(holder) && !among(possible, s);
            sum.members += holder.empty() ? policy.vacant_seats_count : !withdrew;
        }
        sum.required = required_of(sum.rule, sum.members);
        sum.present_at_least = static_cast<std::int64_t>(certain.size());
        sum.present_at_most = static_cast<std::int64_t>(possible.size());
        count_minimums(sum, certain, possible);
        for (const auto* s : certain) sum.counted.push_back(s->id);
        std::sort(sum.counted.begin(), sum.counted.end());
    }
};

/// Why a seat does not count although somebody is there for it; "" when nobody is.
std::string why_left_out(const counting& c, const seat& s, const std::set<std::string>& conflicted)
{
    const auto holder = s.holder(c.at);
    bool somebody = false, entitled = false;
    for (const auto& stay : c.m.stays) {
        if (!c.m.is_there(stay, c.at)) continue;
        somebody = somebody || stay.seat == s.id || (!holder.empty() && stay.person == holder);
        entitled = entitled || s.is_sat_for_by(stay.person, c.at);
    }
    if (!somebody) return "";
    if (!s.votes()) return "ex officio: attends, but neither votes nor counts";
    if (!c.counts(s)) return "its standing does not count here";
    if (holder.empty()) return "the seat is vacant";
    if (!entitled) return "who came for it no longer holds it, nor deputises for it";
    if (able_to_sit(c.m, s, c.at, conflicted).empty()) return "has an interest and withdrew";
    return "the same person counts for another seat";
}

/// TR-unknown: what old minutes say of a seat at a moment, or over the whole of the meeting. First for certain, then perhaps.
std::pair<bool, bool> recorded_presence_of(const meeting& m, const seat& s, std::optional<instant> moment)
{
    const auto found = m.records.find(s.id);
    if (found == m.records.end() || found->second.presence == "not_recorded") return {false, true};
    const auto& r = found->second;
    if (r.presence == "full") return {true, true};
    if (r.presence != "part") return {false, false};
    if (!moment || (!r.arrived && !r.left)) return {false, true};
    const bool there = (!r.arrived || *r.arrived <= *moment) && (!r.left || *moment < *r.left); // its times are told
    return {there, there};
}

} // namespace

std::int64_t required_of(const quorum_rule& r, std::int64_t members)
{
    if (r.count) return *r.count;
    const auto share = r.numerator * members;
    return (r.round == rounding::up ? (share + r.denominator - 1) / r.denominator : share / r.denominator) + r.plus;
}

quorum_sum::answer quorum_sum::quorate() const
{
    const auto all = [&](auto present) {
        return std::all_of(minimums.begin(), minimums.end(), [&](const minimum_sum& m) { return m.*present >= m.count; });
    };
    if (present_at_least >= required && all(&minimum_sum::present_at_least)) return answer::yes;
    if (present_at_most < required || !all(&minimum_sum::present_at_most)) return answer::no;
    return answer::undetermined;
}

engine::failure quorum_sum::why_not() const
{
    const bool certain = present_at_least == present_at_most;
    engine::failure out{certain ? "quorum_short" : "quorum_between",
                        {{"required", required}, {"members", members}, {"n", present_at_most}, {"least", present_at_least}}};
    for (std::size_t i = 0; i < minimums.size(); ++i) { // each of a minimum of the rule, in its order
        const auto& m = minimums[i];
        if (m.present_at_least >= m.count) continue;
        const bool of_standing = i < rule.at_least.size() && rule.at_least[i].standing_is;
        out.more.push_back({of_standing ? "quorum_minimum_standing" : "quorum_minimum_agency",
                            {{"count", m.count},
                             {"of", of_standing ? engine::filling(engine::word{"standing." + m.of}) : engine::thing{"agency", m.of}},
                             {"n", m.present_at_least}}});
    }
    return out;
}

std::vector<std::string> able_to_sit(const meeting& m, const seat& s, instant at, const std::set<std::string>& conflicted)
{
    std::vector<std::string> out;
    if (s.holder(at).empty()) return out; // a vacant seat neither counts nor votes, whoever deputises for it
    for (const auto& stay : m.stays)
        if (m.is_there(stay, at) && !conflicted.contains(stay.person) && s.is_sat_for_by(stay.person, at) &&
            std::find(out.begin(), out.end(), stay.person) == out.end())
            out.push_back(stay.person);
    return out;
}

std::vector<const seat*> without_a_person(const meeting& m, const std::vector<const seat*>& seats, instant at,
                                          const std::set<std::string>& conflicted)
{
    numbered persons;
    options may(seats.size());
    for (std::size_t n = 0; n < seats.size(); ++n)
        for (const auto& who : able_to_sit(m, *seats[n], at, conflicted)) may[n].push_back(persons.of(who));
    std::vector<const seat*> out;
    seating filled(may);
    for (std::size_t n = 0; n < seats.size(); ++n)
        if (!filled.fill(n)) out.push_back(seats[n]);
    return out;
}

quorum_sum count_quorum(const partnership& p, const meeting& m, instant at, const std::set<std::string>& conflicted)
{
    counting c(p, m, at);
    numbered persons;
    options may;
    for (const auto* s : c.counting_seats) {
        may.emplace_back();
        for (const auto& who : able_to_sit(m, *s, at, conflicted)) may.back().push_back(persons.of(who));
    }
    const auto there = chosen(may, c.sum.rule, c.counting_seats);
    for (const auto* s : c.seats)
        if (!among(there, s))
            if (auto why = why_left_out(c, *s, conflicted); !why.empty()) c.sum.left_out.push_back({s->id, std::move(why)});
    c.finish(there, there, conflicted);
    return std::move(c.sum);
}

quorum_sum count_recorded(const partnership& p, const meeting& m, std::optional<instant> moment, const std::set<std::string>& conflicted)
{
    counting c(p, m, moment.value_or(m.starts)); // membership and rule are those of that moment
    numbered persons;
    options certain, possible;
    for (const auto* s : c.counting_seats) {
        certain.emplace_back();
        possible.emplace_back();
        const auto holder = s->holder(c.at);
        const auto [sure, perhaps] = recorded_presence_of(m, *s, moment);
        if (holder.empty() || !perhaps) continue;
        if (conflicted.contains(holder)) {
            c.sum.left_out.push_back({s->id, "has an interest and withdrew"});
            continue;
        }
        possible.back().push_back(persons.of(holder));
        if (sure) certain.back().push_back(persons.of(holder));
    }
    const auto surely = chosen(certain, c.sum.rule, c.counting_seats), at_most = chosen(possible, c.sum.rule, c.counting_seats);
    for (std::size_t n = 0; n < c.counting_seats.size(); ++n)
        if (!possible[n].empty() && !among(at_most, c.counting_seats[n]))
            c.sum.left_out.push_back({c.counting_seats[n]->id, "the same person counts for another seat"});
    c.finish(surely, at_most, conflicted);
    return std::move(c.sum);
}

} // namespace workflows
