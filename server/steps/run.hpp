// server/steps/run.hpp - runs the steps of a scenario or an import on a database, each at its instant, and says what came of it.
#pragma once
#include "server/steps/parse.hpp"
#include "storage/database.hpp"

namespace steps {

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

/// One JSON object in a line.
std::string line_of(const json::object& o);

} // namespace steps
