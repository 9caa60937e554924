// workflows/wording/labels.hpp - the words that people see: one file a language (workflows/wording/en.json). Code knows keys only.
// Pages, mails, answers and scenario output all take their words from here; sentences.hpp makes sentences of messages.
#pragma once
#include "engine/values.hpp"
#include "workflows/calendar/calendar.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace workflows {

/// The file of a language as it lies in the program; "" when there is none.
std::string_view label_file(std::string_view language);

using label_blanks = std::vector<std::pair<std::string_view, std::string>>;

class labels {
public:
    /// @throws std::logic_error when the file cannot be read
    explicit labels(std::string_view language = "en");
    /// The label under a dotted key; the key itself when there is none.
    const std::string& operator()(std::string_view key) const;
    bool has(std::string_view key) const { return all_.contains(std::string(key)); }
    /// The label with its blanks {name} filled.
    std::string operator()(std::string_view key, const label_blanks& with) const;
    /// A stage in words: those of its kind where it has its own, else those of all kinds.
    std::string stage(std::string_view kind, std::string_view stage) const;
    /// "1 bid", "2 bids": KEY.one or KEY.many, with {n}.
    std::string count(std::string_view key, std::int64_t n, const label_blanks& with = {}) const;

    std::string date(day d, bool with_weekday = true, bool with_year = true) const; ///< Thursday 4 March 2010
    std::string date(engine::instant t, const std::string& zone, bool with_weekday = true, bool with_year = true) const;
    std::string time(engine::instant t, const std::string& zone) const; ///< 10:42
    std::string date_time(engine::instant t, const std::string& zone) const;
    /// "today", "tomorrow", "in 7 days", "20 days late"
    std::string nearness(day d, day today) const;
    std::string list(const std::vector<std::string>& parts) const; ///< a, b and c

private:
    std::map<std::string, std::string, std::less<>> all_;
};

/// 12,500
std::string grouped(std::int64_t whole);
/// Money in a sentence: £27,500, with pence where there are any.
std::string pounds(engine::pence p);
/// Money in tables and forms: £27,500.00.
std::string pounds_exactly(engine::pence p);
/// 27,500.00, without a sign.
std::string figure(engine::pence p);

/// The words of the product's one language, read once.
const labels& english();

} // namespace workflows
