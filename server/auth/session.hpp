// server/auth/session.hpp - a session and its cookie.
#pragma once
#include "server/app/site.hpp"

#include <string>

namespace auth {

/// The cookie's line: `token` "" takes the cookie away.
std::string cookie_line(const http::request& r, const std::string& token);
/// Starts a session: a new id at every sign-in, and on to a path of ours. A session that the browser had ends.
http::response open_session(const app::shared_request& request, const std::string& partnership, const std::string& person,
                            const std::string& to);
/// Is this a person of the partnership, who has not left?
bool is_there(storage::database& d, const std::string& partnership, const std::string& person);

} // namespace auth
