// server/cli/exported.hpp - an exported log: writing it, and checking it without a server, a database, or anybody's word.
#pragma once
#include "storage/database.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cli {

/// Writes the log, texts, checkpoints and verifier key of a partnership into a folder that is empty or not there yet.
/// @param seed 32 raw bytes to sign with; nothing: the key in the database
/// @param documents the folder of attached files; empty: they are left out
/// @throws std::runtime_error naming what could not be written
void write_export(storage::database& d, const std::string& partnership, const std::filesystem::path& dir,
                  const std::optional<std::string>& seed, const std::function<void(std::size_t, std::size_t)>& progress = {},
                  const std::filesystem::path& documents = {});

/// The same of a log whose newest checkpoint is signed already: its leaves up to that one. Reads only. Attached files are
/// taken from `documents` when it is not empty.
void write_signed_export(storage::database& d, const std::string& partnership, const std::filesystem::path& dir,
                         const std::optional<std::string>& seed, const std::filesystem::path& documents = {},
                         const std::function<void(std::size_t, std::size_t)>& progress = {});

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

} // namespace cli
