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
    std::vector<std::string> rules; ///< ids of what must hold, in the order in which they are judged and recorded
    bool follows = false;           ///< it happens by itself when they hold
    DESCRIBED(process_row, from, command, to, event, rules, follows)
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

    /// The commands that somebody may ask for in a state, in the table's order.
    std::vector<std::string> possible_from(std::string_view state) const;
    /// The row of one step, or nullptr.
    const process_row* find(std::string_view from, std::string_view command) const;
    /// What may happen by itself in a state, in the table's order.
    std::vector<std::string> following_from(std::string_view state) const;
};

template <class Process> process_doc describe_process()
{
    process_doc doc{std::string(Process::name), {}, {}};
    if constexpr (requires { Process::sums; }) doc.sums = Process::sums;
    const auto list = [&]<class... Rule>(mp::mp_list<Rule...>) {
        [[maybe_unused]] const auto add = [&](process_rule r) {
            const auto same = [&](const process_rule& other) { return other.id == r.id && other.says == r.says; };
            if (std::none_of(doc.rules.begin(), doc.rules.end(), same)) doc.rules.push_back(std::move(r));
        };
        (add({std::string(Rule::id), std::string(Rule::says), std::string(Rule::source)}), ...);
        return std::vector<std::string>{std::string(Rule::id)...};
    };
    const auto names = []<class... S>(mp::mp_list<S...>) { return std::vector<std::string>{std::string(S::name)...}; };
    mp::mp_for_each<mp::mp_transform<mp::mp_identity, typename Process::table>>([&]<class R>(R) {
        using Row = typename R::type;
        doc.rows.push_back({names(states_in<typename Row::from>{}), std::string(Row::command), std::string(Row::to::name),
                            std::string(Row::event), list(typename Row::rules{}), Row::by_itself});
    });
    return doc;
}

std::string mermaid(const process_doc& p);
std::string markdown(const process_doc& p);
/// RFC 8785 form: what the log adopts, byte for byte.
std::string adopted_form(const process_doc& p);

} // namespace engine
