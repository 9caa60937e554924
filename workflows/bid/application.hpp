// workflows/bid/application.hpp - the one table of an application's fields. The commands' fields, completeness (FP-b3), the form
// and its parts, the check page, the bid's page, what the leaf holds in clear and the filters of the list all read it.
#pragma once
#include "engine/event.hpp"
#include "engine/process.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace workflows {

namespace json = engine::json;

/// What the leaf holds of a field. The whole application is one sealed text a revision in any case.
enum class in_leaf {
    sealed,  ///< nothing more
    clear,   ///< its value too, for rules, lists and views
    own_text ///< a sealed text of its own too, so that lists need not open the whole application
};

struct application_field;
/// FP-b3: what the answer lacks; nothing when it is complete.
using lack = std::optional<engine::saying> (*)(const json::object& application, const application_field& field);

struct application_field {
    std::string_view part;  ///< of the form that asks for it; "": none does
    std::string_view name;  ///< in commands and views; its words are labels: field.NAME, ask.NAME, hint.NAME, says.gap.NAME
    std::string_view shape; ///< workflows/shapes.hpp
    std::string_view asked; ///< the control of the form: a section of server/templates/en/apply_part.mustache each
    in_leaf leaf;
    int place; ///< among the answers on the bid's page; 0: that page has its own place for it
    lack lacks;
    bool filters = false; ///< lists of bids can be narrowed to a value of it
};

namespace complete_with {
std::optional<engine::saying> anything(const json::object& application, const application_field& field); ///< it may be left out
std::optional<engine::saying> an_answer(const json::object& application, const application_field& field);
std::optional<engine::saying> aim_or_priority(const json::object& application, const application_field& field);
std::optional<engine::saying> some_money(const json::object& application, const application_field& field);
std::optional<engine::saying> lines_to_the_sum(const json::object& application, const application_field& field);
std::optional<engine::saying> outcomes_measured(const json::object& application, const application_field& field);
std::optional<engine::saying> day_after_start(const json::object& application, const application_field& field);
std::optional<engine::saying> quarters_to_the_sum(const json::object& application, const application_field& field);
} // namespace complete_with

/// Every field, in the order of the form.
const std::vector<application_field>& application_fields();
const application_field* find_application_field(std::string_view name);
inline bool is_application_field(std::string_view name) { return find_application_field(name) != nullptr; }

/// A part of the form, and what it asks for.
struct application_part {
    std::string_view id;
    std::vector<const application_field*> fields;
    bool has(std::string_view field) const;
};
/// The parts in the order of the form: every part that the table names.
const std::vector<application_part>& application_parts();
const application_part* find_part(std::string_view id);

/// The application in a bid's content; empty when there is none.
json::object read_application(const std::string& content);

/// What the leaf holds of an application beside its sealed content, as the table says. @param form of bid.draft or bid.revise
void keep_in_leaf(const json::object& form, engine::event& e);

/// The fields by which lists of bids can be narrowed, and of one application what it is then found under.
std::vector<std::string_view> application_filters();
using filed_values = std::map<std::string, std::vector<std::string>>; ///< by field
filed_values filed_under(const json::object& application);
bool is_filed(const filed_values& filed, std::string_view field, std::string_view value);
/// How a value is filed and looked for: capitals, and blanks at its ends, make no difference.
std::string filed_as(std::string_view value);

struct posted_form;
/// The application with one part answered anew. What other parts ask for keeps its answer, and so does a field of this part that
/// the posted form did not show. @param given what the form gives, by field
json::object with_part(const application_part& part, json::object application, const json::object& given, const posted_form& form);

/// What an application still lacks, field by field, in the order of the table (FP-b3). @param content the application as given
std::vector<engine::field_error> gaps_of(const json::object& content);

} // namespace workflows
