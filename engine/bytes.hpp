// engine/bytes.hpp - SHA-256, hex and base64: thin names over OpenSSL and libsodium.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace engine {

using digest = std::array<unsigned char, 32>;

/// SHA-256 of the parts, one after the other.
/// @throws std::runtime_error when OpenSSL cannot hash at all (a broken installation).
digest sha256(std::string_view a, std::string_view b = {}, std::string_view c = {});

/// Raw bytes of a digest, as text that the other functions take.
inline std::string_view raw(const digest& d) { return {reinterpret_cast<const char*>(d.data()), d.size()}; }

/// Lower-case hex.
std::string hex(std::string_view bytes);
inline std::string hex(const digest& d) { return hex(raw(d)); }
/// Bytes of lower-case hex; nothing for an odd length or any other character.
std::optional<std::string> unhex(std::string_view text);

/// Standard base64 with padding.
std::string base64(std::string_view bytes);
inline std::string base64(const digest& d) { return base64(raw(d)); }
/// Strict: only the one spelling that base64() would write is taken.
std::optional<std::string> unbase64(std::string_view text);

/// 32 bytes to a digest; nothing for any other length.
std::optional<digest> to_digest(std::string_view bytes);

} // namespace engine
