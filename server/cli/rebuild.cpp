// quorate rebuild.
#include "storage/rebuild.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/progress.hpp"
#include "workflows/funding.hpp"

#include <cstdio>

namespace cli {

int rebuild_command(const std::string& url, bool check)
try {
    const workflows::funding funding;
    storage::database d(url, funding, engine::system_random());
    const auto all = d.partnerships();
    if (all.empty()) std::printf("There is no partnership in this database: nothing to %s.\n", check ? "compare" : "rebuild");
    bool same = true;
    for (const auto& p : all) {
        progress_bar bar((check ? "comparing " : "rebuilding ") + p);
        const auto tell = [&](std::size_t n, std::size_t of) { bar.at(n, of); };
        if (!check) storage::rebuild_projections(d, p, tell);
        const auto differences = storage::compare_projections(d, p, tell);
        for (std::size_t i = 0; i < differences.size() && i < 20; ++i) std::printf("%s: %s\n", p.c_str(), differences[i].c_str());
        if (differences.size() > 20) std::printf("%s: and %zu more differences\n", p.c_str(), differences.size() - 20);
        if (differences.empty()) std::printf("%s: every projection is as the log has it.\n", p.c_str());
        same = same && differences.empty();
    }
    return same ? done : failed;
} catch (const std::exception& e) {
    std::fprintf(stderr, "quorate rebuild: %s\n", e.what());
    return unusable;
}

} // namespace cli
