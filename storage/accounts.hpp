// storage/accounts.hpp - who signs in and how: passwords' hashes, sessions, tokens, invitations, and small settings. None
// of it stands in a log. Secrets are never stored: of a token its SHA-256, of a password its argon2id hash.
// Functions throw database_error when the store is broken. Callers open a transaction where several belong together.
#pragma once
#include "engine/values.hpp"
#include "storage/sql.hpp"

#include <optional>
#include <string>
#include <vector>

namespace storage {

using engine::instant;

struct account {
    std::string partnership, person, email, password; ///< password: argon2id, as crypto_pwhash_str writes it
    std::int64_t failures = 0;
    instant locked_until{};
};
struct sign_in {
    std::string hash, partnership, person, csrf;
    instant created{}, seen{}, ended{}; ///< ended 0: it lasts
};
struct access_token {
    std::string hash, partnership, person, kind, label; ///< kind: api, calendar
    instant created{}, used{}, revoked{};
};
struct invitation {
    std::string hash, partnership, person, kind; ///< kind: invite, reset
    instant created{}, used{};
};
struct kept_form {
    std::string hash, partnership, person, path, body;
    instant created{};
};
struct document_file {
    std::string sha256, media_type, uploaded_by;
    std::int64_t size = 0;
    instant uploaded{};
};

class accounts {
public:
    explicit accounts(connection& c) : c_(c) {}

    /// A setting of a partnership, or of the installation (partnership ""); "" when there is none.
    std::string setting(const std::string& partnership, const std::string& name);
    void set(const std::string& partnership, const std::string& name, const std::string& value);

    std::optional<account> find_account(const std::string& partnership, const std::string& person);
    std::vector<account> accounts_with(const std::string& email); ///< lower case; in several partnerships, perhaps
    void save(const account& a);

    void save(const sign_in& s);
    std::optional<sign_in> find_sign_in(const std::string& hash);
    void touch_sign_in(const std::string& hash, instant seen);
    void end_sign_in(const std::string& hash, instant now);
    /// Every session of a person but the one given: after a new password.
    void end_sign_ins(const std::string& partnership, const std::string& person, const std::string& but, instant now);

    void save(const access_token& t);
    std::optional<access_token> find_token(const std::string& hash);
    std::vector<access_token> tokens_of(const std::string& partnership, const std::string& person);
    void touch_token(const std::string& hash, instant used);
    void revoke_token(const std::string& hash, instant now);

    void save(const invitation& i);
    std::optional<invitation> find_invitation(const std::string& hash);
    /// False when it was used before: of two who come at once, one gets it.
    bool use_invitation(const std::string& hash, instant now);

    void save(const kept_form& f);
    std::optional<kept_form> find_kept_form(const std::string& hash);
    void drop_kept_forms(const std::string& hash, instant older_than);

    void save(const std::string& partnership, const document_file& f);
    std::optional<document_file> find_document(const std::string& partnership, const std::string& sha256);

    /// Sessions, invitations and kept forms that nobody can use any more.
    void sweep(instant before);

private:
    connection& c_;
};

} // namespace storage
