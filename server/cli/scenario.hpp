// server/cli/scenario.hpp - scenario files (commands.md, Scenario steps): reading them strictly, running them, telling what
// came of each step.
#pragma once
#include "storage/database.hpp"

#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cli {

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
/// Every step of a text, or every line that is none. In an import `as`, `at`, `key` and `use` are not for the file to say.
/// @param file where the text stands: what it uses is named relative to that
[[nodiscard]] std::expected<std::vector<step>, std::vector<bad_line>> parse_steps(std::string_view text, carrier by,
                                                                                  const std::string& file = "");

/// What came of one step: its line of output, and what was expected of it but did not come.
struct told {
    const step& what;
    std::size_t number;
    std::string partnership;
    json::object output;
    std::optional<std::string> unexpected;
    engine::result outcome = engine::result::accepted;
};

class runner {
public:
    explicit runner(storage::database& d);
    /// @throws storage::database_error when the database breaks
    told run(const step& s, std::size_t number);
    engine::instant now() const { return now_; }
    void set_now(engine::instant t) { now_ = t; }
    const std::string& partnership() const { return partnership_; }
    void set_partnership(std::string p) { partnership_ = std::move(p); }

private:
    told run_command(const step& s, std::size_t number);
    told run_show(const step& s, std::size_t number);
    storage::database& d_;
    engine::instant now_{};
    std::string partnership_;
};

/// An answer as a scenario prints it, after its "step" and "do".
void put_answer(json::object& out, const engine::answer& a);
/// A view of a partnership for a reader, as of a moment if the fields say so; or why not, in `out`.
engine::result put_view(storage::database& d, const std::string& partnership, const std::string& show, const std::string& reader,
                        const json::object& fields, engine::instant now, json::object& out);
/// One JSON object in a line.
std::string line_of(const json::object& o);

/// Reads a whole file. @throws std::runtime_error naming the file and why
std::string read_file(const std::string& path);

} // namespace cli
