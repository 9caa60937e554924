// workflows/words.hpp - the words that process tables and rules are written in, once for all workflows.
#pragma once
#include "engine/process.hpp" // and engine/message.hpp: what a refusal says

#include <optional>
#include <string>
#include <vector>

namespace workflows {

using engine::any_of;
using engine::date;
using engine::failure;
using engine::field_error;
using engine::follows;
using engine::in;
using engine::instant;
using engine::names_of;
using engine::needs;
using engine::pence;
using engine::row;
using engine::rule;
using engine::saying;
using engine::stage;
using engine::stays;
using engine::step_in;
using engine::thing;
using engine::word;

/// How a stage is told in a sentence: "has not been opened yet".
inline word as_it_is(std::string_view stage) { return {"is." + std::string(stage)}; }
template <class... Rows> using rows = engine::mp::mp_list<Rows...>;

struct context;

} // namespace workflows
