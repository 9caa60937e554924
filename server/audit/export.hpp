// server/audit/export.hpp - a partnership's log as plain files, which anyone can check.
#pragma once
#include "storage/database.hpp"

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

namespace audit {

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

} // namespace audit
