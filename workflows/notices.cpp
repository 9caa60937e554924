#include "workflows/notices.hpp"

#include "workflows/fields.hpp"

#include <map>

namespace workflows {

std::string subject_of(const engine::mail& m)
{
    static const std::map<std::string_view, std::string_view> words{
        {"bid_awaits_group", "Bid {bid} awaits your delivery group's agreement"},
        {"bid_agreed", "Bid {bid} is agreed by its delivery group: it can be sent to the Partnership Manager"},
        {"bid_returned", "Bid {bid} is returned for changes"},
        {"bid_declined", "Bid {bid} is declined by its delivery group"},
        {"bid_received", "Bid {bid} is received for the Exec {meeting}"},
        {"bid_received_late", "Bid {bid} is received too late for the next Exec and goes to {meeting}"},
        {"bid_awaits_check", "Bid {bid} awaits your compliance check"},
        {"bid_carried_over", "Bid {bid} is carried over to another Exec"},
        {"query_raised", "A query about bid {bid} awaits your answer"},
        {"query_answered", "Your query about bid {bid} is answered"},
        {"bid_on_table", "Bid {bid} is on the table and awaits your agency's position"},
        {"bid_recommended", "Bid {bid} is recommended to the Exec"},
        {"bid_not_recommended", "Bid {bid} is not recommended to the Exec"},
        {"bid_signed_off", "The Exec has decided on bid {bid}: {outcome}"},
        {"bid_lapsed", "The approval of bid {bid} has lapsed"},
        {"bid_ratified", "The Board has decided on bid {bid}"},
        {"bid_refused_by_board", "The Board has not agreed to bid {bid}"},
        {"bid_approved", "Bid {bid} is approved"},
        {"bid_awaits_board", "Bid {bid} awaits the Board"},
        {"reminder", "Reminder: bid {bid} awaits you ({what})"},
        {"reminder_overdue", "Overdue: bid {bid} still awaits you ({what})"},
        {"agenda_published", "The agenda of {meeting} is published"},
        {"meeting_moved", "The meeting {meeting} is moved"},
        {"meeting_cancelled", "The meeting {meeting} is cancelled"},
    };
    const auto found = words.find(m.message);
    std::string out;
    for (std::string_view rest = found == words.end() ? std::string_view(m.message) : found->second; !rest.empty();) {
        const auto open = rest.find('{');
        out += rest.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = rest.find('}', open);
        auto value = text_of(m.facts, rest.substr(open + 1, close - open - 1));
        for (auto& ch : value)
            if (ch == '_') ch = ' ';
        out += value;
        rest.remove_prefix(close + 1);
    }
    return out;
}

} // namespace workflows
