// server/http/session.hpp - one connection: requests are read under limits and deadlines, answered, and the answers sent, until
// either side has had enough.
#pragma once
#include "server/http/parts.hpp"

namespace http {

/// @param own the address that the connection came to
awaitable<void> serve_plain(server::parts& home, tcp::socket socket, application& app, std::string own);
awaitable<void> serve_tls(server::parts& home, tcp::socket socket, application& app, std::string own, net::ssl::context& tls);

} // namespace http
