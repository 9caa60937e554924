// engine/event.hpp - one event, as it happened and as its leaf writes it down.
#pragma once
#include "engine/bytes.hpp"
#include "engine/process.hpp"
#include "engine/values.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace engine {

/// A name or free text that stands beside the log. The leaf holds only sha256(salt | text), so that erasing it leaves
/// every proof whole.
struct sealed_text {
    std::string salt;                ///< 16 raw bytes; empty once erased
    std::optional<std::string> text; ///< nothing once erased
    digest commitment{};
};
sealed_text seal(std::string text, std::string salt);

/// A rule that was judged for this event, with the facts that it rested on (null: it had no meaning in this case).
struct judgement {
    std::string rule;
    json::value facts;
};

/// What happened. `form` is what was asked (without texts), `data` what the product worked out from the facts.
/// `subject` and `also` are the entities that it changes, as "kind/id".
struct event {
    std::int64_t index = -1;
    instant at{};
    std::string actor, command, type, process, subject, from, to;
    std::int64_t process_version = 0;
    std::vector<std::string> also;
    json::object form, data;
    std::vector<judgement> judged;
    std::map<std::string, sealed_text> texts;
    std::optional<std::int64_t> cause; ///< index of the event that this one followed from
    std::optional<instant> due;        ///< of a timer: when it was due
    std::string key_digest;            ///< hex SHA-256 of the idempotency key, "" when none was given

    /// The text of a name, "" when there is none or it was erased.
    std::string_view text(std::string_view name) const;
    bool was_given(std::string_view name) const { return texts.contains(std::string(name)); }
};

/// RFC 8785 bytes of the event's leaf. @param log the log's origin.
std::string leaf_bytes(const event& e, std::string_view log);
/// Reads a leaf back, without its texts (each sealed_text has only its commitment).
/// @throws std::invalid_argument when the bytes are no leaf that this program knows.
event read_leaf(std::string_view bytes);

/// Splits "kind/id".
struct entity_key {
    std::string_view kind, id;
};
inline entity_key split_key(std::string_view key)
{
    const auto slash = key.find('/');
    return {key.substr(0, slash), slash == std::string_view::npos ? std::string_view() : key.substr(slash + 1)};
}

} // namespace engine
