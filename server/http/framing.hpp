// server/http/framing.hpp - what is refused of a request before anybody looks at its meaning: shapes that two programs could
// read differently (docs/adr/0009). Pure functions over the raw bytes, so that they can be fuzzed.
#pragma once
#include "server/http/message.hpp"

#include <expected>
#include <string>
#include <string_view>

namespace http {

inline constexpr std::size_t head_max = 8192, fields_max = 64;

struct fault {
    unsigned status;
    std::string_view says;
};

/// Where the head ends: the offset after the empty line, 0 when it is not there yet; or a fault (a bare LF or CR, a NUL).
std::expected<std::size_t, fault> end_of_head(std::string_view bytes);

/// A head that any HTTP program must read the same way: obsolete folding, bytes outside ASCII in the target, a repeated or
/// missing Host, a repeated Content-Length, one beside Transfer-Encoding, any coding but `chunked`, targets that are no path.
std::optional<fault> refuse_head(std::string_view head);

/// Takes an origin-form target apart. Refused: encoded slashes and NULs, dot segments, empty segments, names twice.
std::expected<std::pair<std::vector<std::string>, pairs>, fault> parse_target(std::string_view target);

/// An urlencoded form; names may repeat (check boxes). Nothing when it cannot be read.
std::optional<pairs> parse_form(std::string_view body);

/// The value of a cookie; "" when there is none, or two.
std::string cookie(std::string_view header, std::string_view name);

/// One part of multipart/form-data, as offsets into the body.
struct part {
    std::string name, filename, type;
    std::size_t begin = 0, size = 0;
};
/// Nothing when it is malformed. @param content_type with the boundary
std::optional<std::vector<part>> parse_multipart(std::string_view content_type, std::string_view body);

/// "text" of RFC 3986 percent-encoding for a query value or a path segment.
std::string url_encode(std::string_view text);

} // namespace http
