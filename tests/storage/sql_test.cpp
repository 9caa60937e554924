// The traps of SOCI, SQLite and PostgreSQL (docs/adr/0004), each made impossible by storage/sql.hpp. One suite, both stores.
#include "storage/schema.hpp"
#include "storage/sql.hpp"
#include "tests/support/stores.hpp"

#include <filesystem>
#include <thread>

using namespace storage;

TEST_CASE("64-bit numbers and long texts come back as they went in; no row is no row")
{
    for (const auto& store : support::stores()) {
        INFO(store.name);
        connection c(store.url());
        c.execute("CREATE TABLE t (n bigint NOT NULL, s text NOT NULL)");
        const std::string text(100'000, 'x');
        for (const std::int64_t n : {std::int64_t{5'000'000'000}, INT64_MAX, INT64_MIN, std::int64_t{-1}})
            c.prepared("INSERT INTO t (n, s) VALUES (:n, :s)", "nt").run(n, text + "é:name 'quoted'");
        auto rows = c.prepared("SELECT n, s FROM t ORDER BY n", "", "nt").rows();
        REQUIRE(rows.next());
        CHECK(rows.number(0) == INT64_MIN);
        CHECK(rows.text(1) == text + "é:name 'quoted'");
        while (rows.next()) {}
        auto none = c.prepared("SELECT n FROM t WHERE n = :n", "n", "n").rows(std::int64_t{42});
        CHECK_FALSE(none.next());
    }
}

TEST_CASE("another number of values than placeholders is a bug, not a NULL; so is a text with U+0000")
{
    for (const auto& store : support::stores()) {
        INFO(store.name);
        connection c(store.url());
        auto& st = c.prepared("SELECT 1 + 0 * length(CAST(:a AS text))", "t", "n");
        CHECK_THROWS_AS(st.rows(), std::logic_error);
        CHECK_THROWS_AS(st.rows("a", "b"), std::logic_error);
        CHECK_THROWS_AS(st.rows(std::string_view("a\0b", 3)), std::logic_error);
    }
}

TEST_CASE("a read that was begun and left does not show an old snapshot later, and does not stop a checkpoint")
{
    for (const auto& store : support::stores()) {
        INFO(store.name);
        connection c(store.url());
        c.execute("CREATE TABLE t (id bigint PRIMARY KEY, n bigint NOT NULL)");
        c.execute("INSERT INTO t VALUES (1, 0)");
        c.execute("INSERT INTO t VALUES (2, 0)");
        {
            auto rows = c.prepared("SELECT n FROM t ORDER BY id", "", "n").rows();
            CHECK(rows.next()); // and no further
        }
        c.begin();
        c.prepared("UPDATE t SET n = :n", "n").run(std::int64_t{1});
        c.commit();
        auto rows = c.prepared("SELECT n FROM t WHERE id = :i", "n", "n").rows(std::int64_t{2});
        REQUIRE(rows.next());
        CHECK(rows.number(0) == 1);
    }
}

TEST_CASE("COMMIT of an aborted transaction is an error, never a silent rollback")
{
    for (const auto& store : support::stores()) {
        INFO(store.name);
        connection c(store.url());
        c.execute("CREATE TABLE t (id bigint PRIMARY KEY)");
        c.begin();
        c.prepared("INSERT INTO t (id) VALUES (:i)", "n").run(std::int64_t{1});
        CHECK_THROWS_AS(c.prepared("INSERT INTO t (id) VALUES (:i)", "n").run(std::int64_t{1}), database_error);
        if (c.kind() == dialect::postgresql) {
            CHECK_THROWS_AS(c.commit(), transaction_lost);
            c.rollback();
        } else {
            c.rollback();
            CHECK_THROWS_AS(c.commit(), transaction_lost);
        }
        auto rows = c.prepared("SELECT count(*) FROM t", "", "n").rows();
        REQUIRE(rows.next());
        CHECK(rows.number(0) == 0);
    }
}

TEST_CASE("a savepoint takes one command back and leaves its neighbours")
{
    for (const auto& store : support::stores()) {
        INFO(store.name);
        connection c(store.url());
        c.execute("CREATE TABLE t (id bigint PRIMARY KEY)");
        c.begin();
        c.savepoint();
        c.prepared("INSERT INTO t (id) VALUES (:i)", "n").run(std::int64_t{1});
        c.release();
        c.savepoint();
        c.prepared("INSERT INTO t (id) VALUES (:i)", "n").run(std::int64_t{2});
        CHECK_THROWS_AS(c.prepared("INSERT INTO t (id) VALUES (:i)", "n").run(std::int64_t{1}), database_error);
        c.rollback_to_savepoint();
        c.commit();
        auto rows = c.prepared("SELECT id FROM t ORDER BY id", "", "n").rows();
        REQUIRE(rows.next());
        CHECK(rows.number(0) == 1);
        CHECK_FALSE(rows.next());
    }
}

TEST_CASE("errors that leave this layer hold neither SQL nor values")
{
    for (const auto& store : support::stores()) {
        INFO(store.name);
        connection c(store.url());
        c.execute("CREATE TABLE secret_table (id text PRIMARY KEY)");
        c.prepared("INSERT INTO secret_table (id) VALUES (:i)", "t").run("top-secret");
        try {
            c.prepared("INSERT INTO secret_table (id) VALUES (:i)", "t").run("top-secret");
            FAIL("a second row with the same key went in");
        } catch (const database_error& e) {
            CHECK(std::string(e.what()).find("secret") == std::string::npos);
        }
    }
}

TEST_CASE("the log and its checkpoints are only appended to")
{
    for (const auto& store : support::stores()) {
        INFO(store.name);
        connection c(store.url());
        migrate(c);
        c.execute("INSERT INTO leaf VALUES ('p', 0, 0, '{}')");
        CHECK_THROWS_AS(c.execute("UPDATE leaf SET bytes = '{\"x\":1}'"), database_error);
        CHECK_THROWS_AS(c.execute("DELETE FROM leaf"), database_error);
        CHECK_THROWS_AS(c.execute("INSERT INTO leaf VALUES ('p', 0, 0, '{}')"), database_error);
    }
}

TEST_CASE("migrations run once, and a database of a newer program or with another history is refused")
{
    for (const auto& store : support::stores()) {
        INFO(store.name);
        connection c(store.url());
        CHECK_FALSE(has_schema(c));
        migrate(c);
        migrate(c);
        CHECK(has_schema(c));
        c.execute("UPDATE schema_migration SET checksum = 'other'");
        CHECK_THROWS_AS(migrate(c), database_error);
        c.execute("DELETE FROM schema_migration");
        c.execute("INSERT INTO schema_migration VALUES (99, 'x')");
        CHECK_THROWS_AS(migrate(c), database_error);
    }
}

TEST_CASE("one process writes to a SQLite file at a time; a file that is none is told")
{
    support::folder dir;
    const auto file = dir.path + "/a b.db"; // a space in the name
    connection first("sqlite://" + file);
    CHECK_THROWS_AS(connection("sqlite://" + file), database_error);
    std::ofstream(dir.path + "/no.db") << "this is no database, it is a text of some length, long enough to be read as a header of one";
    CHECK_THROWS_AS(
        [&] {
            connection c("sqlite://" + dir.path + "/no.db");
            migrate(c);
        }(),
        database_error);
    CHECK_THROWS_AS(connection("sqlite:///no/such/folder/x.db"), database_error);
    CHECK_THROWS_AS(connection("mysql://x"), database_error);
    CHECK_THROWS_AS(connection("postgresql://127.0.0.1:1/none?connect_timeout=1"), database_error);
}

TEST_CASE("SQLite's settings are those that durability needs")
{
    support::folder dir;
    connection c("sqlite://" + dir.path + "/a.db");
    const auto setting = [&](const char* sql) {
        auto rows = c.prepared(sql, "", "n").rows();
        return rows.next() ? rows.number(0) : -1;
    };
    CHECK(setting("PRAGMA synchronous") == 2); // FULL
    CHECK(setting("PRAGMA wal_autocheckpoint") == 0);
    CHECK(setting("PRAGMA foreign_keys") == 1);
    CHECK(setting("PRAGMA busy_timeout") == 5000);
}
