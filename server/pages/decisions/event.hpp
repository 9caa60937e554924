// server/pages/decisions/event.hpp - one entry of the log in words: what happened, about what, by whom.
#pragma once
#include "server/pages/page_context.hpp"

namespace pages {

/// Does an auditor call it a decision: somebody, or the clock, settled something?
bool is_decision(const engine::event& e);

std::string event_name(const page_context& page, const engine::event& e); ///< "Signed off: approved"
std::string who_of(const page_context& page, const engine::event& e);     ///< the seat in which they acted, else their office
std::string subject_name(const page_context& page, const engine::event& e);
std::string subject_to(const page_context& page, const engine::event& e); ///< its page, "" none
/// The protective markings of the bid or item that an event is about, as they are now.
std::vector<std::string> markings_of(const page_context& page, const engine::event& e);

} // namespace pages
