#include "server/http/session.hpp"

#include "server/http/framing.hpp"
#include "server/http/news.hpp"
#include "server/http/spool_file.hpp"

#include <algorithm>

namespace http {
namespace {

namespace bhttp = boost::beast::http;

constexpr seconds idle_time{60}, head_time{10}, body_stall{5}, body_time{60}, upload_time{600};
constexpr std::size_t chunk = 64 * 1024;

constexpr fault head_too_long{431, "the head is longer than 8 KiB"}, no_request{400, "this is no HTTP request"},
    too_large{413, "this is larger than can be taken"}, no_room{503, "there is no room to take this now"},
    body_malformed{400, "the body is malformed"}, has_trailers{400, "trailers are not taken"},
    body_unwanted{400, "a body where none belongs"}, unknown_version{505, "HTTP/1.1, please"}, unknown_method{405, "an unknown method"},
    unknown_host{421, "this is not the server of that name"};

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
    using request_parser = bhttp::request_parser<bhttp::buffer_body>;

    /// Reads one request and answers it. False: the connection is to be closed.
    awaitable<bool> one()
    {
        begin_request();
        std::optional<fault> wrong = co_await read_head();
        if (!wrong && !gone_) wrong = co_await read_body();
        if (gone_) co_return false;
        response r;
        if (wrong) r = refusal(*wrong);
        else r = co_await answer();
        spool_.reset();
        app_.finish(*request_, r);
        const bool go_on = keep_ && !wrong && !r.close && !home_.stopping;
        const bool sent = co_await send(r, go_on);
        if (!sent || !r.events) co_return sent&& go_on;
        co_await tell_news(home_, stream_, *r.events);
        co_return false;
    }

    void begin_request()
    {
        request_ = std::make_shared<request>();
        request_->peer = peer_;
        request_->secure = tls_;
        parser_.emplace();
        parser_->eager(false);
        parser_->header_limit(head_max + 1);
        parser_->body_limit(boost::none);
        spool_.reset();
        version_ = 11;
        keep_ = false;
    }

    // -- the head ------------------------------------------------------------------------------------------------------

    /// The head, or what is wrong with it. `gone_`: nobody is there any more, or was too slow.
    awaitable<std::optional<fault>> read_head()
    {
        std::optional<fault> wrong = co_await collect_head();
        home_.idle.erase(&tcp_of(stream_));
        if (wrong || gone_) co_return wrong;
        began_ = micros_now();
        wrong = parse_head();
        co_return wrong;
    }

    /// Reads until a whole head stands in the buffer: byte for byte, because what Beast would mend is refused.
    awaitable<std::optional<fault>> collect_head()
    {
        bool first = buffer_.size() == 0;
        if (first) {
            tcp_of(stream_).expires_after(idle_time);
            home_.idle.insert(&tcp_of(stream_));
        } else tcp_of(stream_).expires_after(head_time);
        for (;;) {
            if (buffer_.size() > 0) {
                const auto found = end_of_head(view());
                if (!found) co_return found.error();
                head_size_ = *found;
                if (head_size_ > head_max || (head_size_ == 0 && buffer_.size() > head_max)) co_return head_too_long;
                if (head_size_ > 0) co_return std::nullopt;
            }
            auto room = buffer_.prepare(4096);
            auto [failed, n] = co_await stream_.async_read_some(room, quietly);
            gone_ = failed.failed(); // gone, or too slow: Beast has closed the socket
            if (gone_) co_return std::nullopt;
            buffer_.commit(n);
            if (std::exchange(first, false)) tcp_of(stream_).expires_after(head_time);
        }
    }

    std::optional<fault> parse_head()
    {
        if (const auto wrong = refuse_head(view().substr(0, head_size_))) return wrong;
        beast_error e;
        buffer_.consume(parser_->put(net::buffer(buffer_.data(), head_size_), e));
        if (e || !parser_->is_header_done()) return no_request;
        return take_head();
    }

    /// The parsed head as the application sees it.
    std::optional<fault> take_head()
    {
        const auto& head = parser_->get();
        auto& r = *request_;
        r.method.assign(head.method_string().data(), head.method_string().size());
        r.target.assign(head.target().data(), head.target().size());
        if (head.version() != 11 && head.version() != 10) return unknown_version;
        static const std::set<std::string, std::less<>> methods{"GET", "HEAD", "POST", "PUT", "DELETE"};
        if (!methods.contains(r.method)) return unknown_method;
        for (const auto& f : head) {
            std::string name(f.name_string().data(), f.name_string().size());
            for (auto& c : name)
                if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
            r.headers.emplace_back(std::move(name), std::string(f.value().data(), f.value().size()));
        }
        if (!home_.known_host(r.header("host"), own_)) return unknown_host;
        auto parsed = parse_target(r.target);
        if (!parsed) return parsed.error();
        r.path = std::move(parsed->first);
        r.query = std::move(parsed->second);
        believe_proxy();
        return std::nullopt;
    }

    /// A proxy that we trust says whose request it brings, and whether it came by TLS.
    void believe_proxy()
    {
        auto& r = *request_;
        const auto& proxies = home_.options.trusted_proxies;
        if (std::find(proxies.begin(), proxies.end(), peer_) == proxies.end()) return;
        r.secure = r.secure || r.header("x-forwarded-proto") == "https";
        const auto whole = r.header("x-forwarded-for");
        const auto last = whole.substr(whole.rfind(',') == std::string_view::npos ? 0 : whole.rfind(',') + 1);
        const auto from = last.find_first_not_of(' ');
        if (from != std::string_view::npos) r.peer = last.substr(from);
    }

    // -- the body ------------------------------------------------------------------------------------------------------

    /// The body, in memory or in a file, or what is wrong with it.
    awaitable<std::optional<fault>> read_body()
    {
        const auto limits = app_.limits_of(*request_);
        std::optional<fault> wrong = refuse_body(limits);
        if (wrong) co_return wrong;
        if (has_body()) {
            co_await say_go_on();
            if (gone_) co_return std::nullopt;
            wrong = co_await take_body(limits);
            if (wrong || gone_) co_return wrong;
        }
        if (spool_) request_->spool = spool_->path();
        keep_ = parser_->get().keep_alive();
        version_ = parser_->get().version();
        tcp_of(stream_).expires_never();
        co_return std::nullopt;
    }

    bool has_body() { return parser_->chunked() || parser_->content_length().value_or(0) > 0; }

    /// What is wrong with a body before any of it is read. Opens the file that it goes to.
    std::optional<fault> refuse_body(const application::limits& limits)
    {
        if (parser_->content_length().value_or(0) > limits.body) return too_large;
        if (!has_body()) return std::nullopt;
        if (request_->method == "GET" || request_->method == "HEAD") return body_unwanted;
        if (!limits.spool) return std::nullopt;
        spool_ = std::make_unique<spool_file>(app_.spool_folder());
        if (!spool_->good()) return no_room;
        return std::nullopt;
    }

    /// A client that asked first whether to send the body is told that it may.
    awaitable<void> say_go_on()
    {
        if (!beast::iequals(parser_->get()[bhttp::field::expect], "100-continue")) co_return;
        static const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
        auto bytes = net::buffer(go_on);
        auto [failed, n] = co_await net::async_write(stream_, bytes, quietly);
        (void)n;
        gone_ = failed.failed();
    }

    awaitable<std::optional<fault>> take_body(application::limits limits)
    {
        const auto fields = count_fields();
        const auto began = std::chrono::steady_clock::now();
        const auto whole = limits.spool ? upload_time : body_time;
        std::size_t taken = 0;
        if (piece_.empty()) piece_.resize(chunk);
        while (!parser_->is_done()) {
            parser_->get().body().data = piece_.data();
            parser_->get().body().size = piece_.size();
            // 1 KiB a second after the first five seconds, and an end to all of it.
            const auto due = began + body_stall + seconds(taken / 1024);
            tcp_of(stream_).expires_at(std::min(due, began + whole));
            auto [failed, n] = co_await bhttp::async_read_some(stream_, buffer_, *parser_, quietly);
            (void)n;
            if (failed == bhttp::error::need_buffer) failed = {};
            const std::size_t got = piece_.size() - parser_->get().body().size;
            taken += got;
            gone_ = is_gone(failed);
            if (gone_) co_return std::nullopt;
            if (failed) co_return body_malformed;
            if (taken > limits.body) co_return too_large;
            if (!keep_piece(got)) co_return no_room;
        }
        if (count_fields() != fields) co_return has_trailers;
        co_return std::nullopt;
    }

    static bool is_gone(beast_error e)
    {
        return e == bhttp::error::end_of_stream || e == bhttp::error::partial_message || e == net::error::eof ||
               e == net::error::connection_reset || e == net::error::operation_aborted || e == beast::error::timeout;
    }
    bool keep_piece(std::size_t size)
    {
        if (spool_) return spool_->write(std::string_view(piece_.data(), size));
        request_->body.append(piece_.data(), size);
        return true;
    }
    std::size_t count_fields() const { return static_cast<std::size_t>(std::distance(parser_->get().begin(), parser_->get().end())); }
    std::string_view view() const { return {static_cast<const char*>(buffer_.data().data()), buffer_.data().size()}; }

    // -- the answer ----------------------------------------------------------------------------------------------------

    /// The application's answer: on the loop, or after as many hops as it needs.
    awaitable<response> answer()
    {
        ++home_.in_flight;
        step s = answer_first();
        while (!s.done) {
            auto* where = s.where;
            auto loop = stream_.get_executor();
            auto result = co_await hop(loop, *where, guarded(std::move(s.next)), net::use_awaitable);
            s = std::move(*result);
        }
        --home_.in_flight;
        co_return std::move(*s.done);
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

    /// What is unsafe or malformed is told, and the connection closed: what follows cannot be trusted to begin where it seems to.
    response refusal(fault f)
    {
        began_ = began_ ? began_ : micros_now();
        response r = app_.failed(*request_, f.status, f.says);
        r.close = true;
        return r;
    }

    awaitable<bool> send(response& r, bool keep)
    {
        static const std::string nothing;
        const std::string& body = r.body ? *r.body : nothing;
        bhttp::response<bhttp::span_body<const char>> out(static_cast<bhttp::status>(r.status), version_);
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

    server::parts& home_;
    Stream stream_;
    application& app_;
    std::string own_, peer_;
    bool tls_;
    beast::flat_buffer buffer_;
    std::vector<char> piece_;
    // Of the request that is being answered.
    std::shared_ptr<request> request_;
    std::optional<request_parser> parser_;
    std::unique_ptr<spool_file> spool_;
    std::size_t head_size_ = 0;
    unsigned version_ = 11;
    bool keep_ = false; ///< the client may send another one on this connection
    bool gone_ = false; ///< the client has gone, or was too slow
    std::int64_t began_ = 0;
    bool linger_ = false; ///< the last answer may still be on its way
};

} // namespace

awaitable<void> serve_plain(server::parts& home, tcp::socket socket, application& app, std::string own)
{
    auto s = std::make_unique<session<plain_stream>>(home, plain_stream(std::move(socket)), app, std::move(own), false);
    co_await s->run();
}

awaitable<void> serve_tls(server::parts& home, tcp::socket socket, application& app, std::string own, net::ssl::context& tls)
{
    auto s = std::make_unique<session<tls_stream>>(home, tls_stream(std::move(socket), tls), app, std::move(own), true);
    co_await s->run();
}

} // namespace http
