#include "engine/log/merkle.hpp"

#include <bit>
#include <stdexcept>

namespace engine {

digest leaf_hash(std::string_view data) { return sha256(std::string_view("\0", 1), data); }
digest node_hash(const digest& left, const digest& right) { return sha256("\1", raw(left), raw(right)); }

compact_tree::compact_tree(std::uint64_t size, std::vector<digest> subtrees) : size_(size), subtrees_(std::move(subtrees))
{
    if (static_cast<std::size_t>(std::popcount(size)) != subtrees_.size())
        throw std::invalid_argument("a tree of this size has another number of subtrees");
}

void compact_tree::append(const digest& leaf)
{
    // Each trailing one of the size is a perfect subtree that the new leaf completes to the next larger one.
    digest carried = leaf;
    for (auto ones = size_; ones & 1; ones >>= 1) {
        carried = node_hash(subtrees_.back(), carried);
        subtrees_.pop_back();
    }
    subtrees_.push_back(carried);
    ++size_;
}

digest compact_tree::root() const
{
    if (subtrees_.empty()) return sha256("");
    digest out = subtrees_.back();
    for (auto i = subtrees_.size() - 1; i-- > 0;) out = node_hash(subtrees_[i], out);
    return out;
}

digest merkle_root(leaf_hashes leaves)
{
    compact_tree t;
    for (const auto& l : leaves) t.append(l);
    return t.root();
}

namespace {

/// The largest power of two below n. @pre n > 1
std::uint64_t split(std::uint64_t n) { return std::bit_floor(n - 1); }

void audit_path(std::vector<digest>& out, leaf_hashes d, std::uint64_t m)
{
    if (d.size() <= 1) return;
    const auto k = split(d.size());
    if (m < k) {
        audit_path(out, d.first(k), m);
        out.push_back(merkle_root(d.subspan(k)));
    } else {
        audit_path(out, d.subspan(k), m - k);
        out.push_back(merkle_root(d.first(k)));
    }
}

void subproof(std::vector<digest>& out, leaf_hashes d, std::uint64_t m, bool known)
{
    if (m == d.size()) {
        if (!known) out.push_back(merkle_root(d));
        return;
    }
    const auto k = split(d.size());
    if (m <= k) {
        subproof(out, d.first(k), m, known);
        out.push_back(merkle_root(d.subspan(k)));
    } else {
        subproof(out, d.subspan(k), m - k, false);
        out.push_back(merkle_root(d.first(k)));
    }
}

} // namespace

std::vector<digest> inclusion_proof(leaf_hashes leaves, std::uint64_t index)
{
    std::vector<digest> out;
    audit_path(out, leaves, index);
    return out;
}

std::vector<digest> consistency_proof(leaf_hashes leaves, std::uint64_t old_size)
{
    std::vector<digest> out;
    subproof(out, leaves, old_size, true);
    return out;
}

bool inclusion_holds(std::uint64_t index, std::uint64_t size, const digest& leaf, std::span<const digest> proof, const digest& root)
{
    if (index >= size) return false;
    auto fn = index, sn = size - 1;
    digest r = leaf;
    for (const auto& p : proof) {
        if (sn == 0) return false;
        if ((fn & 1) || fn == sn) {
            r = node_hash(p, r);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            r = node_hash(r, p);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && r == root;
}

bool consistency_holds(std::uint64_t old_size, std::uint64_t size, const digest& old_root, const digest& root,
                       std::span<const digest> proof)
{
    if (old_size == 0 || old_size > size) return false;
    if (old_size == size) return proof.empty() && old_root == root;
    if (proof.empty()) return false;
    auto fn = old_size - 1, sn = size - 1;
    while (fn & 1) {
        fn >>= 1;
        sn >>= 1;
    }
    std::size_t next = 0;
    // A power of two is a node of the new tree itself, so the proof need not repeat it.
    digest fr = std::has_single_bit(old_size) ? old_root : proof[next++];
    digest sr = fr;
    for (; next < proof.size(); ++next) {
        if (sn == 0) return false;
        if ((fn & 1) || fn == sn) {
            fr = node_hash(proof[next], fr);
            sr = node_hash(proof[next], sr);
            while (!(fn & 1) && fn != 0) {
                fn >>= 1;
                sn >>= 1;
            }
        } else {
            sr = node_hash(sr, proof[next]);
        }
        fn >>= 1;
        sn >>= 1;
    }
    return sn == 0 && fr == old_root && sr == root;
}

} // namespace engine
