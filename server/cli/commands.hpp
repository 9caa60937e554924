// server/cli/commands.hpp - the subcommands of the program, one file each. Each returns its exit status,
// which `quorate --help` explains: 0 done; 1 an expectation, a line or the evidence failed; 2 it could not be tried.
#pragma once
#include <string>
#include <utility>
#include <vector>

namespace cli {

inline constexpr int done = 0, failed = 1, unusable = 2;

int scenario_command(const std::string& file, const std::string& database, bool tell);
int import_command(const std::string& file, const std::string& database, const std::string& as);
int export_command(const std::string& dir, const std::string& partnership, const std::string& database, const std::string& key_file);
int verify_command(const std::string& dir, const std::string& key);
int rebuild_command(const std::string& database, bool check);
/// Every process that can be printed, with commas between, in lines.
std::string process_names();
int process_command(const std::string& name, const std::string& format);

/// Settings as flags: dotted names and values (app/config.hpp).
using flags = std::vector<std::pair<std::string, std::string>>;
int serve_command(const flags& settings, const std::string& config_file, bool demonstration);
int token_command(const std::string& data, const std::string& database, const std::string& partnership, const std::string& person);
int config_command(const flags& settings, const std::string& config_file);

} // namespace cli
