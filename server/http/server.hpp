// server/http/server.hpp - the event loop: listens, reads requests under limits and deadlines, asks the application, writes.
// One thread runs the loop; whatever blocks hops to a pool (message.hpp, step). Boost.Asio and Beast stand behind parts.hpp.
#pragma once
#include "server/http/message.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace http {

struct listen_at {
    std::string address;     ///< of one interface: "127.0.0.1"
    unsigned short port = 0; ///< 0: any that is free
};
struct tls_files {
    std::string certificate, key; ///< PEM; "": plain
};
struct server_options {
    std::vector<std::string> hosts;           ///< names by which we are called, beside the address itself and localhost
    std::vector<std::string> trusted_proxies; ///< whose X-Forwarded-For and -Proto are believed
    std::size_t connections_max = 4000;
};

class server {
public:
    explicit server(server_options o);
    ~server();
    /// @throws std::runtime_error when the address cannot be listened at. @return the port
    unsigned short listen(const listen_at& where, application& app, const tls_files& tls = {});
    /// A local socket: a line in, a line out. For commands of the same user on the same machine.
    void listen_local(const std::string& path, std::function<void(std::string line, std::function<void(std::string)> reply)> answer);
    /// Runs until a signal or stop(): what is being answered is finished, for 10 s at most.
    void run();
    void changed(const std::string& partnership); ///< wakes the server-sent events of a partnership; from any thread
    struct figures {
        std::size_t connections = 0, in_flight = 0;
    };
    figures now() const;

    struct parts; ///< parts.hpp
private:
    std::unique_ptr<parts> parts_;
};

} // namespace http
