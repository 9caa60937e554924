// server/app/problem.hpp - an error as programs read it (RFC 9457).
#pragma once
#include "server/http/message.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace app {

/// Is the request a program's? It is then answered in JSON, errors too.
bool is_api(const http::request& r);
/// One JSON object as the answer.
http::response json_answer(unsigned status, const boost::json::object& body, std::string type = "application/json");
/// A problem: its title by its status, what happened here, the request by which the log knows it, and what belongs to it.
http::response api_problem(unsigned status, const std::string& detail, const std::string& request_id, boost::json::object more = {});

} // namespace app
