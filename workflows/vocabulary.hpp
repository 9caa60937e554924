// workflows/vocabulary.hpp - the one vocabulary of commands: verbs, their fields, and what is wrong with a form.
// It is put together from the workflows' commands; the API's description and forms are made from it.
#pragma once
#include "engine/ports.hpp"
#include "engine/process.hpp"
#include "workflows/bid/application.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace workflows {

namespace json = engine::json;

struct bid;
struct partnership;

struct field_spec {
    std::string name;
    bool required = true;
    std::string shape;   ///< a row of workflows/shapes.cpp: "ref.bid", "money", "one_of(a|b)", ...
    bool sealed() const; ///< a name or free text: it stands beside the log, committed to
};
struct verb_spec {
    std::string name, process;
    std::string subject; ///< the kind of entity whose stage the process judges
    std::vector<field_spec> fields;
    const field_spec* field(std::string_view wanted) const;
    /// The field that names the entity which the verb makes, or nullptr.
    const field_spec* makes() const;
};

/// Every command of every workflow (workflows/*/commands.cpp).
const std::vector<verb_spec>& vocabulary();
/// Fields as the tables write them: "name:shape", "?" where they may be left out. The shapes are rows of workflows/shapes.cpp:
///   new.KIND   an id that the caller gives, or the product makes      ref.KIND   an id that must be there
///   ref.owner  of a person, a seat or an agency                       number(1|5)  a whole number between these
///   words      a short text in clear          name, text, texts   sealed: a name, free text, a list of free texts
///   day moment instant time year   a date; a date or an instant; an instant; "10:00"; "2010-11"
///   +application   the fields of the application (workflows/bid/application.cpp)
/// @throws std::logic_error for a shape that there is not
std::vector<field_spec> parse_fields(std::string_view text);
const verb_spec* find_verb(std::string_view name);

/// Every wrong field of a form at once: shapes, unknown fields, unknown ids. @param form by value in, as it came
std::vector<engine::field_error> check_form(const verb_spec& verb, const json::object& form, engine::reader& known);

/// Is there a thing of this kind with this id, one that a command can make? @param of the bid that a query is of
bool is_there(engine::reader& known, const partnership* p, std::string_view kind, std::string_view id, const bid* of);

/// Lower-case letters, digits and hyphens, at most 64 of them.
bool is_id(std::string_view text);

} // namespace workflows
