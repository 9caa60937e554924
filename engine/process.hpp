// engine/process.hpp - the vocabulary of process tables, and a plain reader of them.
//
// A process is a struct with `name`, `table` (an mp_list of rows) and `facts` (an engine::facts of every rule's facts).
// The table is the process document: Boost.MSM runs it (msm_run.hpp), the pages and diagrams are printed from it
// (process_doc.hpp), and decide_plainly() below reads it a second way, as the tests' oracle.
#pragma once
#include "engine/stored.hpp"

#include <boost/mp11.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace engine {

namespace mp = boost::mp11;

template <std::size_t N> struct fixed_text {
    char s[N]{};
    consteval fixed_text(const char (&t)[N]) { std::copy_n(t, N, s); }
    constexpr operator std::string_view() const { return {s, N - 1}; }
};

/// States, commands and events are empty structs with a name. Stored names never change.
template <fixed_text Name> struct named {
    static constexpr std::string_view name = Name;
};

/// A rule: its id, the sentence that must hold, and where that is written.
/// It adds `using rests_on = T` and `static std::optional<failure> refuses(const T&)`: pure, so that an auditor's
/// program can do the same sum again from the recorded facts.
template <fixed_text Id, fixed_text Says, fixed_text Source> struct rule {
    static constexpr std::string_view id = Id, says = Says, source = Source;
};

/// A rule as it was summed up to that version of its process's sums: kept for the logs of then.
template <std::int64_t Version, class Rule> struct until {
    static constexpr std::int64_t version = Version;
    using rule = Rule;
};

struct field_error {
    std::string field, says;
    DESCRIBED(field_error, field, says)
};
/// Why a rule does not hold, in this case's own numbers.
struct failure {
    std::string says;
    std::vector<field_error> fields = {};
};

/// Everything that rules may look at, one optional part a type. An empty part has no meaning in this case,
/// and rules that rest on it are not judged.
template <class... Parts> struct facts {
    std::tuple<std::optional<Parts>...> parts;
    template <class T> const std::optional<T>& part() const { return std::get<std::optional<T>>(parts); }
    template <class T> std::optional<T>& part() { return std::get<std::optional<T>>(parts); }
};

template <class... States> struct any_of; ///< a row's `from`: the same row for each of these states
struct stays {
    static constexpr std::string_view name = "(stays)";
}; ///< a row's `to`: the state is left as it is
template <class Event> struct emits {
    using event = Event;
};
template <class... Rules> struct needs {
    using rules = mp::mp_list<Rules...>;
};
template <class From, class Command, class To, class Emits, class Needs> struct row {
    using from = From;
    using command = Command;
    using to = To;
    using event = typename Emits::event;
    using rules = typename Needs::rules;
    using emitted = Emits;
    using needed = Needs;
};

struct refusal {
    std::string rule, says, source;
    std::vector<field_error> fields = {};
    bool operator==(const refusal& o) const { return rule == o.rule && says == o.says; }
};
/// A rule that held, and how to write down the facts that it rested on.
struct judged_rule {
    std::string_view rule;
    const void* part; ///< nullptr: it had no meaning in this case
    json::value (*write)(const void*);
};
/// What a process says to one command. Not accepted: either not_now, or every rule that stands in the way.
struct decision {
    std::string_view next, event;
    std::vector<refusal> refusals;
    std::vector<judged_rule> judged;
    bool not_now = false;
    bool accepted() const { return !not_now && refusals.empty() && !event.empty(); }
};

template <class Rule, class Facts> bool judge(const Facts& known, decision& d)
{
    using T = typename Rule::rests_on;
    const auto& part = known.template part<T>();
    if (!part) {
        d.judged.push_back({Rule::id, nullptr, nullptr});
        return true;
    }
    if (auto why = Rule::refuses(*part)) {
        d.refusals.push_back({std::string(Rule::id), std::move(why->says), std::string(Rule::source), std::move(why->fields)});
        return false;
    }
    d.judged.push_back({Rule::id, &*part, [](const void* p) { return to_json(*static_cast<const T*>(p)); }});
    return true;
}

// -- the table, expanded to one row a state --------------------------------------------------------------------------

namespace detail {
template <class From, class To> using target = mp::mp_if<std::is_same<To, stays>, From, To>;
template <class Row> struct expand;
template <class F, class C, class T, class E, class N> struct expand<row<F, C, T, E, N>> {
    using type = mp::mp_list<row<F, C, target<F, T>, E, N>>;
};
template <class... F, class C, class T, class E, class N> struct expand<row<any_of<F...>, C, T, E, N>> {
    using type = mp::mp_list<row<F, C, target<F, T>, E, N>...>;
};
template <class Row> using expand_t = typename expand<Row>::type;
template <class Row> using from_t = typename Row::from;
template <class Row> using to_t = typename Row::to;
template <class Row> using command_t = typename Row::command;
template <class Row> using event_t = typename Row::event;
template <class Row> using key_t = mp::mp_list<typename Row::from, typename Row::command>;
template <class Row> using moves = mp::mp_not<std::is_same<typename Row::from, typename Row::to>>;
template <class Row> using leads_t = mp::mp_list<typename Row::event, typename Row::to>;
template <template <class> class F, class L> using column = mp::mp_unique<mp::mp_transform<F, L>>;
} // namespace detail

template <class Process> using rows_of = mp::mp_flatten<mp::mp_transform<detail::expand_t, typename Process::table>>;
template <class Process>
using states_of =
    mp::mp_unique<mp::mp_append<detail::column<detail::from_t, rows_of<Process>>, detail::column<detail::to_t, rows_of<Process>>>>;
template <class Process> using commands_of = detail::column<detail::command_t, rows_of<Process>>;

/// The two promises that a reader of the table may rely on; checked where the process is compiled.
template <class Process> struct promises {
    using rows = rows_of<Process>;
    using moving = mp::mp_copy_if<rows, detail::moves>;
    static_assert(mp::mp_size<detail::column<detail::key_t, rows>>::value == mp::mp_size<rows>::value, "one row per state and command");
    static_assert(mp::mp_size<detail::column<detail::leads_t, moving>>::value ==
                      mp::mp_size<detail::column<detail::event_t, moving>>::value,
                  "an event leads to one state, or leaves the state as it is, so replay asks no rules");
    static constexpr bool hold = true;
};

/// The plain reader: the same answer as Boost.MSM gives, from the same table, in a loop.
/// @return not_now also for a state or command that the table does not know.
template <class Process> decision decide_plainly(std::string_view state, std::string_view command, const typename Process::facts& known)
{
    decision d{state, {}, {}, {}, true};
    mp::mp_for_each<rows_of<Process>>([&]<class Row>(Row) {
        if (Row::from::name != state || Row::command::name != command) return;
        d.not_now = false;
        mp::mp_for_each<typename Row::rules>([&]<class Rule>(Rule) { judge<Rule>(known, d); });
        if (!d.refusals.empty()) return;
        d.event = Row::event::name;
        d.next = Row::to::name;
    });
    return d;
}

/// Gathers the facts that the rules of (state, command) rest on, by `look(context, std::optional<Part>&)`, found by ADL.
template <class Process, class Context> typename Process::facts gather(std::string_view state, std::string_view command, Context& context)
{
    typename Process::facts known;
    mp::mp_for_each<rows_of<Process>>([&]<class Row>(Row) {
        if (Row::from::name != state || Row::command::name != command) return;
        mp::mp_for_each<typename Row::rules>([&]<class Rule>(Rule) {
            auto& part = known.template part<typename Rule::rests_on>();
            if (!part) look(context, part);
        });
    });
    return known;
}

} // namespace engine
