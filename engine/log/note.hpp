// engine/log/note.hpp - C2SP signed notes (signed-note v1.0.0) and checkpoints (tlog-checkpoint v1.0.0), Ed25519.
#pragma once
#include "engine/bytes.hpp"

#include <expected>
#include <string>
#include <vector>

namespace engine {

/// A verifier key "name+hex key id+base64(0x01 | public key)".
struct verifier_key {
    std::string name;
    std::string id;         ///< 4 raw bytes: SHA-256(name | LF | 0x01 | public key), its first four
    std::string public_key; ///< 32 raw bytes
    std::string text() const;
};
[[nodiscard]] std::expected<verifier_key, std::string> parse_verifier_key(std::string_view text);

/// The key pair behind a log. The seed is the secret: 32 raw bytes.
struct signing_key {
    std::string name;
    std::string seed;
    verifier_key verifier() const;
};

/// The text, an empty line, and our signature line. @pre text ends with LF and holds no empty line.
std::string sign_note(const std::string& text, const signing_key& key);

struct note_signature {
    std::string name, id, signature; ///< id: 4 raw bytes; signature: raw
};
struct note {
    std::string text; ///< ends with LF
    std::vector<note_signature> signatures;
};
/// Reads a note without judging its signatures. Strict: any other spelling of the same note is an error.
[[nodiscard]] std::expected<note, std::string> parse_note(std::string_view bytes);
/// True when the note bears a signature of this very key and it is right; a wrong one of this key is false.
bool signed_by(const note& n, const verifier_key& key);

/// The body of a checkpoint: who, how many leaves, which root.
struct checkpoint {
    std::string origin;
    std::uint64_t size = 0;
    digest root{};
    std::string text() const;
};
/// Reads the note's text. Extension lines are allowed by C2SP and refused here: we never write one.
[[nodiscard]] std::expected<checkpoint, std::string> parse_checkpoint(std::string_view text);

} // namespace engine
