// ./dev bench: what the core does in a second, beside raw SQLite and raw libpq writing the same rows and bytes, in one run.
#include "engine/memory_store.hpp"
#include "server/app/files.hpp"
#include "server/audit/export.hpp"
#include "server/audit/verify.hpp"
#include "server/steps/run.hpp"
#include "storage/schema.hpp"
#include "tests/bench/raw.hpp"
#include "workflows/bid/process.hpp"
#include "workflows/funding.hpp"

#include <dlfcn.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace {

namespace fs = std::filesystem;
namespace json = engine::json;
using clock_type = std::chrono::steady_clock;

double seconds_since(clock_type::time_point t) { return std::chrono::duration<double>(clock_type::now() - t).count(); }

long syncs()
{
    static const auto count = reinterpret_cast<long (*)()>(dlsym(RTLD_DEFAULT, "slowsync_count"));
    return count ? count() : 0;
}

const workflows::funding& funding()
{
    static const workflows::funding f(true);
    return f;
}

// -- the work: whole rounds, 14 commands a bid -----------------------------------------------------------------------

engine::request ask(const char* who, const char* verb, json::object fields) { return {"thurrock", who, verb, "", std::move(fields)}; }

json::object application(const std::string& id)
{
    return {{"bid", id},
            {"title", "Alleygates " + id},
            {"delivery_group", "asb"},
            {"amount", "5.00"},
            {"lines", json::array{{{"stream", "abg"}, {"amount", "5.00"}}}},
            {"aims", json::array{"crime"}},
            {"summary", "Gates for forty alleys behind the High Street, with keys for residents and for the council's cleaning crews."},
            {"value_for_money", "A third of the cost of patrols."},
            {"outcomes", json::array{{{"text", "Fewer burglaries"}, {"measure", "Recorded burglaries"}}}},
            {"starts", "2010-05-01"},
            {"ends", "2011-03-31"},
            {"profile", json::array{{{"quarter", "2010-11 Q1"}, {"amount", "5.00"}}}},
            {"equality_impact", "No adverse impact."},
            {"contact", "Community safety team"}};
}

struct work {
    std::vector<engine::request> before_exec, open, at_exec;
};
work rounds(std::size_t bids, const std::string& prefix)
{
    work w;
    for (std::size_t i = 0; i < bids; ++i) {
        const auto id = prefix + std::to_string(i);
        const json::object bid{{"bid", id}};
        w.before_exec.push_back(ask("pm1", "bid.draft", application(id)));
        w.before_exec.push_back(ask("pm1", "bid.submit", bid));
        w.before_exec.push_back(ask("gchair", "bid.agree", bid));
        w.before_exec.push_back(ask("pm1", "bid.send", bid));
        for (const auto* who : {"manager", "psm", "labm", "polbm"})
            w.before_exec.push_back(ask(who, "bid.check", {{"bid", id}, {"result", "compliant"}, {"equality_impact_accepted", true}}));
        for (const auto* who : {"rep-council", "rep-police", "rep-fire", "rep-probation", "rep-pct"})
            w.before_exec.push_back(ask(who, "bid.recommend", {{"bid", id}, {"position", "support"}}));
        w.at_exec.push_back(ask("echair", "bid.sign_off", {{"bid", id}, {"outcome", "approved"}, {"no_conflict", true}}));
    }
    w.open.push_back(ask("manager", "meeting.open", {{"meeting", "mar"}, {"reason", "Brought forward"}}));
    for (const auto* who : {"echair", "evice", "rep-council", "rep-police"})
        w.open.push_back(ask("manager", "attendance.arrive", {{"meeting", "mar"}, {"person", who}}));
    return w;
}

std::vector<steps::step> set_up_steps()
{
    const std::string file = "tests/scenarios/_partnership.jsonl";
    auto steps = steps::parse_steps(app::read_file(file), steps::carrier::scenario, file);
    if (!steps) throw std::runtime_error("run the benchmark from the project's folder");
    return *std::move(steps);
}
const engine::instant now = *engine::parse_instant("2010-02-01T09:00:00Z");

void set_up(storage::database& d)
{
    steps::runner run(d);
    std::size_t n = 0;
    const auto steps = set_up_steps();
    for (const auto& s : steps)
        if (run.run(s, ++n).outcome != engine::result::accepted) throw std::runtime_error("the set-up was not accepted");
}

/// @return accepted commands per second
double drive(storage::database& d, const std::vector<engine::request>& all, std::size_t in_flight)
{
    const auto begun = clock_type::now();
    for (std::size_t i = 0; i < all.size(); i += in_flight) {
        const std::vector<engine::request> group(all.begin() + static_cast<std::ptrdiff_t>(i),
                                                 all.begin() + static_cast<std::ptrdiff_t>(std::min(i + in_flight, all.size())));
        for (const auto& o : d.run("thurrock", group, now)) {
            if (const auto* broken = std::get_if<std::exception_ptr>(&o)) std::rethrow_exception(*broken);
            const auto& a = std::get<engine::answer>(o);
            if (a.outcome != engine::result::accepted)
                throw std::runtime_error("not accepted: " + (a.refusals.empty() ? std::string("?") : a.refusals.front().says));
        }
    }
    return static_cast<double>(all.size()) / seconds_since(begun);
}

// -- the same rows, recorded -----------------------------------------------------------------------------------------

/// Stands before a store in memory and writes down every row that the core writes.
class recorder final : public engine::store {
public:
    explicit recorder(engine::memory_store& to) : to_(to) {}
    std::vector<bench::command_rows> commands{{}};

    const std::string& partnership() const override { return to_.partnership(); }
    engine::log_head head() override { return to_.head(); }
    std::optional<std::string> load(std::string_view key) override { return to_.load(key); }
    std::vector<engine::found_row> find(const engine::index_query& q) override { return to_.find(q); }
    std::vector<engine::event> events_of(std::string_view s) override { return to_.events_of(s); }
    std::vector<engine::event> events_from(std::int64_t i, std::size_t n) override { return to_.events_from(i, n); }
    std::optional<engine::remembered_answer> remembered(std::string_view k) override { return to_.remembered(k); }
    std::optional<due_timer> next_timer() override { return to_.next_timer(); }
    std::vector<engine::mail> mails(std::size_t n) override { return to_.mails(n); }

    void append(const engine::event& e, const std::string& leaf, const engine::digest& h) override
    {
        row(0, {partnership(), leaf}, {e.index, e.at.micros});
        row(1, {partnership(), e.subject}, {e.index});
        for (const auto& a : e.also)
            if (a != e.subject) row(1, {partnership(), a}, {e.index});
        for (const auto& [_, t] : e.texts) row(2, {partnership(), engine::hex(t.commitment), engine::hex(t.salt), *t.text}, {0});
        to_.append(e, leaf, h);
        std::string tree;
        const auto now_at = to_.head();
        for (const auto& d : now_at.tree.subtrees()) tree += engine::hex(d);
        row(bench::head_statement, {partnership(), tree}, {e.index + 1, e.at.micros});
    }
    void save(std::string_view key, const std::string& stored, bool is_new) override
    {
        row(is_new ? 3 : 4, {partnership(), std::string(key), stored}, {});
        to_.save(key, stored, is_new);
    }
    void change_rows(std::string_view key, const std::vector<engine::index_row>& gone, const std::vector<engine::index_row>& come) override
    {
        const std::string id(engine::split_key(key).id);
        for (const auto& r : gone) row(5, {partnership(), r.index, r.key, r.sort, id}, {});
        for (const auto& r : come) row(6, {partnership(), r.index, r.key, r.sort, id}, {});
        to_.change_rows(key, gone, come);
    }
    void change_timers(std::string_view s, const std::vector<engine::timer>& gone, const std::vector<engine::timer>& come) override
    {
        for (const auto& t : gone) row(7, {partnership(), std::string(s), t.command}, {t.due.micros});
        for (const auto& t : come) row(8, {partnership(), std::string(s), t.command}, {t.due.micros});
        to_.change_timers(s, gone, come);
    }
    void owe(const engine::mail& m) override
    {
        row(9, {partnership(), m.to, m.message, m.about, engine::canonical(m.facts), m.state}, {m.at.micros, m.event_index, mails_++, 0});
        to_.owe(m);
    }
    void remember(std::string_view k, const engine::remembered_answer& a) override { to_.remember(k, a); }

private:
    void row(int statement, std::vector<std::string> texts, std::vector<std::int64_t> numbers)
    {
        commands.back().push_back({statement, std::move(texts), std::move(numbers)});
    }
    engine::memory_store& to_;
    std::int64_t mails_ = 0;
};

struct recorded {
    std::vector<bench::command_rows> before, measured;
    std::size_t rows = 0, bytes = 0;
};
recorded record(const std::vector<engine::request>& before, const std::vector<engine::request>& measured)
{
    engine::memory_store memory("thurrock");
    recorder r(memory);
    engine::entity_cache cache;
    const auto chance = engine::seeded_random(1);
    engine::session s(r, funding(), *chance, cache, "quorate/log/thurrock");
    const auto run = [&](const engine::request& q, engine::instant t) {
        r.commands.emplace_back();
        if (s.handle(q, t).outcome != engine::result::accepted) throw std::runtime_error("the recorded command was not accepted");
    };
    for (const auto& step : set_up_steps()) run({"thurrock", step.as, step.verb, "", step.fields}, step.at.value_or(s.head().last_at));
    for (const auto& q : before) run(q, now);
    recorded out;
    out.before = std::move(r.commands);
    r.commands = {{}};
    for (const auto& q : measured) run(q, now);
    r.commands.erase(r.commands.begin());
    out.measured = std::move(r.commands);
    for (const auto& c : out.measured)
        for (const auto& w : c) {
            ++out.rows;
            for (const auto& t : w.texts) out.bytes += t.size();
        }
    return out;
}

std::vector<engine::request> joined(std::vector<engine::request> a, const std::vector<engine::request>& b)
{
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

struct place {
    fs::path dir;
    place() : dir(fs::temp_directory_path() / ("quorate-bench-" + std::to_string(::getpid()))) { fs::create_directories(dir); }
    ~place() { fs::remove_all(dir); }
    std::string url(const std::string& name) const { return "sqlite://" + (dir / name).string(); }
};

void migrate_only(const std::string& url)
{
    storage::connection c(url);
    storage::migrate(c);
    c.execute("INSERT INTO partnership (id, origin, size, tree, last_at, reminded_until) VALUES ('thurrock', 'quorate/log/thurrock', 0, "
              "'', 0, 0)");
}

void throughput_sqlite(std::size_t bids, const char* title)
{
    place p;
    const auto w = rounds(bids, "b");
    const auto all = joined(joined(w.before_exec, w.open), w.at_exec);
    const auto rec = record({}, all);
    const auto per = [&](std::size_t n) { return static_cast<double>(n) / static_cast<double>(all.size()); };
    std::printf("%s: %zu commands, %.1f rows and %.0f bytes each\n", title, all.size(), per(rec.rows), per(rec.bytes));
    for (const std::size_t in_flight : {1, 60}) {
        double core = 0, raw = 0;
        long core_syncs = 0;
        for (int round = 0; round < 3; ++round) { // interleaved, the best of three each: the machine is noisy
            const auto name = std::to_string(in_flight) + "-" + std::to_string(round);
            {
                storage::database d(p.url("core" + name), funding(), engine::seeded_random(1));
                set_up(d);
                const auto before = syncs();
                core = std::max(core, drive(d, all, in_flight));
                core_syncs = syncs() - before;
            }
            migrate_only(p.url("raw" + name));
            raw = std::max(raw, static_cast<double>(all.size()) /
                                    bench::raw_sqlite((p.dir / ("raw" + name)).string(), rec.before, rec.measured, in_flight));
        }
        std::printf("  %2zu in flight: core %8.0f/s   raw %8.0f/s   ratio %.2f   syncs per command %.3f\n",
                    in_flight == 1 ? std::size_t{1} : std::size_t{64}, core, raw, core / raw,
                    static_cast<double>(core_syncs) / static_cast<double>(all.size()));
        std::fflush(stdout);
    }
}

void throughput_postgresql(const std::string& server, std::size_t bids)
{
    const auto w = rounds(bids, "b");
    const auto all = joined(joined(w.before_exec, w.open), w.at_exec);
    const auto rec = record({}, all);
    std::printf("(b) PostgreSQL: %zu commands\n", all.size());
    int n = 0;
    const auto fresh = [&] {
        const auto name = "bench" + std::to_string(::getpid()) + "_" + std::to_string(++n);
        storage::connection admin(server + "/postgres");
        admin.execute("CREATE DATABASE " + name);
        return server + "/" + name;
    };
    for (const std::size_t in_flight : {1, 60}) {
        double core = 0, raw = 0;
        for (int round = 0; round < 2; ++round) {
            {
                storage::database d(fresh(), funding(), engine::seeded_random(1));
                set_up(d);
                core = std::max(core, drive(d, all, in_flight));
            }
            const auto url = fresh();
            migrate_only(url);
            raw = std::max(raw, static_cast<double>(all.size()) / bench::raw_postgresql(url, rec.before, rec.measured, in_flight));
        }
        std::printf("  %2zu in flight: core %8.0f/s   raw %8.0f/s   ratio %.2f\n", in_flight == 1 ? std::size_t{1} : std::size_t{64}, core,
                    raw, core / raw);
        std::fflush(stdout);
    }
}

/// Time to read one bid that is not in memory, in microseconds: the median of many.
double load_us(storage::database& d, std::size_t bids, const std::string& prefix)
{
    std::vector<double> all;
    for (std::size_t i = 0; i < 200; ++i) {
        const auto key = "bid/" + prefix + std::to_string(i * 7919 % bids);
        storage::log_store rows(d.sql(), "thurrock");
        const auto begun = clock_type::now();
        const auto stored = rows.load(key);
        auto e = funding().fresh("bid");
        e->restore(json::parse(*stored));
        all.push_back(seconds_since(begun) * 1e6);
    }
    std::nth_element(all.begin(), all.begin() + 100, all.end());
    return all[100];
}

void growth(std::size_t small, std::size_t large)
{
    std::printf("(c) with %zu and with %zu bids in one partnership\n", small, large);
    double one[2], group[2], load[2];
    int at = 0;
    for (const auto bids : {small, large}) {
        place p;
        storage::database d(p.url("db"), funding(), engine::seeded_random(1));
        set_up(d);
        std::vector<engine::request> fill;
        for (std::size_t i = 0; i < bids; ++i) fill.push_back(ask("pm1", "bid.draft", application("f" + std::to_string(i))));
        drive(d, fill, 60);
        load[at] = load_us(d, bids, "f");
        const auto a = rounds(100, "m"), b = rounds(100, "n");
        one[at] = drive(d, a.before_exec, 1);
        group[at] = drive(d, b.before_exec, 60);
        drive(d, a.open, 1);
        std::printf("  %7zu bids: 1 in flight %8.0f/s   64 in flight %8.0f/s   one bid read in %.1f us\n", bids, one[at], group[at],
                    load[at]);
        std::fflush(stdout);
        ++at;
    }
    std::printf("  a decision's cost grows by %.2f (1 in flight), %.2f (64); reading a bid by %.2f\n", one[0] / one[1], group[0] / group[1],
                load[1] / load[0]);
}

void verify_speed(std::size_t bids)
{
    place p;
    storage::database d(p.url("db"), funding(), engine::seeded_random(1));
    set_up(d);
    const auto w = rounds(bids, "b");
    drive(d, joined(joined(w.before_exec, w.open), w.at_exec), 60);
    audit::write_export(d, "thurrock", p.dir / "export", std::nullopt);
    const auto begun = clock_type::now();
    const auto v = audit::verify_export(p.dir / "export", "");
    const auto took = seconds_since(begun);
    std::ifstream in(p.dir / "export" / "leaves.jsonl");
    std::vector<std::string> lines;
    for (std::string l; std::getline(in, l);) lines.push_back(l);
    const auto hashing = clock_type::now();
    for (const auto& l : lines) engine::leaf_hash(l);
    const auto hashed = seconds_since(hashing);
    std::printf("(d) verify: %zu leaves, %s, %.0f leaves/s; raw SHA-256 of the same leaves is %.1f %% of that time\n", v.leaves,
                v.verdict == audit::verification::answer::sound ? "sound" : "UNSOUND", static_cast<double>(v.leaves) / took,
                100 * hashed / took);
}

void decision_cost()
{
    engine::facts_of<workflows::bid_process> f;
    f.part<workflows::separation>() = workflows::separation{"c", "a", "b"};
    f.part<workflows::conflict>() = workflows::conflict{"c", "", std::nullopt, std::nullopt, false};
    f.part<workflows::check_note>() = workflows::check_note{"compliant", false};
    f.part<workflows::equality_statement>() = workflows::equality_statement{"compliant", true};
    constexpr int n = 1'000'000;
    std::size_t accepted = 0;
    const auto time = [&](auto decide) {
        const auto begun = clock_type::now();
        for (int i = 0; i < n; ++i) accepted += decide("compliance_check", "bid.check", f).accepted() ? 1u : 0u;
        return seconds_since(begun) * 1e9 / n;
    };
    const auto msm = time(engine::decide_by_msm<workflows::bid_process>);
    const auto plain = time(engine::decide_plainly<workflows::bid_process>);
    std::printf("(e) a decision of the bid process with four rules: Boost.MSM %.0f ns, the plain reader %.0f ns\n", msm, plain);
    if (accepted != 2 * n) throw std::runtime_error("the measured decision was not accepted");
}

} // namespace

int main(int argc, char** argv)
try {
    const bool small = argc > 1 && std::strcmp(argv[1], "short") == 0;
    if (argc > 1 && std::strcmp(argv[1], "delayed") == 0) {
        throughput_sqlite(15, "(a) SQLite, synchronous=FULL, every sync 2 ms slower");
        return 0;
    }
    throughput_sqlite(small ? 30 : 300, "(a) SQLite, synchronous=FULL");
    if (argc > 1 && std::strcmp(argv[1], "sqlite") == 0) return 0;
    if (const auto* server = std::getenv("QUORATE_TEST_POSTGRES")) throughput_postgresql(server, small ? 10 : 60);
    else std::printf("(b) PostgreSQL: not measured, QUORATE_TEST_POSTGRES is not set\n");
    growth(small ? 100 : 1000, small ? 1000 : 100'000);
    verify_speed(small ? 20 : 500);
    decision_cost();
    return 0;
} catch (const std::exception& e) {
    std::fprintf(stderr, "bench: %s\n", e.what());
    return 1;
}
