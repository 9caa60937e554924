// server/steps/expect.hpp - what a step says that it expects, beside what came.
#pragma once
#include "engine/json.hpp"

#include <optional>
#include <string>

namespace steps {

namespace json = engine::json;

/// Can this stand as the `expect` of a step? A result word, a result word with its ids, or for a view the fields that it must hold.
bool is_expectation(const json::value& v, bool of_show);
/// Nothing when the step came out as expected; else the difference, for the person who wrote the expectation.
std::optional<std::string> check(const json::value& expect, const json::object& output, bool of_show);

} // namespace steps
