// server/app/forms.hpp - an HTML form becomes a command. How a field is read is told by its shape (workflows/shapes.hpp).
#pragma once
#include "server/http/message.hpp"
#include "workflows/posted_form.hpp"
#include "workflows/vocabulary.hpp"

#include <boost/json/object.hpp>
#include <string>

namespace app {

using workflows::typed_money;

/// The fields of a command, of those that the form names. Blank optional fields are left out; blank required ones too, so
/// that the vocabulary says that they are missing.
boost::json::object command_fields(const workflows::verb_spec& verb, const http::pairs& form, const std::string& zone);

/// What was typed, for a page to make its rows from: every field under its own name ("." to "_"). server/app/refill.hpp fills it in.
boost::json::object typed_again(const http::pairs& form);

} // namespace app
