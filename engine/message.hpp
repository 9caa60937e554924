// engine/message.hpp - what is told to people, as an id and facts. Rules and checks name the message and what fills its blanks; the
// domain makes the sentence of it (its words, its names for things), once, for every page, mail and answer.
#pragma once
#include "engine/stored.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace engine {

/// A word of the domain's, by its key: a stage, a verb, a role.
struct word {
    std::string key;
    bool operator==(const word&) const = default;
};
/// Something that has a name: the domain knows how people call it.
struct thing {
    std::string kind, id;
    bool operator==(const thing&) const = default;
};
/// A calendar day, "2010-03-04".
struct date {
    std::string iso;
    bool operator==(const date&) const = default;
};
/// The day on which a moment lies, where the domain's people are.
struct day_of {
    instant at;
    bool operator==(const day_of&) const = default;
};

struct saying;
/// What stands in a blank: a text that somebody typed, a number, money, a moment, a day, a word, a thing; several of a kind are
/// listed; sayings stand one after the other.
using filling = std::variant<std::string, std::int64_t, pence, instant, date, day_of, word, thing, std::vector<std::string>,
                             std::vector<word>, std::vector<thing>, std::vector<saying>>;
struct blank {
    std::string name;
    filling with;
};

/// One message: its id in the words of the domain, and its blanks.
struct saying {
    std::string message;
    std::vector<blank> blanks = {};
};
inline bool operator==(const saying& a, const saying& b);
inline bool operator==(const blank& a, const blank& b) { return a.name == b.name && a.with == b.with; }
inline bool operator==(const saying& a, const saying& b) { return a.message == b.message && a.blanks == b.blanks; }

/// What is wrong with a field. Several faults of one field are told in one sentence.
struct field_error {
    std::string field;
    std::vector<saying> why;
    std::string says; ///< filled by the domain
    field_error() = default;
    field_error(std::string name, std::string message, std::vector<blank> blanks = {})
        : field(std::move(name)), why{{std::move(message), std::move(blanks)}}
    {}
    bool is(std::string_view message) const { return why.size() == 1 && why.front().message == message; }
    DESCRIBED(field_error, field, says)
};

/// Why a rule does not hold, in this case's own facts. @param more further messages, told after the first
struct failure {
    std::string message;
    std::vector<blank> blanks = {};
    std::vector<field_error> fields = {};
    std::vector<saying> more = {};
};

/// The same, with the rule that it is of.
struct refusal {
    std::string rule, message;
    std::vector<blank> blanks = {};
    std::string source = {};
    std::vector<field_error> fields = {};
    std::vector<saying> more = {};
    std::string says = {}; ///< filled by the domain; until then the id
    bool operator==(const refusal& o) const { return rule == o.rule && message == o.message && blanks == o.blanks && more == o.more; }
};

} // namespace engine
