#include "server/app/log.hpp"

#include "engine/values.hpp"
#include "server/app/database_thread.hpp"

#include <boost/json.hpp>

#include <atomic>
#include <cstdio>

namespace app {
namespace {
std::atomic<log_form> how{log_form::json};
}

void log_as(log_form form) { how = form; }

void log_line(std::string_view level, std::string_view says, const boost::json::object& more)
{
    const auto form = how.load();
    if (form == log_form::off || (form == log_form::plain && level == "info")) return;
    boost::json::object line{{"ts", engine::exact(wall_clock())}, {"level", level}, {"msg", says}};
    for (const auto& p : more) line.insert(p);
    auto out = boost::json::serialize(line);
    if (form == log_form::plain) {
        out = std::string(level) + ": " + std::string(says);
        for (const auto& p : more) out += ", " + std::string(p.key()) + " " + boost::json::serialize(p.value());
    }
    out += '\n';
    std::fwrite(out.data(), 1, out.size(), stderr); // one call: lines of two threads do not mix
}

} // namespace app
