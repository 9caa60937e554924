#include "server/demo/make.hpp"

#include "server/demo/demo.hpp"
#include "server/steps/run.hpp"
#include "storage/accounts.hpp"
#include "workflows/funding.hpp"
#include "workflows/partnership/state.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace demo {

void make(const std::string& database_url)
{
    const workflows::funding funding(true);
    storage::database d(database_url, funding, engine::seeded_random(2008));
    storage::accounts store(d.sql());
    const auto mark = [&](const std::string& id) { store.set(id, "demonstration", "yes"); };
    const auto there = d.partnerships();
    for (const auto& id : there) {
        bool made = false;
        d.read(id, [&](engine::reader& known) {
            const auto* p = engine::get<workflows::partnership>(known, workflows::partnership_key);
            made = p && p->from_scenario;
        });
        if (!made) throw std::runtime_error("this data holds a real partnership, " + id + ": --demo needs data of its own (--data)");
        mark(id);
    }
    if (!there.empty()) return;
    const auto today = workflows::day_in(app::wall_clock(), "Europe/London");
    const auto all = steps(today);
    steps::runner r(d);
    std::size_t n = 0;
    for (const auto& s : all) {
        const auto t = r.run(s, ++n);
        if (t.outcome != engine::result::accepted)
            throw std::logic_error("the demonstration's step " + engine::show(*s.at) + " " + s.as + " " + steps::line_of(t.output));
    }
    const auto midnight = workflows::midnight(today, "Europe/London");
    d.fire_due(midnight, [&](engine::instant due) { return std::max(r.now(), due); });
    mark(std::string(partnership));
}

void print_people(app::database_thread& work, const std::string& address, const app::words& word)
{
    work.run_and_wait([&](storage::database& d) {
        for (const auto& id : d.partnerships()) {
            if (storage::accounts(d.sql()).setting(id, "demonstration") != "yes") continue;
            d.read(id, [&](engine::reader& known) {
                const auto* p = engine::get<workflows::partnership>(known, workflows::partnership_key);
                if (!p) return;
                std::printf("\n%s\n%s\n\n", p->name.c_str(), word("demo.banner", {{"address", address}}).c_str());
                std::vector<std::array<std::string, 3>> people;
                for (const auto& row : known.rows({.index = "person", .key = ""})) {
                    const auto* who = engine::get<workflows::person>(known, "person/" + row.id);
                    const auto part = "demo.part." + row.id;
                    if (who && !who->left) people.push_back({word.has(part) ? word(part) : "~", row.id, who->name});
                }
                std::sort(people.begin(), people.end());
                for (const auto& [part, person, name] : people)
                    std::printf("  %-20s %-40s %s\n", person.c_str(), name.c_str(), part == "~" ? "" : part.c_str());
            });
        }
    });
}

} // namespace demo
