// server/pages/meeting/quorum.hpp - the sum of a quorum in words, wherever it is shown, and a body's rule of quorum as a form.
#pragma once
#include "server/pages/page_context.hpp"

namespace pages {

/// The sum of a quorum as people check it on paper, its bar, and who was left out. @param q the view of that name
json::object shown_quorum(const page_context& page, const json::object& q, bool past);
/// "12 of 21 members count; 11 are needed." and the minimums that are met.
std::string quorum_sum_in_words(const page_context& page, const json::object& q);
/// A body's rule: share or number, who counts, the minimums. @param rule as the vocabulary has it
std::string quorum_rule_in_words(const page_context& page, const json::object& rule);
/// The rule for _quorum_rule.mustache.
void lay_quorum_form(const page_context& page, const json::object& rule, json::object& model);

} // namespace pages
