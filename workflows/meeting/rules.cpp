#include "workflows/meeting/rules.hpp"

namespace workflows {

using answer = std::optional<failure>;

answer sits_for_the_seat::refuses(const sitting& f)
{
    if (f.seat.empty()) return failure{"holds_no_seat", {{"person", thing{"person", f.person}}, {"body", thing{"body", f.body}}}};
    if (f.person == f.holder || f.is_deputy) return {};
    return failure{"not_of_the_seat", {{"person", thing{"person", f.person}}, {"seat", thing{"seat", f.seat}}}};
}

answer comes_or_goes_once::refuses(const in_or_out& f)
{
    if (f.in_the_room == f.should_be) return {};
    return failure{f.in_the_room ? "in_the_room_already" : "not_in_the_room", {{"person", thing{"person", f.person}}}};
}

answer chosen_to_preside::refuses(const chair_choice& f)
{
    if (!f.able.empty()) return failure{"presides_already", {{"person", thing{"person", f.able}}}};
    if (!f.votes) return failure{"seat_has_no_vote", {{"seat", thing{"seat", f.seat}}}};
    if (!f.in_the_room) return failure{"nobody_in_the_room", {{"seat", thing{"seat", f.seat}}}};
    if (f.conflicted) return failure{"interest_in_matter", {{"person", thing{"person", f.person}}}};
    return {};
}

answer on_its_day::refuses(const opening& f)
{
    if (f.reasoned || f.day >= f.its_day) return {};
    return failure{"before_its_day", {{"meeting", thing{"meeting", f.meeting}}}, {{"reason", "say_why_early"}}};
}

answer matter_is_open::refuses(const chair_matter& f)
{
    if (f.outcome.empty()) return {};
    if (f.about.empty()) return failure{"no_matter_open"};
    return failure{"matter_not_open", {{"matter", thing{"matter", f.about}}}};
}

answer past_if_recorded::refuses(const record_date& f)
{
    if (!f.recorded || f.starts <= f.now) return {};
    return failure{"meeting_in_the_future"};
}

answer taken_from_old_minutes::refuses(const old_minutes& f)
{
    if (f.recorded) return {};
    return failure{"meeting_is_live"};
}

answer deadline_has_changed::refuses(const two_deadlines& f)
{
    if (f.written != f.by_policy) return {};
    return failure{"deadline_is_right"};
}

answer item_was_left_over::refuses(const left_over& f)
{
    if (f.uncarried) return {};
    return failure{"not_left_over"};
}

} // namespace workflows
