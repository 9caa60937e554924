// workflows/posted_form.hpp - a form as it was posted, read into the JSON of a command's field: lists as NAME.1.MEMBER, days in
// three boxes or one, money as people type it. What cannot be read stays as it was typed: the checks then say what was expected.
#pragma once
#include "engine/json.hpp"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace workflows {

namespace json = engine::json;

struct posted_form {
    const std::vector<std::pair<std::string, std::string>>& pairs;
    std::string zone; ///< whose wall clock times are

    bool has(std::string_view name) const;
    std::string one(std::string_view name) const;                             ///< trimmed; "" when it is not there
    std::vector<std::string> all(std::string_view name) const;                ///< those that are not blank
    std::vector<std::string> lines(std::string_view name) const;              ///< of a text area: one entry a line
    std::string day(std::string_view name) const;                             ///< of NAME-day, -month, -year, or as it stands
    std::string moment(std::string_view name) const;                          ///< of NAME-date and NAME-time, or as it stands
    using group = std::pair<std::string, std::map<std::string, std::string>>; ///< key, and values by member ("" without one)
    std::vector<group> grouped(std::string_view name) const;                  ///< NAME.KEY.MEMBER, in the order of the form
    /// Was the form one that asks for this field? A box that is not ticked posts nothing, so of those it cannot tell.
    bool asks_for(std::string_view name) const;
};

/// "£27,500" to "27500.00"; anything else stays.
std::string typed_money(std::string_view text);

/// How a field is read from a form; nothing when it was left blank.
using form_value = std::optional<json::value>;
using form_reader = std::function<form_value(const posted_form&, std::string_view name)>;

namespace typed {
form_value word(const posted_form& f, std::string_view name);
form_value text(const posted_form& f, std::string_view name);
form_value money(const posted_form& f, std::string_view name);
form_value flag(const posted_form& f, std::string_view name);
form_value number(const posted_form& f, std::string_view name);
form_value day(const posted_form& f, std::string_view name);
form_value instant(const posted_form& f, std::string_view name);
form_value lines(const posted_form& f, std::string_view name);
form_value choices(const posted_form& f, std::string_view name);
form_value aims(const posted_form& f, std::string_view name); ///< choices; what is gained for one stands in benefit.AIM
form_value quorum(const posted_form& f, std::string_view name);
form_value policy(const posted_form& f, std::string_view name);
/// NAME.KEY = value: a list of {key_name: KEY, value_name: value}, of those that are not blank.
form_reader keyed(std::string_view key_name, std::string_view value_name);
/// NAME.1.MEMBER: a list of objects, of those rows in which `telling` (any other member, where it is "") was filled in.
form_reader rows(std::string_view telling = "");
} // namespace typed

} // namespace workflows
