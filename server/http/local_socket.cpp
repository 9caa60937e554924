// A local socket: one line in, one line out, for the same user on the same machine.
#include "server/http/parts.hpp"

#include <sys/stat.h>
#include <unistd.h>

namespace http {
namespace {

using local = net::local::stream_protocol;
using line_answer = std::function<void(std::string, std::function<void(std::string)>)>;

/// Callbacks, not a coroutine: one line in, one line out.
struct local_session : std::enable_shared_from_this<local_session> {
    local::socket socket;
    net::any_io_executor loop;
    std::string line;
    local_session(local::socket s, net::any_io_executor l) : socket(std::move(s)), loop(std::move(l)) {}
    void start(const line_answer& answer)
    {
        auto self = shared_from_this();
        net::async_read_until(socket, net::dynamic_buffer(line, 1 << 16), '\n', [self, answer](beast_error e, std::size_t n) {
            if (e) return;
            answer(self->line.substr(0, n - 1), [self](std::string reply) {
                net::post(self->loop, [self, reply = std::move(reply)] {
                    self->line = reply + "\n";
                    net::async_write(self->socket, net::buffer(self->line), [self](beast_error, std::size_t) {});
                });
            });
        });
    }
};

void accept_local(server::parts& home, local::acceptor& acceptor, line_answer answer)
{
    acceptor.async_accept([&home, &acceptor, answer](beast_error e, local::socket socket) {
        if (e || home.stopping) return;
        std::make_shared<local_session>(std::move(socket), home.loop.get_executor())->start(answer);
        accept_local(home, acceptor, answer);
    });
}

} // namespace

void server::listen_local(const std::string& path, std::function<void(std::string, std::function<void(std::string)>)> answer)
{
    auto& p = *parts_;
    ::unlink(path.c_str());
    const auto before = ::umask(0177); // for its owner alone
    auto& acceptor = p.local.emplace_back(p.loop, local::endpoint(path));
    ::umask(before);
    p.local_path = path;
    accept_local(p, acceptor, std::move(answer));
}

} // namespace http
