// storage/database.hpp - an open database: groups of commands in one transaction, and reading. One thread at a time.
#pragma once
#include "engine/handle.hpp"
#include "engine/log/note.hpp"
#include "engine/memory_store.hpp"
#include "storage/log_store.hpp"
#include "storage/sql.hpp"

#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <variant>

namespace storage {

/// The most commands that share a transaction: more than 64 savepoints overflow PostgreSQL's per-backend cache.
inline constexpr std::size_t group_max = 60;

class database {
public:
    /// Opens, and brings the schema and the form of the projections up to date. @throws database_error
    database(const std::string& url, const engine::domain& workflows, std::unique_ptr<engine::random_source> chance,
             access how = access::write);

    /// An answer, or what broke: then nothing of that command was kept.
    using outcome = std::variant<engine::answer, std::exception_ptr>;
    /// Runs the commands of one partnership in one transaction, each under its own savepoint, with one commit. Answers
    /// are given only after that. When the store ends the transaction on its own, each command runs again alone.
    /// Before the commands, the partnership's timers that are due by then fire.
    std::vector<outcome> run(const std::string& partnership, const std::vector<engine::request>& group, engine::instant clock);
    /// One command alone. @throws what broke
    engine::answer run_one(const engine::request& r, engine::instant clock);
    /// Fires every partnership's timers due by `until`, oldest first. @param clock the time outside while a timer fires
    void fire_due(engine::instant until, const std::function<engine::instant(engine::instant)>& clock);

    std::vector<std::string> partnerships();
    bool has(const std::string& partnership);
    /// The last instant of any log; nothing in an empty database.
    std::optional<engine::instant> last_instant();

    /// Reads within one transaction. The reader and what it gave are gone afterwards.
    void read(const std::string& partnership, const std::function<void(engine::reader&)>& with);
    /// The state as it stood at a moment: folded from the log.
    std::unique_ptr<engine::folded> as_it_stood(const std::string& partnership, engine::instant moment);

    /// Does several things in one transaction of their own, outside any log (accounts, mails on their way).
    void in_transaction(const std::function<void()>& work);
    /// Takes the lock that every write takes, and gives it back. @throws database_error when nothing can be written now
    void check_writable();
    /// The time of the first timer of any partnership.
    std::optional<engine::instant> next_due();

    /// Signs the log's head, unless that size was signed before, and keeps the checkpoint.
    std::string sign_checkpoint(const std::string& partnership, const std::optional<std::string>& seed = std::nullopt);
    engine::signing_key key_of(const std::string& partnership);
    static std::string origin_of(const std::string& partnership) { return "quorate/log/" + partnership; }

    connection& sql() { return c_; }
    const engine::domain& workflows() const { return workflows_; }

private:
    struct place {
        engine::entity_cache cache;
        std::uint64_t size = 0;
    };
    std::vector<outcome> run_together(const std::string& partnership, const std::vector<engine::request>& group, engine::instant clock);
    void renew_projections();
    place& place_of(const std::string& partnership, const engine::log_head& head);

    connection c_;
    const engine::domain& workflows_;
    std::unique_ptr<engine::random_source> chance_;
    std::map<std::string, place> places_;
};

} // namespace storage
