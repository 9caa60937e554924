// server/pages/bid/bid_parts.hpp - what stands on the page of a bid alone: what can be done there, its queries, its record.
#pragma once
#include "server/pages/page_context.hpp"

#include <set>

namespace pages {

/// What can be done now, what not and why, and what later. @param seen the view of the bid @returns the verbs that can be done
std::set<std::string> lay_what_can_be_done(const page_context& page, const json::object& seen, json::object& model);
/// What the forms for those verbs have to choose from.
void lay_forms(const page_context& page, const workflows::bid& b, const json::object& seen, const std::set<std::string>& allowed,
               json::object& model);
json::array shown_queries(const page_context& page, const workflows::bid& b, const std::set<std::string>& allowed);
/// The record of a bid, newest first. @param history the view of that name
json::array shown_history(const page_context& page, const json::object& history);
/// Of it the decisions.
json::array shown_decisions(const page_context& page, const json::object& history);

} // namespace pages
