// server/pages/meeting/room.hpp - the parts that the room, the projector and the confirmation of a sign-off share.
#pragma once
#include "server/pages/page_context.hpp"

namespace pages {

/// Agenda, the chosen matter, quorum and people. @param wanted an item or a bid, "" what the room is at
/// @returns the meeting, or nullptr when it is not there or not the reader's to see
const workflows::meeting* lay_meeting(page_context& page, const std::string& id, std::string wanted, json::object& model);

/// A bid that the Exec signs off: what is known of it, the money left, and the form.
void lay_bid_item(page_context& page, const workflows::meeting& of, const workflows::bid& b, json::object& model);
/// Any other item: its kind, what was decided, and the form.
void lay_plain_item(page_context& page, const workflows::meeting& of, const workflows::item& i, json::object& model);
/// Who is in the room, who is not, who attends by office; with what the reader may switch.
void lay_people(const page_context& page, const workflows::meeting& of, const std::string& item, json::object& model);
/// A meeting taken from old minutes: who attended, as far as they say, and what was decided. @param seen the view of the meeting
void lay_record(const page_context& page, const workflows::meeting& of, const json::object& seen, json::object& model);

/// "By the chair at 10:45."; for old minutes only a time that they give.
std::string decided_when(const page_context& page, const workflows::meeting& of, const workflows::item& i);
/// Was there a quorum when it was decided? For old minutes: as far as they say.
std::string quorum_record(const page_context& page, const workflows::quorum_sum& q);

} // namespace pages
