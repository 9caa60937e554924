// quorate verify.
#include "server/audit/verify.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/progress.hpp"

#include <cstdio>

namespace cli {

using audit::verification;

int verify_command(const std::string& dir, const std::string& key)
try {
    progress_bar bar("verifying " + dir);
    const auto v = audit::verify_export(dir, key, [&](std::size_t n, std::size_t all) { bar.at(n, all); });
    if (v.verdict == verification::answer::cannot_tell) {
        for (const auto& f : v.findings) std::fprintf(stderr, "quorate verify: %s\n", f.c_str());
        std::printf("CANNOT TELL: %s could not be checked.\n", dir.c_str());
        return unusable;
    }
    if (!v.origin.empty())
        std::printf("The log %s: %zu leaves, %zu texts (%zu erased), %zu checkpoints.\n", v.origin.c_str(), v.leaves, v.texts, v.erased,
                    v.checkpoints);
    if (v.from_scenario) std::printf("This partnership was made from a scenario.\n");
    for (const auto& n : v.notes) std::printf("Note: %s\n", n.c_str());
    for (const auto& o : v.by_older_rules) std::printf("Older rules: %s\n", o.c_str());
    if (v.verdict == verification::answer::unsound) {
        for (const auto& f : v.findings) std::printf("UNSOUND: %s\n", f.c_str());
        return failed;
    }
    std::printf("SOUND: hashes, root, signatures and consistency agree; %zu decisions were judged again", v.replayed);
    if (v.by_printed_table > 0) std::printf(", %zu by the table that was in force", v.by_printed_table);
    std::printf(", and came out as recorded.\n");
    return done;
} catch (const std::exception& e) {
    std::fprintf(stderr, "quorate verify: %s\n", e.what());
    return unusable;
}

} // namespace cli
