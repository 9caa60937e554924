#include "server/http/news.hpp"

namespace http {

template <class Stream> awaitable<void> tell_news(server::parts& home, Stream& stream, subscription what)
{
    auto& news = home.by_partnership[what.partnership];
    std::uint64_t told = news.version;
    std::string line = "retry: 3000\n\n";
    net::steady_timer timer(home.loop);
    home.idle.insert(&tcp_of(stream));
    for (;;) {
        tcp_of(stream).expires_after(write_stall);
        auto bytes = net::buffer(line);
        auto [failed, n] = co_await net::async_write(stream, bytes, quietly);
        (void)n;
        if (failed || home.stopping) break;
        tcp_of(stream).expires_never();
        if (news.version == told) {
            news.waiting.insert(&timer);
            timer.expires_after(seconds(15));
            auto [woken] = co_await timer.async_wait(quietly);
            (void)woken;
            news.waiting.erase(&timer);
            if (home.stopping) break;
        }
        line = ": still here\n\n";
        if (news.version != told) {
            told = news.version;
            line = "event: changed\ndata: " + std::to_string(told) + "\n\n";
        }
    }
    home.idle.erase(&tcp_of(stream));
}

template awaitable<void> tell_news(server::parts&, plain_stream&, subscription);
template awaitable<void> tell_news(server::parts&, tls_stream&, subscription);

void server::changed(const std::string& partnership)
{
    net::post(parts_->loop, [this, partnership] {
        const auto found = parts_->by_partnership.find(partnership);
        if (found == parts_->by_partnership.end()) return;
        ++found->second.version;
        for (auto* t : found->second.waiting) t->cancel();
    });
}

} // namespace http
