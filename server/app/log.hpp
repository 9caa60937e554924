// server/app/log.hpp - one JSON object a line on standard error: no names, addresses, tokens or query strings.
#pragma once
#include <boost/json/object.hpp>

#include <string_view>

namespace app {

enum class log_form { json, plain, off };
void log_as(log_form form);
/// From any thread. @param level error, warning, info
void log_line(std::string_view level, std::string_view says, const boost::json::object& more = {});

} // namespace app
