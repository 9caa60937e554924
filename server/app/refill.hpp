// server/app/refill.hpp - a form that was not done, shown again: everything typed stands in it, each fault stands at its field and is
// linked to from the top of the page, and the folded part that holds the form is open. It works on the page that a template made,
// so no form needs to take care of it, and none can forget.
#pragma once
#include <boost/json/object.hpp>
#include <string>

namespace app {

/// @param page a page as our templates write it: every attribute in double quotes, or alone
/// @param again {action, verb, typed: [[name, value]...], faults: [[field, sentence]...]}: where the form was sent, or the verb that
/// it serves (data-verb); without `typed` the fields keep what they have. A sentence that would stand for any field ("general": its
/// faults' fields) bears the field's label at the top of the page
std::string refilled(std::string page, const boost::json::object& again);

} // namespace app
