// engine/ports.hpp - what the engine needs from outside: a store, chance, and a domain (the workflows).
// A store belongs to one partnership. storage/ has the real one; memory_store.hpp one for tests, replay and "as it stood".
#pragma once
#include "engine/entity.hpp"
#include "engine/log/merkle.hpp"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace engine {

/// Where salts and keys come from: the system's source, or a seeded one so that the same scenario gives the same bytes.
class random_source {
public:
    virtual ~random_source() = default;
    virtual std::string bytes(std::size_t count) = 0;
};
/// The system's source (libsodium).
std::unique_ptr<random_source> system_random();
/// Repeatable bytes. For scenarios in memory and tests only.
std::unique_ptr<random_source> seeded_random(std::uint64_t seed);

/// A message owed to one person because of one event.
struct mail {
    std::int64_t event_index = -1; ///< of the event; of a reminder: the log's size then, negated
    std::string to, message, about, state = "owed";
    std::int64_t attempts = 0;
    json::object facts;
    instant at{};
};

/// Ids under `key` of `index`, by sort and id, ascending or descending.
struct index_query {
    std::string index, key;
    std::string from{}; ///< first sort value wanted (the last one when descending); "": no bound
    bool descending = false;
    std::size_t limit = SIZE_MAX;
};
struct found_row {
    std::string sort, id;
};

struct log_head {
    compact_tree tree;
    instant last_at{INT64_MIN};
    instant reminded_until{INT64_MIN}; ///< reminders due by then have been owed
};

struct remembered_answer {
    std::string actor, command_digest;
    json::object answer;
};

/// One partnership's rows, inside the caller's write transaction. Every function throws when the store is broken.
class store {
public:
    virtual ~store() = default;
    virtual const std::string& partnership() const = 0;
    virtual log_head head() = 0;
    virtual std::optional<std::string> load(std::string_view key) = 0;
    virtual std::vector<found_row> find(const index_query& q) = 0;
    /// Events that changed the subject, oldest first, with their texts.
    virtual std::vector<event> events_of(std::string_view subject) = 0;
    /// Every event from an index on, at most `limit` of them.
    virtual std::vector<event> events_from(std::int64_t index, std::size_t limit) = 0;
    virtual std::optional<remembered_answer> remembered(std::string_view key) = 0;
    struct due_timer {
        instant due;
        std::string subject, command;
    };
    /// The timer that is due first, if any, by (due, subject, command).
    virtual std::optional<due_timer> next_timer() = 0;
    virtual std::vector<mail> mails(std::size_t limit) = 0;

    virtual void append(const event& e, const std::string& leaf, const digest& leaf_hash) = 0;
    virtual void save(std::string_view key, const std::string& stored, bool is_new) = 0;
    virtual void change_rows(std::string_view key, const std::vector<index_row>& gone, const std::vector<index_row>& come) = 0;
    virtual void change_timers(std::string_view subject, const std::vector<timer>& gone, const std::vector<timer>& come) = 0;
    virtual void owe(const mail& m) = 0;
    virtual void remember(std::string_view key, const remembered_answer& a) = 0;
};

/// What rules, reactions and views may ask of a partnership.
class reader {
public:
    virtual ~reader() = default;
    virtual const std::string& partnership() const = 0;
    /// The entity, or nullptr. The pointer holds until the next command begins.
    virtual const entity* find(std::string_view key) = 0;
    virtual std::vector<found_row> rows(const index_query& q) = 0;
    virtual std::vector<event> events_of(std::string_view subject) = 0;
    /// Every event from an index on, at most `limit` of them.
    virtual std::vector<event> events_from(std::int64_t index, std::size_t limit) = 0;
    virtual std::vector<mail> mails(std::size_t limit) = 0;
    virtual std::int64_t size() = 0;
};
template <class State> const State* get(reader& r, std::string_view key)
{
    const auto* e = r.find(key);
    return e ? &static_cast<const entity_of<State>&>(*e).state : nullptr;
}

/// What someone asks for.
struct request {
    std::string partnership, actor, verb, key;
    json::object fields;
    bool internal = false; ///< asked by a timer or a follow-up
    std::string subject{}; ///< of an internal request: the entity
    std::optional<std::int64_t> cause{};
    std::optional<instant> due{};
};

/// What the workflows say to a request: events, or why not.
enum class result { accepted, refused, invalid, forbidden };
struct verdict {
    result outcome = result::accepted;
    std::vector<refusal> refusals{};
    std::vector<field_error> errors{};
    std::vector<event> events{};
    std::string made_kind{}, made_id{}; ///< an id that the product made
};

/// The workflows, as the engine sees them.
class domain {
public:
    virtual ~domain() = default;
    virtual std::unique_ptr<entity> fresh(std::string_view kind) const = 0;
    /// Counts the forms of what is stored: where the database has an earlier one, its projections are made anew.
    virtual std::int64_t projections() const { return 1; }
    /// Judges in the order shape, authority, stage, conditions. Events come without index, time, actor and salts.
    virtual verdict judge(const request& r, reader& known, instant now) const = 0;
    /// A message of the engine's own as people read it. Without words of the domain's the message is the sentence.
    virtual std::string says(const saying& s, reader&, instant) const { return s.message; }
    /// What must be done before the next command: adopting a process table that has changed, say.
    virtual std::vector<request> first(reader& known) const = 0;
    /// What follows by itself. A follow-up that is then refused is a bug and undoes the whole command.
    virtual std::vector<request> reactions(const event& e, reader& known) const = 0;
    virtual std::vector<mail> notices(const event& e, reader& known) const = 0;
    /// Mails of a reminder that is due now; none when nothing is awaited any more.
    virtual std::vector<mail> reminders(const store::due_timer& t, reader& known) const = 0;
};

} // namespace engine
