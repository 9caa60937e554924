// Groups, savepoints, caches and the log on both stores.
#include "server/audit/export.hpp"
#include "server/audit/verify.hpp"
#include "server/steps/run.hpp"
#include "storage/rebuild.hpp"
#include "tests/support/stores.hpp"
#include "workflows/bid/state.hpp"
#include "workflows/fields.hpp"
#include "workflows/funding.hpp"

#include <algorithm>
#include <thread>

using namespace storage;
namespace json = engine::json;

namespace {

const workflows::funding& funding()
{
    static const workflows::funding f(true);
    return f;
}

/// The steps of a scenario file of ours.
std::vector<steps::step> steps_of(const std::string& name)
{
    const auto file = std::string(QUORATE_SOURCE_DIR) + "/tests/scenarios/" + name;
    const auto steps = steps::parse_steps(support::slurp(file), steps::carrier::scenario, file);
    REQUIRE(steps.has_value());
    return *steps;
}

/// Runs a scenario file of ours.
engine::instant prepare(database& d, const std::string& file)
{
    steps::runner run(d);
    std::size_t n = 0;
    const auto steps = steps_of(file);
    for (const auto& s : steps) {
        const auto t = run.run(s, ++n);
        REQUIRE_FALSE(t.unexpected.has_value());
    }
    return run.now();
}

engine::request draft(const std::string& id, std::string actor = "pm1")
{
    return {
        "thurrock", std::move(actor), "bid.draft", "", {{"bid", id}, {"title", "T " + id}, {"delivery_group", "asb"}, {"amount", "5.00"}}};
}

} // namespace

TEST_CASE("a group is one transaction: refused ones leave nothing, later ones see earlier ones")
{
    for (const auto& store : support::stores()) {
        INFO(store.name);
        database d(store.url(), funding(), engine::seeded_random(1));
        const auto now = prepare(d, "_partnership.jsonl");
        const std::vector<engine::request> group{draft("x1"),
                                                 draft("x1"),
                                                 draft("x2", "auditor"),
                                                 {"thurrock", "pm1", "bid.withdraw", "", {{"bid", "x1"}, {"reason", "r"}}},
                                                 draft("x3")};
        const auto out = d.run("thurrock", group, now);
        REQUIRE(out.size() == 5);
        const auto& a = [&](std::size_t i) -> const engine::answer& { return std::get<engine::answer>(out[i]); };
        CHECK(a(0).outcome == engine::result::accepted);
        CHECK(a(1).refusals.at(0).rule == "taken");
        CHECK(a(2).outcome == engine::result::forbidden);
        CHECK(a(3).events == std::vector<std::string>{"bid.withdrawn"});
        CHECK(a(4).outcome == engine::result::accepted);
        CHECK(compare_projections(d, "thurrock").empty());
    }
}

TEST_CASE("groups larger than the limit are parted, and every command is answered")
{
    for (const auto& store : support::stores()) {
        INFO(store.name);
        database d(store.url(), funding(), engine::seeded_random(1));
        const auto now = prepare(d, "_partnership.jsonl");
        std::vector<engine::request> group;
        for (int i = 0; i < 150; ++i) group.push_back(draft("n" + std::to_string(i)));
        const auto out = d.run("thurrock", group, now);
        REQUIRE(out.size() == 150);
        for (const auto& o : out) CHECK(std::get<engine::answer>(o).outcome == engine::result::accepted);
    }
}

TEST_CASE("a command that breaks is undone alone, at its savepoint; its neighbours are kept")
{
    for (const auto& store : support::stores()) {
        INFO(store.name);
        database d(store.url(), funding(), engine::seeded_random(1));
        const auto now = prepare(d, "_partnership.jsonl");
        // A row that the next new entity cannot be saved over: the store says no in the middle of the command.
        d.sql().execute("INSERT INTO entity (partnership, id, stored) VALUES ('thurrock', 'bid/broken', '{\"stage\":\"none\"}')");
        d.sql().execute("INSERT INTO entity_row (partnership, name, key, sort, id) VALUES ('thurrock', 'bid.stage', 'draft', '" +
                        workflows::sortable(76) + "', 'bad')");
        const auto before = d.last_instant();
        auto out = d.run("thurrock", {draft("good1"), {"thurrock", "pm1", "bid.submit", "", {{"bid", "broken"}}}, draft("good2")}, now);
        REQUIRE(out.size() == 3);
        CHECK(std::get<engine::answer>(out[0]).outcome == engine::result::accepted);
        CHECK(std::get<engine::answer>(out[2]).outcome == engine::result::accepted);
        CHECK(d.last_instant() >= before);
    }
}

TEST_CASE("another process appends: what this one remembers is dropped, and nothing is lost")
{
    const auto* server = std::getenv("QUORATE_TEST_POSTGRES");
    if (!server) SKIP_TEST("two servers on one database: QUORATE_TEST_POSTGRES is not set");
    const auto url = support::stores().back().url();
    database one(url, funding(), engine::seeded_random(1));
    const auto now = prepare(one, "_partnership.jsonl");
    database two(url, funding(), engine::seeded_random(2));
    for (int i = 0; i < 10; ++i) {
        CHECK(one.run_one(draft("a" + std::to_string(i)), now).outcome == engine::result::accepted);
        CHECK(two.run_one({"thurrock", "pm1", "bid.withdraw", "", {{"bid", "a" + std::to_string(i)}, {"reason", "r"}}}, now).outcome ==
              engine::result::accepted);
        CHECK(one.run_one({"thurrock", "pm1", "bid.submit", "", {{"bid", "a" + std::to_string(i)}}}, now).refusals.at(0).rule == "not-now");
    }
    CHECK(compare_projections(one, "thurrock").empty());
}

TEST_CASE("two partnerships share a database and nothing else")
{
    for (const auto& store : support::stores()) {
        INFO(store.name);
        database d(store.url(), funding(), engine::seeded_random(1));
        prepare(d, "two-partnerships.jsonl");
        CHECK(d.partnerships() == std::vector<std::string>{"basildon", "thurrock"});
        for (const auto& p : d.partnerships()) CHECK(compare_projections(d, p).empty());
    }
}

TEST_CASE("rebuilding makes good what was damaged, and the check finds it")
{
    for (const auto& store : support::stores()) {
        INFO(store.name);
        database d(store.url(), funding(), engine::seeded_random(1));
        prepare(d, "amendments.jsonl");
        CHECK(compare_projections(d, "thurrock").empty());
        d.sql().execute("UPDATE entity SET stored = '{}' WHERE id = 'stream/abg'");
        d.sql().execute("DELETE FROM entity_row WHERE name = 'bid.stage'");
        d.sql().execute("INSERT INTO timer VALUES ('thurrock', 1, 'bid/b1', 'bid.lapse')");
        CHECK(compare_projections(d, "thurrock").size() >= 3);
        rebuild_projections(d, "thurrock");
        CHECK(compare_projections(d, "thurrock").empty());
    }
}

TEST_CASE("the same scenario gives the same leaves on every run")
{
    const auto leaves = [] {
        database d("sqlite://:memory:", funding(), engine::seeded_random(1));
        prepare(d, "whole-way.jsonl");
        std::string out;
        for (const auto& l : log_store(d.sql(), "thurrock").leaves(0, 10'000)) out += l.bytes + "\n";
        return out + d.sign_checkpoint("thurrock");
    };
    CHECK(leaves() == leaves());
}

TEST_CASE("an export verifies; each of a thousand flipped bits, and every missing or added line, is found")
{
    support::folder dir;
    database d("sqlite://:memory:", funding(), engine::seeded_random(1));
    prepare(d, "conflicts.jsonl");
    const auto out = dir.path + "/export";
    audit::write_export(d, "thurrock", out, std::nullopt);
    CHECK_THROWS(audit::write_export(d, "thurrock", out, std::nullopt)); // not over something that is there
    using answer = audit::verification::answer;
    const auto good = audit::verify_export(out, "");
    for (const auto& f : good.findings) UNSCOPED_INFO(f);
    REQUIRE(good.verdict == answer::sound);
    CHECK(good.replayed == good.leaves);
    CHECK(good.from_scenario);
    const auto key = support::slurp(out + "/key");
    CHECK(audit::verify_export(out, key.substr(0, key.size() - 1)).verdict == answer::sound);
    CHECK(audit::verify_export(out, engine::signing_key{"quorate/log/thurrock", std::string(32, 'x')}.verifier().text()).verdict ==
          answer::unsound);

    std::vector<std::string> files{"leaves.jsonl", "texts.jsonl", "key", "checkpoints/" + std::to_string(good.leaves)};
    std::uint64_t random = 88172645463325252ull;
    const auto next = [&] {
        random ^= random << 13, random ^= random >> 7, random ^= random << 17;
        return random;
    };
    for (int i = 0; i < 1000; ++i) {
        const auto file = out + "/" + files[next() % files.size()];
        const auto bytes = support::slurp(file);
        auto changed = bytes;
        const auto at = next() % changed.size();
        changed[at] = static_cast<char>(changed[at] ^ (1 << (next() % 8)));
        std::ofstream(file, std::ios::binary) << changed;
        INFO(file << ", byte " << at);
        REQUIRE(audit::verify_export(out, "").verdict == answer::unsound);
        std::ofstream(file, std::ios::binary) << bytes;
    }
    const auto leaves = support::slurp(out + "/leaves.jsonl");
    const auto with = [&](const std::string& text) {
        std::ofstream(out + "/leaves.jsonl", std::ios::binary) << text;
        const auto v = audit::verify_export(out, "").verdict;
        std::ofstream(out + "/leaves.jsonl", std::ios::binary) << leaves;
        return v;
    };
    const auto second = leaves.find('\n') + 1, third = leaves.find('\n', second) + 1, last = leaves.rfind('\n', leaves.size() - 2) + 1;
    CHECK(with(leaves.substr(0, second) + leaves.substr(third)) == answer::unsound);
    CHECK(with(leaves.substr(0, last)) == answer::unsound);
    CHECK(with(leaves + leaves.substr(last)) == answer::unsound);
    CHECK(with("") == answer::unsound);
    CHECK(audit::verify_export(dir.path + "/nowhere", "").verdict == answer::cannot_tell);
    std::filesystem::remove_all(out + "/checkpoints");
    CHECK(audit::verify_export(out, "").verdict == answer::cannot_tell);
}

TEST_CASE("a decision that was forged and signed again does not stand up to being judged again")
{
    // An administrator with the key rewrites history consistently: hashes, root and signature agree. The replay does not.
    support::folder dir;
    database d("sqlite://:memory:", funding(), engine::seeded_random(1));
    prepare(d, "whole-way.jsonl");
    const auto out = dir.path + "/export";
    audit::write_export(d, "thurrock", out, std::nullopt);
    const auto key = d.key_of("thurrock");
    const auto forge = [&](const std::string& from, const std::string& to) {
        std::string leaves = support::slurp(out + "/leaves.jsonl"), forged;
        engine::compact_tree tree;
        bool changed = false;
        for (std::size_t at = 0; at < leaves.size();) {
            const auto end = leaves.find('\n', at);
            auto line = leaves.substr(at, end - at);
            if (const auto found = line.find(from); found != std::string::npos) {
                line.replace(found, from.size(), to);
                changed = true;
            }
            line = engine::canonical(json::parse(line));
            tree.append(engine::leaf_hash(line));
            forged += line + "\n";
            at = end + 1;
        }
        REQUIRE(changed);
        const auto copy = dir.path + "/forged";
        std::filesystem::remove_all(copy);
        std::filesystem::copy(out, copy, std::filesystem::copy_options::recursive);
        std::ofstream(copy + "/leaves.jsonl", std::ios::binary) << forged;
        std::filesystem::remove_all(copy + "/checkpoints");
        std::filesystem::create_directories(copy + "/checkpoints");
        std::ofstream(copy + "/checkpoints/" + std::to_string(tree.size()), std::ios::binary)
            << engine::sign_note(engine::checkpoint{"quorate/log/thurrock", tree.size(), tree.root()}.text(), key);
        const auto v = audit::verify_export(copy, "");
        for (const auto& f : v.findings) UNSCOPED_INFO(f);
        return v.verdict;
    };
    using answer = audit::verification::answer;
    CHECK(forge(R"("present_at_least":4)", R"("present_at_least":5)") == answer::unsound); // a better quorum than there was
    CHECK(forge(R"("approved_amount":2000000)", R"("approved_amount":9000000)") == answer::unsound);
    CHECK(forge(R"("actor":"gchair")", R"("actor":"pm1")") == answer::unsound); // agreed by its own project manager
    CHECK(forge(R"("to":"approved")", R"("to":"rejected")") == answer::unsound);
}

TEST_CASE("a log written under an older table still verifies, by the table that was in force; and no forged step in it does")
{
    // tests/golden/export-1 was written by a program whose compliance check did not ask ST-eia yet, and whose FP-h said less.
    const std::string sample = std::string(QUORATE_SOURCE_DIR) + "/tests/golden/export-1";
    const auto v = audit::verify_export(sample, "");
    for (const auto& f : v.findings) UNSCOPED_INFO(f);
    CHECK(v.verdict == audit::verification::answer::sound);
    CHECK(v.by_printed_table == v.leaves);
    CHECK(v.replayed == 0);
}

namespace {

bool any_says(const std::vector<std::string>& list, const std::string& leaf, const std::string& what)
{
    return std::any_of(list.begin(), list.end(),
                       [&](const std::string& l) { return l.starts_with(leaf) && l.find(what) != std::string::npos; });
}

} // namespace

TEST_CASE("decisions of before that today's rules would not allow were allowed by the rules of their day, and are told as such")
{
    // tests/golden/export-2: a deputy's interest overwrote the agency's position (leaf 107); three of seven signed off, one of
    // whom had lost the seat (139 to 143); with nobody for and nobody against, one item was agreed and one not (145, 146).
    const auto v = audit::verify_export(std::string(QUORATE_SOURCE_DIR) + "/tests/golden/export-2", "");
    for (const auto& f : v.findings) UNSCOPED_INFO(f);
    CHECK(v.verdict == audit::verification::answer::sound);
    CHECK(v.by_printed_table == v.leaves);
    CHECK(any_says(v.by_older_rules, "leaf 107 (interest.declared)", "agency, position, seat"));
    for (const auto* leaf : {"leaf 139", "leaf 141", "leaf 143"})
        CHECK(any_says(v.by_older_rules, leaf, "today's would not allow it. TR-quorum: 4 of 7 members must be present; 3 are."));
    for (const auto* leaf : {"leaf 145", "leaf 146"}) CHECK(any_says(v.by_older_rules, leaf, "MN-vote: The votes are tied"));
    CHECK(v.by_older_rules.size() == 6);
}

TEST_CASE("a database of an earlier program is opened: its projections are made anew, and what is decided from then on is judged again")
{
    support::folder dir;
    const auto file = dir.path + "/earlier.db";
    const auto sample = std::string(QUORATE_SOURCE_DIR) + "/tests/golden/database-2.db.gz";
    REQUIRE(std::system(("gzip -dc '" + sample + "' > '" + file + "'").c_str()) == 0);
    database d("sqlite://" + file, funding(), engine::seeded_random(1));
    CHECK(compare_projections(d, "thurrock") == std::vector<std::string>{});
    const auto now = *engine::parse_instant("2010-03-08T09:00:00Z");
    d.read("thurrock", [&](engine::reader& known) {
        const auto* b = engine::get<workflows::bid>(known, "bid/b2");
        REQUIRE(b);
        CHECK(b->position_of("fire")->position == "interest"); // as it was recorded then
        CHECK(b->stage == "rejected");
    });
    const auto ask = [&](const char* who, const char* verb, engine::json::object fields) {
        return d.run_one({"thurrock", who, verb, "", std::move(fields)}, now).outcome;
    };
    CHECK(ask("admin", "person.add", {{"person", "again"}, {"name", "Again"}, {"email", "PM1@example.org"}}) == engine::result::invalid);
    CHECK(ask("pm1", "bid.accept_amendments", {{"bid", "b3"}}) == engine::result::accepted); // adopts the new tables first
    CHECK(ask("psm", "bid.resolve", {{"bid", "b4"}, {"query", "q1"}}) == engine::result::accepted);
    for (const auto* who : {"manager", "psm", "labm", "polbm"})
        CHECK(ask(who, "bid.check", {{"bid", "b4"}, {"result", "compliant"}, {"equality_impact_accepted", true}}) ==
              engine::result::accepted);
    CHECK(compare_projections(d, "thurrock") == std::vector<std::string>{});
    audit::write_export(d, "thurrock", dir.path + "/export", std::nullopt);
    const auto v = audit::verify_export(dir.path + "/export", "");
    for (const auto& f : v.findings) UNSCOPED_INFO(f);
    CHECK(v.verdict == audit::verification::answer::sound);
    CHECK(v.replayed >= 7);
    CHECK(v.by_older_rules.size() == 6);
}

TEST_CASE("what waits in a database from before the tables said what follows goes on by them")
{
    // tests/golden/export-3 and database-3: three Execs and a Board, with bids carried over, deferred and decided under tables
    // that had no word of what moves a bid on by itself; the hot-spots bid still awaits the partners' money.
    const auto golden = std::string(QUORATE_SOURCE_DIR) + "/tests/golden/";
    const auto before = audit::verify_export(golden + "export-3", "");
    for (const auto& f : before.findings) UNSCOPED_INFO(f);
    CHECK(before.verdict == audit::verification::answer::sound);
    CHECK(before.by_printed_table == before.leaves);
    support::folder dir;
    const auto file = dir.path + "/earlier.db";
    REQUIRE(std::system(("gzip -dc '" + golden + "database-3.db.gz' > '" + file + "'").c_str()) == 0);
    database d("sqlite://" + file, funding(), engine::seeded_random(1));
    CHECK(compare_projections(d, "thurrock") == std::vector<std::string>{});
    const engine::json::object confirmed{{"stream", "partners"}, {"amount", "26000.00"}, {"reason", "Letters"}};
    const auto a =
        d.run_one({"thurrock", "council-budget", "stream.confirm", "", confirmed}, *engine::parse_instant("2008-09-01T09:00:00Z"));
    CHECK(a.events == std::vector<std::string>{"stream.confirmed", "bid.funded", "bid.approved"});
    CHECK(compare_projections(d, "thurrock") == std::vector<std::string>{});
    audit::write_export(d, "thurrock", dir.path + "/export", std::nullopt);
    const auto v = audit::verify_export(dir.path + "/export", "");
    for (const auto& f : v.findings) UNSCOPED_INFO(f);
    CHECK(v.verdict == audit::verification::answer::sound);
    CHECK(v.replayed >= 3);
}

TEST_CASE("a stored form that has grown is no difference; one that says something else is")
{
    support::folder dir;
    database d("sqlite://" + dir.path + "/grown.db", funding(), engine::seeded_random(1));
    prepare(d, "_partnership.jsonl");
    const auto change = [&](const std::string& from, const std::string& to) {
        d.sql().execute("UPDATE entity SET stored = replace(stored, '" + from + "', '" + to + "') WHERE id LIKE 'person/%'");
    };
    change(R"(,"left":false)", ""); // as a program wrote it that did not know this member yet
    CHECK(compare_projections(d, "thurrock") == std::vector<std::string>{});
    change(R"("id":"pm1")", R"("id":"pm9")");
    CHECK(compare_projections(d, "thurrock") == std::vector<std::string>{"person/pm1 is stored otherwise than the log has it"});
}

TEST_CASE("a disk that is full: nobody is told yes, nothing is half there, and it goes on when there is room again")
{
    support::folder dir;
    database d("sqlite://" + dir.path + "/full.db", funding(), engine::seeded_random(1));
    const auto now = prepare(d, "_partnership.jsonl");
    const auto pages = [&] {
        auto rows = d.sql().prepared("PRAGMA page_count", "", "n").rows();
        return rows.next() ? rows.number(0) : 0;
    };
    d.sql().execute("PRAGMA max_page_count=" + std::to_string(pages() + 3)); // SQLite answers FULL beyond it, as for a full disk
    std::size_t accepted = 0, broken = 0;
    for (int i = 0; i < 20; ++i) {
        std::vector<engine::request> group;
        for (int n = 0; n < 10; ++n) group.push_back(draft("full-" + std::to_string(i) + "-" + std::to_string(n)));
        for (const auto& o : d.run("thurrock", group, now)) std::holds_alternative<engine::answer>(o) ? ++accepted : ++broken;
    }
    CHECK(broken > 0);
    std::size_t there = 0;
    d.read("thurrock", [&](engine::reader& known) { there = known.rows({.index = "bid", .key = ""}).size(); });
    CHECK(there == accepted); // each yes is there, and nothing else
    CHECK(compare_projections(d, "thurrock").empty());
    d.sql().execute("PRAGMA max_page_count=1000000");
    CHECK(d.run_one(draft("room-again"), now).outcome == engine::result::accepted);
    CHECK(compare_projections(d, "thurrock").empty());
}

TEST_CASE("PostgreSQL ends our connection between two groups: the next one runs on a new connection")
{
    const auto* server = std::getenv("QUORATE_TEST_POSTGRES");
    if (!server) SKIP_TEST("a lost connection: QUORATE_TEST_POSTGRES is not set");
    const auto url = support::stores().back().url();
    database d(url, funding(), engine::seeded_random(1));
    const auto now = prepare(d, "_partnership.jsonl");
    connection other(std::string(server) + "/postgres");
    other.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + url.substr(url.rfind('/') + 1) + "'");
    const auto out = d.run("thurrock", {draft("p1"), draft("p2")}, now);
    for (const auto& o : out) {
        REQUIRE(std::holds_alternative<engine::answer>(o));
        CHECK(std::get<engine::answer>(o).outcome == engine::result::accepted);
    }
    CHECK(compare_projections(d, "thurrock").empty());
}

TEST_CASE("two chairs, two servers, the last pound: one approval is refused")
{
    const auto* server = std::getenv("QUORATE_TEST_POSTGRES");
    if (!server) SKIP_TEST("two servers on one database: QUORATE_TEST_POSTGRES is not set");
    const auto url = support::stores().back().url();
    engine::instant now;
    {
        database d(url, funding(), engine::seeded_random(1));
        const auto steps = steps_of("money.jsonl");
        steps::runner run(d);
        std::size_t n = 0;
        for (const auto& s : steps) {
            if (s.verb == "bid.sign_off") break;
            REQUIRE(run.run(s, ++n).outcome == engine::result::accepted);
        }
        now = run.now();
    }
    // 60,000.00 and 40,000.01 of 100,000.00, asked for at the same moment.
    std::vector<engine::answer> answers(2);
    const auto sign = [&](std::size_t i, const char* bid) {
        database d(url, funding(), engine::seeded_random(10 + i));
        answers[i] =
            d.run_one({"thurrock", "echair", "bid.sign_off", "", {{"bid", bid}, {"outcome", "approved"}, {"no_conflict", true}}}, now);
    };
    std::thread one(sign, 0, "b1"), two(sign, 1, "b4");
    one.join();
    two.join();
    const auto accepted =
        std::count_if(answers.begin(), answers.end(), [](const auto& a) { return a.outcome == engine::result::accepted; });
    CHECK(accepted == 1);
    for (const auto& a : answers)
        if (a.outcome != engine::result::accepted) CHECK(a.refusals.at(0).rule == "FP-e");
    database d(url, funding(), engine::seeded_random(1));
    CHECK(compare_projections(d, "thurrock").empty());
}
