#include "server/app/secrets.hpp"

#include "engine/bytes.hpp"

#include <sodium.h>

namespace app {
namespace {

std::string base64url(std::string_view bytes)
{
    auto out = engine::base64(bytes);
    for (auto& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
    out.erase(out.find_last_not_of('=') + 1);
    return out;
}
} // namespace

std::string sha256_hex(std::string_view text) { return engine::hex(engine::sha256(text)); }

std::string random_bytes(std::size_t n)
{
    std::string out(n, '\0');
    randombytes_buf(out.data(), n);
    return out;
}

std::string random_token() { return base64url(random_bytes(32)); }

std::string masked(const std::string& csrf)
{
    const auto mask = random_bytes(csrf.size());
    std::string both = mask;
    for (std::size_t i = 0; i < csrf.size(); ++i) both += static_cast<char>(csrf[i] ^ mask[i]);
    return engine::hex(both);
}
bool csrf_fits(std::string_view token, const std::string& csrf)
{
    const auto both = engine::unhex(token);
    if (!both || csrf.empty() || both->size() != 2 * csrf.size()) return false;
    std::string plain;
    for (std::size_t i = 0; i < csrf.size(); ++i) plain += static_cast<char>((*both)[i] ^ (*both)[csrf.size() + i]);
    return sodium_memcmp(plain.data(), csrf.data(), csrf.size()) == 0;
}

std::string cookie_name(const http::request& r) { return r.secure ? "__Host-quorate" : "quorate"; }

} // namespace app
