// server/pages/bid/bid.hpp - a bid as several pages show it: where it is, its money, what the agencies say.
#pragma once
#include "server/pages/page_context.hpp"

namespace pages {

/// "With the Exec chair, for sign-off tomorrow, 4 March." @param second what comes next, "" nothing
struct status {
    std::string first, second;
    bool stopped = false, late = false;
};
status status_of(const page_context& page, const workflows::bid& b);
/// The seven steps of a bid's way, as the stepper draws them. @param history the view of that name
json::array steps_of(const page_context& page, const workflows::bid& b, const json::object& history);
/// The bid's lines next to what each stream has left.
json::object lines_of(const page_context& page, const workflows::bid& b);
/// The statutory agencies and what they said; a sentence that sums it up under "agencies_says".
void lay_agencies(const page_context& page, const workflows::bid& b, json::object& model);

} // namespace pages
