// storage/outbox.hpp - the mails that are owed, on their way. A row is written in the transaction of what it tells (owe); its
// bytes are made once and kept, so every try is identical (docs/adr/0010). States: owed, sent, failed, digest (waits for the
// morning), gathered (told in a digest), unwanted (its reader asked for less). Functions throw database_error.
#pragma once
#include "engine/json.hpp"
#include "engine/values.hpp"
#include "storage/sql.hpp"

#include <string>
#include <vector>

namespace storage {

using engine::instant;

struct owed_mail {
    std::string partnership;
    instant at{}; ///< with event_index and number the mail's identity
    std::int64_t event_index = 0, number = 0;
    std::string to, message, about, mime, state, reply;
    engine::json::object facts;
    std::int64_t attempts = 0;
    instant next_at{}, sent_at{};
};

class outbox {
public:
    explicit outbox(connection& c) : c_(c) {}

    /// A mail that no event owes: an invitation, a digest.
    void owe(const std::string& partnership, const std::string& to, const std::string& message, const engine::json::object& facts,
             instant now);
    /// Takes up to `limit` mails that are due, for as long as the lease: another server leaves them alone until then.
    std::vector<owed_mail> claim(instant now, instant lease_until, std::size_t limit);
    void keep_bytes(const owed_mail& m, const std::string& mime);
    void sent(const owed_mail& m, const std::string& reply, instant now);
    void try_again(const owed_mail& m, const std::string& reply, instant next);
    void put_aside(const owed_mail& m, const std::string& state, const std::string& reply);
    /// When a server starts alone: what another run was about to send is free again.
    void forget_leases();
    /// Failed ones once more, when an administrator says so. @return how many
    std::int64_t retry_failed(const std::string& partnership, instant now);

    std::vector<owed_mail> waiting_for_digest(const std::string& partnership);
    std::vector<owed_mail> of_partnership(const std::string& partnership, std::size_t limit); ///< newest first
    std::vector<owed_mail> about(const std::string& partnership, std::int64_t event_index);
    struct figures {
        std::int64_t pending = 0, failed = 0;
        instant oldest{};
    };
    figures now();
    /// The bytes of what was sent before go; the rest of the row stays.
    void drop_bytes(instant sent_before);

private:
    connection& c_;
};

} // namespace storage
