// workflows/views/views.hpp - what is read: state as JSON (docs/api.md). One file a view or a few of a kind.
#pragma once
#include "engine/ports.hpp"
#include "engine/process.hpp"

#include <expected>
#include <string>
#include <vector>

namespace workflows {

namespace json = engine::json;

struct question {
    std::string show, reader;
    json::object fields;
    engine::instant now; ///< the moment that the view is of; with as_of, that one
};
/// Not answered: wrong fields, or AC-read.
struct no_view {
    engine::result outcome;
    std::vector<engine::field_error> errors{};
    std::vector<engine::refusal> refusals{};
};
using view = std::expected<json::object, no_view>;

/// Answers from the state that `known` holds. `as_of` is not looked at here but by the quorum view of a recorded meeting:
/// whoever asks hands in the state as it stood then.
view show_view(engine::reader& known, const question& q);

struct view_request;
/// One view of a workflow.
struct view_spec {
    std::string_view name;
    std::string_view path; ///< of the API, "bids/{bid}"; "" none
    std::vector<std::string_view> required, optional;
    view (*answer)(view_request& a);
};
/// Every view of every workflow.
const std::vector<view_spec>& all_views();
/// True when the view's as_of means a moment within the facts, not a moment of the log: the quorum of a recorded meeting.
bool reckons_as_of_itself(engine::reader& known, std::string_view show, const json::object& fields);
/// The fields that a question for this view may have, besides those that it needs and as_of; none when there is no such view.
std::vector<std::string_view> optional_fields(std::string_view show);
/// As answers and views show them: {"rule", "message", "says", "source"?, "fields"?} and {"field", "message", "says"}.
json::value show_refusals(const std::vector<engine::refusal>& refusals);
json::value show_errors(const std::vector<engine::field_error>& errors);
/// The fields of a question that are wrong, before any state is looked at: also as_of.
std::vector<engine::field_error> check_question(const question& q);

} // namespace workflows
