// server/app/request.hpp - one request being answered: who asks, what they sent, by which route; and what a handler is.
#pragma once
#include "server/app/database_thread.hpp"
#include "server/http/message.hpp"
#include "storage/accounts.hpp"

#include <memory>
#include <optional>
#include <string>

namespace app {

namespace json = boost::json;

/// Who asks. `how` nobody: not signed in.
struct identity {
    enum class kind { nobody, session, token };
    kind how = kind::nobody;
    std::string partnership, person;
    std::string session, csrf;                              ///< of a session: its hash, and the secret that its forms carry
    bool left = false, administers = false, audits = false; ///< as the partnership knows the person at this moment
};

/// Who may use a route. What they may then do or read is judged by the workflows, command by command and view by view.
enum class access {
    anyone,        ///< also who is not signed in
    person,        ///< signed in, of the partnership in the path
    administrator, ///< with that role
    auditor,       ///< with that role
    bearer,        ///< by a token, or a session whose request carries its CSRF token
};
std::string_view to_word(access a);

/// A command that did not come through: what the page shows above its form, with everything typed.
struct attempt {
    std::string verb, action; ///< action: where the form was sent
    json::object typed;
    engine::answer answer;
};

class site;
struct request_context;
using shared_request = std::shared_ptr<request_context>;
using handler = handler_result (*)(const shared_request&);

/// What answers at an address. A route cannot be written without its access.
struct route {
    std::string_view method, pattern; ///< pattern: "/p/{partnership}/bids/{bid}"
    access who;
    handler answer;
    bool on_loop = false;      ///< needs no database
    std::string_view nav = ""; ///< the word of the navigation that leads here, "" none
};

/// One request being answered, with who asks and what they sent. Its database is there while the database's thread is at it.
struct request_context {
    site& home;
    std::shared_ptr<const http::request> q;
    const route* at = nullptr;
    http::pairs params{};
    engine::instant now{};
    storage::database* d = nullptr;
    identity who{};
    http::pairs form{};
    std::optional<attempt> tried{};

    std::string param(std::string_view name) const { return std::string(http::value_of(params, name)); }
    std::string query(std::string_view name) const { return std::string(http::value_of(q->query, name)); }
    std::string field(std::string_view name) const { return std::string(http::value_of(form, name)); }
    std::string partnership() const { return param("partnership"); }
    void read(const std::function<void(engine::reader&)>& with) { d->read(partnership(), with); }
    storage::accounts accounts() { return storage::accounts(d->sql()); }
};

} // namespace app
