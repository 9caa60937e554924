// workflows/shapes.hpp - the one table of the shapes that a command's field can have: one row a shape says how a value is checked,
// how it is read from a form, how the API describes it, and gives samples of it. Who meets a shape asks this table.
#pragma once
#include "workflows/form_check.hpp"
#include "workflows/posted_form.hpp"
#include "workflows/vocabulary.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace workflows {

/// Where samples come from: the random walk draws, a test takes the first of everything.
class sample_source {
public:
    virtual ~sample_source() = default;
    virtual std::size_t below(std::size_t n) = 0; ///< 0 to n - 1
    virtual engine::instant now() = 0;
    /// Of a thing of this kind that is there, as form_check::there has it; also "aim" and "priority".
    virtual std::string id_of(std::string_view kind) = 0;
    /// For a thing that is to be made; "" where the product makes one.
    virtual std::string new_id(std::string_view kind) = 0;
};

struct shape {
    /// The whole name ("money"), or its beginning where a parameter follows: "ref." KIND, "new." KIND, "one_of(" a|b ")",
    /// "number(" 1|5 ")".
    std::string_view name;
    bool sealed; ///< a name or free text: it stands beside the log, committed to
    std::function<void(form_check&, const std::string& field, const json::value&, std::string_view parameter)> check;
    form_reader read;
    std::function<json::object(std::string_view parameter)> schema;                ///< JSON Schema
    std::function<json::value(sample_source&, std::string_view parameter)> sample; ///< null: left out
};
const std::vector<shape>& shapes();

/// A shape as a field names it.
struct shape_use {
    const shape* row;
    std::string_view parameter;
};
/// @throws std::logic_error when there is no such shape
shape_use shape_of(std::string_view name);

void check_field(form_check& c, const field_spec& f, const json::value& v);
form_value read_field(const posted_form& form, const field_spec& f);
json::object schema_of(const field_spec& f);
json::value sample_of(const field_spec& f, sample_source& from);

} // namespace workflows
