// engine/msm_run.hpp - runs a process table on Boost.MSM. The only header that names MSM; include it in one .cpp per
// workflow, since each instantiation costs seconds and hundreds of megabytes (docs/adr/0002), and instantiate there:
// template engine::decision engine::decide_by_msm<my_process>(std::string_view, std::string_view, const facts_of<my_process>&);
#pragma once
#include "engine/process.hpp"

#include <boost/mp11/mpl.hpp> // lets an mp_list stand where MSM wants an MPL sequence
#include <boost/msm/back/state_machine.hpp>
#include <boost/msm/front/functor_row.hpp>
#include <boost/msm/front/state_machine_def.hpp>
#include <boost/version.hpp>

#include <stdexcept>
#include <string>

static_assert(BOOST_VERSION / 100 >= 1081, "Quorate is built and tested with Boost 1.81 and later");

namespace engine::msm_detail {

// MSM's types are named by a row's number, not by its contents: short names, which the compiler writes out by the thousand.
template <class Process, std::size_t Row> using row_at = mp::mp_at_c<rows_of<Process>, Row>;
template <class Process, std::size_t State> struct node : boost::msm::front::state<> {};
template <class Process, std::size_t Command> struct asked_for {};

/// Guard: true when every rule holds. Asks all of them, so that a refusal names every reason.
template <class Process, std::size_t Row> struct guard {
    template <class C, class Fsm, class F, class T> bool operator()(const C&, Fsm& fsm, F&, T&) const
    {
        bool all = true;
        mp::mp_for_each<typename row_at<Process, Row>::rules>([&]<class Rule>(Rule) { all = judge<Rule>(*fsm.known, *fsm.out) && all; });
        return all;
    }
};
/// Action: writes down what happened. No clock, no input or output.
template <class Process, std::size_t Row> struct record {
    template <class C, class Fsm, class F, class T> void operator()(const C&, Fsm& fsm, F&, T&) const
    {
        fsm.out->event = row_at<Process, Row>::event;
    }
};

template <class Process, class State> constexpr std::size_t number_of = mp::mp_find<states_of<Process>, State>::value;
/// A command is numbered by the first row that has it.
template <class Process> constexpr std::size_t first_row_of(std::string_view command)
{
    constexpr auto rows = plain_rows<Process>();
    std::size_t i = 0;
    while (i < rows.size() && rows[i].command != command) ++i;
    return i;
}
template <class Process, std::size_t Row>
struct msm_row : boost::msm::front::Row<node<Process, number_of<Process, typename row_at<Process, Row>::from>>,
                                        asked_for<Process, first_row_of<Process>(row_at<Process, Row>::command)>,
                                        node<Process, number_of<Process, typename row_at<Process, Row>::to>>, record<Process, Row>,
                                        guard<Process, Row>> {};
template <class Process> struct all_rows {
    template <class Number> using one = msm_row<Process, Number::value>;
    using type = mp::mp_transform<one, mp::mp_iota_c<mp::mp_size<rows_of<Process>>::value>>;
};

template <class Process> struct definition : boost::msm::front::state_machine_def<definition<Process>> {
    const facts_of<Process>* known = nullptr;
    decision* out = nullptr;
    using initial_state = node<Process, 0>;
    using transition_table = typename all_rows<Process>::type;
    using no_message_queue = int;    // one command, one step
    using no_exception_thrown = int; // MSM would swallow what a rule throws; without its catch it reaches our caller
    template <class Fsm, class C> void no_transition(const C&, Fsm&, int) { out->not_now = true; }
};

struct set_state // an "archive" for MSM's public serialize() hook: writes the active state and runs no entry action
{
    int to;
    void operator&(int (&active)[1]) { active[0] = to; }
    template <class T> void operator&(T&) {}
};

} // namespace engine::msm_detail

namespace engine {

template <class Process> decision decide_by_msm(std::string_view state, std::string_view command, const facts_of<Process>& known)
{
    static_assert(promises<Process>::hold);
    using machine = boost::msm::back::state_machine<msm_detail::definition<Process>>;
    using states = mp::mp_iota_c<mp::mp_size<states_of<Process>>::value>;
    // MSM numbers states by row order: the number never leaves this function, only names are stored.
    constexpr auto number = []<class I>(I) {
        return boost::msm::back::get_state_id<typename machine::stt, msm_detail::node<Process, I::value>>::type::value;
    };
    constexpr auto name = []<class I>(I) { return mp::mp_at<states_of<Process>, I>::name; };
    decision d{state, {}, {}, {}, false};
    machine m;
    m.known = &known;
    m.out = &d;
    bool found = false;
    mp::mp_for_each<states>([&](auto i) {
        if (name(i) != state) return;
        msm_detail::set_state set{number(i)};
        m.serialize(set, 0u);
        found = true;
    });
    if (!found) throw std::invalid_argument("no such state in the process: " + std::string(state));
    const auto asked = msm_detail::first_row_of<Process>(command);
    mp::mp_for_each<mp::mp_iota_c<mp::mp_size<rows_of<Process>>::value>>([&](auto row) {
        constexpr auto first = msm_detail::first_row_of<Process>(msm_detail::row_at<Process, row.value>::command);
        if constexpr (first == row.value)
            if (first == asked) m.process_event(msm_detail::asked_for<Process, first>{});
    });
    if (asked == mp::mp_size<rows_of<Process>>::value)
        throw std::invalid_argument("no such command in the process: " + std::string(command));
    mp::mp_for_each<states>([&](auto i) {
        if (number(i) == m.current_state()[0]) d.next = name(i);
    });
    return d;
}

} // namespace engine
