// workflows/views/parts.hpp - pieces that several views share.
#pragma once
#include "workflows/bid/stages.hpp"
#include "workflows/fields.hpp"
#include "workflows/reading.hpp"
#include "workflows/views/views.hpp"

namespace workflows {

struct view_request {
    engine::reader& known;
    const question& q;
    const partnership& p;
    std::size_t most = SIZE_MAX; ///< of tasks: in each list so many things are looked at
    std::string text(std::string_view name) const { return text_of(q.fields, name); }
};

inline view not_found(std::string_view field, const std::string& id)
{
    return std::unexpected(no_view{engine::result::invalid,
                                   {{std::string(field), "not_there", {{"kind", engine::word{"kind." + std::string(field)}}, {"id", id}}}},
                                   {}});
}
inline view may_not_read()
{
    return std::unexpected(no_view{engine::result::forbidden, {}, {{"AC-read", "not_yours_to_read", {}, "Who may read"}}});
}

json::array documents_of(view_request& a, std::string_view index, const std::string& of);

/// FP-f: positions by agency, as the reader may see them.
json::array positions_of(view_request& a, const bid& b);

/// What a bid waits for: by whom (a person or a seat), what, by when.
struct awaited {
    std::string person, seat, what, by;
};
std::vector<awaited> awaited_of(engine::reader& known, const partnership& p, const bid& b, instant now);

/// One line of what awaits the reader: sorted by `due`, an instant as views print it ("~": none), and what makes it unique.
struct task_row {
    std::string due;
    json::object shown;
    instant from{INT64_MIN}; ///< the view has it before; Home and the navigation's count only from then on
};
using task_rows = std::vector<task_row>;
/// What awaits the reader, of all workflows: by due date; what has none comes last.
/// @param most in each list so many things are looked at
task_rows tasks_of(engine::reader& known, const partnership& p, const std::string& reader, instant now, std::size_t most = SIZE_MAX);

/// A bid on which something awaits the reader: each verb once, though one may hold two seats that are awaited. Of `system` all.
struct task {
    const bid* of;
    awaited what;
};
/// @param most of each stage so many bids are looked at
std::vector<task> bid_tasks_of(engine::reader& known, const partnership& p, const std::string& reader, instant now,
                               std::size_t most = SIZE_MAX);

} // namespace workflows
