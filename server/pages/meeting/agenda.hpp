// server/pages/meeting/agenda.hpp - what is or was before a meeting, in order, as far as the reader may see it.
#pragma once
#include "server/pages/page_context.hpp"

namespace pages {

struct entry {
    std::string id, title, kind, outcome, marking;
    const workflows::item* on_agenda = nullptr;
    const workflows::bid* of_bid = nullptr; ///< what is signed off here, of an Exec
    bool decided = false;
};
/// Everything that is or was before the meeting, in order: the items of its agenda, then its bids.
std::vector<entry> entries_of(const page_context& page, const workflows::meeting& of);
json::array shown_agenda(const page_context& page, const workflows::meeting& of, const std::vector<entry>& all, const std::string& chosen);

/// MN-open, FP-d2: what follows from opening the meeting now, for everybody to see before; "" nothing.
std::string opening_leads_to(const page_context& page, const workflows::meeting& of);
/// Bids that stood on this list and do not any more, and why.
json::array lost_places(const page_context& page, const workflows::meeting& of);

} // namespace pages
