// quorate scenario, quorate import.
#include "server/app/desk.hpp"
#include "server/cli/commands.hpp"
#include "server/cli/progress.hpp"
#include "server/cli/scenario.hpp"
#include "server/cli/story.hpp"
#include "workflows/funding.hpp"

#include <cstdio>
#include <iostream>

namespace cli {
namespace {

void complain(const std::string& file, const std::vector<bad_line>& bad)
{
    for (const auto& b : bad)
        std::fprintf(stderr, "%s:%zu: %s%s%s\n", (b.file.empty() ? file : b.file).c_str(), b.line,
                     b.field.empty() ? "the line " : b.field.c_str(), b.field.empty() ? "" : ": ", b.says.c_str());
}

} // namespace

int scenario_command(const std::string& file, const std::string& database, bool tell)
try {
    const auto text = read_file(file);
    const auto steps = parse_steps(text, carrier::scenario, file);
    if (!steps) {
        complain(file, steps.error());
        return unusable;
    }
    const bool memory = database.empty();
    const workflows::funding funding(true);
    storage::database d(memory ? "sqlite://:memory:" : database, funding, memory ? engine::seeded_random(1) : engine::system_random());
    if (const auto last = d.last_instant())
        for (const auto& s : *steps)
            if (s.at && *s.at < *last) {
                complain(file, {{s.line, "at", "is before the last instant of the log in this database, " + engine::show(*last), s.file}});
                return unusable;
            }
    runner r(d);
    story teller(d);
    progress_bar bar("running " + file);
    bool as_expected = true;
    std::size_t number = 0;
    for (const auto& s : *steps) {
        const auto t = r.run(s, ++number);
        if (tell) teller.tell(t, r.now());
        else std::cout << line_of(t.output) << std::endl; // an answer that is out is a promise kept: nothing waits in a buffer
        if (t.unexpected) {
            as_expected = false;
            std::cout.flush();
            std::fprintf(stderr, "%s:%zu: step %zu: %s\n", (s.file.empty() ? file : s.file).c_str(), s.line, number, t.unexpected->c_str());
        }
        bar.at(number, steps->size());
    }
    if (tell) teller.end(r.now());
    std::cout.flush();
    return as_expected ? done : failed;
} catch (const std::exception& e) {
    std::cout.flush();
    std::fprintf(stderr, "quorate scenario: %s\n", e.what());
    return unusable;
}

int import_command(const std::string& file, const std::string& database, const std::string& as)
try {
    const auto text = read_file(file);
    const auto steps = parse_steps(text, carrier::import, file);
    if (!steps) {
        complain(file, steps.error());
        return unusable;
    }
    const auto whole_file = engine::hex(engine::sha256(text));
    const workflows::funding funding;
    storage::database d(database, funding, engine::system_random());
    runner r(d);
    progress_bar bar("importing " + file);
    bool all_accepted = true;
    std::size_t number = 0;
    for (auto s : *steps) {
        s.as = s.verb.empty() ? "" : as;
        if (!s.verb.empty()) s.key = "import:" + whole_file + ":" + std::to_string(s.line); // by which it resumes after a stop
        const auto clock = app::wall_clock();
        d.fire_due(clock, [&](engine::instant) { return clock; });
        r.set_now(std::max(r.now(), clock));
        const auto t = r.run(s, ++number);
        std::cout << line_of(t.output) << std::endl;
        if (t.unexpected) std::fprintf(stderr, "%s:%zu: step %zu: %s\n", file.c_str(), s.line, number, t.unexpected->c_str());
        if (t.outcome != engine::result::accepted && !s.expect) {
            std::cout.flush();
            std::fprintf(stderr, "%s:%zu: step %zu: %s\n", file.c_str(), s.line, number, line_of(t.output).c_str());
        }
        all_accepted = all_accepted && !t.unexpected && (t.outcome == engine::result::accepted || s.expect);
        bar.at(number, steps->size());
    }
    std::cout.flush();
    return all_accepted ? done : failed;
} catch (const std::exception& e) {
    std::cout.flush();
    std::fprintf(stderr, "quorate import: %s\n", e.what());
    return unusable;
}

} // namespace cli
