// server/app/secrets.hpp - tokens and their hashes, the secret that a session's forms bring back, the session's cookie.
#pragma once
#include "server/http/message.hpp"

#include <string>
#include <string_view>

namespace app {

std::string sha256_hex(std::string_view text);
std::string random_bytes(std::size_t n);
std::string random_token(); ///< 256 bits, base64url
/// The session's secret under a fresh mask: the same token never stands twice on the wire (BREACH).
std::string masked(const std::string& csrf);
bool csrf_fits(std::string_view token, const std::string& csrf);
/// The cookie of a session: its name depends on whether the request came securely.
std::string cookie_name(const http::request& r);

} // namespace app
