// server/http/parts.hpp - what the files of this folder share: the loop, its listeners, its connections. The one place that
// includes Boost.Asio and Beast; nothing outside this folder includes it. g++ 12.2 miscompiles some coroutines: a statement with
// co_await holds no brace, no lambda and no `?:` (docs/adr/0009; a test looks).
#pragma once
#include "server/http/server.hpp"

#include <boost/asio.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <atomic>
#include <list>
#include <map>
#include <set>

namespace http {

namespace net = boost::asio;
namespace beast = boost::beast;
using net::awaitable;
using std::chrono::seconds;
using tcp = net::ip::tcp;
using beast_error = boost::system::error_code;
using plain_stream = beast::tcp_stream;
using tls_stream = beast::ssl_stream<beast::tcp_stream>;

inline constexpr auto quietly = net::as_tuple(net::use_awaitable);
/// How long a client may take to read what is written.
inline constexpr seconds write_stall{30};

struct server::parts {
    server_options options;
    net::io_context loop{1};
    net::signal_set signals{loop};
    net::steady_timer drain{loop};
    std::list<tcp::acceptor> acceptors;
    std::list<net::ssl::context> tls;
    std::list<net::local::stream_protocol::acceptor> local;
    std::string local_path;
    bool stopping = false;
    bool gone = false; ///< connections that outlast the loop touch nothing of it any more
    std::atomic<std::size_t> connections{0}, in_flight{0};
    /// Connections that wait for a request, or for news: what to close when we stop.
    std::set<beast::tcp_stream*> idle;
    /// Who waits for news of a partnership: each change raises its version and wakes them.
    struct news {
        std::uint64_t version = 0;
        std::set<net::steady_timer*> waiting;
    };
    std::map<std::string, news> by_partnership;

    /// No new connection, no new request; what is being answered is finished, for ten seconds at most.
    void begin_stop();
    /// The last connection of a server that stops lets the loop end.
    void check_drained();
    /// Is this a name by which we are called? @param own the address that the connection came to
    bool known_host(std::string_view host, const std::string& own) const;
};

template <class Stream> beast::tcp_stream& tcp_of(Stream& s) { return beast::get_lowest_layer(s); }

} // namespace http
