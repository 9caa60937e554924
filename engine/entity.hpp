// engine/entity.hpp - what events change: a state folded from its events, with the rows that make it findable and the
// timers that it waits for. All three are projections: rebuilt from the log at will, and compared with what is stored.
#pragma once
#include "engine/event.hpp"

#include <compare>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace engine {

/// One way to find an entity: under `key` of `index`, in the order of `sort` (bytes; then by id). An index is named by the
/// kind that it finds: "bid" or "bid.stage" finds bids.
struct index_row {
    std::string index, key, sort;
    auto operator<=>(const index_row&) const = default;
};
/// A command that the product itself will ask of the entity when `due` comes.
struct timer {
    instant due;
    std::string command;
    auto operator<=>(const timer&) const = default;
};
/// Timers of this name owe a mail and write no leaf, so that they may lie before the last one that fired.
inline bool is_reminder(std::string_view command) { return command.starts_with("remind"); }

class entity {
public:
    virtual ~entity() = default;
    virtual std::unique_ptr<entity> clone() const = 0;
    virtual std::string stored() const = 0;
    virtual void restore(const json::value& stored) = 0;
    /// Applies what happened. Asks no rule: if it wants to, the event is missing a fact.
    virtual void apply(const event& e) = 0;
    virtual std::vector<index_row> rows() const = 0;
    virtual std::vector<timer> timers() const = 0;
};

/// Makes an entity of a described struct. Found by ADL: void apply(State&, const event&), and when wanted
/// std::vector<index_row> rows(const State&) and std::vector<timer> timers(const State&).
template <class State> class entity_of final : public entity {
public:
    State state;
    std::unique_ptr<entity> clone() const override { return std::make_unique<entity_of>(*this); }
    std::string stored() const override
    {
        std::string out;
        write_json(out, state);
        return out;
    }
    void restore(const json::value& v) override { from_json(v, state); }
    void apply(const event& e) override { apply_to(state, e); }
    std::vector<index_row> rows() const override
    {
        if constexpr (requires { rows_of_state(state); }) return rows_of_state(state);
        else return {};
    }
    std::vector<timer> timers() const override
    {
        if constexpr (requires { timers_of_state(state); }) return timers_of_state(state);
        else return {};
    }
};

} // namespace engine
