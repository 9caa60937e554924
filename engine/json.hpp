// engine/json.hpp - JSON in and out: strict reading by Boost.JSON, RFC 8785 (JCS) writing by us.
// Why our own writer: Boost.JSON 1.81 prints 1E0 for 1.0 and keeps insertion order (docs/adr/0003).
#pragma once
#include <boost/json.hpp>

#include <cstddef>
#include <expected>
#include <string>
#include <string_view>

namespace engine {

namespace json = boost::json;

struct parse_failure {
    std::size_t offset; ///< in bytes from the start of the text
    std::string says;   ///< what was expected there
};

/// Reads one JSON document. Beyond RFC 8259: a key twice in one object, a number that is not finite, U+0000,
/// a lone surrogate, and nesting deeper than 32 are refused, so that nobody can read the same bytes differently.
[[nodiscard]] std::expected<json::value, parse_failure> parse_strict(std::string_view text);

/// RFC 8785: keys sorted by UTF-16 code units, numbers as ECMAScript prints them, no white space.
/// @throws std::invalid_argument for a number that is not finite or an integer beyond 2^53 - 1 either way.
std::string canonical(const json::value& v);
void canonical(std::string& out, const json::value& v);

/// One JSON string literal as RFC 8785 writes it, appended.
void canonical_string(std::string& out, std::string_view text);

/// A finite double as ECMAScript's Number.prototype.toString prints it.
std::string ecmascript_number(double d);

/// The text under a key, or "" when there is none or it is no text.
std::string_view text_at(const json::object& o, std::string_view key);

} // namespace engine
