// server/app/words.hpp - words that people see: the labels of workflows/wording and the templates, one folder a language
// (server/templates/en). Code knows keys only. Loaded and checked at start: a template that is malformed stops the program.
#pragma once
#include "workflows/wording/labels.hpp"

#include <boost/json.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace app {

using words = workflows::labels;
using blanks = workflows::label_blanks;
using workflows::figure;
using workflows::pounds;
using workflows::pounds_exactly;

/// A file that lies in the program: a template, a style sheet.
struct embedded_file {
    std::string_view name, bytes;
};
const std::vector<embedded_file>& embedded_files();
std::string_view embedded(std::string_view name); ///< "" when there is none

/// The templates, put together of their components and parsed once.
class templates {
public:
    explicit templates(std::string_view language = "en");
    ~templates();
    bool has(std::string_view name) const;
    /// @throws std::logic_error when there is no such template
    std::string render(std::string_view name, const boost::json::object& model);

private:
    struct parts;
    std::unique_ptr<parts> parts_;
};

} // namespace app
