// storage/sql.hpp - the one thin layer over SOCI. It makes SOCI's sharp edges impossible (docs/adr/0004): deferred BEGIN,
// statements left open, silent COMMIT of an aborted transaction, lossy rows, bindings to temporaries, two statements in
// one string. Nothing but sql.cpp includes SOCI. A connection belongs to one thread at a time.
#pragma once
#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace storage {

enum class dialect { sqlite, postgresql };
/// A reader sees the last commit and locks nobody out; of a SQLite file it needs a writer in the same process.
enum class access { write, read_only };

/// The database cannot be used, or said no. `what()` may be shown: it holds neither values nor SQL.
struct database_error : std::runtime_error {
    using std::runtime_error::runtime_error;
};
/// The whole transaction is gone (SQLite: FULL, IOERR, NOMEM, BUSY; PostgreSQL: connection lost).
struct transaction_lost : database_error {
    using database_error::database_error;
};
/// A COMMIT went out and no answer came back: it may have happened.
struct commit_unknown : transaction_lost {
    using transaction_lost::transaction_lost;
};

class statement;

/// Rows of one execution, read forward. Closes the statement when it goes, so that no old snapshot stays open.
class cursor {
public:
    explicit cursor(statement& s) : statement_(&s) {}
    cursor(const cursor&) = delete;
    cursor& operator=(const cursor&) = delete;
    cursor(cursor&& o) noexcept : statement_(std::exchange(o.statement_, nullptr)), started_(o.started_) {}
    ~cursor();
    bool next();
    std::int64_t number(std::size_t column) const;
    const std::string& text(std::size_t column) const;

private:
    statement* statement_;
    bool started_ = false;
};

class connection;

/// A prepared statement with its own buffers: values are copied in and out, so nothing dangles.
class statement {
public:
    ~statement();
    /// Runs it for its effect. @return rows changed. @pre as many values as the statement has placeholders, of their types
    template <class... Values> std::int64_t run(const Values&... values)
    {
        bind_all(values...);
        return execute();
    }
    /// Runs it for its rows.
    template <class... Values> [[nodiscard]] cursor rows(const Values&... values)
    {
        bind_all(values...);
        return cursor(*this);
    }

private:
    friend class connection;
    friend class cursor;
    struct parts;
    explicit statement(std::unique_ptr<parts> p);
    template <class... Values> void bind_all(const Values&... values)
    {
        expect(sizeof...(values));
        std::size_t i = 0;
        (bind(i++, values), ...);
    }
    void expect(std::size_t count) const;
    void bind(std::size_t i, std::int64_t v);
    void bind(std::size_t i, std::string_view v);
    void bind(std::size_t i, const std::string& v) { bind(i, std::string_view(v)); }
    void bind(std::size_t i, const char* v) { bind(i, std::string_view(v)); }
    std::int64_t execute();
    std::unique_ptr<parts> parts_;
};

class connection {
public:
    /// @param url sqlite://FILE, sqlite://:memory:, or a libpq URL postgresql://...
    /// @throws database_error when it cannot be opened, with what to do about it.
    explicit connection(const std::string& url, access how = access::write);
    ~connection();
    connection(const connection&) = delete;
    connection& operator=(const connection&) = delete;

    dialect kind() const;
    /// The statement for this SQL, prepared on first use and kept. @param in, out one letter a value: 'n' a 64-bit number, 't' a text
    statement& prepared(const char* sql, std::string_view in, std::string_view out = "");
    /// One statement without values, as it is (no ":name" is looked for): schema and settings.
    void execute(const std::string& sql);

    void begin();      ///< takes the write lock at once (SQLite), READ COMMITTED (PostgreSQL)
    void begin_read(); ///< sees one moment of the database until it ends (SQLite; READ COMMITTED on PostgreSQL)
    /// @throws transaction_lost when the transaction was aborted before; commit_unknown when nobody can tell.
    void commit();
    void rollback() noexcept;
    void savepoint();
    void release();
    void rollback_to_savepoint();
    bool in_transaction() const; ///< false also when the store itself ended it after an error
    void reconnect();            ///< PostgreSQL: after the connection was lost
    /// Writes back and empties SQLite's log when it has grown; this connection alone does so (design: one writer).
    void checkpoint_when_large();

private:
    friend class statement;
    friend class cursor;
    struct parts;
    std::unique_ptr<parts> parts_;
};

} // namespace storage
