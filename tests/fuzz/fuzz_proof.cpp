// Proofs: none that is made up holds, and none that is real is refused.
#include "engine/log/merkle.hpp"

#include <cstdlib>
#include <cstring>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size < 18) return 0;
    std::uint64_t a = 0, b = 0;
    std::memcpy(&a, data, 8);
    std::memcpy(&b, data + 8, 8);
    std::vector<engine::digest> proof;
    for (std::size_t i = 16; i + 32 <= size; i += 32) proof.push_back(*engine::to_digest({reinterpret_cast<const char*>(data + i), 32}));
    const auto leaf = engine::leaf_hash("leaf"), root = engine::leaf_hash("root");
    if (engine::inclusion_holds(a, b, leaf, proof, root)) std::abort();
    if (a != b && engine::consistency_holds(a, b, leaf, root, proof)) std::abort();

    std::vector<engine::digest> leaves;
    for (std::size_t i = 0; i < 1 + data[16] % 40; ++i)
        leaves.push_back(engine::leaf_hash({reinterpret_cast<const char*>(data), i % size}));
    const auto n = leaves.size(), at = data[17] % n;
    const auto real = engine::merkle_root(leaves);
    if (!engine::inclusion_holds(at, n, leaves[at], engine::inclusion_proof(leaves, at), real)) std::abort();
    const auto old = engine::merkle_root(engine::leaf_hashes(leaves).first(at + 1));
    if (!engine::consistency_holds(at + 1, n, old, real, engine::consistency_proof(leaves, at + 1))) std::abort();
    return 0;
}
