#include "engine/bytes.hpp"

#include <openssl/evp.h>
#include <sodium.h>

#include <algorithm>
#include <memory>
#include <stdexcept>

namespace engine {
namespace {

struct hasher {
    // Fetched once: OpenSSL 3 looks an algorithm up by name at every init otherwise.
    EVP_MD* algorithm = EVP_MD_fetch(nullptr, "SHA256", nullptr);
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~hasher()
    {
        EVP_MD_CTX_free(context);
        EVP_MD_free(algorithm);
    }
};

} // namespace

digest sha256(std::string_view a, std::string_view b, std::string_view c)
{
    thread_local const hasher h;
    digest out{};
    const bool done = h.algorithm && h.context && EVP_DigestInit_ex(h.context, h.algorithm, nullptr) == 1 &&
                      EVP_DigestUpdate(h.context, a.data(), a.size()) == 1 && EVP_DigestUpdate(h.context, b.data(), b.size()) == 1 &&
                      EVP_DigestUpdate(h.context, c.data(), c.size()) == 1 && EVP_DigestFinal_ex(h.context, out.data(), nullptr) == 1;
    if (!done) throw std::runtime_error("OpenSSL offers no SHA-256");
    return out;
}

std::string hex(std::string_view bytes)
{
    static constexpr char digits[] = "0123456789abcdef";
    std::string out;
    out.reserve(bytes.size() * 2);
    for (const char c : bytes) {
        const auto byte = static_cast<unsigned char>(c);
        out += digits[byte >> 4];
        out += digits[byte & 15];
    }
    return out;
}

std::optional<std::string> unhex(std::string_view text)
{
    const auto value = [](char c) { return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; };
    if (text.size() % 2 != 0) return std::nullopt;
    std::string out;
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = value(text[i]), low = value(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out += static_cast<char>(high * 16 + low);
    }
    return out;
}

std::string base64(std::string_view bytes)
{
    std::string out(sodium_base64_encoded_len(bytes.size(), sodium_base64_VARIANT_ORIGINAL), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      sodium_base64_VARIANT_ORIGINAL);
    out.pop_back(); // libsodium counts the terminating NUL
    return out;
}

std::optional<std::string> unbase64(std::string_view text)
{
    std::string out(text.size(), '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr, &length, &end,
                          sodium_base64_VARIANT_ORIGINAL) != 0 ||
        end != text.data() + text.size())
        return std::nullopt;
    out.resize(length);
    if (base64(out) != text) return std::nullopt; // another spelling of the same bytes would hide a changed bit
    return out;
}

std::optional<digest> to_digest(std::string_view bytes)
{
    digest out{};
    if (bytes.size() != out.size()) return std::nullopt;
    std::copy(bytes.begin(), bytes.end(), out.begin());
    return out;
}

} // namespace engine
