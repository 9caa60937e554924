// server/http/news.hpp - server-sent events: a page that shows a partnership learns that its log has grown.
#pragma once
#include "server/http/parts.hpp"

namespace http {

/// Tells of changes until the reader goes, or the server stops.
template <class Stream> awaitable<void> tell_news(server::parts& home, Stream& stream, subscription what);

extern template awaitable<void> tell_news(server::parts&, plain_stream&, subscription);
extern template awaitable<void> tell_news(server::parts&, tls_stream&, subscription);

} // namespace http
