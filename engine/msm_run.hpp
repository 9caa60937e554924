// engine/msm_run.hpp - runs a process table on Boost.MSM. The only header that names MSM; include it in one .cpp per
// workflow, since each instantiation costs seconds and hundreds of megabytes (docs/adr/0002).
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

/// Guard: true when every rule holds. Asks all of them, so that a refusal names every reason.
template <class... Rules> struct guard {
    template <class C, class Fsm, class F, class T> bool operator()(const C&, Fsm& fsm, F&, T&) const
    {
        return (static_cast<int>(judge<Rules>(*fsm.known, *fsm.out)) & ... & 1) != 0;
    }
};
/// Action: writes down what happened. No clock, no input or output.
template <class Event> struct record {
    template <class C, class Fsm, class F, class T> void operator()(const C&, Fsm& fsm, F&, T&) const { fsm.out->event = Event::name; }
};

template <class State> struct node : boost::msm::front::state<> {};
template <class Rules> struct guard_of;
template <class... Rules> struct guard_of<mp::mp_list<Rules...>> {
    using type = guard<Rules...>;
};
template <class Row>
struct msm_row : boost::msm::front::Row<node<typename Row::from>, typename Row::command, node<typename Row::to>,
                                        record<typename Row::event>, typename guard_of<typename Row::rules>::type> {};

template <class Process> struct definition : boost::msm::front::state_machine_def<definition<Process>> {
    const typename Process::facts* known = nullptr;
    decision* out = nullptr;
    using initial_state = node<mp::mp_first<states_of<Process>>>;
    using transition_table = mp::mp_transform<msm_row, rows_of<Process>>;
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

/// Decides one command on Boost.MSM. Pure: the same state, command and facts give the same decision.
/// @return an event and the next state; or every rule that failed; or not_now when the state has no such command.
/// @throws std::invalid_argument for a state or command that is not in the table (a damaged or newer store).
template <class Process> decision decide_by_msm(std::string_view state, std::string_view command, const typename Process::facts& known)
{
    static_assert(promises<Process>::hold);
    using machine = boost::msm::back::state_machine<msm_detail::definition<Process>>;
    // MSM numbers states by row order: the number never leaves this function, only names are stored.
    constexpr auto number = []<class S>(S) {
        return boost::msm::back::get_state_id<typename machine::stt, msm_detail::node<S>>::type::value;
    };
    decision d{state, {}, {}, {}, false};
    machine m;
    m.known = &known;
    m.out = &d;
    bool found = false;
    mp::mp_for_each<states_of<Process>>([&]<class S>(S s) {
        if (S::name != state) return;
        msm_detail::set_state set{number(s)};
        m.serialize(set, 0u);
        found = true;
    });
    if (!found) throw std::invalid_argument("no such state in the process: " + std::string(state));
    bool asked = false;
    mp::mp_for_each<commands_of<Process>>([&]<class C>(C c) {
        if (asked || C::name != command) return;
        asked = true;
        m.process_event(c);
    });
    if (!asked) throw std::invalid_argument("no such command in the process: " + std::string(command));
    mp::mp_for_each<states_of<Process>>([&]<class S>(S s) {
        if (number(s) == m.current_state()[0]) d.next = S::name;
    });
    return d;
}

} // namespace engine
