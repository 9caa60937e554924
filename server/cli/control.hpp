// server/cli/control.hpp - the local socket of a running server: one line of JSON in, one out, for the same user on the same
// machine. By it a token is made while the server has the database.
#pragma once
#include "storage/database.hpp"

#include <boost/json/object.hpp>

#include <optional>
#include <string>

namespace cli {

/// Where a server of this data listens for commands of the same machine. A path may be longer than a socket's name: so it is
/// reached through its folder's descriptor, which stays open while this lives.
class control_socket {
public:
    explicit control_socket(const std::string& data);
    ~control_socket();
    control_socket(const control_socket&) = delete;
    control_socket& operator=(const control_socket&) = delete;
    bool has_folder() const { return folder_ >= 0; }
    std::string path() const;

private:
    int folder_ = -1;
};

/// Sends a line to the server of this data. @return its answer; nothing when none runs
std::optional<std::string> ask_server(const std::string& data, const std::string& line);

/// What the server answers to a line, on the database's thread: {"do": "token", "partnership", "person"} -> {"token"} or {"says"}.
std::string answer_control(storage::database& d, const std::string& line);

/// A new token of a person -> {"token"}, or why there is none -> {"says"}.
boost::json::object make_token(storage::database& d, const std::string& partnership, const std::string& person);

} // namespace cli
