// server/app/answers.hpp - what the engine answers, and what a view shows, as JSON: the same for scenarios, imports and the API.
#pragma once
#include "storage/database.hpp"

#include <string>

namespace app {

/// An answer: its result word, and the events, errors or refusals that belong to it.
void put_answer(engine::json::object& out, const engine::answer& a);
/// A view of a partnership for a reader, as of a moment if the fields say so; or why not, in `out`.
engine::result put_view(storage::database& d, const std::string& partnership, const std::string& show, const std::string& reader,
                        const engine::json::object& fields, engine::instant now, engine::json::object& out);

} // namespace app
