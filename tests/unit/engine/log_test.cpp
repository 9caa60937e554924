#include "engine/json.hpp"
#include "engine/log/merkle.hpp"
#include "engine/log/note.hpp"
#include "tests/support/catch.hpp"

#include <sodium.h>

#include <functional>

using namespace engine;

namespace {

digest from64(const json::value& v)
{
    // Some published roots are words ("don't care"), shorter than a digest: filled up, they are as wrong or as equal as before.
    auto bytes = unbase64({v.as_string().data(), v.as_string().size()}).value_or("");
    bytes.resize(32, '.');
    return *to_digest(bytes);
}
std::vector<digest> proof_of(const json::object& o)
{
    std::vector<digest> out;
    if (const auto* p = o.if_contains("proof"); p && p->is_array())
        for (const auto& e : p->as_array()) out.push_back(from64(e));
    return out;
}
void each_line(const std::string& file, const std::function<void(const json::object&)>& f)
{
    std::ifstream in(file);
    std::string line;
    while (std::getline(in, line))
        if (!line.empty()) f(json::parse(line).as_object());
}

} // namespace

TEST_CASE("RFC 6962: the published inclusion proofs")
{
    const auto file = support::vectors("rfc6962/inclusion.jsonl");
    if (!support::there(file)) SKIP_TEST("the published RFC 6962 vectors are not here");
    int seen = 0;
    each_line(file, [&](const json::object& line) {
        const auto& o = line.contains("leafIdx") ? line : line.at("case").as_object();
        const bool holds = inclusion_holds(o.at("leafIdx").to_number<std::uint64_t>(), o.at("treeSize").to_number<std::uint64_t>(),
                                           from64(o.at("leafHash")), proof_of(o), from64(o.at("root")));
        INFO(json::serialize(line));
        // An empty root or leaf cannot even be said here: a digest has 32 bytes.
        CHECK((holds && o.at("root").as_string() != "") == !o.at("wantErr").as_bool());
        ++seen;
    });
    CHECK(seen == 98);
}

TEST_CASE("RFC 6962: the published consistency proofs")
{
    const auto file = support::vectors("rfc6962/consistency.jsonl");
    if (!support::there(file)) SKIP_TEST("the published RFC 6962 vectors are not here");
    int seen = 0;
    each_line(file, [&](const json::object& line) {
        const auto& o = line.contains("size1") ? line : line.at("case").as_object();
        const bool holds = consistency_holds(o.at("size1").to_number<std::uint64_t>(), o.at("size2").to_number<std::uint64_t>(),
                                             from64(o.at("root1")), from64(o.at("root2")), proof_of(o));
        INFO(json::serialize(line));
        CHECK(holds == !o.at("wantErr").as_bool());
        ++seen;
    });
    CHECK(seen == 98);
}

TEST_CASE("the compact tree, and every proof of every size up to 130, hold; each altered one does not")
{
    std::vector<digest> leaves;
    std::vector<digest> roots{sha256("")};
    compact_tree tree;
    for (int i = 0; i < 130; ++i) {
        leaves.push_back(leaf_hash(std::to_string(i)));
        tree.append(leaves.back());
        REQUIRE(tree.root() == merkle_root(leaves));
        roots.push_back(tree.root());
    }
    for (std::size_t size : {1u, 2u, 3u, 7u, 8u, 9u, 64u, 65u, 130u}) {
        const leaf_hashes some = leaf_hashes(leaves).first(size);
        for (std::size_t i = 0; i < size; ++i) {
            auto proof = inclusion_proof(some, i);
            REQUIRE(inclusion_holds(i, size, leaves[i], proof, roots[size]));
            REQUIRE_FALSE(inclusion_holds(i + 1, size, leaves[i], proof, roots[size]));
            proof.push_back(leaves[0]);
            REQUIRE_FALSE(inclusion_holds(i, size, leaves[i], proof, roots[size]));
        }
        for (std::size_t old = 1; old <= size; ++old) {
            auto proof = consistency_proof(some, old);
            REQUIRE(consistency_holds(old, size, roots[old], roots[size], proof));
            if (!proof.empty()) {
                proof[0][5] ^= 1;
                REQUIRE_FALSE(consistency_holds(old, size, roots[old], roots[size], proof));
            }
        }
    }
    CHECK(compact_tree(130, tree.subtrees()).root() == tree.root());
    CHECK_THROWS(compact_tree(131, tree.subtrees()));
}

TEST_CASE("signed notes and checkpoints: the published ones")
{
    const auto file = support::vectors("signed-note/golden.json");
    if (!support::there(file)) SKIP_TEST("the published signed notes are not here");
    const auto all = json::parse(support::slurp(file));
    int seen = 0;
    for (const auto& c : all.as_object().at("cases").as_array()) {
        const auto& o = c.as_object();
        const auto key = parse_verifier_key(text_at(o, "vkey"));
        REQUIRE(key.has_value());
        const auto n = parse_note(text_at(o, "note"));
        INFO(text_at(o, "source"));
        CHECK((n && signed_by(*n, *key)) == (text_at(o, "expect") == "verify"));
        if (o.contains("size")) CHECK(parse_checkpoint(n->text)->size == o.at("size").to_number<std::uint64_t>());
        ++seen;
    }
    for (const auto& c : all.as_object().at("checkpointParse").as_array()) {
        const auto& o = c.as_object();
        INFO(text_at(o, "text"));
        if (!o.at("ok").as_bool())
            CHECK_FALSE(parse_checkpoint(text_at(o, "text")).has_value()); // the good one's root is no digest: ours are
        ++seen;
    }
    CHECK(seen > 10);
}

TEST_CASE("a published mirror of 300 entries: its checkpoint's root is that of its tiles")
{
    const auto dir =
        support::vectors("cosignature-sunlight/witness/mirror/000de184301123b9278c086a7d9f68c9577e83872224c197058fd90784ea9706/");
    if (!support::there(dir + "checkpoint")) SKIP_TEST("the published mirror is not here");
    const auto tile = support::slurp(dir + "tile/0/000") + support::slurp(dir + "tile/0/001.p/44");
    REQUIRE(tile.size() == 300 * 32);
    compact_tree tree;
    for (std::size_t i = 0; i < tile.size(); i += 32) tree.append(*to_digest(std::string_view(tile).substr(i, 32)));
    const auto n = parse_note(support::slurp(dir + "checkpoint"));
    REQUIRE(n.has_value());
    CHECK(parse_checkpoint(n->text)->root == tree.root());
    CHECK(parse_checkpoint(n->text)->size == 300);
}

TEST_CASE("a whole published log: the checkpoints of every size, against its tile")
{
    const auto dir = support::vectors("tlog-tiles-tessera/testdata/log/");
    if (!support::there(dir + "checkpoint")) SKIP_TEST("the published tiled log is not here");
    const auto key = parse_verifier_key("example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx");
    REQUIRE(key.has_value());
    const auto tile = support::slurp(dir + "tile/0/000.p/15");
    REQUIRE(tile.size() == 15 * 32);
    compact_tree tree;
    for (std::size_t size = 0; size <= 15; ++size) {
        if (size > 0) tree.append(*to_digest(std::string_view(tile).substr((size - 1) * 32, 32)));
        const auto file = dir + "checkpoint." + std::to_string(size);
        if (!support::there(file)) continue;
        const auto n = parse_note(support::slurp(file));
        REQUIRE(n.has_value());
        CHECK(signed_by(*n, *key));
        const auto c = parse_checkpoint(n->text);
        REQUIRE(c.has_value());
        CHECK(c->size == size);
        CHECK(c->root == tree.root());
    }
}

TEST_CASE("our own checkpoints: signed, read back, and every changed bit is found")
{
    const signing_key key{"quorate/log/test", std::string(32, 'k')};
    const auto bytes = sign_note(checkpoint{"quorate/log/test", 7, leaf_hash("x")}.text(), key);
    const auto verifier = parse_verifier_key(key.verifier().text());
    REQUIRE(verifier.has_value());
    const auto good = parse_note(bytes);
    REQUIRE(good.has_value());
    CHECK(signed_by(*good, *verifier));
    CHECK(parse_checkpoint(good->text)->size == 7);
    for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
        auto changed = bytes;
        changed[bit / 8] = static_cast<char>(changed[bit / 8] ^ (1 << (bit % 8)));
        const auto n = parse_note(changed);
        INFO("bit " << bit);
        REQUIRE_FALSE((n && n->signatures.size() == 1 && signed_by(*n, *verifier) && parse_checkpoint(n->text)));
    }
}

TEST_CASE("checkpoints and keys that are none")
{
    for (const auto* bad :
         {"", "a\n1\n", "a\n01\nAAAA\n", "a\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
          "\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n", "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
          "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nextra\n", "a\n1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="})
        CHECK_FALSE(parse_checkpoint(bad).has_value());
    for (const auto* bad : {"", "a", "a+b+c", "a+00000000+AAAA", "a b+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx"})
        CHECK_FALSE(parse_verifier_key(bad).has_value());
    CHECK_FALSE(unbase64("AB==").has_value()); // not the one spelling
    CHECK_FALSE(unhex("AA").has_value());
}

TEST_CASE("Ed25519: Wycheproof's verdicts")
{
    const auto file = support::vectors("wycheproof/ed25519_test.json");
    if (!support::there(file)) SKIP_TEST("Wycheproof's vectors are not here");
    int seen = 0;
    const auto all = json::parse(support::slurp(file));
    for (const auto& group : all.as_object().at("testGroups").as_array()) {
        const auto key = unhex(text_at(group.as_object().at("publicKey").as_object(), "pk"));
        for (const auto& t : group.as_object().at("tests").as_array()) {
            const auto& o = t.as_object();
            const auto message = unhex(std::string(o.at("msg").as_string())), signature = unhex(std::string(o.at("sig").as_string()));
            const auto bytes = [](const std::string& s) { return reinterpret_cast<const unsigned char*>(s.data()); };
            const bool good = signature->size() == 64 &&
                              crypto_sign_verify_detached(bytes(*signature), bytes(*message), message->size(), bytes(*key)) == 0;
            INFO(json::serialize(t));
            CHECK(good == (o.at("result").as_string() == "valid"));
            ++seen;
        }
    }
    CHECK(seen > 100);
}
