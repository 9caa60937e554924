// Signed notes, checkpoints, keys: read strictly, written back as they were.
#include "engine/log/note.hpp"

#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (const auto n = engine::parse_note(bytes)) {
        const auto key = engine::signing_key{"quorate/log/fuzz", std::string(32, 'k')}.verifier();
        engine::signed_by(*n, key);
        if (const auto c = engine::parse_checkpoint(n->text); c && c->text() != n->text) std::abort();
    }
    if (const auto c = engine::parse_checkpoint(bytes); c && c->text() != bytes) std::abort();
    if (const auto k = engine::parse_verifier_key(bytes); k && k->text() != bytes) std::abort();
    if (const auto b = engine::unbase64(bytes); b && engine::base64(*b) != bytes) std::abort();
    return 0;
}
