// server/app/forms.hpp - an HTML form becomes a command: fields named as in commands.md, lists as NAME.1.MEMBER, days in three
// boxes or one, money as people type it. What cannot be read stays as it was typed: the vocabulary then says what was expected.
#pragma once
#include "server/http/message.hpp"
#include "workflows/vocabulary.hpp"

#include <boost/json/object.hpp>
#include <string>

namespace app {

/// "£27,500" to "27500.00"; anything else stays.
std::string typed_money(std::string_view text);

/// The fields of a command, of those that the form names. Blank optional fields are left out; blank required ones too, so
/// that the vocabulary says that they are missing.
boost::json::object command_fields(const workflows::verb_spec& verb, const http::pairs& form, const std::string& zone);

/// What was typed, for a page to make its rows from: every field under its own name ("." to "_"). server/app/refill.hpp fills it in.
boost::json::object typed_again(const http::pairs& form);

} // namespace app
