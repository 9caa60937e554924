// server/app/words.hpp - words that people see: label files and templates, one folder a language (server/templates/en). Code
// knows keys only. Loaded and checked at start: a template that is malformed, or a label that is missing, stops the program.
#pragma once
#include "engine/values.hpp"
#include "workflows/calendar/calendar.hpp"

#include <boost/json.hpp>

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace app {

/// A file that lies in the program: a template, a label file, a style sheet.
struct embedded_file {
    std::string_view name, bytes;
};
const std::vector<embedded_file>& embedded_files();
std::string_view embedded(std::string_view name); ///< "" when there is none

using blanks = std::vector<std::pair<std::string_view, std::string>>;

class words {
public:
    explicit words(std::string_view language = "en");
    /// The label under a dotted key; the key itself when there is none.
    const std::string& operator()(std::string_view key) const;
    bool has(std::string_view key) const { return labels_.contains(std::string(key)); }
    /// The label with its blanks {name} filled.
    std::string operator()(std::string_view key, const blanks& with) const;
    /// "1 bid", "2 bids": KEY.one or KEY.many, with {n}.
    std::string count(std::string_view key, std::int64_t n, const blanks& with = {}) const;

    std::string date(workflows::day d, bool with_weekday = true, bool with_year = true) const; ///< Thursday 4 March 2010
    std::string date(engine::instant t, const std::string& zone, bool with_weekday = true, bool with_year = true) const;
    std::string time(engine::instant t, const std::string& zone) const; ///< 10:42
    std::string date_time(engine::instant t, const std::string& zone) const;
    /// "today", "tomorrow", "in 7 days", "20 days late"
    std::string nearness(workflows::day d, workflows::day today) const;
    std::string list(const std::vector<std::string>& parts) const; ///< a, b and c

private:
    std::map<std::string, std::string, std::less<>> labels_;
};

/// Money in a sentence: £27,500, with pence where there are any.
std::string pounds(engine::pence p);
/// Money in tables and forms: £27,500.00.
std::string pounds_exactly(engine::pence p);
/// 27,500.00, without a sign.
std::string figure(engine::pence p);

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
