// workflows/form_check.hpp - one command's form being checked: where ids are looked up, what was found wrong, and the checks
// that the shapes are put together from.
#pragma once
#include "engine/ports.hpp"
#include "engine/process.hpp"
#include "workflows/partnership/state.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace workflows {

namespace json = engine::json;

struct form_check {
    engine::reader& known;
    const json::object& form;
    const partnership* p;
    std::vector<engine::field_error> errors{};

    /// Several faults of one field are told together.
    void wrong(engine::field_error e);
    void wrong(const std::string& field, std::string message, std::vector<engine::blank> blanks = {})
    {
        wrong(engine::field_error{field, std::move(message), std::move(blanks)});
    }
    /// Is there a thing of this kind with this id? @param kind also: agency, delivery_group, exec, item_or_bid, owner (a person, seat or
    /// agency)
    bool there(std::string_view kind, std::string_view id) const;
};

std::optional<std::string_view> as_text(const json::value& v);
bool blank(std::string_view text);

/// What was expected instead; nothing when the value is good.
using fault = std::optional<engine::saying>;
using checked_by = std::function<fault(form_check&, const json::value&)>;

fault words_fault(form_check&, const json::value& v);
fault text_fault(form_check&, const json::value& v);
fault money_fault(form_check&, const json::value& v);
fault flag_fault(form_check&, const json::value& v);
fault id_fault(form_check&, const json::value& v);
fault quarter_fault(form_check&, const json::value& v);
checked_by ref_fault(std::string_view kind);
checked_by one_of_fault(std::string_view words); ///< "for|against|abstain"

/// A list of objects: each member checked by its own little rule. Other members are not known.
struct member {
    std::string_view name;
    bool required;
    checked_by check;
};
void check_objects(form_check& c, const std::string& field, const json::value& v, const std::vector<member>& members);
/// Ids and what goes with them, each id once.
void check_titled(form_check& c, const std::string& field, const json::value& v, std::string_view id, const std::vector<member>& more);
/// Ids of the partnership's aims or priorities, an aim also as {aim, benefit}.
void check_chosen(form_check& c, const std::string& field, const json::value& v, const std::vector<titled> partnership::* from);
void check_texts(form_check& c, const std::string& field, const json::value& v);
void check_list_of_words(form_check& c, const std::string& field, const json::value& v);
void check_quorum_rule(form_check& c, const std::string& field, const json::value& v);

/// The words of "a|b|c".
std::vector<std::string_view> words_between_bars(std::string_view words);

} // namespace workflows
