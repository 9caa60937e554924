#include "storage/accounts.hpp"

namespace storage {

std::string accounts::setting(const std::string& partnership, const std::string& name)
{
    auto rows = c_.prepared("SELECT value FROM setting WHERE partnership = :p AND name = :n", "tt", "t").rows(partnership, name);
    return rows.next() ? rows.text(0) : "";
}

void accounts::set(const std::string& partnership, const std::string& name, const std::string& value)
{
    c_.prepared("INSERT INTO setting (partnership, name, value) VALUES (:p, :n, :v) ON CONFLICT (partnership, name) DO UPDATE SET value = "
                "excluded.value",
                "ttt")
        .run(partnership, name, value);
}

std::optional<account> accounts::find_account(const std::string& partnership, const std::string& person)
{
    auto rows = c_.prepared("SELECT partnership, person, email, password, failures, locked_until FROM account WHERE partnership = :p AND "
                            "person = :w",
                            "tt", "ttttnn")
                    .rows(partnership, person);
    if (!rows.next()) return std::nullopt;
    return account{rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.number(4), {rows.number(5)}};
}

std::vector<account> accounts::accounts_with(const std::string& email)
{
    std::vector<account> out;
    auto rows = c_.prepared("SELECT partnership, person, email, password, failures, locked_until FROM account WHERE email = :e ORDER BY "
                            "partnership, person",
                            "t", "ttttnn")
                    .rows(email);
    while (rows.next()) out.push_back({rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.number(4), {rows.number(5)}});
    return out;
}

void accounts::save(const account& a)
{
    c_.prepared("INSERT INTO account (partnership, person, email, password, failures, locked_until) VALUES (:p, :w, :e, :h, :f, :l) ON "
                "CONFLICT (partnership, person) DO UPDATE SET email = excluded.email, password = excluded.password, failures = "
                "excluded.failures, locked_until = excluded.locked_until",
                "ttttnn")
        .run(a.partnership, a.person, a.email, a.password, a.failures, a.locked_until.micros);
}

void accounts::save(const sign_in& s)
{
    c_.prepared("INSERT INTO sign_in (hash, partnership, person, csrf, created, seen, ended) VALUES (:h, :p, :w, :c, :a, :s, :e)",
                "ttttnnn")
        .run(s.hash, s.partnership, s.person, s.csrf, s.created.micros, s.seen.micros, s.ended.micros);
}

std::optional<sign_in> accounts::find_sign_in(const std::string& hash)
{
    auto rows =
        c_.prepared("SELECT hash, partnership, person, csrf, created, seen, ended FROM sign_in WHERE hash = :h", "t", "ttttnnn").rows(hash);
    if (!rows.next()) return std::nullopt;
    return sign_in{rows.text(0), rows.text(1), rows.text(2), rows.text(3), {rows.number(4)}, {rows.number(5)}, {rows.number(6)}};
}

void accounts::touch_sign_in(const std::string& hash, instant seen)
{
    c_.prepared("UPDATE sign_in SET seen = :s WHERE hash = :h", "nt").run(seen.micros, hash);
}

void accounts::end_sign_in(const std::string& hash, instant now)
{
    c_.prepared("UPDATE sign_in SET ended = :e WHERE hash = :h AND ended = 0", "nt").run(now.micros, hash);
}

void accounts::end_sign_ins(const std::string& partnership, const std::string& person, const std::string& but, instant now)
{
    c_.prepared("UPDATE sign_in SET ended = :e WHERE partnership = :p AND person = :w AND hash <> :h AND ended = 0", "nttt")
        .run(now.micros, partnership, person, but);
}

void accounts::save(const access_token& t)
{
    c_.prepared("INSERT INTO access_token (hash, partnership, person, kind, label, created, used, revoked) VALUES (:h, :p, :w, :k, :l, :c, "
                ":u, :r)",
                "tttttnnn")
        .run(t.hash, t.partnership, t.person, t.kind, t.label, t.created.micros, t.used.micros, t.revoked.micros);
}

namespace {
access_token read_token(cursor& rows)
{
    return {rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), {rows.number(5)}, {rows.number(6)}, {rows.number(7)}};
}
} // namespace

std::optional<access_token> accounts::find_token(const std::string& hash)
{
    auto rows = c_.prepared("SELECT hash, partnership, person, kind, label, created, used, revoked FROM access_token WHERE hash = :h", "t",
                            "tttttnnn")
                    .rows(hash);
    if (!rows.next()) return std::nullopt;
    return read_token(rows);
}

std::vector<access_token> accounts::tokens_of(const std::string& partnership, const std::string& person)
{
    std::vector<access_token> out;
    auto rows = c_.prepared("SELECT hash, partnership, person, kind, label, created, used, revoked FROM access_token WHERE partnership = "
                            ":p AND person = :w ORDER BY created, hash",
                            "tt", "tttttnnn")
                    .rows(partnership, person);
    while (rows.next()) out.push_back(read_token(rows));
    return out;
}

void accounts::touch_token(const std::string& hash, instant used)
{
    c_.prepared("UPDATE access_token SET used = :u WHERE hash = :h", "nt").run(used.micros, hash);
}

void accounts::revoke_token(const std::string& hash, instant now)
{
    c_.prepared("UPDATE access_token SET revoked = :r WHERE hash = :h AND revoked = 0", "nt").run(now.micros, hash);
}

void accounts::save(const invitation& i)
{
    c_.prepared("INSERT INTO invitation (hash, partnership, person, kind, created, used) VALUES (:h, :p, :w, :k, :c, :u)", "ttttnn")
        .run(i.hash, i.partnership, i.person, i.kind, i.created.micros, i.used.micros);
}

std::optional<invitation> accounts::find_invitation(const std::string& hash)
{
    auto rows =
        c_.prepared("SELECT hash, partnership, person, kind, created, used FROM invitation WHERE hash = :h", "t", "ttttnn").rows(hash);
    if (!rows.next()) return std::nullopt;
    return invitation{rows.text(0), rows.text(1), rows.text(2), rows.text(3), {rows.number(4)}, {rows.number(5)}};
}

bool accounts::use_invitation(const std::string& hash, instant now)
{
    return c_.prepared("UPDATE invitation SET used = :u WHERE hash = :h AND used = 0", "nt").run(now.micros, hash) == 1;
}

void accounts::save(const kept_form& f)
{
    c_.prepared("INSERT INTO kept_form (hash, partnership, person, path, body, created) VALUES (:h, :p, :w, :t, :b, :c)", "tttttn")
        .run(f.hash, f.partnership, f.person, f.path, f.body, f.created.micros);
}

std::optional<kept_form> accounts::find_kept_form(const std::string& hash)
{
    auto rows =
        c_.prepared("SELECT hash, partnership, person, path, body, created FROM kept_form WHERE hash = :h", "t", "tttttn").rows(hash);
    if (!rows.next()) return std::nullopt;
    return kept_form{rows.text(0), rows.text(1), rows.text(2), rows.text(3), rows.text(4), {rows.number(5)}};
}

void accounts::drop_kept_forms(const std::string& hash, instant older_than)
{
    c_.prepared("DELETE FROM kept_form WHERE hash = :h OR created < :c", "tn").run(hash, older_than.micros);
}

void accounts::save(const std::string& partnership, const document_file& f)
{
    c_.prepared("INSERT INTO document_file (partnership, sha256, size, media_type, uploaded_by, uploaded) VALUES (:p, :h, :s, :m, :w, :u) "
                "ON CONFLICT DO NOTHING",
                "ttnttn")
        .run(partnership, f.sha256, f.size, f.media_type, f.uploaded_by, f.uploaded.micros);
}

std::optional<document_file> accounts::find_document(const std::string& partnership, const std::string& sha256)
{
    auto rows = c_.prepared("SELECT sha256, media_type, uploaded_by, size, uploaded FROM document_file WHERE partnership = :p AND sha256 = "
                            ":h",
                            "tt", "tttnn")
                    .rows(partnership, sha256);
    if (!rows.next()) return std::nullopt;
    return document_file{rows.text(0), rows.text(1), rows.text(2), rows.number(3), {rows.number(4)}};
}

void accounts::sweep(instant before)
{
    c_.prepared("DELETE FROM sign_in WHERE seen < :b", "n").run(before.micros);
    c_.prepared("DELETE FROM invitation WHERE created < :b", "n").run(before.micros);
    c_.prepared("DELETE FROM kept_form WHERE created < :b", "n").run(before.micros);
}

} // namespace storage
