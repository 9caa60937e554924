// server/app/site.hpp - the application: from a request to its handler and back. A route says its method, its path, who may, and
// what answers; authentication, access, CSRF, headers, compression and measuring happen here, for all of them alike.
#pragma once
#include "server/app/config.hpp"
#include "server/app/desk.hpp"
#include "server/app/words.hpp"
#include "server/http/server.hpp"
#include "storage/accounts.hpp"
#include "workflows/funding.hpp"

#include <array>
#include <map>
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
    std::string session, csrf;                              ///< of a session: its hash, and the secret that its forms bear
    bool left = false, administers = false, audits = false; ///< as the partnership knows the person at this moment
};

/// Who may use a route. What they may then do or read is judged by the workflows, command by command and view by view.
enum class access {
    anyone,        ///< also who is not signed in
    person,        ///< signed in, of the partnership in the path
    administrator, ///< with that role
    auditor,       ///< with that role
    bearer,        ///< by a token, or a session whose request bears its CSRF token
};
std::string_view to_word(access a);

/// A command that did not come through: what the page shows above its form, with everything typed.
struct attempt {
    std::string verb, action; ///< action: where the form was sent
    json::object typed;
    engine::answer answer;
};

class site;
struct route;
struct request_context;
using shared_request = std::shared_ptr<request_context>;
using handler = handler_result (*)(const shared_request&);

struct route {
    std::string_view method, pattern; ///< pattern: "/p/{partnership}/bids/{bid}"
    access who;
    handler answer;
    bool on_loop = false; ///< needs no database
};
/// Every route, in order of trying. server/app/routes.cpp
const std::vector<route>& routes();

/// One request being answered, with who asks and what they sent. Its database is there while the desk is at it.
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

class site final : public http::application {
public:
    site(config c, const workflows::funding& f, desk& work, desk& audit, workers& passwords, http::server& loop);

    http::step answer(std::shared_ptr<const http::request> r) override;
    limits limits_of(const http::request& head) override;
    void finish(const http::request& r, http::response& a) override;
    http::response failed(const http::request& r, unsigned status, std::string_view why) override;
    void note(const http::request& r, const http::response& a, std::int64_t micros, std::size_t bytes) override;
    std::string spool_folder() const override { return settings.data + "/spool"; }

    /// A page of an error, in words. For the API: a problem (RFC 9457).
    http::response problem(const http::request& r, unsigned status, std::string_view what = {}) const;
    /// 429, with when to come again.
    http::response too_many(const http::request& r) const;
    /// Runs a GET route of ours again, as part of a failed POST. Nothing when the path is no page of the partnership.
    std::optional<handler_result> again(const shared_request& v, std::string_view path);
    /// Is this a path of ours that a GET may be sent to?
    bool is_own_path(std::string_view path) const;

    struct counted {
        std::map<std::array<std::string, 3>, std::uint64_t> requests; ///< route, method, code
        std::array<std::uint64_t, 12> buckets{};
        std::uint64_t count = 0;
        double seconds = 0;
    };
    const counted& figures() const { return counted_; }
    std::string asset(std::string_view name) const; ///< its address, with its hash in it

    const config settings;
    const words word;
    templates pages;
    const workflows::funding& funding;
    desk &work, &audit;
    workers& passwords;
    http::server& loop;
    std::function<void()> mail_is_owed = [] {};
    bool demonstration = false; ///< this process may sign in demonstration people: --demo, loopback, and a marked partnership
    std::string set_up_hash;    ///< of the one-time token, while there is no administrator

private:
    handler_result enter(const shared_request& v);
    void identify(request_context& v) const;
    std::optional<http::response> refuse_entry(request_context& v);
    std::optional<std::string> keep_form(request_context& v);

    std::map<std::string, std::string> asset_hash_;
    std::map<std::string, std::shared_ptr<const std::string>> packed_; ///< assets, compressed once
    counted counted_;
    friend handler_result asset_route(const shared_request& v);
};

inline constexpr std::array<double, 12> duration_bounds{0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 60};

std::string sha256_hex(std::string_view text);
std::string random_token(); ///< 256 bits, base64url
/// The session's secret under a fresh mask: the same token never stands twice on the wire (BREACH).
std::string masked(const std::string& csrf);
bool csrf_fits(std::string_view token, const std::string& csrf);
std::string gzip(std::string_view bytes, int level);
/// The cookie of a session: its name depends on whether the request came securely.
std::string cookie_name(const http::request& r);

} // namespace app
