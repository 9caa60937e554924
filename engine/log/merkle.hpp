// engine/log/merkle.hpp - the RFC 6962 Merkle tree: append, root, proofs and their checks.
// leaf hash = SHA-256(0x00 | data), node hash = SHA-256(0x01 | left | right). Nothing home-made on top.
#pragma once
#include "engine/bytes.hpp"

#include <cstdint>
#include <span>
#include <vector>

namespace engine {

digest leaf_hash(std::string_view data);
digest node_hash(const digest& left, const digest& right);

/// The tree as an appender needs it: the roots of its perfect subtrees, largest first (at most 64 of them).
class compact_tree {
public:
    compact_tree() = default;
    /// @param size leaves so far. @param subtrees one root per set bit of size, largest subtree first.
    /// @throws std::invalid_argument when their number does not fit the size.
    compact_tree(std::uint64_t size, std::vector<digest> subtrees);

    void append(const digest& leaf);
    std::uint64_t size() const { return size_; }
    const std::vector<digest>& subtrees() const { return subtrees_; }
    /// RFC 6962 2.1: the root; of an empty tree SHA-256 of nothing.
    digest root() const;

private:
    std::uint64_t size_ = 0;
    std::vector<digest> subtrees_;
};

using leaf_hashes = std::span<const digest>;

/// Root of all the given leaves.
digest merkle_root(leaf_hashes leaves);
/// RFC 6962 2.1.1: the audit path of leaf `index` in the tree of all the given leaves. @pre index < leaves.size()
std::vector<digest> inclusion_proof(leaf_hashes leaves, std::uint64_t index);
/// RFC 6962 2.1.2: that the tree of the first `old_size` leaves is a beginning of this one. @pre 0 < old_size <= size
std::vector<digest> consistency_proof(leaf_hashes leaves, std::uint64_t old_size);

/// RFC 9162 2.1.3.2.
bool inclusion_holds(std::uint64_t index, std::uint64_t size, const digest& leaf, std::span<const digest> proof, const digest& root);
/// RFC 9162 2.1.4.2. A proof from size 0 is refused: it says nothing.
bool consistency_holds(std::uint64_t old_size, std::uint64_t size, const digest& old_root, const digest& root,
                       std::span<const digest> proof);

} // namespace engine
