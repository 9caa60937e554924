// workflows/authority.hpp - the table "Who may" (commands.md) as code: printed into docs/who-may.md and compared there.
#pragma once
#include "workflows/standing.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace workflows {

struct context;

/// One row: the verbs, who may do them, in words and as a test, and whether the console may too.
struct who_may {
    std::vector<std::string_view> verbs;
    std::string_view rule, who;
    bool console;
    /// The seat in which the actor acts ("" for a role or a person as such); nothing when the actor may not.
    std::optional<std::string> (*test)(context& c);
};
const std::vector<who_may>& who_may_table();
/// The row of a verb. @throws std::logic_error when a verb has none: then the vocabulary and this table disagree.
const who_may& who_may_do(std::string_view verb);

/// Judges authority alone. Nothing: the actor may, and c.acting_seat and c.agency say as whom.
std::optional<engine::refusal> forbids(context& c);

/// docs/who-may.md.
std::string who_may_markdown();

} // namespace workflows
