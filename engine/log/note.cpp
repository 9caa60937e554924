#include "engine/log/note.hpp"

#include <sodium.h>

#include <algorithm>
#include <charconv>
#include <stdexcept>

namespace engine {
namespace {

constexpr std::string_view dash = "\xE2\x80\x94 "; // an em dash and a space open each signature line
constexpr char ed25519 = '\x01';
using fault = std::unexpected<std::string>;

const unsigned char* bytes(std::string_view s) { return reinterpret_cast<const unsigned char*>(s.data()); }
unsigned char* bytes(std::string& s) { return reinterpret_cast<unsigned char*>(s.data()); }

std::string key_id(std::string_view name, std::string_view public_key)
{
    const auto d = sha256(name, std::string("\n") + ed25519, public_key);
    return std::string(raw(d).substr(0, 4));
}

bool good_name(std::string_view name)
{
    return !name.empty() && name.find_first_of(" +\n\t\r") == std::string_view::npos &&
           std::none_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

} // namespace

std::string verifier_key::text() const { return name + "+" + hex(id) + "+" + base64(ed25519 + public_key); }

std::expected<verifier_key, std::string> parse_verifier_key(std::string_view text)
{
    const auto first = text.find('+');
    const auto second = first == std::string_view::npos ? first : text.find('+', first + 1);
    if (second == std::string_view::npos) return fault("a verifier key has three parts: name+id+key");
    verifier_key k;
    k.name = text.substr(0, first);
    const auto id = unhex(text.substr(first + 1, second - first - 1));
    const auto key = unbase64(text.substr(second + 1));
    if (!good_name(k.name)) return fault("the key's name may hold no space and no plus sign");
    if (!id || id->size() != 4) return fault("the key's id is eight hexadecimal digits");
    if (!key || key->size() != 33 || key->front() != ed25519) return fault("the key is no Ed25519 key in base64");
    k.public_key = key->substr(1);
    k.id = *id;
    if (key_id(k.name, k.public_key) != k.id) return fault("the key's id does not belong to its name and bytes");
    return k;
}

verifier_key signing_key::verifier() const
{
    if (seed.size() != crypto_sign_SEEDBYTES) throw std::invalid_argument("an Ed25519 seed has 32 bytes");
    std::string open(crypto_sign_PUBLICKEYBYTES, '\0'), secret(crypto_sign_SECRETKEYBYTES, '\0');
    crypto_sign_seed_keypair(bytes(open), bytes(secret), bytes(seed));
    sodium_memzero(secret.data(), secret.size());
    return {name, key_id(name, open), open};
}

std::string sign_note(const std::string& text, const signing_key& key)
{
    if (key.seed.size() != crypto_sign_SEEDBYTES) throw std::invalid_argument("an Ed25519 seed has 32 bytes");
    std::string open(crypto_sign_PUBLICKEYBYTES, '\0'), secret(crypto_sign_SECRETKEYBYTES, '\0');
    crypto_sign_seed_keypair(bytes(open), bytes(secret), bytes(key.seed));
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(bytes(signature), nullptr, bytes(text), text.size(), bytes(secret));
    sodium_memzero(secret.data(), secret.size());
    return text + "\n" + std::string(dash) + key.name + " " + base64(key_id(key.name, open) + signature) + "\n";
}

std::expected<note, std::string> parse_note(std::string_view all)
{
    const auto gap = all.rfind("\n\n");
    if (gap == std::string_view::npos) return fault("no empty line parts the text from its signatures");
    if (std::any_of(all.begin(), all.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; }))
        return fault("a note holds no control character");
    note n{std::string(all.substr(0, gap + 1)), {}};
    auto rest = all.substr(gap + 2);
    if (rest.empty()) return fault("no signature follows the text");
    while (!rest.empty()) {
        const auto end = rest.find('\n');
        if (end == std::string_view::npos) return fault("the last signature line does not end");
        auto line = rest.substr(0, end);
        rest.remove_prefix(end + 1);
        if (!line.starts_with(dash)) return fault("a signature line begins with an em dash and a space");
        line.remove_prefix(dash.size());
        const auto space = line.find(' ');
        if (space == std::string_view::npos || !good_name(line.substr(0, space))) return fault("a signature line names its key");
        const auto decoded = unbase64(line.substr(space + 1));
        if (!decoded || decoded->size() < 5) return fault("a signature is base64 of key id and signature");
        n.signatures.push_back({std::string(line.substr(0, space)), decoded->substr(0, 4), decoded->substr(4)});
    }
    return n;
}

bool signed_by(const note& n, const verifier_key& key)
{
    bool found = false;
    for (const auto& s : n.signatures) {
        if (s.name != key.name || s.id != key.id) continue;
        if (s.signature.size() != crypto_sign_BYTES ||
            crypto_sign_verify_detached(bytes(s.signature), bytes(n.text), n.text.size(), bytes(key.public_key)) != 0)
            return false;
        found = true;
    }
    return found;
}

std::string checkpoint::text() const { return origin + "\n" + std::to_string(size) + "\n" + base64(root) + "\n"; }

std::expected<checkpoint, std::string> parse_checkpoint(std::string_view text)
{
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        if (end == std::string_view::npos) return fault("a checkpoint's last line does not end");
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end + 1);
    }
    if (lines.size() != 3) return fault("a checkpoint has three lines: origin, size, root");
    checkpoint c;
    c.origin = lines[0];
    if (c.origin.empty()) return fault("a checkpoint's first line is its origin");
    const auto [end, error] = std::from_chars(lines[1].data(), lines[1].data() + lines[1].size(), c.size);
    if (error != std::errc{} || std::to_string(c.size) != lines[1]) return fault("a checkpoint's second line is its size");
    const auto root = unbase64(lines[2]);
    const auto d = root ? to_digest(*root) : std::nullopt;
    if (!d) return fault("a checkpoint's third line is a root: 32 bytes in base64");
    c.root = *d;
    return c;
}

} // namespace engine
