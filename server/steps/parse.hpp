// server/steps/parse.hpp - scenario files: reading their lines strictly into steps.
#pragma once
#include "engine/json.hpp"
#include "engine/values.hpp"

#include <expected>
#include <optional>
#include <string>
#include <vector>

namespace steps {

namespace json = engine::json;

/// One line of a file.
struct step {
    std::size_t line = 0;
    std::string file; ///< "": the one that was asked for; else one that it uses
    std::optional<engine::instant> at;
    std::string as, in, verb, show, key;
    json::object fields;
    std::optional<json::value> expect;
};
struct bad_line {
    std::size_t line;
    std::string field, says; ///< field "": the line as a whole
    std::string file{};      ///< as of a step
};
enum class carrier { scenario, import };
/// "FILE:LINE: the field: what is wrong with it", for people. @param file the one that was asked for
std::string in_words(const bad_line& b, const std::string& file);
/// Every step of a text, or every line that is none. In an import `as`, `at`, `key` and `use` are not for the file to say.
/// @param file where the text stands: what it uses is named relative to that
[[nodiscard]] std::expected<std::vector<step>, std::vector<bad_line>> parse_steps(std::string_view text, carrier by,
                                                                                  const std::string& file = "");

} // namespace steps
