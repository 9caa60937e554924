#include "storage/sql.hpp"

#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <soci/sqlite3/soci-sqlite3.h>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <deque>
#include <map>
#include <optional>
#include <variant>

namespace storage {
namespace {

using value = std::variant<long long, std::string>; // the only types that SOCI moves without loss (docs/adr/0004)

sqlite_api::sqlite3* sqlite_handle(soci::session& s) { return static_cast<soci::sqlite3_session_backend*>(s.get_backend())->conn_; }
PGconn* postgres_handle(soci::session& s) { return static_cast<soci::postgresql_session_backend*>(s.get_backend())->conn_; }

/// SOCI's texts hold the SQL and the values bound to it: only the store's own short word leaves this file.
[[noreturn]] void rethrow_plain(bool in_transaction, const char* doing)
{
    std::string says = std::string("the database did not ") + doing;
    bool lost = false;
    try {
        throw;
    } catch (const soci::sqlite3_soci_error& e) {
        says += std::string(": SQLite says ") + sqlite_api::sqlite3_errstr(e.result());
        lost = !in_transaction;
    } catch (const soci::postgresql_soci_error& e) {
        says += ": PostgreSQL says " + e.sqlstate();
        lost = e.sqlstate().starts_with("08") || e.sqlstate().starts_with("57") || !in_transaction;
    } catch (const soci::soci_error& e) {
        const std::string what = e.what();
        lost = what.find("onnection") != std::string::npos || !in_transaction;
    }
    if (lost) throw transaction_lost(says);
    throw database_error(says);
}

/// One process writes to a SQLite file at a time (docs/adr/0004): a second one is told so, and how to go on.
class file_lock {
public:
    explicit file_lock(const std::string& file)
    {
        const auto name = file + ".lock";
        fd_ = ::open(name.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
        if (fd_ < 0) throw database_error("cannot open " + name + ": does its folder exist, and may you write there?");
        if (::flock(fd_, LOCK_EX | LOCK_NB) != 0) {
            ::close(fd_);
            throw database_error(file + " is in use by another Quorate process: stop that one first");
        }
    }
    ~file_lock() { ::close(fd_); }
    file_lock(const file_lock&) = delete;
    file_lock& operator=(const file_lock&) = delete;

private:
    int fd_;
};

std::string quoted(const std::string& file)
{
    if (file.find('"') != std::string::npos) throw database_error("a database file's name cannot hold a double quote");
    return "dbname=\"" + file + "\"";
}

/// SOCI takes keywords and values only, and garbles a libpq URL: libpq itself takes the URL apart.
std::string keywords_of(const std::string& url)
{
    char* message = nullptr;
    PQconninfoOption* options = PQconninfoParse(url.c_str(), &message);
    if (!options) {
        const std::string says = message ? message : "";
        PQfreemem(message);
        throw database_error("the database's URL cannot be read: " + says);
    }
    std::string out;
    for (auto* o = options; o->keyword; ++o) {
        if (!o->val) continue;
        std::string escaped;
        for (const char* c = o->val; *c; ++c) {
            if (*c == '\'' || *c == '\\') escaped += '\\';
            escaped += *c;
        }
        out += (out.empty() ? "" : " ") + std::string(o->keyword) + "='" + escaped + "'";
    }
    PQconninfoFree(options);
    return out;
}

} // namespace

struct connection::parts {
    dialect kind{};
    access how{};
    std::string target;
    std::optional<file_lock> lock;
    soci::session session;
    int wal_pages = 0;                                            ///< in SQLite's log, as of the last commit
    std::map<const char*, std::unique_ptr<statement>> statements; // by the address of a string literal: no hashing on the way
};

struct statement::parts {
    connection::parts& owner;
    std::string out_types;
    std::deque<value> in, out; // a deque: SOCI keeps their addresses
    soci::statement st;
    parts(connection::parts& o, const char* sql, std::string_view in_types, std::string_view outs)
        : owner(o), out_types(outs), st(o.session)
    {
        const auto add = [](std::deque<value>& list, char type) -> value& {
            return type == 'n' ? list.emplace_back(0LL) : list.emplace_back(std::string());
        };
        for (const char t : in_types) std::visit([&](auto& v) { st.exchange(soci::use(v)); }, add(in, t));
        for (const char t : outs) std::visit([&](auto& v) { st.exchange(soci::into(v)); }, add(out, t));
        st.alloc();
        st.prepare(sql);
        st.define_and_bind();
    }
    bool in_transaction() const;
    void close()
    {
        // A select that is left open keeps its old snapshot, and no checkpoint passes it (docs/adr/0004).
        if (owner.kind == dialect::sqlite)
            sqlite_api::sqlite3_reset(static_cast<soci::sqlite3_statement_backend*>(st.get_backend())->stmt_);
    }
};

namespace {

bool live_transaction(dialect kind, soci::session& s)
{
    if (kind == dialect::sqlite) return sqlite_api::sqlite3_get_autocommit(sqlite_handle(s)) == 0;
    const auto status = PQtransactionStatus(postgres_handle(s));
    return status == PQTRANS_INTRANS || status == PQTRANS_INERROR || status == PQTRANS_ACTIVE;
}

void open(soci::session& s, dialect kind, const std::string& target)
{
    try {
        if (kind == dialect::sqlite) s.open(soci::sqlite3, quoted(target));
        else s.open(soci::postgresql, target);
    } catch (const std::exception&) {
        throw database_error(kind == dialect::sqlite
                                 ? "cannot open the database file " + target + ": does its folder exist, and may you write there?"
                                 : "cannot reach the PostgreSQL database: check the URL, and that the server runs");
    }
}

} // namespace

bool statement::parts::in_transaction() const { return live_transaction(owner.kind, owner.session); }

statement::statement(std::unique_ptr<parts> p) : parts_(std::move(p)) {}
statement::~statement() = default;

void statement::expect(std::size_t count) const
{
    if (count != parts_->in.size())
        throw std::logic_error("a statement is given another number of values than it has"); // SOCI would bind NULL
}
void statement::bind(std::size_t i, std::int64_t v) { std::get<long long>(parts_->in[i]) = v; }
void statement::bind(std::size_t i, std::string_view v)
{
    // PostgreSQL's texts end at a NUL, silently; ours never hold one, so a bug shows here on both stores.
    if (v.find('\0') != std::string_view::npos) throw std::logic_error("a text with U+0000 reached the store");
    std::get<std::string>(parts_->in[i]).assign(v);
}

std::int64_t statement::execute()
{
    try {
        parts_->st.execute(true);
        const auto changed = parts_->st.get_affected_rows();
        parts_->close();
        return changed;
    } catch (const soci::soci_error&) {
        parts_->close();
        rethrow_plain(parts_->in_transaction(), "take a change");
    }
}

cursor::~cursor()
{
    if (statement_) statement_->parts_->close();
}

bool cursor::next()
{
    auto& p = *statement_->parts_;
    try {
        const bool got = started_ ? p.st.fetch() : p.st.execute(true);
        started_ = true;
        return got;
    } catch (const soci::soci_error&) {
        rethrow_plain(p.in_transaction(), "answer a question");
    }
}

std::int64_t cursor::number(std::size_t column) const { return std::get<long long>(statement_->parts_->out[column]); }
const std::string& cursor::text(std::size_t column) const { return std::get<std::string>(statement_->parts_->out[column]); }

connection::connection(const std::string& url, access how) : parts_(std::make_unique<parts>())
{
    // A connection belongs to one thread at a time, so SQLite need not lock each call: a tenth of a page's time.
    static const int unlocked = sqlite_api::sqlite3_config(SQLITE_CONFIG_MULTITHREAD);
    (void)unlocked;
    auto& p = *parts_;
    p.how = how;
    if (url.starts_with("sqlite://")) {
        p.kind = dialect::sqlite;
        p.target = url.substr(9);
        if (p.target.empty()) throw database_error("a database is named sqlite://FILE or postgresql://...");
        if (p.target != ":memory:" && how == access::write) p.lock.emplace(p.target);
    } else if (url.starts_with("postgresql://") || url.starts_with("postgres://")) {
        p.kind = dialect::postgresql;
        p.target = keywords_of(url);
    } else throw database_error("a database is named sqlite://FILE or postgresql://..., not " + url);
    reconnect();
}

void connection::reconnect()
{
    auto& p = *parts_;
    p.statements.clear(); // all statements die before their session
    if (p.session.get_backend()) p.session.close();
    open(p.session, p.kind, p.target);
    if (p.kind == dialect::sqlite) {
        const bool memory = p.target == ":memory:";
        for (const auto* pragma :
             {"busy_timeout=5000", "foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "secure_delete=ON", "mmap_size=0"})
            execute(std::string("PRAGMA ") + pragma);
        if (p.how == access::read_only) execute("PRAGMA query_only=ON");
        else if (!memory) {
            execute("PRAGMA journal_mode=WAL");
            execute("PRAGMA synchronous=FULL");
            execute("PRAGMA wal_autocheckpoint=0");
            // Called after each commit; the pragma above works by the same hook, so this comes after it.
            const auto note_pages = [](void* pages, sqlite_api::sqlite3*, const char*, int n) {
                *static_cast<int*>(pages) = n;
                return SQLITE_OK;
            };
            sqlite_api::sqlite3_wal_hook(sqlite_handle(p.session), note_pages, &p.wal_pages);
        }
    } else {
        for (const auto* setting : {"statement_timeout = '60s'", "lock_timeout = '10s'", "idle_in_transaction_session_timeout = '60s'",
                                    "timezone = 'UTC'", "client_min_messages = 'warning'"})
            execute(std::string("SET ") + setting);
    }
}

connection::~connection()
{
    if (!parts_) return;
    if (in_transaction()) rollback();
    parts_->statements.clear();
}

dialect connection::kind() const { return parts_->kind; }

statement& connection::prepared(const char* sql, std::string_view in, std::string_view out)
{
    auto& slot = parts_->statements[sql];
    if (!slot) {
        try {
            slot.reset(new statement(std::make_unique<statement::parts>(*parts_, sql, in, out)));
        } catch (const soci::soci_error&) {
            parts_->statements.erase(sql);
            rethrow_plain(in_transaction(), "prepare a statement");
        }
    }
    return *slot;
}

void connection::execute(const std::string& sql)
{
    auto& p = *parts_;
    if (p.kind == dialect::sqlite) {
        char* message = nullptr;
        const int code = sqlite_api::sqlite3_exec(sqlite_handle(p.session), sql.c_str(), nullptr, nullptr, &message);
        const std::string says = message ? message : "";
        sqlite_api::sqlite3_free(message);
        if (code == SQLITE_OK) return;
        if (code == SQLITE_NOTADB || code == SQLITE_CORRUPT)
            throw database_error("the file is no SQLite database, or is damaged: SQLite says " + says);
        const std::string what = "the database did not do as asked: SQLite says " + says;
        if (code == SQLITE_FULL || code == SQLITE_IOERR || code == SQLITE_NOMEM || code == SQLITE_BUSY || code == SQLITE_INTERRUPT)
            throw transaction_lost(what);
        throw database_error(what);
    }
    PGresult* r = PQexec(postgres_handle(p.session), sql.c_str());
    const auto status = PQresultStatus(r);
    const std::string says = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK ? "" : PQresultErrorMessage(r);
    PQclear(r);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
    if (PQstatus(postgres_handle(p.session)) != CONNECTION_OK) throw transaction_lost("the connection to PostgreSQL is lost");
    throw database_error("the database did not do as asked: PostgreSQL says " + says);
}

// The statements that open and close every command go through `execute` unprepared on PostgreSQL (they are parsed in no
// time there) and prepared on SQLite.
void connection::begin()
{
    if (kind() == dialect::sqlite) prepared("BEGIN IMMEDIATE", "").run();
    else execute("BEGIN ISOLATION LEVEL READ COMMITTED");
}

void connection::begin_read()
{
    if (kind() == dialect::sqlite) prepared("BEGIN", "").run();
    else begin();
}

void connection::commit()
{
    if (!in_transaction()) throw transaction_lost("the transaction was lost before it could be kept");
    if (kind() == dialect::sqlite) {
        prepared("COMMIT", "").run();
        if (in_transaction()) throw database_error("SQLite did not end the transaction");
        return;
    }
    auto* pg = postgres_handle(parts_->session);
    // COMMIT of an aborted transaction is a silent ROLLBACK (docs/adr/0004).
    if (PQtransactionStatus(pg) == PQTRANS_INERROR) throw transaction_lost("the transaction was aborted before it could be kept");
    PGresult* r = PQexec(pg, "COMMIT");
    const std::string tag = PQcmdStatus(r);
    PQclear(r);
    if (tag == "COMMIT") return;
    if (PQstatus(pg) != CONNECTION_OK) throw commit_unknown("the connection to PostgreSQL was lost while it committed");
    throw transaction_lost("PostgreSQL rolled the transaction back");
}

void connection::rollback() noexcept
{
    try {
        const bool aborted = kind() == dialect::postgresql && PQtransactionStatus(postgres_handle(parts_->session)) == PQTRANS_INERROR;
        if (in_transaction()) execute("ROLLBACK");
        if (aborted && PQstatus(postgres_handle(parts_->session)) == CONNECTION_OK) {
            parts_->statements.clear(); // each one destroyed inside an aborted transaction leaks on the server
            execute("DEALLOCATE ALL");
        }
    } catch (const std::exception&) { // the connection is gone, and the transaction with it
    }
}

void connection::savepoint()
{
    if (kind() == dialect::sqlite) prepared("SAVEPOINT command", "").run();
    else execute("SAVEPOINT command");
}
void connection::release()
{
    if (kind() == dialect::sqlite) prepared("RELEASE command", "").run();
    else execute("RELEASE SAVEPOINT command");
}
void connection::rollback_to_savepoint()
{
    if (!in_transaction()) throw transaction_lost("the transaction ended with the error");
    execute("ROLLBACK TO SAVEPOINT command");
    release();
}

bool connection::in_transaction() const { return live_transaction(parts_->kind, parts_->session); }

void connection::checkpoint_when_large()
{
    auto& p = *parts_;
    if (p.how == access::read_only) return;
    constexpr int pages_max = 1000; // 4 MiB. The file keeps its size after a checkpoint, so pages are counted, not bytes
    if (p.wal_pages < pages_max) return;
    int in_log = 0, done = 0;
    sqlite_api::sqlite3_wal_checkpoint_v2(sqlite_handle(p.session), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &done);
    if (in_log == done) p.wal_pages = 0;
}

} // namespace storage
