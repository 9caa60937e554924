// tests/bench/raw.hpp - what the core wrote, command by command, to be written again without it: the yardstick.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace bench {

/// One row written: a statement's number, and its values in order. Numbers are kept as texts of the same meaning.
struct written {
    int statement;
    std::vector<std::string> texts;
    std::vector<std::int64_t> numbers; ///< bound after the texts
};
using command_rows = std::vector<written>;

/// The statements, texts first, then numbers. $n / ?n agree in order.
inline const std::vector<std::string>& statements()
{
    static const std::vector<std::string> all{
        "INSERT INTO leaf (partnership, bytes, idx, at) VALUES (?1, ?2, ?3, ?4)",
        "INSERT INTO leaf_subject (partnership, subject, idx) VALUES (?1, ?2, ?3)",
        "INSERT INTO sealed_text (partnership, sha256, salt, body, erased) VALUES (?1, ?2, ?3, ?4, ?5)",
        "INSERT INTO entity (partnership, id, stored) VALUES (?1, ?2, ?3)",
        "UPDATE entity SET stored = ?3 WHERE partnership = ?1 AND id = ?2",
        "DELETE FROM entity_row WHERE partnership = ?1 AND name = ?2 AND key = ?3 AND sort = ?4 AND id = ?5",
        "INSERT INTO entity_row (partnership, name, key, sort, id) VALUES (?1, ?2, ?3, ?4, ?5)",
        "DELETE FROM timer WHERE partnership = ?1 AND subject = ?2 AND command = ?3 AND due = ?4",
        "INSERT INTO timer (partnership, subject, command, due) VALUES (?1, ?2, ?3, ?4)",
        "INSERT INTO mail (partnership, recipient, message, about, facts, state, at, event_index, number, attempts) VALUES (?1, ?2, ?3, "
        "?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        "UPDATE partnership SET tree = ?2, size = ?3, last_at = ?4 WHERE id = ?1",
    };
    return all;
}
inline constexpr int head_statement = 10;

/// Writes every command's rows in transactions of `group` commands, a savepoint each as we have, the head once a transaction.
/// @return seconds. The tables are made by our own migration beforehand, and `before` is written untimed.
double raw_sqlite(const std::string& file, const std::vector<command_rows>& before, const std::vector<command_rows>& commands,
                  std::size_t group);
double raw_postgresql(const std::string& url, const std::vector<command_rows>& before, const std::vector<command_rows>& commands,
                      std::size_t group);

} // namespace bench
