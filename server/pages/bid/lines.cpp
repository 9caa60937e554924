// The money of a bid: its lines next to what each stream has left.
#include "server/pages/bid/bid.hpp"

namespace pages {

using namespace workflows;

json::object lines_of(const page_context& page, const workflows::bid& b)
{
    json::array rows;
    engine::pence asks, available, left;
    bool short_of = false;
    for (const auto& l : b.lines) {
        const auto* s = page.stream(l.stream);
        if (!s) continue;
        const bool taken = l.state == "committed" || l.state == "awaiting"; // it is in the stream's sums already
        const auto has = s->left(), after = taken ? has : has - l.amount;
        short_of = short_of || after.value < 0;
        asks += l.amount;
        available += has;
        left += after;
        rows.push_back({{"line_stream", page.stream_name(l.stream)},
                        {"line_to", page.path("/money/" + l.stream)},
                        {"line_asks", app::pounds_exactly(l.amount)},
                        {"line_available", app::pounds_exactly(has)},
                        {"line_left", app::pounds_exactly(after)},
                        {"line_short", after.value < 0},
                        {"line_state", taken              ? page.word("line." + l.state)
                                       : s->is_expected() ? page.word("line.expected")
                                                          : ""}});
    }
    return {{"lines", std::move(rows)},
            {"lines_asks", app::pounds_exactly(asks)},
            {"lines_available", app::pounds_exactly(available)},
            {"lines_left", app::pounds_exactly(left)},
            {"lines_many", b.lines.size() > 1},
            {"lines_short", short_of}};
}

} // namespace pages
