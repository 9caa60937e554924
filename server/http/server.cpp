#include "server/http/parts.hpp"

#include <algorithm>
#include <csignal>

#include <unistd.h>

namespace http {

namespace {
constexpr seconds drain_time{10};
} // namespace

void server::parts::begin_stop()
{
    if (std::exchange(stopping, true)) return;
    for (auto& a : acceptors) {
        beast_error ignored;
        a.close(ignored);
    }
    for (auto& a : local) {
        beast_error ignored;
        a.close(ignored);
    }
    if (!local_path.empty()) ::unlink(local_path.c_str());
    for (auto* s : idle) s->cancel();
    for (auto& [_, n] : by_partnership)
        for (auto* t : n.waiting) t->cancel();
    beast_error ignored;
    signals.cancel(ignored);
    drain.expires_after(drain_time);
    drain.async_wait([this](beast_error e) {
        if (!e) loop.stop();
    });
    check_drained();
}

void server::parts::check_drained()
{
    if (stopping && connections == 0) drain.cancel();
}

bool server::parts::known_host(std::string_view host, const std::string& own) const
{
    auto name = host;
    if (name.starts_with('[')) name = name.substr(0, name.find(']') + 1);
    else name = name.substr(0, name.rfind(':'));
    if (name == "localhost" || name == "127.0.0.1" || name == "[::1]" || name == own) return true;
    return std::any_of(options.hosts.begin(), options.hosts.end(), [&](const auto& h) { return h == name || h == host; });
}

server::server(server_options o) : parts_(std::make_unique<parts>())
{
    parts_->options = std::move(o);
    std::signal(SIGPIPE, SIG_IGN);
    // From now on, so that a stop that is asked for while we start is graceful too.
    auto& p = *parts_;
    p.signals.add(SIGTERM);
    p.signals.add(SIGINT);
    p.signals.async_wait([&p](beast_error e, int) {
        if (!e) p.begin_stop();
    });
}
server::~server() { parts_->gone = true; }

void server::run() { parts_->loop.run(); }

server::figures server::now() const { return {parts_->connections, parts_->in_flight}; }

} // namespace http
