#include "server/pages/meeting/meeting.hpp"

namespace pages {

using namespace workflows;

namespace {

/// Items of these meetings as choices, those that are wanted and the reader's to read.
template <class Wanted> json::array items_to_choose(const page_context& page, const engine::index_query& of, const Wanted& wanted)
{
    json::array out;
    for (const auto* meeting : page.meetings(of))
        for (const auto& i : meeting->items)
            if (wanted(i) && may_read_item(page.known, page.me, *meeting, i, page.now))
                out.push_back({{"item_id", i.id},
                               {"item_name", page.word("item_decided", {{"title", i.title},
                                                                        {"outcome", page.word("item_outcome." + i.outcome)},
                                                                        {"meeting", page.meeting_name(meeting->id)}})}});
    return out;
}

} // namespace

json::array board_items(const page_context& page)
{
    const auto* board = page.p.only_body(body_kind::strategic_board);
    if (!board) return {};
    return items_to_choose(page, {.index = "meeting.body", .key = board->id, .descending = true, .limit = 6},
                           [](const item& i) { return !i.outcome.empty() && i.kind != "information"; });
}

json::array agreed_items(const page_context& page)
{
    return items_to_choose(page, {.index = "meeting", .key = "", .descending = true, .limit = 60},
                           [](const item& i) { return i.outcome == "agreed" || i.outcome == "agreed_subject_to_amendments"; });
}

json::array later_meetings(const page_context& page, std::string_view body, std::string_view but)
{
    json::array out;
    for (const auto* meeting : page.meetings({.index = "meeting.planned", .key = std::string(body), .limit = 8}))
        if (meeting->id != but) out.push_back({{"later_id", meeting->id}, {"later_name", page.meeting_name(meeting->id)}});
    return out;
}

engine::instant last_moment_for(const page_context& page, const workflows::meeting& exec)
{
    return {deadline_of_exec(page.p, exec, page.now).micros - engine::second_micros};
}

} // namespace pages
