// server/audit/verify.hpp - checks an exported log without a server, a database, or anybody's word.
#pragma once
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace audit {

struct verification {
    enum class answer { sound, unsound, cannot_tell };
    answer verdict = answer::sound;
    std::vector<std::string> findings; ///< what is wrong and where, or why it cannot be told
    std::vector<std::string> notes;    ///< what was checked, and what was not
    /// Decisions that the rules of their day allowed, and today's would not, or would record otherwise. Such a log is sound.
    std::vector<std::string> by_older_rules;
    std::size_t leaves = 0, texts = 0, erased = 0, checkpoints = 0, replayed = 0, by_printed_table = 0;
    bool from_scenario = false;
    std::string origin;
};
/// Hashes, root, signatures, consistency, and every decision judged again.
/// @param pinned a verifier key that the caller trusts; empty: the one in the folder is taken, and that is said
/// @param progress called now and then with done and all
verification verify_export(const std::filesystem::path& dir, const std::string& pinned,
                           const std::function<void(std::size_t, std::size_t)>& progress = {});

} // namespace audit
