// Heads, targets, forms, cookies and multipart bodies: refused or read, never beyond their bytes; what is read once is read the
// same again.
#include "server/http/framing.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto end = http::end_of_head(bytes); end && *end > 0) {
        if (*end > size) std::abort();
        const auto head = bytes.substr(0, *end);
        if (!http::refuse_head(head)) { // then it has one Host, and at most one length
            const auto space = head.find(' ');
            const auto target = head.substr(space + 1, head.find("\r\n") - space - 1);
            if (target.empty() || target.front() != '/') std::abort();
        }
    }
    http::refuse_head(bytes);
    if (const auto t = http::parse_target(bytes))
        for (const auto& segment : t->first)
            if (segment.empty() || segment == "." || segment == ".." || segment.find('/') != std::string::npos ||
                segment.find('\0') != std::string::npos)
                std::abort();
    if (const auto f = http::parse_form(bytes))
        for (const auto& [name, value] : *f)
            if (name.find('\0') != std::string::npos || value.find('\0') != std::string::npos) std::abort();
    http::cookie(bytes, "quorate");
    const auto line = bytes.find('\n');
    if (line != std::string_view::npos) {
        const auto body = bytes.substr(line + 1);
        if (const auto parts = http::parse_multipart(bytes.substr(0, line), body))
            for (const auto& p : *parts)
                if (p.begin > body.size() || p.size > body.size() - p.begin) std::abort();
    }
    const auto encoded = http::url_encode(bytes);
    if (const auto back = http::parse_form("x=" + encoded);
        bytes.find('\0') == std::string_view::npos && (!back || back->front().second != bytes))
        std::abort();
    return 0;
}
