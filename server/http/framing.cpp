#include "server/http/framing.hpp"

#include <boost/url.hpp>

#include <algorithm>
#include <set>

namespace http {
namespace {

std::string lower(std::string_view t)
{
    std::string out(t);
    for (auto& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
    return out;
}
std::string_view trim(std::string_view t)
{
    while (!t.empty() && (t.front() == ' ' || t.front() == '\t')) t.remove_prefix(1);
    while (!t.empty() && (t.back() == ' ' || t.back() == '\t')) t.remove_suffix(1);
    return t;
}

} // namespace

std::string_view value_of(const pairs& p, std::string_view name)
{
    for (const auto& [n, v] : p)
        if (n == name) return v;
    return {};
}

response text(unsigned status, std::string type, std::string body)
{
    response r;
    r.status = status;
    r.type = std::move(type);
    r.body = std::make_shared<const std::string>(std::move(body));
    return r;
}

response redirect(std::string to)
{
    response r = text(303, "text/plain; charset=utf-8", "");
    r.headers.emplace_back("Location", std::move(to));
    return r;
}

std::expected<std::size_t, fault> end_of_head(std::string_view bytes)
{
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const char c = bytes[i];
        if (c == '\0') return std::unexpected(fault{400, "a NUL in the head"});
        if (c == '\n' && (i == 0 || bytes[i - 1] != '\r')) return std::unexpected(fault{400, "a line that ends without CR"});
        if (c == '\r' && i + 1 < bytes.size() && bytes[i + 1] != '\n') return std::unexpected(fault{400, "a CR within a line"});
        if (c == '\n' && i >= 3 && bytes[i - 2] == '\n') return i + 1;
    }
    return 0;
}

std::optional<fault> refuse_head(std::string_view head)
{
    const auto first_end = head.find("\r\n");
    const auto line = head.substr(0, first_end);
    const auto a = line.find(' '), b = line.rfind(' ');
    if (a == std::string_view::npos || b == a) return fault{400, "no request line"};
    const auto target = line.substr(a + 1, b - a - 1);
    if (target.empty() || target.front() != '/') return fault{400, "the target is no path"};
    for (const char c : target)
        if (static_cast<unsigned char>(c) >= 0x80 || static_cast<unsigned char>(c) <= 0x20) return fault{400, "a target holds ASCII only"};
    const bool http10 = line.substr(b + 1) == "HTTP/1.0";
    std::size_t hosts = 0, lengths = 0, codings = 0, fields = 0;
    for (auto rest = head.substr(first_end == std::string_view::npos ? head.size() : first_end + 2); !rest.empty();) {
        const auto end = rest.find("\r\n");
        const auto field = rest.substr(0, end);
        rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 2);
        if (field.empty()) break;
        if (field.front() == ' ' || field.front() == '\t') return fault{400, "a folded header line"};
        if (++fields > fields_max) return fault{431, "too many header lines"};
        const auto colon = field.find(':');
        if (colon == std::string_view::npos || colon == 0) return fault{400, "a header line without a name"};
        if (field[colon - 1] == ' ' || field[colon - 1] == '\t') return fault{400, "a space before the colon"};
        const auto name = lower(field.substr(0, colon));
        const auto value = trim(field.substr(colon + 1));
        if (name == "host" && ++hosts > 1) return fault{400, "two Hosts"};
        if (name == "content-length") {
            if (++lengths > 1) return fault{400, "two Content-Lengths"};
            if (value.empty() || !std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; }))
                return fault{400, "Content-Length is no number"};
        }
        if (name == "transfer-encoding") {
            if (++codings > 1 || lower(value) != "chunked") return fault{400, "only the coding chunked is known"};
            if (http10) return fault{400, "HTTP/1.0 has no codings"};
        }
        if (name == "trailer") return fault{400, "trailers are not taken"};
        if (name == "upgrade") return fault{400, "nothing to upgrade to"};
    }
    if (hosts != 1) return fault{400, "no Host"};
    if (lengths && codings) return fault{400, "Content-Length beside Transfer-Encoding"};
    return std::nullopt;
}

std::expected<std::pair<std::vector<std::string>, pairs>, fault> parse_target(std::string_view target)
{
    const auto parsed = boost::urls::parse_origin_form(target);
    if (parsed.has_error()) return std::unexpected(fault{400, "the address cannot be read"});
    const auto encoded = std::string_view(parsed->encoded_path().data(), parsed->encoded_path().size());
    std::vector<std::string> path;
    if (encoded != "/") {
        for (auto rest = encoded.substr(1);;) {
            const auto slash = std::min(rest.find('/'), rest.size());
            const auto raw = rest.substr(0, slash);
            const auto small = lower(raw);
            if (raw.empty() || raw == "." || raw == ".." || small.find("%2f") != std::string::npos ||
                small.find("%5c") != std::string::npos || small.find("%2e") != std::string::npos)
                return std::unexpected(fault{400, "the address cannot be read"});
            const auto text = boost::urls::make_pct_string_view(raw);
            if (text.has_error()) return std::unexpected(fault{400, "the address cannot be read"});
            auto segment = text->decode();
            if (std::any_of(segment.begin(), segment.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; }))
                return std::unexpected(fault{400, "the address cannot be read"});
            path.emplace_back(segment.begin(), segment.end());
            if (slash == rest.size()) break;
            rest.remove_prefix(slash + 1);
        }
    }
    pairs query;
    if (parsed->has_query()) {
        const auto q = parsed->encoded_query();
        auto list = parse_form(std::string_view(q.data(), q.size()));
        if (!list) return std::unexpected(fault{400, "the query cannot be read"});
        std::set<std::string> names;
        for (const auto& [n, v] : *list)
            if (!names.insert(n).second) return std::unexpected(fault{400, "a name stands twice in the query"});
        query = std::move(*list);
    }
    return std::pair{std::move(path), std::move(query)};
}

std::optional<pairs> parse_form(std::string_view body)
{
    pairs out;
    const auto decode = [](std::string_view raw) -> std::optional<std::string> {
        const auto encoded = boost::urls::make_pct_string_view(raw);
        if (encoded.has_error()) return std::nullopt;
        boost::urls::encoding_opts options;
        options.space_as_plus = true;
        const auto decoded = encoded->decode(options);
        std::string text(decoded.begin(), decoded.end());
        if (text.find('\0') != std::string::npos) return std::nullopt; // U+0000 is no part of any text of ours
        return text;
    };
    while (!body.empty()) {
        const auto end = std::min(body.find('&'), body.size());
        const auto one = body.substr(0, end);
        body.remove_prefix(std::min(end + 1, body.size()));
        if (one.empty()) continue;
        const auto equals = std::min(one.find('='), one.size());
        auto name = decode(one.substr(0, equals));
        auto value = decode(equals < one.size() ? one.substr(equals + 1) : std::string_view());
        if (!name || !value || out.size() >= 2000) return std::nullopt;
        out.emplace_back(std::move(*name), std::move(*value));
    }
    return out;
}

std::string cookie(std::string_view header, std::string_view name)
{
    std::string found;
    std::size_t count = 0;
    while (!header.empty()) {
        const auto end = std::min(header.find(';'), header.size());
        const auto one = trim(header.substr(0, end));
        header.remove_prefix(std::min(end + 1, header.size()));
        const auto equals = one.find('=');
        if (equals == std::string_view::npos || one.substr(0, equals) != name) continue;
        found = one.substr(equals + 1);
        ++count;
    }
    return count == 1 ? found : "";
}

std::optional<std::vector<part>> parse_multipart(std::string_view content_type, std::string_view body)
{
    const auto type = lower(content_type.substr(0, content_type.find(';')));
    if (trim(type) != "multipart/form-data") return std::nullopt;
    const auto at = lower(content_type).find("boundary=");
    if (at == std::string::npos) return std::nullopt;
    auto boundary = content_type.substr(at + 9);
    boundary = trim(boundary.substr(0, boundary.find(';')));
    if (boundary.size() >= 2 && boundary.front() == '"' && boundary.back() == '"') boundary = boundary.substr(1, boundary.size() - 2);
    if (boundary.empty() || boundary.size() > 70) return std::nullopt;
    const std::string mark = "--" + std::string(boundary);
    std::vector<part> out;
    if (!body.starts_with(mark)) return std::nullopt;
    std::size_t here = mark.size();
    for (;;) {
        if (body.substr(here, 2) == "--") return out; // an epilogue is nobody's business
        if (body.substr(here, 2) != "\r\n" || out.size() >= 200) return std::nullopt;
        here += 2;
        const auto head_end = body.find("\r\n\r\n", here);
        if (head_end == std::string_view::npos || head_end - here > 4096) return std::nullopt;
        part p;
        for (auto head = body.substr(here, head_end - here); !head.empty();) {
            const auto end = std::min(head.find("\r\n"), head.size());
            const auto field = head.substr(0, end);
            head.remove_prefix(std::min(end + 2, head.size()));
            const auto colon = field.find(':');
            if (colon == std::string_view::npos) return std::nullopt;
            const auto name = lower(field.substr(0, colon));
            const auto value = trim(field.substr(colon + 1));
            if (name == "content-type") p.type = value;
            if (name != "content-disposition") continue;
            const auto quoted = [&](std::string_view what) -> std::string {
                const std::string key = "; " + std::string(what) + "=\"";
                const auto from = value.find(key);
                if (from == std::string_view::npos) return "";
                const auto begin = from + key.size();
                const auto close = value.find('"', begin);
                return close == std::string_view::npos ? "" : std::string(value.substr(begin, close - begin));
            };
            if (!lower(value).starts_with("form-data")) return std::nullopt;
            p.name = quoted("name");
            p.filename = quoted("filename");
        }
        if (p.name.empty()) return std::nullopt;
        p.begin = head_end + 4;
        const auto next = body.find("\r\n" + mark, p.begin);
        if (next == std::string_view::npos) return std::nullopt;
        p.size = next - p.begin;
        out.push_back(std::move(p));
        here = next + 2 + mark.size();
    }
}

std::string url_encode(std::string_view text)
{
    static constexpr char digits[] = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto u = static_cast<unsigned char>(c);
        if ((u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9') || c == '-' || c == '.' || c == '_' || c == '~')
            out += c;
        else {
            out += '%';
            out += digits[u >> 4];
            out += digits[u & 15];
        }
    }
    return out;
}

} // namespace http
