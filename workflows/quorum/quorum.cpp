#include "workflows/quorum/quorum.hpp"

#include "workflows/meeting/state.hpp"

#include <algorithm>
#include <map>

namespace workflows {
namespace {

/// Who may be sitting in a seat, of those who were there: for certain, or perhaps.
struct presence {
    bool certain = false, possible = false;
    std::string person;
    std::size_t order = 0; ///< of arriving
};

presence live_presence(const meeting& m, const seat& s, instant t, const std::set<std::string>& conflicted, std::vector<left_out>& out)
{
    presence p;
    bool withdrew = false;
    for (std::size_t i = 0; i < m.stays.size(); ++i) {
        const auto& stay = m.stays[i];
        if (stay.seat != s.id || !stay.at(t)) continue;
        // TR-deputy: the deputy is judged by the deputy's own interests, so either of the two may count for the seat.
        if (conflicted.contains(stay.person)) {
            withdrew = true;
            continue;
        }
        if (!p.certain) p = {true, true, stay.person, i};
    }
    if (withdrew && !p.certain) out.push_back({s.id, "declared an interest and withdrew"});
    return p;
}

/// TR-unknown: what old minutes do not tell is not guessed.
presence recorded_at(const meeting& m, const seat& s, std::optional<instant> moment, instant held_at,
                     const std::set<std::string>& conflicted, std::vector<left_out>& out)
{
    const auto holder = s.holder(held_at);
    const auto found = m.records.find(s.id);
    presence p{false, false, holder, 0};
    if (found == m.records.end() || found->second.presence == "not_recorded") p.possible = true;
    else if (found->second.presence == "full") p.certain = p.possible = true;
    else if (found->second.presence == "part") {
        const auto& r = found->second;
        p.possible = true;
        if (moment && (r.arrived || r.left)) // times are told: at that moment it is certain either way
            p.certain = p.possible = (!r.arrived || *r.arrived <= *moment) && (!r.left || *moment < *r.left);
    }
    if (p.possible && conflicted.contains(holder)) {
        out.push_back({s.id, "declared an interest and withdrew"});
        return {};
    }
    return p;
}

void count_minimums(quorum_sum& sum, const std::vector<const seat*>& certain, const std::vector<const seat*>& possible)
{
    for (const auto& m : sum.rule.at_least) {
        const auto named = [&](const seat* s) { return m.standing_is ? s->standing == *m.standing_is : s->agency == m.agency; };
        sum.minimums.push_back({m.standing_is ? std::string(boost::describe::enum_to_string(*m.standing_is, "?")) : m.agency, m.count,
                                std::count_if(certain.begin(), certain.end(), named),
                                std::count_if(possible.begin(), possible.end(), named)});
    }
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

std::string quorum_sum::says() const
{
    const auto number = [](std::int64_t n) { return std::to_string(n); };
    const auto present =
        present_at_least == present_at_most ? number(present_at_least) : number(present_at_least) + " to " + number(present_at_most);
    std::string out =
        number(required) + " of " + number(members) + " members must be present; " + present + (present == "1" ? " is." : " are.");
    for (const auto& m : minimums)
        if (m.present_at_least < m.count)
            out += " At least " + number(m.count) + " of " + m.of + " must be among them; " + number(m.present_at_least) +
                   (m.present_at_least == 1 ? " is." : " are.");
    return out;
}

quorum_sum count_quorum(const partnership& p, const meeting& m, std::optional<instant> moment, instant now,
                        const std::set<std::string>& conflicted)
{
    quorum_sum sum;
    const auto at = moment ? *moment : m.recorded ? m.starts : now; // membership and rule are those of that moment
    const auto* b = p.find_body(m.body);
    sum.rule = b ? p.quorum_at(*b, at) : quorum_rule{};
    const auto& policy = p.policy_at(at);
    const auto counts = [&](const seat& s) {
        return std::find(sum.rule.of.begin(), sum.rule.of.end(), s.standing) != sum.rule.of.end() && s.votes();
    };

    std::vector<std::pair<presence, const seat*>> there;
    std::int64_t withdrawn = 0;
    for (const auto* s : p.seats_of(m.body, at)) {
        const bool filled = !s->holder(at).empty();
        if (!counts(*s)) {
            const auto somebody = live_presence(m, *s, at, {}, sum.left_out);
            if (somebody.certain)
                sum.left_out.push_back(
                    {s->id, s->votes() ? "its standing does not count here" : "ex officio: attends, but neither votes nor counts"});
            continue;
        }
        if (filled || policy.vacant_seats_count) ++sum.members;
        const auto before = sum.left_out.size();
        const auto here = m.recorded ? (filled ? recorded_at(m, *s, moment, at, conflicted, sum.left_out) : presence{})
                                     : live_presence(m, *s, at, conflicted, sum.left_out);
        if (sum.left_out.size() > before) ++withdrawn;
        if (!here.possible) continue;
        if (!filled) sum.left_out.push_back({s->id, "the seat is vacant"});
        else there.emplace_back(here, s);
    }
    if (policy.interest_reduces_membership) sum.members -= withdrawn;
    sum.required = required_of(sum.rule, sum.members);

    // TR-deputy: one person never counts twice; the seat in which they arrived first has them. Certain ones go first,
    // so that a person is not counted once as certain and once more as possible.
    std::stable_sort(there.begin(), there.end(), [](const auto& x, const auto& y) {
        return std::tuple(!x.first.certain, x.first.order) < std::tuple(!y.first.certain, y.first.order);
    });
    std::set<std::string> persons;
    std::vector<const seat*> certain, possible;
    for (const auto& [here, s] : there) {
        if (!here.person.empty() && !persons.insert(here.person).second) {
            sum.left_out.push_back({s->id, "the same person counts for another seat"});
            continue;
        }
        possible.push_back(s);
        if (here.certain) certain.push_back(s);
    }
    sum.present_at_least = static_cast<std::int64_t>(certain.size());
    sum.present_at_most = static_cast<std::int64_t>(possible.size());
    count_minimums(sum, certain, possible);
    for (const auto* s : certain) sum.counted.push_back(s->id);
    std::sort(sum.counted.begin(), sum.counted.end());
    return sum;
}

} // namespace workflows
