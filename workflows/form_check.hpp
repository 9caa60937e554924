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

    /// Several faults of one field stand in one sentence.
    void wrong(const std::string& field, std::string says);
    /// Is there a thing of this kind with this id? @param kind also: agency, delivery_group, exec, item_or_bid
    bool there(std::string_view kind, std::string_view id) const;
};

std::optional<std::string_view> as_text(const json::value& v);
bool blank(std::string_view text);

/// What was expected instead, in words; "" when the value is good.
using fault = std::function<std::string(form_check&, const json::value&)>;

std::string words_fault(form_check&, const json::value& v);
std::string text_fault(form_check&, const json::value& v);
std::string money_fault(form_check&, const json::value& v);
std::string flag_fault(form_check&, const json::value& v);
std::string id_fault(form_check&, const json::value& v);
std::string quarter_fault(form_check&, const json::value& v);
fault ref_fault(std::string_view kind);
fault one_of_fault(std::string_view words); ///< "for|against|abstain"

/// A list of objects: each member checked by its own little rule. Other members are not known.
struct member {
    std::string_view name;
    bool required;
    workflows::fault fault;
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
