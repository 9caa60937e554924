// server/app/site.hpp - the application: from a request to its handler and back. A route says its method, its path, who may, and
// what answers; authentication, access, CSRF, headers, compression and measuring happen here, for all of them alike.
#pragma once
#include "server/app/assets.hpp"
#include "server/app/config.hpp"
#include "server/app/request.hpp"
#include "server/app/route_table.hpp"
#include "server/app/words.hpp"
#include "server/http/server.hpp"
#include "workflows/funding.hpp"

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <string>

namespace app {

class site final : public http::application {
public:
    site(config c, const workflows::funding& f, const std::vector<route>& routes, database_thread& work, database_thread& audit,
         workers& passwords, http::server& loop);

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
    const route_table& addresses() const { return routes_; }

    struct counted {
        std::map<std::array<std::string, 3>, std::uint64_t> requests; ///< route, method, code
        std::array<std::uint64_t, 12> buckets{};
        std::uint64_t count = 0;
        double seconds = 0;
    };
    const counted& figures() const { return counted_; }

    const config settings;
    const words word;
    templates pages;
    const assets files;
    const workflows::funding& funding;
    database_thread &work, &audit;
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

    const route_table routes_;
    counted counted_;
};

inline constexpr std::array<double, 12> duration_bounds{0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5, 60};

/// GET of a style sheet, a script or a picture.
handler_result asset_file(const shared_request& v);

} // namespace app
