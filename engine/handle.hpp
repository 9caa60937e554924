// engine/handle.hpp - the straight line of a command, written in one place: idempotency, judgement, leaves, state,
// follow-ups, mails. Synchronous; runs inside one write transaction of one partnership, on the thread that owns it.
#pragma once
#include "engine/ports.hpp"

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <unordered_map>

namespace engine {

struct answer {
    result outcome = result::accepted;
    std::vector<std::string> events{};
    std::int64_t index = -1;
    std::vector<refusal> refusals{};
    std::vector<field_error> errors{};
    std::string made_kind{}, made_id{};
};
std::string_view to_word(result r);

/// Entities that were loaded and committed, least recently used ones dropped beyond a number of bytes.
class entity_cache {
public:
    explicit entity_cache(std::size_t bytes = std::size_t{32} << 20) : bytes_max_(bytes) {}
    std::shared_ptr<const entity> find(std::string_view key);
    void put(const std::string& key, std::shared_ptr<const entity> e, std::size_t bytes);
    void clear();

private:
    struct held {
        std::shared_ptr<const entity> what;
        std::size_t bytes;
        std::uint64_t used;
    };
    std::size_t bytes_max_, bytes_ = 0;
    std::uint64_t clock_ = 0;
    std::map<std::string, held, std::less<>> all_;
};

/// The unit of work of one group of commands on one partnership. Decisions work on copies; copies enter the cache only
/// after the commit that made them (committed()); a failed group just drops the session.
class session final : public reader {
public:
    /// @param origin the log's name, as its leaves and checkpoints bear it.
    session(store& rows, const domain& workflows, random_source& chance, entity_cache& cache, std::string origin);
    session(store& rows, const domain& workflows, random_source& chance, entity_cache& cache, std::string origin, log_head head);

    /// Judges and, when accepted, writes one command with all that follows from it. `clock` is the time outside.
    /// The caller opens a savepoint before (see `before_write`), and rolls it back and calls undo() when this throws.
    answer handle(const request& r, instant clock);
    /// Fires every timer due by `until`, oldest first; each sees `clock(due)` as the time outside.
    void fire_due(instant until, const std::function<instant(instant)>& clock);
    /// The time of the next timer, if any.
    std::optional<instant> next_due();

    void undo();      ///< forgets what the command at work did
    void committed(); ///< hands the group's entities to the cache
    const log_head& head() const { return head_; }
    bool head_changed() const { return head_changed_; }
    std::function<void()> before_write = [] {}; ///< called once a command, before its first write

    const std::string& partnership() const override { return rows_.partnership(); }
    const entity* find(std::string_view key) override;
    std::vector<found_row> rows(const index_query& q) override;
    std::vector<event> events_of(std::string_view subject) override { return rows_.events_of(subject); }
    std::vector<event> events_from(std::int64_t index, std::size_t limit) override { return rows_.events_from(index, limit); }
    std::vector<mail> mails(std::size_t limit) override { return rows_.mails(limit); }
    std::int64_t size() override { return static_cast<std::int64_t>(head_.tree.size()); }

private:
    /// An entity at work, and what of it is in the store: rows and timers change by their difference.
    struct copy {
        std::unique_ptr<entity> now;
        bool is_new = true;
        std::size_t bytes = 0;
        std::vector<index_row> rows{};
        std::vector<timer> timers{};
    };
    struct kept {
        std::shared_ptr<const entity> what;
        std::size_t bytes;
    };
    std::shared_ptr<const entity> committed_or_group(std::string_view key);
    entity& change(const std::string& key);
    void append(event& e, const request& r, instant now, answer& a);
    void run(const request& first, instant clock, answer& a, std::deque<event>& happened);
    void follow(std::deque<event>& happened, instant clock, answer& a);
    void flush(std::string_view kind = {});
    void begin();
    void end();

    store& rows_;
    const domain& workflows_;
    random_source& chance_;
    entity_cache& cache_;
    std::string origin_;
    log_head head_, head_before_;
    bool head_changed_ = false, head_changed_before_ = false, writing_ = false;
    std::map<std::string, copy, std::less<>> at_work_;                       ///< of this command
    std::map<std::string, kept, std::less<>> group_;                         ///< of earlier commands of the group
    std::map<std::string, std::shared_ptr<const entity>, std::less<>> kept_; ///< loaded: pointers into them are about
    std::set<std::string, std::less<>> dirty_;
};

} // namespace engine
