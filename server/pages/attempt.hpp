// server/pages/attempt.hpp - a command that did not come through: what stands in the way, above the form with everything typed.
#pragma once
#include "server/pages/page_context.hpp"

namespace pages {

/// Lays what stands in the way, and what was typed, on the page: its form is filled with both once it is made
/// (server/app/refill.hpp). Nothing where nothing was tried.
void lay_attempt(page_context& page, json::object& model);

/// A sentence for a gap in an application: of the label file where it has one, else the rule's own.
std::string gap_sentence(const app::words& word, const engine::field_error& gap);

/// The rules that stand in the way, as pages show them.
json::array shown_refusals(const app::words& word, const std::string& base, const std::vector<engine::refusal>& list);
json::array shown_refusals(const app::words& word, const std::string& base, const json::array& list);

} // namespace pages
