// quorate rebuild, quorate process.
#include "engine/process_doc.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/progress.hpp"
#include "storage/rebuild.hpp"
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

int process_command(const std::string& name, const std::string& format)
{
    const auto* p = workflows::find_process(name);
    if (!p) {
        std::fprintf(stderr, "quorate process: there is no process \"%s\". There are:", name.c_str());
        for (const auto& d : workflows::all_processes()) std::fprintf(stderr, " %s", d.name.c_str());
        std::fprintf(stderr, "\n");
        return unusable;
    }
    if (format == "mermaid") std::fputs(engine::mermaid(*p).c_str(), stdout);
    else if (format == "markdown") std::fputs(engine::markdown(*p).c_str(), stdout);
    else std::printf("%s\n", engine::adopted_form(*p).c_str());
    return done;
}

} // namespace cli
