// server/http/message.hpp - a request and its answer as plain structs: what handlers see. No Beast here.
#pragma once
#include <boost/json/object.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace http {

using pairs = std::vector<std::pair<std::string, std::string>>;

/// The value under a name, or "" when there is none.
std::string_view value_of(const pairs& p, std::string_view name);

struct request {
    std::string method, target;    ///< target: as it came, origin-form
    std::vector<std::string> path; ///< decoded segments
    pairs query;                   ///< decoded; each name once
    pairs headers;                 ///< names in lower case
    std::string body;              ///< or, on an upload:
    std::string spool;             ///< the file that holds the body
    std::string peer, id;          ///< peer: the client's address; id: of the request, in logs and error pages
    bool secure = false;           ///< came by TLS, to us or to a proxy that we trust
    std::string_view header(std::string_view name) const { return value_of(headers, name); }
};

/// A page that is still to be poured into its template, outside the database's thread.
struct page {
    std::string name;
    boost::json::object model;
};
/// Server-sent events: told whenever the partnership's log has grown.
struct subscription {
    std::string partnership;
};

struct response {
    unsigned status = 200;
    std::string type = "text/html; charset=utf-8";
    pairs headers{};
    std::shared_ptr<const std::string> body{};
    std::optional<http::page> page{};
    std::optional<subscription> events{};
    std::string encoding{}; ///< of `body`, when it is encoded already
    bool close = false;
    std::string who{}, where{}, route{}; ///< for the log line: person, partnership, route template
};
response text(unsigned status, std::string type, std::string body);
response redirect(std::string to); ///< 303, to a path of ours

/// A thread, or a few, that take work.
class pool {
public:
    virtual ~pool() = default;
    virtual void post(std::function<void()> work) = 0;
};

/// An answer, or what is to be done next and where: a handler may hop between threads, none of which it blocks.
struct step {
    std::optional<response> done{};
    pool* where = nullptr;
    std::function<step()> next{};
    step() = default;
    step(response r) : done(std::move(r)) {}
    step(pool& p, std::function<step()> n) : where(&p), next(std::move(n)) {}
};

/// What answers requests. Called on the event loop: must not block.
class application {
public:
    virtual ~application() = default;
    virtual step answer(std::shared_ptr<const request> r) = 0;
    struct limits {
        std::size_t body = 1 << 20;
        bool spool = false; ///< the body goes to a file
    };
    virtual limits limits_of(const request& head) = 0;
    /// Pours pages, adds the headers of every answer, compresses: on the event loop, just before it is sent.
    virtual void finish(const request& r, response& a) = 0;
    virtual response failed(const request& r, unsigned status, std::string_view why) = 0;
    virtual void note(const request& r, const response& a, std::int64_t micros, std::size_t bytes) = 0;
    virtual std::string spool_folder() const = 0;
};

} // namespace http
