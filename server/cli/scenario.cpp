// quorate scenario.
#include "server/app/files.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/progress.hpp"
#include "server/steps/run.hpp"
#include "server/steps/story.hpp"
#include "workflows/funding.hpp"

#include <cstdio>
#include <iostream>

namespace cli {

int scenario_command(const std::string& file, const std::string& database, bool tell)
try {
    const auto text = app::read_file(file);
    const auto all = steps::parse_steps(text, steps::carrier::scenario, file);
    if (!all) {
        for (const auto& bad : all.error()) std::fprintf(stderr, "%s\n", steps::in_words(bad, file).c_str());
        return unusable;
    }
    const bool memory = database.empty();
    const workflows::funding funding(true);
    storage::database d(memory ? "sqlite://:memory:" : database, funding, memory ? engine::seeded_random(1) : engine::system_random());
    if (const auto last = d.last_instant())
        for (const auto& s : *all)
            if (s.at && *s.at < *last) {
                const auto says = "is before the last instant of the log in this database, " + engine::show(*last);
                std::fprintf(stderr, "%s\n", steps::in_words({s.line, "at", says, s.file}, file).c_str());
                return unusable;
            }
    steps::runner r(d);
    steps::story teller(d);
    progress_bar bar("running " + file);
    bool as_expected = true;
    std::size_t number = 0;
    for (const auto& s : *all) {
        const auto t = r.run(s, ++number);
        if (tell) teller.tell(t, r.now());
        else std::cout << steps::line_of(t.output) << std::endl; // an answer that is out is a promise kept: nothing waits in a buffer
        if (t.unexpected) {
            as_expected = false;
            std::cout.flush();
            std::fprintf(stderr, "%s:%zu: step %zu: %s\n", (s.file.empty() ? file : s.file).c_str(), s.line, number, t.unexpected->c_str());
        }
        bar.at(number, all->size());
    }
    if (tell) teller.end(r.now());
    std::cout.flush();
    return as_expected ? done : failed;
} catch (const std::exception& e) {
    std::cout.flush();
    std::fprintf(stderr, "quorate scenario: %s\n", e.what());
    return unusable;
}

} // namespace cli
