// workflows/process_run.hpp - frees a process of its compile-time types. Include it in one .cpp a workflow: it brings Boost.MSM.
#pragma once
#include "engine/msm_run.hpp"
#include "workflows/workflow.hpp"

namespace workflows {

/// The facts as this rule reads them; nothing when they are another rule's. Two rules may share an id (FP-h of a decider, and of
/// who takes a bid over): the one whose facts these are is the one that reads every member of them.
template <class Rule> std::optional<typename Rule::rests_on> facts_for(std::string_view id, const json::value& facts)
{
    if (Rule::id != id) return {};
    typename Rule::rests_on part{};
    try {
        engine::from_json(facts, part);
    } catch (const std::exception&) { // facts of another of the rules with this id
        return {};
    }
    return engine::canonical(engine::to_json(part)) == engine::canonical(facts) ? std::optional(std::move(part)) : std::nullopt;
}

/// Rules that were summed otherwise once are asked first, then those of the step's own line, then all others.
template <class Process> std::optional<bool> holds_again(const recorded_rule& r, std::int64_t sums)
{
    std::optional<bool> out;
    const auto ask = [&]<class Rule>(Rule) {
        if (out == true) return;
        if (const auto part = facts_for<Rule>(r.rule, r.facts)) out = !Rule::refuses(*part);
    };
    if constexpr (requires { typename Process::older; })
        engine::mp::mp_for_each<typename Process::older>([&]<class Older>(Older) {
            if (sums <= Older::version) ask(typename Older::rule{});
        });
    if (out) return out;
    engine::mp::mp_for_each<engine::rows_of<Process>>([&]<class Row>(Row) {
        if (Row::from::name == r.from && Row::command == r.command) engine::mp::mp_for_each<typename Row::rules>(ask);
    });
    if (!out) engine::mp::mp_for_each<engine::detail::rules_in<Process>>(ask);
    return out;
}

template <class Process> process make_process()
{
    return {engine::describe_process<Process>(),
            Process::kind,
            [](std::string_view stage, std::string_view command, const context& c) {
                const auto known = engine::gather<Process>(stage, command, c);
                process::answer out{engine::decide_by_msm<Process>(stage, command, known), {}};
                if (!out.decision.accepted()) return out;
                for (const auto& j : out.decision.judged) // points into `known`: written down while that lives
                    out.judged.push_back({std::string(j.rule), j.part ? j.write(j.part) : json::value(nullptr)});
                return out;
            },
            engine::what_follows<Process, const context>,
            holds_again<Process>,
            [](std::string_view rule, const json::value& facts) {
                std::optional<json::value> out;
                engine::mp::mp_for_each<engine::detail::rules_in<Process>>([&]<class Rule>(Rule) {
                    if (const auto part = out ? std::nullopt : facts_for<Rule>(rule, facts)) out = engine::to_shown(*part);
                });
                return out;
            }};
}

} // namespace workflows

/// Instantiates the process on Boost.MSM, for this file's make_process and for the tests.
#define RUNS_ON_MSM(Process)                                                                                                               \
    template engine::decision engine::decide_by_msm<Process>(std::string_view, std::string_view, const engine::facts_of<Process>&);
