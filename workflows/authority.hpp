// workflows/authority.hpp - the table "Who may" as code: printed into docs/who-may.md and compared there.
#pragma once
#include "workflows/standing.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace workflows {

struct context;

/// The seat in which somebody acts ("" for a role or a person as such), or nothing: they may not.
using yes = std::optional<std::string>;
inline const yes nobody = std::nullopt;

/// One way of being allowed: its rule, in words, and as a test.
struct who_may {
    std::string_view rule, who;
    std::string_view told; ///< in a refusal, "Only … can …": the words who.TOLD
    yes (*test)(const context& c);
    const who_may& (*here)(const context& c) = nullptr; ///< where it depends on the matter who may: what refuses
};
/// One command of a workflow: the kind of thing that it is asked of, its fields, and who may ask for it.
struct command {
    std::string_view verb, kind;
    std::string_view fields; ///< as vocabulary.hpp writes them
    const who_may* who;
    int flags = 0;
};
inline constexpr int console = 1;         ///< the console may ask for it too
inline constexpr int not_for_oneself = 2; ///< its `person` may not be who asks (AC-self)

/// The row of a verb. @throws std::logic_error when nobody brings it
const command& find_command(std::string_view verb);

/// The table as it is printed: the verbs that the same people may do, in the order of the vocabulary.
struct who_may_row {
    std::vector<std::string_view> verbs;
    std::string_view rule, who;
    bool console;
};
const std::vector<who_may_row>& who_may_table();

/// Ways of being allowed that several workflows share.
namespace may {
extern const who_may administrator, manager, exec_chair, project_manager;
} // namespace may

yes when(bool b);
bool role(const context& c, std::string_view r);
bool holds(const seat* s, const context& c);
bool deputises(const seat* s, const context& c);
/// An office of a body, by its holder: a deputy has the work outside meetings, but does not preside.
yes officer(const context& c, std::string_view body);
/// The member whom the members present chose (meeting.take_chair), for this matter or the whole meeting.
yes chosen(const context& c, const meeting* m, std::string_view item, std::string_view bid);

/// Judges authority alone. Nothing: the actor may, and c.acting_seat says as whom.
std::optional<engine::refusal> forbids(context& c);

/// docs/who-may.md.
std::string who_may_markdown();

} // namespace workflows
