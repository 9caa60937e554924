// server/pages/meeting/meeting.hpp - what other pages ask of meetings: which come, and what the Board has decided.
#pragma once
#include "server/pages/page_context.hpp"

namespace pages {

/// What the Board has decided of late, to choose from: items of its newest meetings.
json::array board_items(const page_context& page);
/// Items that any body agreed of late: what a command can name as a decision.
json::array agreed_items(const page_context& page);
/// The body's planned meetings, to put something off to; without `but`.
json::array later_meetings(const page_context& page, std::string_view body, std::string_view but);
/// The last moment at which a bid for this Exec is in time.
engine::instant last_moment_for(const page_context& page, const workflows::meeting& exec);

} // namespace pages
