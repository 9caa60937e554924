#include "engine/json.hpp"

#include <boost/json/basic_parser_impl.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <set>
#include <stdexcept>
#include <vector>

namespace engine {
namespace {

/// Builds the value while Boost.JSON parses, and refuses what that lets through and we do not.
struct builder {
    static constexpr std::size_t max_object_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_array_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_key_size = static_cast<std::size_t>(-1);
    static constexpr std::size_t max_string_size = static_cast<std::size_t>(-1);

    json::value_stack values;
    std::vector<std::set<std::string, std::less<>>> keys;
    std::string part; ///< of a key or number that comes in parts
    std::string wrong;

    bool fail(json::error_code& ec, std::string says)
    {
        wrong = std::move(says);
        ec = json::error::exception;
        return false;
    }
    bool text(std::string_view s, json::error_code& ec)
    {
        return s.find('\0') == std::string_view::npos || fail(ec, "the character U+0000 is not allowed");
    }

    bool on_document_begin(json::error_code&) { return values.reset(), true; }
    bool on_document_end(json::error_code&) { return true; }
    bool on_object_begin(json::error_code&) { return keys.emplace_back(), true; }
    bool on_object_end(std::size_t n, json::error_code&) { return keys.pop_back(), values.push_object(n), true; }
    bool on_array_begin(json::error_code&) { return true; }
    bool on_array_end(std::size_t n, json::error_code&) { return values.push_array(n), true; }
    bool on_key_part(json::string_view s, std::size_t, json::error_code&)
    {
        part.append(s.data(), s.size());
        values.push_chars(s);
        return true;
    }
    bool on_key(json::string_view s, std::size_t, json::error_code& ec)
    {
        part.append(s.data(), s.size());
        const std::string key = std::exchange(part, {});
        if (!text(key, ec)) return false;
        if (!keys.back().insert(key).second) return fail(ec, "the key \"" + key + "\" stands twice in one object");
        values.push_key(s);
        return true;
    }
    bool on_string_part(json::string_view s, std::size_t, json::error_code& ec)
    {
        return values.push_chars(s), text({s.data(), s.size()}, ec);
    }
    bool on_string(json::string_view s, std::size_t, json::error_code& ec) { return values.push_string(s), text({s.data(), s.size()}, ec); }
    bool on_number_part(json::string_view s, json::error_code&) { return part.append(s.data(), s.size()), true; }
    bool on_int64(std::int64_t n, json::string_view, json::error_code&) { return part.clear(), values.push_int64(n), true; }
    bool on_uint64(std::uint64_t n, json::string_view, json::error_code&) { return part.clear(), values.push_uint64(n), true; }
    bool on_double(double, json::string_view s, json::error_code& ec)
    {
        // Boost.JSON 1.81 can be off in the last place, so the number's own text is read again.
        part.append(s.data(), s.size());
        const std::string number = std::exchange(part, {});
        double exact = 0;
        const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), exact);
        if (error == std::errc::result_out_of_range && std::isfinite(std::strtod(number.c_str(), nullptr)))
            exact = 0; // too small to tell from nothing
        else if (error != std::errc{} || end != number.data() + number.size() || !std::isfinite(exact))
            return fail(ec, "the number is too large");
        values.push_double(exact);
        return true;
    }
    bool on_bool(bool b, json::error_code&) { return values.push_bool(b), true; }
    bool on_null(json::error_code&) { return values.push_null(), true; }
    bool on_comment_part(json::string_view, json::error_code&) { return true; }
    bool on_comment(json::string_view, json::error_code&) { return true; }
};

json::parse_options options()
{
    json::parse_options o;
    o.max_depth = 32;
    return o;
}

/// UTF-16 order of two UTF-8 texts: as bytes, but code points above U+FFFF (4-byte forms, surrogates in UTF-16)
/// come before U+E000..U+FFFF (3-byte forms starting EE or EF).
bool utf16_less(std::string_view a, std::string_view b)
{
    const auto [x, y] = std::mismatch(a.begin(), a.end(), b.begin(), b.end());
    if (x == a.end() || y == b.end()) return x == a.end() && y != b.end();
    const auto rank = [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte >= 0xF0 ? byte - 0x02 : byte >= 0xEE ? byte + 0x10 : static_cast<int>(byte);
    };
    return rank(*x) < rank(*y);
}

void integer(std::string& out, std::int64_t n)
{
    constexpr std::int64_t safe = (std::int64_t{1} << 53) - 1;
    if (n > safe || n < -safe) throw std::invalid_argument("canonical JSON holds integers up to 2^53 - 1 only");
    out += std::to_string(n);
}

} // namespace

std::expected<json::value, parse_failure> parse_strict(std::string_view text)
{
    json::basic_parser<builder> parser{options()};
    json::error_code ec;
    const std::size_t read = parser.write_some(false, text.data(), text.size(), ec);
    if (!ec && read < text.size()) return std::unexpected(parse_failure{read, "nothing more is expected here"});
    if (ec) {
        auto& wrong = parser.handler().wrong;
        return std::unexpected(parse_failure{read, wrong.empty() ? ec.message() : wrong});
    }
    return parser.handler().values.release();
}

std::string ecmascript_number(double d)
{
    if (!std::isfinite(d)) throw std::invalid_argument("JSON has no number that is not finite");
    if (d == 0) return "0"; // and -0, as ECMAScript has it
    std::array<char, 64> buffer{};
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), d, std::chars_format::scientific).ptr;
    std::string_view shortest(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    std::string out;
    if (shortest.front() == '-') {
        out = "-";
        shortest.remove_prefix(1);
    }
    const auto e = shortest.find('e');
    std::string digits(shortest.substr(0, e));
    std::erase(digits, '.');
    int exponent = 0;
    const auto number = shortest.substr(e + (shortest[e + 1] == '+' ? 2 : 1));
    std::from_chars(number.data(), number.data() + number.size(), exponent);
    const int k = static_cast<int>(digits.size()), n = exponent + 1; // value = 0.digits x 10^n (ECMA-262, Number::toString)
    if (k <= n && n <= 21) return out + digits + std::string(static_cast<std::size_t>(n - k), '0');
    if (0 < n && n <= 21) return out + digits.substr(0, static_cast<std::size_t>(n)) + "." + digits.substr(static_cast<std::size_t>(n));
    if (-6 < n && n <= 0) return out + "0." + std::string(static_cast<std::size_t>(-n), '0') + digits;
    out += digits.front();
    if (k > 1) out += "." + digits.substr(1);
    return out + (n > 0 ? "e+" : "e-") + std::to_string(n > 0 ? n - 1 : 1 - n);
}

void canonical_string(std::string& out, std::string_view text)
{
    static constexpr char digits[] = "0123456789abcdef";
    out += '"';
    std::size_t clean = 0; // most texts need no escape: copy them in long runs
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c >= 0x20 && c != '"' && c != '\\') continue;
        out.append(text, clean, i - clean);
        clean = i + 1;
        switch (c) {
        case '"': out += "\\\""; break;
        case '\\': out += "\\\\"; break;
        case '\b': out += "\\b"; break;
        case '\f': out += "\\f"; break;
        case '\n': out += "\\n"; break;
        case '\r': out += "\\r"; break;
        case '\t': out += "\\t"; break;
        default:
            out += "\\u00";
            out += digits[c >> 4];
            out += digits[c & 15];
        }
    }
    out.append(text, clean, std::string_view::npos);
    out += '"';
}

void canonical(std::string& out, const json::value& v)
{
    switch (v.kind()) {
    case json::kind::null: out += "null"; break;
    case json::kind::bool_: out += v.get_bool() ? "true" : "false"; break;
    case json::kind::int64: integer(out, v.get_int64()); break;
    case json::kind::uint64:
        if (v.get_uint64() > (std::uint64_t{1} << 53)) throw std::invalid_argument("an integer beyond 2^53 - 1");
        integer(out, static_cast<std::int64_t>(v.get_uint64()));
        break;
    case json::kind::double_: out += ecmascript_number(v.get_double()); break;
    case json::kind::string: canonical_string(out, {v.get_string().data(), v.get_string().size()}); break;
    case json::kind::array: {
        out += '[';
        const char* comma = "";
        for (const auto& e : v.get_array()) {
            out += std::exchange(comma, ",");
            canonical(out, e);
        }
        out += ']';
        break;
    }
    case json::kind::object: {
        std::vector<const json::key_value_pair*> sorted;
        sorted.reserve(v.get_object().size());
        for (const auto& p : v.get_object()) sorted.push_back(&p);
        std::sort(sorted.begin(), sorted.end(),
                  [](auto* a, auto* b) { return utf16_less({a->key().data(), a->key().size()}, {b->key().data(), b->key().size()}); });
        out += '{';
        const char* comma = "";
        for (const auto* p : sorted) {
            out += std::exchange(comma, ",");
            canonical_string(out, {p->key().data(), p->key().size()});
            out += ':';
            canonical(out, p->value());
        }
        out += '}';
        break;
    }
    }
}

std::string canonical(const json::value& v)
{
    std::string out;
    canonical(out, v);
    return out;
}

std::string_view text_at(const json::object& o, std::string_view key)
{
    const auto* v = o.if_contains(key);
    const auto* s = v ? v->if_string() : nullptr;
    return s ? std::string_view(s->data(), s->size()) : std::string_view();
}

} // namespace engine
