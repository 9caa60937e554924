#include "storage/schema.hpp"

#include "engine/bytes.hpp"

#include <string>
#include <vector>

namespace storage {
namespace {

// {text} sorts by bytes on both stores; {rowless} keeps a table in its key's order on SQLite. One statement a string.
const std::vector<std::vector<const char*>>& migrations()
{
    static const std::vector<std::vector<const char*>> all{
        {
            // 0001: the log and what is projected from it.
            "CREATE TABLE partnership (id {text} PRIMARY KEY, origin {text} NOT NULL, size bigint NOT NULL, tree {text} NOT NULL, last_at "
            "bigint NOT NULL, reminded_until bigint NOT NULL)",
            "CREATE TABLE leaf (partnership {text} NOT NULL, idx bigint NOT NULL, at bigint NOT NULL, bytes {text} NOT NULL, PRIMARY KEY "
            "(partnership, idx))",
            "CREATE TABLE leaf_subject (partnership {text} NOT NULL, subject {text} NOT NULL, idx bigint NOT NULL, PRIMARY KEY "
            "(partnership, subject, idx)) {rowless}",
            "CREATE TABLE sealed_text (partnership {text} NOT NULL, sha256 {text} NOT NULL, salt {text} NOT NULL, body {text} NOT NULL, "
            "erased bigint NOT NULL, PRIMARY KEY (partnership, sha256)) {rowless}",
            "CREATE TABLE entity (partnership {text} NOT NULL, id {text} NOT NULL, stored {text} NOT NULL, PRIMARY KEY (partnership, id)) "
            "{rowless}",
            "CREATE TABLE entity_row (partnership {text} NOT NULL, name {text} NOT NULL, key {text} NOT NULL, sort {text} NOT NULL, id "
            "{text} NOT NULL, PRIMARY KEY (partnership, name, key, sort, id)) {rowless}",
            "CREATE TABLE timer (partnership {text} NOT NULL, due bigint NOT NULL, subject {text} NOT NULL, command {text} NOT NULL, "
            "PRIMARY KEY (partnership, due, subject, command)) {rowless}",
            "CREATE TABLE mail (partnership {text} NOT NULL, at bigint NOT NULL, event_index bigint NOT NULL, number bigint NOT NULL, "
            "recipient {text} NOT NULL, message {text} NOT NULL, about {text} NOT NULL, facts {text} NOT NULL, state {text} NOT NULL, "
            "attempts bigint NOT NULL, PRIMARY KEY (partnership, at, event_index, number)) {rowless}",
            "CREATE TABLE remembered (partnership {text} NOT NULL, key {text} NOT NULL, actor {text} NOT NULL, digest {text} NOT NULL, "
            "answer {text} NOT NULL, PRIMARY KEY (partnership, key)) {rowless}",
            "CREATE TABLE checkpoint (partnership {text} NOT NULL, size bigint NOT NULL, note {text} NOT NULL, PRIMARY KEY (partnership, "
            "size)) {rowless}",
            "CREATE TABLE signing_key (partnership {text} PRIMARY KEY, name {text} NOT NULL, seed {text} NOT NULL)",
        },
        {
            // 0002: the server: who signs in and how, what was typed when a session ended, uploads, and mails on their way.
            // No secret stands here as it is: of tokens their SHA-256, of passwords their argon2id hash.
            "CREATE TABLE setting (partnership {text} NOT NULL, name {text} NOT NULL, value {text} NOT NULL, PRIMARY KEY (partnership, "
            "name)) {rowless}",
            "CREATE TABLE account (partnership {text} NOT NULL, person {text} NOT NULL, email {text} NOT NULL, password {text} NOT NULL, "
            "failures bigint NOT NULL, locked_until bigint NOT NULL, PRIMARY KEY (partnership, person)) {rowless}",
            "CREATE INDEX account_email ON account (email)",
            "CREATE TABLE sign_in (hash {text} PRIMARY KEY, partnership {text} NOT NULL, person {text} NOT NULL, csrf {text} NOT NULL, "
            "created bigint NOT NULL, seen bigint NOT NULL, ended bigint NOT NULL)",
            "CREATE INDEX sign_in_person ON sign_in (partnership, person)",
            "CREATE TABLE access_token (hash {text} PRIMARY KEY, partnership {text} NOT NULL, person {text} NOT NULL, kind {text} NOT "
            "NULL, "
            "label {text} NOT NULL, created bigint NOT NULL, used bigint NOT NULL, revoked bigint NOT NULL)",
            "CREATE INDEX access_token_person ON access_token (partnership, person)",
            "CREATE TABLE invitation (hash {text} PRIMARY KEY, partnership {text} NOT NULL, person {text} NOT NULL, kind {text} NOT NULL, "
            "created bigint NOT NULL, used bigint NOT NULL)",
            "CREATE TABLE kept_form (hash {text} PRIMARY KEY, partnership {text} NOT NULL, person {text} NOT NULL, path {text} NOT NULL, "
            "body {text} NOT NULL, created bigint NOT NULL)",
            "CREATE TABLE document_file (partnership {text} NOT NULL, sha256 {text} NOT NULL, size bigint NOT NULL, media_type {text} NOT "
            "NULL, uploaded_by {text} NOT NULL, uploaded bigint NOT NULL, PRIMARY KEY (partnership, sha256)) {rowless}",
            "ALTER TABLE mail ADD COLUMN mime text NOT NULL DEFAULT ''",
            "ALTER TABLE mail ADD COLUMN next_at bigint NOT NULL DEFAULT 0",
            "ALTER TABLE mail ADD COLUMN reply text NOT NULL DEFAULT ''",
            "ALTER TABLE mail ADD COLUMN sent_at bigint NOT NULL DEFAULT 0",
            "CREATE INDEX mail_state ON mail (state, next_at)",
            "CREATE INDEX timer_due ON timer (due, partnership, subject, command)",
        },
        {
            // 0003: which form entities, rows and timers are stored in (domain::projections). One row.
            "CREATE TABLE projection_form (number bigint NOT NULL)",
            "INSERT INTO projection_form (number) VALUES (1)",
        },
    };
    return all;
}

// These stop accidents; the tree and the checkpoints that others hold catch the administrator (AU-1).
const std::vector<std::string> guarded{"leaf", "checkpoint"};

std::vector<std::string> guards(dialect kind)
{
    std::vector<std::string> out;
    if (kind == dialect::postgresql)
        out.push_back("CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''this table is only "
                      "appended to''; END'");
    for (const auto& table : guarded)
        for (const auto* change : {"UPDATE", "DELETE"}) {
            const auto name = table + "_no_" + (change[0] == 'U' ? "update" : "delete");
            out.push_back(kind == dialect::sqlite ? "CREATE TRIGGER " + name + " BEFORE " + change + " ON " + table +
                                                        " BEGIN SELECT RAISE(ABORT, 'this table is only appended to'); END"
                                                  : "CREATE TRIGGER " + name + " BEFORE " + change + " ON " + table +
                                                        " FOR EACH ROW EXECUTE FUNCTION append_only()");
        }
    return out;
}

std::string in_dialect(std::string sql, dialect kind)
{
    const auto replace = [&](const std::string& what, const std::string& with) {
        for (auto at = sql.find(what); at != std::string::npos; at = sql.find(what, at + with.size())) sql.replace(at, what.size(), with);
    };
    replace("{text}", kind == dialect::sqlite ? "text" : "text COLLATE \"C\"");
    replace("{rowless}", kind == dialect::sqlite ? "WITHOUT ROWID" : "");
    return sql;
}

std::string checksum(const std::vector<const char*>& migration)
{
    std::string all;
    for (const auto* s : migration) all += std::string(s) + ";";
    return engine::hex(engine::sha256(all));
}

} // namespace

bool has_schema(connection& c)
{
    auto& there = c.kind() == dialect::sqlite
                      ? c.prepared("SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_migration'", "", "n")
                      : c.prepared("SELECT count(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = "
                                   "'schema_migration'",
                                   "", "n");
    auto rows = there.rows();
    return rows.next() && rows.number(0) > 0;
}

void migrate(connection& c)
{
    if (!has_schema(c))
        c.execute(
            in_dialect("CREATE TABLE IF NOT EXISTS schema_migration (number bigint PRIMARY KEY, checksum {text} NOT NULL)", c.kind()));
    std::int64_t number = 0;
    for (const auto& migration : migrations()) {
        ++number;
        c.begin();
        try {
            // Two processes that start together: the second waits here, and then finds the work done.
            if (c.kind() == dialect::postgresql) c.execute("LOCK TABLE schema_migration IN EXCLUSIVE MODE");
            std::string applied;
            {
                auto rows = c.prepared("SELECT checksum FROM schema_migration WHERE number = :n", "n", "t").rows(number);
                if (rows.next()) applied = rows.text(0);
            }
            if (applied.empty()) {
                for (const auto* sql : migration) c.execute(in_dialect(sql, c.kind()));
                if (number == 1)
                    for (const auto& sql : guards(c.kind())) c.execute(sql);
                c.prepared("INSERT INTO schema_migration (number, checksum) VALUES (:n, :c)", "nt").run(number, checksum(migration));
            } else if (applied != checksum(migration))
                throw database_error("migration " + std::to_string(number) + " of this database is not the one that this program knows");
            c.commit();
        } catch (...) {
            c.rollback();
            throw;
        }
    }
    auto rows = c.prepared("SELECT coalesce(max(number), 0) FROM schema_migration", "", "n").rows();
    if (rows.next() && rows.number(0) > number)
        throw database_error("this database was made by a newer Quorate (schema " + std::to_string(rows.number(0)) +
                             ", this program knows " + std::to_string(number) + "): use that one");
}

} // namespace storage
