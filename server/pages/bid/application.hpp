// server/pages/bid/application.hpp - the application on pages: how each field is asked for, and how its answer is shown.
#pragma once
#include "server/pages/page_context.hpp"
#include "workflows/bid/application.hpp"

namespace pages {

/// The answer as a page writes it; "" when there is none. @throws std::logic_error for a shape that no page can show
std::string answer_in_words(const page_context& page, const workflows::application_field& f, const json::object& application);
/// For the bid's page: what has been answered, field by field.
json::array shown_application(const page_context& page, const json::object& application);
/// For the form: its parts, and which of them are complete (FP-b1, FP-b3).
json::array parts_of(const page_context& page, const workflows::bid& b, std::int64_t& complete);
/// For the check page: every answer, what is missing, and the way to the part that asks for it.
json::array checked_answers(const page_context& page, const workflows::bid& b, const json::object& application);
/// For the form: the fields of a part, each with its words and what its control needs to be drawn.
json::array asked_fields(const page_context& page, const workflows::application_part& part, const json::object& saved);
/// The delivery groups to choose from.
json::array group_options(const page_context& page, const std::string& chosen);

} // namespace pages
