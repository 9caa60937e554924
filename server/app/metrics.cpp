#include "server/app/metrics.hpp"

#include "storage/log_store.hpp"
#include "storage/outbox.hpp"

#include <filesystem>
#include <sstream>

#include <unistd.h>

namespace app {

http::step health::answer(std::shared_ptr<const http::request> r)
{
    const auto path = r->path.size() == 1 ? r->path[0] : "";
    if (path == "livez") return http::text(200, "text/plain; charset=utf-8", "alive\n");
    if (path == "readyz")
        return work_.ask([this](storage::database& d) -> handler_result {
            // Ready: the database takes a write lock, and there is room on its disk.
            d.check_writable();
            std::error_code failed;
            const auto room = std::filesystem::space(site_.settings.data, failed);
            if (!failed && room.available < (std::uintmax_t{64} << 20))
                return http::step(http::text(503, "text/plain; charset=utf-8", "less than 64 MiB left on the disk\n"));
            return http::step(http::text(200, "text/plain; charset=utf-8", "ready\n"));
        });
    if (path != "metrics") return http::text(404, "text/plain; charset=utf-8", "/livez /readyz /metrics\n");
    std::ostringstream out;
    const auto help = [&](const char* name, const char* type, const char* says) {
        out << "# HELP " << name << ' ' << says << "\n# TYPE " << name << ' ' << type << '\n';
    };
    const auto& f = site_.figures();
    help("quorate_http_requests_total", "counter", "Requests answered, by route template, method and status.");
    for (const auto& [key, n] : f.requests)
        out << "quorate_http_requests_total{route=\"" << key[0] << "\",method=\"" << key[1] << "\",code=\"" << key[2] << "\"} " << n
            << '\n';
    help("quorate_http_request_duration_seconds", "histogram", "From a request's head to the end of its answer.");
    for (std::size_t i = 0; i < duration_bounds.size(); ++i)
        out << "quorate_http_request_duration_seconds_bucket{le=\"" << duration_bounds[i] << "\"} " << f.buckets[i] << '\n';
    out << "quorate_http_request_duration_seconds_bucket{le=\"+Inf\"} " << f.count << "\nquorate_http_request_duration_seconds_sum "
        << f.seconds << "\nquorate_http_request_duration_seconds_count " << f.count << '\n';
    const auto now = site_.loop.now();
    help("quorate_http_connections", "gauge", "Connections that are open.");
    out << "quorate_http_connections " << now.connections << '\n';
    help("quorate_http_in_flight", "gauge", "Requests being answered.");
    out << "quorate_http_in_flight " << now.in_flight << '\n';
    help("quorate_database_queue", "gauge", "Pieces of work that wait for the database's thread.");
    out << "quorate_database_queue " << work_.waiting() << '\n';
    help("build_info", "gauge", "What runs here.");
    out << "build_info{program=\"quorate\"} 1\n";
    auto text = std::make_shared<std::string>(out.str());
    return work_.ask([text](storage::database& d) -> handler_result {
        std::ostringstream more;
        const auto box = storage::outbox(d.sql()).now();
        const auto clock = wall_clock();
        more << "# HELP quorate_outbox_pending Mails owed.\n# TYPE quorate_outbox_pending gauge\nquorate_outbox_pending " << box.pending
             << "\n# HELP quorate_outbox_failed Mails given up.\n# TYPE quorate_outbox_failed gauge\nquorate_outbox_failed " << box.failed
             << "\n# HELP quorate_outbox_oldest_seconds Age of the oldest mail owed.\n# TYPE quorate_outbox_oldest_seconds "
                "gauge\nquorate_outbox_oldest_seconds "
             << (box.pending > 0 ? (clock.micros - box.oldest.micros) / engine::second_micros : 0)
             << "\n# HELP quorate_log_size Leaves of all logs.\n# TYPE quorate_log_size gauge\nquorate_log_size ";
        std::uint64_t leaves = 0;
        for (const auto& p : d.partnerships()) leaves += storage::log_store(d.sql(), p).head().tree.size();
        more << leaves << '\n';
        return http::step(http::text(200, "text/plain; version=0.0.4; charset=utf-8", *text + more.str()));
    });
}

} // namespace app
