// workflows/partnership/policy.hpp - a partnership's policy and a body's quorum rule, as they are typed.
#pragma once
#include "engine/process.hpp"
#include "workflows/partnership/state.hpp"

#include <vector>

namespace workflows {

namespace json = engine::json;

/// What is wrong with a policy object, told under `field`; empty when it can be merged.
std::vector<engine::field_error> check_policy(const json::value& v, std::string_view field);
/// Lays the given settings over the rules. @pre check_policy found nothing
void merge_policy(policy& rules, const json::object& given);
/// The policy as policy.change takes it.
json::object show_policy(const policy& rules);

/// The same for `quorum`: {fraction "1/2", plus 1, round "down"|"up"} or {count n}, with of? and at_least?.
std::vector<engine::field_error> check_quorum(const json::value& v, std::string_view field);
quorum_rule read_quorum(const json::object& given);
json::object show_quorum(const quorum_rule& rule);

} // namespace workflows
