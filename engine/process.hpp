// engine/process.hpp - the vocabulary of process tables, and a plain reader of them.
//
// A process is a struct with `name` and `table`, an mp_list of rows.
// The table is the process document: Boost.MSM runs it (msm_run.hpp), the pages and diagrams are printed from it
// (process_doc.hpp), and decide_plainly() below reads it a second way, as the tests' oracle.
#pragma once
#include "engine/message.hpp"

#include <boost/mp11.hpp>

#include <algorithm>
#include <array>
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

/// States, commands and events have a name. Stored names never change.
template <fixed_text Name> struct named {
    static constexpr std::string_view name = Name;
};
/// A state, and its step on the drawn way through the process; 0: it is not drawn there.
template <fixed_text Name, int Step = 0> struct stage : named<Name> {
    static constexpr int step = Step;
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

/// Everything that rules may look at, one optional part a type. An empty part has no meaning in this case,
/// and rules that rest on it are not judged.
template <class... Parts> struct facts {
    std::tuple<std::optional<Parts>...> parts;
    template <class T> const std::optional<T>& part() const { return std::get<std::optional<T>>(parts); }
    template <class T> std::optional<T>& part() { return std::get<std::optional<T>>(parts); }
};

template <class... States> struct any_of {}; ///< a group of states, or of groups; as a row's `from`: the same row for each
struct stays {
    static constexpr std::string_view name = "(stays)";
}; ///< a row's `to`: the state is left as it is
/// What must hold before the step; a refusal names every rule that does not.
template <class... Rules> struct needs {
    using rules = mp::mp_list<Rules...>;
    static constexpr bool by_itself = false;
};
/// Nobody asks for the step: it happens by itself as soon as all of these hold. Rows of one state are looked at in the
/// table's order, and the first whose rules hold happens.
template <class... Rules> struct follows {
    using rules = mp::mp_list<Rules...>;
    static constexpr bool by_itself = true;
};
template <class From, fixed_text Command, class To, fixed_text Event, class When = needs<>> struct row {
    using from = From;
    using to = To;
    using rules = typename When::rules;
    static constexpr std::string_view command = Command, event = Event;
    static constexpr bool by_itself = When::by_itself;
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
        auto says = why->message;
        d.refusals.push_back({std::string(Rule::id), std::move(why->message), std::move(why->blanks), std::string(Rule::source),
                              std::move(why->fields), std::move(why->more), std::move(says)});
        return false;
    }
    d.judged.push_back({Rule::id, &*part, [](const void* p) { return to_json(*static_cast<const T*>(p)); }});
    return true;
}

// -- the table, expanded to one row a state --------------------------------------------------------------------------

namespace detail {
template <class State> struct states_in {
    using type = mp::mp_list<State>;
};
template <class... States> struct states_in<any_of<States...>> {
    using type = mp::mp_append<typename states_in<States>::type...>;
};
template <class From, class To> using target = mp::mp_if<std::is_same<To, stays>, From, To>;
template <class Row> struct expand;
template <class F, fixed_text C, class T, fixed_text E, class W> struct expand<row<F, C, T, E, W>> {
    template <class State> using one = row<State, C, target<State, T>, E, W>;
    using type = mp::mp_transform<one, typename states_in<F>::type>;
};
template <class Row> using expand_t = typename expand<Row>::type;
template <class Row> using from_t = typename Row::from;
template <class Row> using to_t = typename Row::to;
template <template <class> class F, class L> using column = mp::mp_unique<mp::mp_transform<F, L>>;
} // namespace detail

/// The states of a group, or the one state, as an mp_list.
template <class StateOrGroup> using states_in = typename detail::states_in<StateOrGroup>::type;
/// Is the state of that name this one, or one of this group?
template <class StateOrGroup> constexpr bool in(std::string_view state)
{
    return []<class... S>(mp::mp_list<S...>, std::string_view s) { return ((S::name == s) || ...); }(states_in<StateOrGroup>{}, state);
}

/// The names of a group's states, in the order of the group.
template <class StateOrGroup> const std::vector<std::string_view>& names_of()
{
    static const auto names = []<class... S>(mp::mp_list<S...>) {
        return std::vector<std::string_view>{S::name...};
    }(states_in<StateOrGroup>{});
    return names;
}
/// The step of a state on the drawn way; 0 for one that is not drawn, or not of the group.
template <class Group> constexpr int step_in(std::string_view state)
{
    int step = 0;
    [&]<class... S>(mp::mp_list<S...>) { ((S::name == state ? void(step = S::step) : void()), ...); }(states_in<Group>{});
    return step;
}

template <class Process> using rows_of = mp::mp_flatten<mp::mp_transform<detail::expand_t, typename Process::table>>;
template <class Process>
using states_of =
    mp::mp_unique<mp::mp_append<detail::column<detail::from_t, rows_of<Process>>, detail::column<detail::to_t, rows_of<Process>>>>;

namespace detail {
template <class Row> using rules_t = typename Row::rules;
template <class Rule> using rests_on_t = typename Rule::rests_on;
template <class Process> using rules_in = mp::mp_unique<mp::mp_flatten<mp::mp_transform<rules_t, typename Process::table>>>;
} // namespace detail
/// Every part that the rules of a process rest on.
template <class Process>
using facts_of = mp::mp_rename<mp::mp_unique<mp::mp_transform<detail::rests_on_t, detail::rules_in<Process>>>, facts>;

/// One line of the table as plain values: what can be compared while compiling without naming a type for each text.
struct plain_row {
    std::string_view from, command, to, event;
    bool by_itself = false;
};
template <class Process> constexpr auto plain_rows()
{
    return []<class... Row>(mp::mp_list<Row...>) {
        return std::array{plain_row{Row::from::name, Row::command, Row::to::name, Row::event, Row::by_itself}...};
    }(rows_of<Process>{});
}

/// The two promises that a reader of the table may rely on; checked where the process is compiled.
template <class Process> struct promises {
    static constexpr bool one_row_a_command()
    {
        constexpr auto rows = plain_rows<Process>();
        for (std::size_t i = 0; i < rows.size(); ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (rows[i].from == rows[j].from && rows[i].command == rows[j].command) return false;
        return true;
    }
    static constexpr bool one_way_an_event()
    {
        constexpr auto rows = plain_rows<Process>();
        for (const auto& a : rows)
            for (const auto& b : rows)
                if (a.event == b.event && a.from != a.to && b.from != b.to && a.to != b.to) return false;
        return true;
    }
    static_assert(one_row_a_command(), "one row per state and command");
    static_assert(one_way_an_event(), "an event leads to one state, or leaves the state as it is, so replay asks no rules");
    static constexpr bool hold = true;
};

/// The plain reader: the same answer as Boost.MSM gives, from the same table, in a loop.
/// @return not_now also for a state or command that the table does not know.
template <class Process> decision decide_plainly(std::string_view state, std::string_view command, const facts_of<Process>& known)
{
    decision d{state, {}, {}, {}, true};
    mp::mp_for_each<rows_of<Process>>([&]<class Row>(Row) {
        if (Row::from::name != state || Row::command != command) return;
        d.not_now = false;
        mp::mp_for_each<typename Row::rules>([&]<class Rule>(Rule) { judge<Rule>(known, d); });
        if (!d.refusals.empty()) return;
        d.event = Row::event;
        d.next = Row::to::name;
    });
    return d;
}

/// Decides one command on Boost.MSM (msm_run.hpp). Pure: the same state, command and facts give the same decision.
/// @return an event and the next state; or every rule that failed; or not_now when the state has no such command.
/// @throws std::invalid_argument for a state or command that is not in the table (a damaged or newer store).
template <class Process> decision decide_by_msm(std::string_view state, std::string_view command, const facts_of<Process>& known);

/// Gathers the facts that the rules of (state, command) rest on: each part by its own
/// `static std::optional<Part> gather(Context&)`; one that gives nothing has no meaning in this case.
template <class Process, class Context> facts_of<Process> gather(std::string_view state, std::string_view command, Context& context)
{
    facts_of<Process> known;
    mp::mp_for_each<rows_of<Process>>([&]<class Row>(Row) {
        if (Row::from::name != state || Row::command != command) return;
        mp::mp_for_each<typename Row::rules>([&]<class Rule>(Rule) {
            auto& part = known.template part<typename Rule::rests_on>();
            if (!part) part = Rule::rests_on::gather(context);
        });
    });
    return known;
}

/// What happens by itself in a state: the first such row whose rules all hold, "" none. Facts are gathered only as far as
/// they are asked for; a part that has no meaning makes nothing happen. @param only of this command alone, unless it is ""
template <class Process, class Context> std::string_view what_follows(std::string_view state, std::string_view only, Context& context)
{
    facts_of<Process> known;
    std::string_view found;
    mp::mp_for_each<rows_of<Process>>([&]<class Row>(Row) {
        if (!Row::by_itself || !found.empty() || Row::from::name != state || (!only.empty() && Row::command != only)) return;
        bool all = true;
        mp::mp_for_each<typename Row::rules>([&]<class Rule>(Rule) {
            if (!all) return;
            auto& part = known.template part<typename Rule::rests_on>();
            if (!part) part = Rule::rests_on::gather(context);
            all = part && !Rule::refuses(*part);
        });
        if (all) found = Row::command;
    });
    return found;
}

} // namespace engine
