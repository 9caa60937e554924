// quorate export.
#include "server/audit/export.hpp"
#include "server/app/files.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/progress.hpp"
#include "workflows/funding.hpp"

#include <cstdio>

namespace cli {
namespace {

/// A key file holds the 32 bytes of an Ed25519 seed as 64 hexadecimal digits.
std::string read_seed(const std::string& file)
{
    auto text = app::read_file(file);
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    const auto seed = engine::unhex(text);
    if (!seed || seed->size() != 32) throw std::runtime_error(file + ": expected 64 hexadecimal digits, the seed of an Ed25519 key");
    return *seed;
}

} // namespace

int export_command(const std::string& dir, const std::string& partnership, const std::string& database, const std::string& key_file)
try {
    const workflows::funding funding;
    std::optional<std::string> seed;
    if (!key_file.empty()) seed = read_seed(key_file);
    storage::database d(database, funding, engine::system_random());
    {
        progress_bar bar("exporting " + partnership);
        // A server keeps attached files beside its database file.
        std::filesystem::path documents;
        if (database.starts_with("sqlite://")) documents = std::filesystem::path(database.substr(9)).parent_path() / "documents";
        audit::write_export(d, partnership, dir, seed, [&](std::size_t n, std::size_t all) { bar.at(n, all); }, documents);
    }
    std::printf("%s: the log of %s is written. Check it with: quorate verify %s\n", dir.c_str(), partnership.c_str(), dir.c_str());
    std::printf("The signing key lies %s.\n", seed ? ("in " + key_file).c_str() : "in the database");
    return done;
} catch (const std::exception& e) {
    std::fprintf(stderr, "quorate export: %s\n", e.what());
    return unusable;
}

} // namespace cli
