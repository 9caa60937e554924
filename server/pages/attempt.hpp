// server/pages/attempt.hpp - a command that was refused: the reasons, above the form with everything that was typed.
#pragma once
#include "server/pages/page_context.hpp"

namespace pages {

/// Puts the reasons, and what was typed, into the page's model: the form is filled in with both once the page is made
/// (server/app/refill.hpp). Does nothing where no command was tried.
void lay_attempt(page_context& page, json::object& model);

/// The rules that refused a command, as pages show them.
json::array shown_refusals(const app::words& word, const std::string& base, const std::vector<engine::refusal>& list);
json::array shown_refusals(const app::words& word, const std::string& base, const json::array& list);

} // namespace pages
