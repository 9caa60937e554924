#include "tests/bench/raw.hpp"

#include <sqlite3.h>

#include <chrono>
#include <stdexcept>

namespace bench {
namespace {

void must(int code, int want, sqlite3* db)
{
    if (code != want) throw std::runtime_error(std::string("raw SQLite: ") + sqlite3_errmsg(db));
}

} // namespace

double raw_sqlite(const std::string& file, const std::vector<command_rows>& before, const std::vector<command_rows>& commands,
                  std::size_t group)
{
    sqlite3* db = nullptr;
    must(sqlite3_open(file.c_str(), &db), SQLITE_OK, db);
    for (const auto* pragma : {"PRAGMA journal_mode=WAL", "PRAGMA synchronous=FULL", "PRAGMA wal_autocheckpoint=0",
                               "PRAGMA secure_delete=ON", "PRAGMA mmap_size=0", "PRAGMA cell_size_check=ON"})
        must(sqlite3_exec(db, pragma, nullptr, nullptr, nullptr), SQLITE_OK, db);
    int pages = 0;
    sqlite3_wal_hook(db, [](void* n, sqlite3*, const char*, int now) { return *static_cast<int*>(n) = now, SQLITE_OK; }, &pages);
    std::vector<sqlite3_stmt*> prepared;
    for (const auto& sql : statements())
        must(sqlite3_prepare_v3(db, sql.c_str(), -1, SQLITE_PREPARE_PERSISTENT, &prepared.emplace_back(), nullptr), SQLITE_OK, db);
    sqlite3_stmt *begin, *commit, *savepoint, *release;
    must(sqlite3_prepare_v2(db, "BEGIN IMMEDIATE", -1, &begin, nullptr), SQLITE_OK, db);
    must(sqlite3_prepare_v2(db, "COMMIT", -1, &commit, nullptr), SQLITE_OK, db);
    must(sqlite3_prepare_v2(db, "SAVEPOINT command", -1, &savepoint, nullptr), SQLITE_OK, db);
    must(sqlite3_prepare_v2(db, "RELEASE command", -1, &release, nullptr), SQLITE_OK, db);
    const auto step = [&](sqlite3_stmt* s) {
        must(sqlite3_step(s), SQLITE_DONE, db);
        sqlite3_reset(s);
    };
    const auto write = [&](const written& w) {
        auto* s = prepared[static_cast<std::size_t>(w.statement)];
        int i = 0;
        for (const auto& t : w.texts) sqlite3_bind_text(s, ++i, t.data(), static_cast<int>(t.size()), SQLITE_STATIC);
        for (const auto n : w.numbers) sqlite3_bind_int64(s, ++i, n);
        step(s);
    };
    const auto run = [&](const std::vector<command_rows>& all, std::size_t size) {
        for (std::size_t from = 0; from < all.size(); from += size) {
            step(begin);
            const written* head = nullptr;
            for (std::size_t i = from; i < all.size() && i < from + size; ++i) {
                step(savepoint);
                for (const auto& w : all[i])
                    if (w.statement == head_statement) head = &w;
                    else write(w);
                step(release);
            }
            if (head) write(*head);
            step(commit);
            if (pages < 1000) continue; // as the core does
            int in_log = 0, done = 0;
            sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &done);
            pages = 0;
        }
    };
    run(before, 1000);
    const auto begun = std::chrono::steady_clock::now();
    run(commands, group);
    const auto seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    for (auto* s : prepared) sqlite3_finalize(s);
    for (auto* s : {begin, commit, savepoint, release}) sqlite3_finalize(s);
    sqlite3_close(db);
    return seconds;
}

} // namespace bench
