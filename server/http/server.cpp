// The only file with Boost.Asio and Beast. g++ 12.2 miscompiles some coroutines: a statement with co_await holds no brace, no
// lambda and no `?:` (docs/adr/0009; a test looks).
#include "server/http/server.hpp"

#include "engine/bytes.hpp"
#include "server/http/framing.hpp"

#include <boost/asio.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/ssl.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>

#include <atomic>
#include <csignal>
#include <cstdio>
#include <list>
#include <map>
#include <set>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace http {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using net::awaitable;
using std::chrono::seconds;
using tcp = net::ip::tcp;
using beast_error = boost::system::error_code;

constexpr auto quietly = net::as_tuple(net::use_awaitable);
constexpr seconds idle_time{60}, head_time{10}, body_stall{5}, body_time{60}, upload_time{600}, write_stall{30}, drain_time{10};
constexpr std::size_t chunk = 64 * 1024;

std::int64_t micros_now()
{
    return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Work on another pool, awaited from the loop.
template <class Token> auto hop(net::any_io_executor loop, pool& p, std::function<step()> work, Token&& token)
{
    return net::async_initiate<Token, void(std::shared_ptr<step>)>(
        [loop, &p](auto handler, std::function<step()> todo) {
            auto keep = net::make_work_guard(loop);
            auto shared = std::make_shared<decltype(handler)>(std::move(handler));
            p.post([loop, keep, shared, todo = std::move(todo)] {
                auto result = std::make_shared<step>(todo());
                net::post(loop, [shared, result] { std::move (*shared)(result); });
            });
        },
        token, std::move(work));
}

/// A body on its way to a file of its own; gone with this object unless somebody took it.
class spool_file {
public:
    explicit spool_file(const std::string& folder)
    {
        path_ = folder + "/upload-XXXXXX";
        fd_ = ::mkstemp(path_.data());
    }
    ~spool_file()
    {
        if (fd_ >= 0) ::close(fd_);
        if (!path_.empty() && fd_ >= 0) ::unlink(path_.c_str());
    }
    spool_file(const spool_file&) = delete;
    spool_file& operator=(const spool_file&) = delete;
    bool write(std::string_view bytes) const
    {
        while (!bytes.empty()) {
            const auto n = ::write(fd_, bytes.data(), bytes.size());
            if (n <= 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(n));
        }
        return true;
    }
    bool good() const { return fd_ >= 0; }
    const std::string& path() const { return path_; }

private:
    std::string path_;
    int fd_ = -1;
};

} // namespace

struct server::parts {
    server_options options;
    net::io_context loop{1};
    net::signal_set signals{loop};
    net::steady_timer drain{loop};
    std::list<std::function<void()>> closers; ///< one a listener
    std::list<tcp::acceptor> acceptors;
    std::list<net::ssl::context> tls;
    std::list<net::local::stream_protocol::acceptor> local;
    std::string local_path;
    std::list<net::steady_timer> periodic;
    bool stopping = false;
    bool gone = false; ///< connections that outlast the loop touch nothing of it any more
    std::atomic<std::size_t> connections{0}, in_flight{0};
    /// Connections that wait for a request, or for news: what to close when we stop.
    std::set<beast::tcp_stream*> idle;
    struct news {
        std::uint64_t version = 0;
        std::set<net::steady_timer*> waiting;
    };
    std::map<std::string, news> by_partnership;

    void begin_stop()
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
        for (auto& t : periodic) t.cancel();
        beast_error ignored;
        signals.cancel(ignored);
        drain.expires_after(drain_time);
        drain.async_wait([this](beast_error e) {
            if (!e) loop.stop();
        });
        check_drained();
    }
    void check_drained()
    {
        if (stopping && connections == 0) drain.cancel();
    }
    bool known_host(std::string_view host, const std::string& own) const
    {
        auto name = host;
        if (name.starts_with('[')) name = name.substr(0, name.find(']') + 1);
        else name = name.substr(0, name.rfind(':'));
        if (name == "localhost" || name == "127.0.0.1" || name == "[::1]" || name == own) return true;
        return std::any_of(options.hosts.begin(), options.hosts.end(), [&](const auto& h) { return h == name || h == host; });
    }
};

namespace {

template <class Stream> beast::tcp_stream& tcp_of(Stream& s) { return beast::get_lowest_layer(s); }

/// One connection.
template <class Stream> class session {
public:
    session(server::parts& home, Stream stream, application& app, std::string own, bool tls)
        : home_(home), stream_(std::move(stream)), app_(app), own_(std::move(own)), tls_(tls)
    {
        ++home_.connections;
        beast_error ignored;
        const auto end = tcp_of(stream_).socket().remote_endpoint(ignored);
        if (!ignored) peer_ = end.address().to_string();
        tcp_of(stream_).socket().set_option(tcp::no_delay(true), ignored);
    }
    ~session()
    {
        --home_.connections;
        if (!home_.gone) home_.check_drained();
    }

    awaitable<void> run()
    {
        if constexpr (!std::is_same_v<Stream, beast::tcp_stream>) {
            tcp_of(stream_).expires_after(head_time);
            auto [failed] = co_await stream_.async_handshake(net::ssl::stream_base::server, quietly);
            if (failed) co_return;
        }
        while (!home_.stopping) {
            const bool more = co_await one();
            if (!more) break;
        }
        tcp_of(stream_).expires_after(seconds(2));
        if constexpr (!std::is_same_v<Stream, beast::tcp_stream>) {
            auto [ignored] = co_await stream_.async_shutdown(quietly);
            (void)ignored;
        }
        beast_error e;
        tcp_of(stream_).socket().shutdown(tcp::socket::shutdown_send, e);
        // What the client still sends is read for a moment, so that a reset does not swallow our answer.
        std::array<char, 4096> waste;
        std::size_t wasted = 0;
        while (!e && linger_ && wasted < (1 << 20)) {
            auto buffer = net::buffer(waste);
            auto [failed, n] = co_await tcp_of(stream_).async_read_some(buffer, quietly);
            if (failed) break;
            wasted += n;
        }
    }

private:
    /// Reads one request and answers it. False: the connection is to be closed.
    awaitable<bool> one()
    {
        request_ = std::make_shared<request>();
        request_->peer = peer_;
        request_->secure = tls_;
        // The head: byte for byte, because what Beast would mend is refused.
        std::size_t head_size = 0;
        if (buffer_.size() == 0) {
            tcp_of(stream_).expires_after(idle_time);
            home_.idle.insert(&tcp_of(stream_));
        } else tcp_of(stream_).expires_after(head_time);
        bool first = buffer_.size() == 0;
        for (;;) {
            if (buffer_.size() > 0) {
                const auto found = end_of_head(view());
                if (!found) {
                    home_.idle.erase(&tcp_of(stream_));
                    const bool more = co_await refuse(found.error());
                    co_return more;
                }
                head_size = *found;
                if (head_size > 0) break;
                if (buffer_.size() > head_max) {
                    home_.idle.erase(&tcp_of(stream_));
                    const fault too_long = fault_of(431, "the head is longer than 8 KiB");
                    const bool more = co_await refuse(too_long);
                    co_return more;
                }
            }
            auto room = buffer_.prepare(4096);
            auto [failed, n] = co_await stream_.async_read_some(room, quietly);
            if (failed) { // gone, or too slow: Beast has closed the socket
                home_.idle.erase(&tcp_of(stream_));
                co_return false;
            }
            buffer_.commit(n);
            if (std::exchange(first, false)) tcp_of(stream_).expires_after(head_time);
        }
        home_.idle.erase(&tcp_of(stream_));
        began_ = micros_now();
        if (head_size > head_max) {
            const fault too_long = fault_of(431, "the head is longer than 8 KiB");
            const bool more = co_await refuse(too_long);
            co_return more;
        }
        if (const auto f = refuse_head(view().substr(0, head_size))) {
            const bool more = co_await refuse(*f);
            co_return more;
        }
        bhttp::request_parser<bhttp::buffer_body> parser;
        parser.eager(false);
        parser.header_limit(head_max + 1);
        parser.body_limit(boost::none);
        beast_error e;
        buffer_.consume(parser.put(net::buffer(buffer_.data(), head_size), e));
        if (e || !parser.is_header_done()) {
            const fault broken = fault_of(400, "this is no HTTP request");
            const bool more = co_await refuse(broken);
            co_return more;
        }
        if (const auto f = take_head(parser)) {
            const bool more = co_await refuse(*f);
            co_return more;
        }
        const auto limits = app_.limits_of(*request_);
        const bool has_body = parser.chunked() || parser.content_length().value_or(0) > 0;
        if (parser.content_length().value_or(0) > limits.body) {
            const fault large = fault_of(413, "this is larger than can be taken");
            const bool more = co_await refuse(large);
            co_return more;
        }
        std::unique_ptr<spool_file> spool;
        if (has_body) {
            if (bhttp::to_string(parser.get().method()) == "GET" || parser.get().method() == bhttp::verb::head) {
                const fault f = fault_of(400, "a body where none belongs");
                const bool more = co_await refuse(f);
                co_return more;
            }
            if (limits.spool) {
                spool = std::make_unique<spool_file>(app_.spool_folder());
                if (!spool->good()) {
                    const fault f = fault_of(503, "there is no room to take this now");
                    const bool more = co_await refuse(f);
                    co_return more;
                }
            }
            if (beast::iequals(parser.get()[bhttp::field::expect], "100-continue")) {
                static const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
                auto bytes = net::buffer(go_on);
                auto [failed, n] = co_await net::async_write(stream_, bytes, quietly);
                (void)n;
                if (failed) co_return false;
            }
            const auto fields = count_fields(parser);
            std::size_t taken = 0;
            const auto body_began = std::chrono::steady_clock::now();
            const auto whole = limits.spool ? upload_time : body_time;
            if (piece_.empty()) piece_.resize(chunk);
            while (!parser.is_done()) {
                parser.get().body().data = piece_.data();
                parser.get().body().size = piece_.size();
                // 1 KiB a second after the first five seconds, and an end to all of it.
                const auto due = body_began + body_stall + seconds(taken / 1024);
                tcp_of(stream_).expires_at(std::min(due, body_began + whole));
                auto [failed, n] = co_await bhttp::async_read_some(stream_, buffer_, parser, quietly);
                (void)n;
                if (failed == bhttp::error::need_buffer) failed = {};
                const std::size_t got = piece_.size() - parser.get().body().size;
                taken += got;
                if (failed == bhttp::error::end_of_stream || failed == bhttp::error::partial_message || failed == net::error::eof ||
                    failed == net::error::connection_reset || failed == net::error::operation_aborted || failed == beast::error::timeout)
                    co_return false;
                if (failed) {
                    const fault broken = fault_of(400, "the body is malformed");
                    const bool more = co_await refuse(broken);
                    co_return more;
                }
                if (taken > limits.body) {
                    const fault large = fault_of(413, "this is larger than can be taken");
                    const bool more = co_await refuse(large);
                    co_return more;
                }
                if (!spool) request_->body.append(piece_.data(), got);
                else if (!spool->write(std::string_view(piece_.data(), got))) {
                    const fault f = fault_of(503, "there is no room to take this now");
                    const bool more = co_await refuse(f);
                    co_return more;
                }
            }
            if (count_fields(parser) != fields) {
                const fault trailer = fault_of(400, "trailers are not taken");
                const bool more = co_await refuse(trailer);
                co_return more;
            }
        }
        if (spool) request_->spool = spool->path();
        const bool keep = parser.get().keep_alive();
        const unsigned version = parser.get().version();
        tcp_of(stream_).expires_never();
        ++home_.in_flight;
        step s = answer_first();
        while (!s.done) {
            auto* where = s.where;
            auto loop = stream_.get_executor();
            auto result = co_await hop(loop, *where, guarded(std::move(s.next)), net::use_awaitable);
            s = std::move(*result);
        }
        --home_.in_flight;
        spool.reset();
        response r = std::move(*s.done);
        app_.finish(*request_, r);
        const bool go_on = keep && !r.close && !home_.stopping;
        const bool sent = co_await send(r, version, go_on);
        if (!sent) co_return false;
        if (r.events) {
            co_await tell(*r.events);
            co_return false;
        }
        co_return go_on;
    }

    static fault fault_of(unsigned status, std::string_view says) { return fault{status, says}; }
    std::string_view view() const { return {static_cast<const char*>(buffer_.data().data()), buffer_.data().size()}; }
    template <class Parser> static std::size_t count_fields(const Parser& p)
    {
        return static_cast<std::size_t>(std::distance(p.get().begin(), p.get().end()));
    }

    template <class Parser> std::optional<fault> take_head(const Parser& parser)
    {
        const auto& head = parser.get();
        auto& r = *request_;
        r.method.assign(head.method_string().data(), head.method_string().size());
        r.target.assign(head.target().data(), head.target().size());
        if (head.version() != 11 && head.version() != 10) return fault{505, "HTTP/1.1, please"};
        static const std::set<std::string, std::less<>> methods{"GET", "HEAD", "POST", "PUT", "DELETE"};
        if (!methods.contains(r.method)) return fault{405, "an unknown method"};
        for (const auto& f : head) {
            std::string name(f.name_string().data(), f.name_string().size());
            for (auto& c : name)
                if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
            r.headers.emplace_back(std::move(name), std::string(f.value().data(), f.value().size()));
        }
        if (!home_.known_host(r.header("host"), own_)) return fault{421, "this is not the server of that name"};
        auto parsed = parse_target(r.target);
        if (!parsed) return parsed.error();
        r.path = std::move(parsed->first);
        r.query = std::move(parsed->second);
        const auto& proxies = home_.options.trusted_proxies;
        if (std::find(proxies.begin(), proxies.end(), peer_) != proxies.end()) {
            r.secure = r.secure || r.header("x-forwarded-proto") == "https";
            const auto whole = r.header("x-forwarded-for");
            const auto last = whole.substr(whole.rfind(',') == std::string_view::npos ? 0 : whole.rfind(',') + 1);
            const auto from = last.find_first_not_of(' ');
            if (from != std::string_view::npos) r.peer = last.substr(from);
        }
        return std::nullopt;
    }

    step answer_first()
    {
        try {
            return app_.answer(request_);
        } catch (const std::exception& e) {
            return app_.failed(*request_, 500, e.what());
        }
    }
    std::function<step()> guarded(std::function<step()> next)
    {
        return [this, r = request_, next = std::move(next)]() -> step {
            try {
                return next();
            } catch (const std::exception& e) {
                return app_.failed(*r, 500, e.what());
            }
        };
    }

    awaitable<bool> refuse(fault f)
    {
        began_ = began_ ? began_ : micros_now();
        response r = app_.failed(*request_, f.status, f.says);
        app_.finish(*request_, r);
        r.close = true;
        co_await send(r, 11, false);
        co_return false;
    }

    awaitable<bool> send(response& r, unsigned version, bool keep)
    {
        static const std::string nothing;
        const std::string& body = r.body ? *r.body : nothing;
        bhttp::response<bhttp::span_body<const char>> out(static_cast<bhttp::status>(r.status), version);
        if (!r.type.empty() && r.status != 204 && r.status != 304) out.set(bhttp::field::content_type, r.type);
        for (const auto& [name, value] : r.headers) out.insert(name, value);
        if (r.events) {
            out.keep_alive(false);
        } else {
            out.keep_alive(keep);
            if (r.status != 304) out.set(bhttp::field::content_length, std::to_string(body.size()));
        }
        const bool bodiless = request_->method == "HEAD" || r.status == 304 || r.events;
        if (!bodiless) out.body() = boost::beast::span<const char>(body.data(), body.size());
        bhttp::response_serializer<bhttp::span_body<const char>> serializer(out);
        tcp_of(stream_).expires_after(write_stall);
        beast_error failed;
        if (bodiless) {
            auto [e, n] = co_await bhttp::async_write_header(stream_, serializer, quietly);
            (void)n;
            failed = e;
        } else {
            while (!serializer.is_done()) {
                tcp_of(stream_).expires_after(write_stall); // each piece anew: slow is allowed, silent is not
                auto [e, n] = co_await bhttp::async_write_some(stream_, serializer, quietly);
                (void)n;
                failed = e;
                if (e) break;
            }
        }
        app_.note(*request_, r, micros_now() - began_, body.size());
        began_ = 0;
        linger_ = !keep;
        co_return !failed;
    }

    /// Server-sent events until the reader goes.
    awaitable<void> tell(subscription what)
    {
        auto& news = home_.by_partnership[what.partnership];
        std::uint64_t told = news.version;
        std::string line = "retry: 3000\n\n";
        net::steady_timer timer(home_.loop);
        home_.idle.insert(&tcp_of(stream_));
        for (;;) {
            tcp_of(stream_).expires_after(write_stall);
            auto bytes = net::buffer(line);
            auto [failed, n] = co_await net::async_write(stream_, bytes, quietly);
            (void)n;
            if (failed || home_.stopping) break;
            tcp_of(stream_).expires_never();
            if (news.version == told) {
                news.waiting.insert(&timer);
                timer.expires_after(seconds(15));
                auto [woken] = co_await timer.async_wait(quietly);
                (void)woken;
                news.waiting.erase(&timer);
                if (home_.stopping) break;
            }
            line = ": still here\n\n";
            if (news.version != told) {
                told = news.version;
                line = "event: changed\ndata: " + std::to_string(told) + "\n\n";
            }
        }
        home_.idle.erase(&tcp_of(stream_));
    }

    server::parts& home_;
    Stream stream_;
    application& app_;
    std::string own_, peer_;
    bool tls_;
    beast::flat_buffer buffer_;
    std::vector<char> piece_;
    std::shared_ptr<request> request_;
    std::int64_t began_ = 0;
    bool linger_ = false; ///< the last answer may still be on its way
};

awaitable<void> serve_plain(server::parts& home, tcp::socket socket, application& app, std::string own)
{
    auto s = std::make_unique<session<beast::tcp_stream>>(home, beast::tcp_stream(std::move(socket)), app, std::move(own), false);
    co_await s->run();
}

awaitable<void> serve_tls(server::parts& home, tcp::socket socket, application& app, std::string own, net::ssl::context& tls)
{
    using stream = beast::ssl_stream<beast::tcp_stream>;
    auto s = std::make_unique<session<stream>>(home, stream(std::move(socket), tls), app, std::move(own), true);
    co_await s->run();
}

awaitable<void> accept_all(server::parts& home, tcp::acceptor& acceptor, application& app, std::string own, net::ssl::context* tls)
{
    while (!home.stopping) {
        auto [failed, socket] = co_await acceptor.async_accept(quietly);
        if (home.stopping || failed == net::error::operation_aborted) co_return;
        if (failed) { // out of descriptors, say: wait a moment instead of spinning
            net::steady_timer pause(home.loop, seconds(1));
            auto [ignored] = co_await pause.async_wait(quietly);
            (void)ignored;
            continue;
        }
        if (home.connections >= home.options.connections_max) continue; // the socket closes: the client may come again
        if (tls) net::co_spawn(home.loop, serve_tls(home, std::move(socket), app, own, *tls), net::detached);
        else net::co_spawn(home.loop, serve_plain(home, std::move(socket), app, own), net::detached);
    }
}

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

void tick(net::steady_timer& t, std::chrono::milliseconds period, const std::function<void()>& work, const bool& stopping)
{
    t.expires_after(period);
    t.async_wait([&t, period, work, &stopping](beast_error e) {
        if (e || stopping) return;
        work();
        tick(t, period, work, stopping);
    });
}

} // namespace

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

unsigned short server::listen(const listen_at& where, application& app, const tls_files& tls)
{
    auto& p = *parts_;
    beast_error e;
    const auto address = net::ip::make_address(where.address == "localhost" ? "127.0.0.1" : where.address, e);
    if (e) throw std::runtime_error("\"" + where.address + "\" is no address to listen at: give one such as 127.0.0.1");
    net::ssl::context* secure = nullptr;
    if (!tls.certificate.empty()) {
        secure = &p.tls.emplace_back(net::ssl::context::tls_server);
        secure->set_options(net::ssl::context::default_workarounds | net::ssl::context::no_tlsv1 | net::ssl::context::no_tlsv1_1 |
                            net::ssl::context::single_dh_use);
        secure->use_certificate_chain_file(tls.certificate, e);
        if (e) throw std::runtime_error("the certificate " + tls.certificate + " cannot be read: " + e.message());
        secure->use_private_key_file(tls.key, net::ssl::context::pem, e);
        if (e) throw std::runtime_error("the private key " + tls.key + " cannot be read, or is not the certificate's: " + e.message());
    }
    auto& acceptor = p.acceptors.emplace_back(p.loop);
    const tcp::endpoint end(address, where.port);
    acceptor.open(end.protocol());
    acceptor.set_option(net::socket_base::reuse_address(true));
    acceptor.bind(end, e);
    if (e)
        throw std::runtime_error(
            "cannot listen at " + where.address + ":" + std::to_string(where.port) + ": " + e.message() +
            (e == net::error::address_in_use ? "; another program listens there: stop it, or choose another port" : ""));
    acceptor.listen(1024);
    net::co_spawn(p.loop, accept_all(p, acceptor, app, where.address, secure), net::detached);
    return acceptor.local_endpoint().port();
}

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

void server::run() { parts_->loop.run(); }

void server::stop()
{
    net::post(parts_->loop, [this] { parts_->begin_stop(); });
}
void server::post(std::function<void()> work) { net::post(parts_->loop, std::move(work)); }

void server::changed(const std::string& partnership)
{
    net::post(parts_->loop, [this, partnership] {
        const auto found = parts_->by_partnership.find(partnership);
        if (found == parts_->by_partnership.end()) return;
        ++found->second.version;
        for (auto* t : found->second.waiting) t->cancel();
    });
}

void server::every(std::chrono::milliseconds period, std::function<void()> work)
{
    auto& t = parts_->periodic.emplace_back(parts_->loop);
    tick(t, period, work, parts_->stopping);
}

server::figures server::now() const { return {parts_->connections, parts_->in_flight}; }

} // namespace http
