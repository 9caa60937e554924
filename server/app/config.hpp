// server/app/config.hpp - how an installation is set: defaults < TOML file < environment (QUORATE_*) < flags. A key that is
// unknown, or a value that cannot be, is an error that names it. Secrets come by file only.
#pragma once
#include "server/http/server.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace app {

struct mail_config {
    std::string server;           ///< smtp://HOST:PORT or smtps://HOST:PORT; "": none, mails wait in the outbox
    std::string tls = "required"; ///< required, opportunistic, none
    std::string user, password_file;
    std::string from = "quorate@localhost"; ///< the address that mails come from
    std::string certificates;               ///< a PEM file of authorities to trust instead of the system's; "": the system's
    std::int64_t retry_seconds = 60;        ///< the first wait after a failure; the next are 5, 15, 60 and 240 times as long
    std::int64_t timeout_seconds = 60;      ///< to connect and for each phase; after the final dot ten times as long
};

struct config {
    std::string data = "./data";
    std::string database; ///< "": the one database file in `data`, quorate.db when there is none
    http::listen_at listen{"127.0.0.1", 8080};
    std::optional<http::listen_at> metrics = http::listen_at{"127.0.0.1", 9464}; ///< nothing: off
    bool metrics_given = false;                                                  ///< said by somebody: then a port in use is an error
    std::string address; ///< how people reach it, for links in mails: "https://quorate.example.org"; "": http://LISTEN
    std::vector<std::string> hosts, trusted_proxies;
    http::tls_files tls;
    mail_config mail;
    std::string log = "json"; ///< json, plain, off
    std::int64_t upload_max_mib = 25;

    std::string database_url() const; ///< @throws std::runtime_error when `data` holds several database files
    std::string base() const;
};

/// One setting as it is written: its dotted name and its value as text (lists with commas).
using settings = std::vector<std::pair<std::string, std::string>>;

/// @param file "": QUORATE_CONFIG, else DATA/quorate.toml if it is there. @param flags dotted names, as in the file
/// @throws std::runtime_error naming every key that is wrong, what was expected, and where it stands
/// @param unknown where names of the environment that are no setting go, instead of being errors (a server does not stay
/// down because another program uses the same prefix); nullptr: they are errors
config load_config(const std::string& file, const settings& flags, std::vector<std::string>* unknown = nullptr);
/// Every setting in force, for people; secrets are files' names only.
std::string show_config(const config& c);

/// "127.0.0.1:8080", "[::1]:8080", "localhost:8080".
std::optional<http::listen_at> parse_listen(const std::string& text);
bool is_loopback(const std::string& address);

} // namespace app
