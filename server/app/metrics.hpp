// server/app/metrics.hpp - /livez, /readyz and /metrics (Prometheus text 0.0.4), on a loopback port of their own.
#pragma once
#include "server/app/site.hpp"

namespace app {

class health final : public http::application {
public:
    health(site& s, database_thread& work) : site_(s), work_(work) {}
    http::step answer(std::shared_ptr<const http::request> r) override;
    limits limits_of(const http::request&) override { return {0, false}; }
    void finish(const http::request&, http::response& a) override { a.headers.emplace_back("Cache-Control", "no-store"); }
    http::response failed(const http::request&, unsigned status, std::string_view why) override
    {
        return http::text(status, "text/plain; charset=utf-8", std::string(why) + "\n");
    }
    void note(const http::request&, const http::response&, std::int64_t, std::size_t) override {}
    std::string spool_folder() const override { return site_.spool_folder(); }

private:
    site& site_;
    database_thread& work_;
};

} // namespace app
