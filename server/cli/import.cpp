// quorate import.
#include "server/app/database_thread.hpp"
#include "server/app/files.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/progress.hpp"
#include "server/steps/run.hpp"
#include "workflows/funding.hpp"

#include <cstdio>
#include <iostream>

namespace cli {

int import_command(const std::string& file, const std::string& database, const std::string& as)
try {
    const auto text = app::read_file(file);
    const auto all = steps::parse_steps(text, steps::carrier::import, file);
    if (!all) {
        for (const auto& bad : all.error()) std::fprintf(stderr, "%s\n", steps::in_words(bad, file).c_str());
        return unusable;
    }
    const auto whole_file = engine::hex(engine::sha256(text));
    const workflows::funding funding;
    storage::database d(database, funding, engine::system_random());
    steps::runner r(d);
    progress_bar bar("importing " + file);
    bool all_accepted = true;
    std::size_t number = 0;
    for (auto s : *all) {
        s.as = s.verb.empty() ? "" : as;
        if (!s.verb.empty()) s.key = "import:" + whole_file + ":" + std::to_string(s.line); // by which it resumes after a stop
        const auto clock = app::wall_clock();
        d.fire_due(clock, [&](engine::instant) { return clock; });
        r.set_now(std::max(r.now(), clock));
        const auto t = r.run(s, ++number);
        std::cout << steps::line_of(t.output) << std::endl;
        if (t.unexpected) std::fprintf(stderr, "%s:%zu: step %zu: %s\n", file.c_str(), s.line, number, t.unexpected->c_str());
        if (t.outcome != engine::result::accepted && !s.expect) {
            std::cout.flush();
            std::fprintf(stderr, "%s:%zu: step %zu: %s\n", file.c_str(), s.line, number, steps::line_of(t.output).c_str());
        }
        all_accepted = all_accepted && !t.unexpected && (t.outcome == engine::result::accepted || s.expect);
        bar.at(number, all->size());
    }
    std::cout.flush();
    return all_accepted ? done : failed;
} catch (const std::exception& e) {
    std::cout.flush();
    std::fprintf(stderr, "quorate import: %s\n", e.what());
    return unusable;
}

} // namespace cli
