// engine/process_doc.hpp - what a process table prints: Mermaid, Markdown, JSON, and what is possible from a state.
#pragma once
#include "engine/process.hpp"

#include <string>
#include <vector>

namespace engine {

/// One line of a table, in words: `from` may list several states; `to` is "(stays)" where the state is left as it is.
struct process_row {
    std::vector<std::string> from;
    std::string command, to, event;
    std::vector<std::string> rules;
    DESCRIBED(process_row, from, command, to, event, rules)
};
struct process_rule {
    std::string id, says, source;
    DESCRIBED(process_rule, id, says, source)
};
/// A whole process, detached from the compiler's types: what pages, docs and auditors read.
struct process_doc {
    std::string name;
    std::vector<process_row> rows;
    std::vector<process_rule> rules;
    /// Which functions do the rules' sums. A printed form that names none is of version 1 (docs/log-format.md).
    std::int64_t sums = 1;
    DESCRIBED(process_doc, name, rows, rules, sums)

    /// The commands that the table offers in a state, in the table's order.
    std::vector<std::string> possible_from(std::string_view state) const;
    /// The row of one step, or nullptr.
    const process_row* find(std::string_view from, std::string_view command) const;
};

namespace detail {
template <class... S> std::vector<std::string> state_names(any_of<S...>*) { return {std::string(S::name)...}; }
template <class S> std::vector<std::string> state_names(S*) { return {std::string(S::name)}; }
} // namespace detail

template <class Process> process_doc describe_process()
{
    process_doc doc{std::string(Process::name), {}, {}};
    if constexpr (requires { Process::sums; }) doc.sums = Process::sums;
    mp::mp_for_each<mp::mp_transform<mp::mp_identity, typename Process::table>>([&]<class R>(R) {
        using Row = typename R::type;
        process_row out{detail::state_names(static_cast<typename Row::from*>(nullptr)),
                        std::string(Row::command::name),
                        std::string(Row::to::name),
                        std::string(Row::event::name),
                        {}};
        mp::mp_for_each<typename Row::rules>([&]<class Rule>(Rule) {
            out.rules.emplace_back(Rule::id);
            if (std::none_of(doc.rules.begin(), doc.rules.end(), [](auto& r) { return r.id == Rule::id; }))
                doc.rules.push_back({std::string(Rule::id), std::string(Rule::says), std::string(Rule::source)});
        });
        doc.rows.push_back(std::move(out));
    });
    return doc;
}

std::string mermaid(const process_doc& p);
std::string markdown(const process_doc& p);
/// RFC 8785 form: what the log adopts, byte for byte.
std::string adopted_form(const process_doc& p);

} // namespace engine
