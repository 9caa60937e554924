// server/pages/owners.hpp - choosing whose a thing is (components/owner.mustache, the shape ref.owner).
#pragma once
#include "server/pages/page_context.hpp"

namespace pages {

/// The seats, the agencies, and the people who hold no seat: who holds one is chosen by it, so that the thing stays with the office.
void lay_owners(const page_context& page, json::object& model);

} // namespace pages
