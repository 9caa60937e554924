// workflows/words.hpp - the words that process tables and rules are written in, once for all workflows.
#pragma once
#include "engine/process.hpp"

#include <optional>
#include <string>
#include <vector>

namespace workflows {

using engine::any_of;
using engine::failure;
using engine::follows;
using engine::in;
using engine::instant;
using engine::names_of;
using engine::needs;
using engine::pence;
using engine::row;
using engine::rule;
using engine::stage;
using engine::stays;
using engine::step_in;
template <class... Rows> using rows = engine::mp::mp_list<Rows...>;

struct context;

} // namespace workflows
