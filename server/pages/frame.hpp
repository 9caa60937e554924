// server/pages/frame.hpp - from a request to its page: the partnership is read, the model filled, and the frame of all pages added.
#pragma once
#include "server/pages/page_context.hpp"

#include <functional>
#include <optional>

namespace pages {

/// Fills a page's model. @returns a response: that one is sent instead
using filler = std::function<std::optional<http::response>(page_context& page, json::object& model)>;

/// @param nav which word of the navigation is the current one, "" none
handler_result show(const shared_request& request, std::string_view name, std::string_view nav, const filler& fill);
/// The same of a past moment (?as_of=): folded from the log on the auditors' thread.
handler_result show_maybe_past(const shared_request& request, std::string_view name, std::string_view nav, const filler& fill);
/// The same, on the auditors' thread: what looks at very much keeps nobody waiting.
handler_result show_aside(const shared_request& request, std::string_view name, std::string_view nav, const filler& fill);
/// A page without a reader (sign-in, help).
http::response plain(const request_context& request, std::string_view name, json::object model, unsigned status = 200);

/// Reads a partnership for something that is not a page of it: a file, a feed, the public register. Nothing is called where
/// there is no such partnership.
void with_partnership(const request_context& request, const std::string& partnership, const std::string& reader,
                      const std::function<void(page_context& page)>& use);
/// The time zone of the partnership in the path.
std::string zone_of(request_context& request);

/// A page has the protective marking of each thing that stands on it, at its head and, printed, at its end (MN-marking).
void add_marking(json::object& model, const std::string& marking);

/// One choice of a list to choose from.
json::object option(std::string_view id, std::string_view name, bool selected);

} // namespace pages
