#include "workflows/meeting/rules.hpp"

namespace workflows {

using answer = std::optional<failure>;

answer sits_for_the_seat::refuses(const sitting& f)
{
    if (f.seat.empty()) return failure{f.person + " holds no seat of " + f.body + " and is nobody's named deputy there."};
    if (f.person == f.holder || f.is_deputy) return {};
    return failure{f.person + " neither holds the seat " + f.seat + " nor is its named deputy."};
}

answer comes_or_goes_once::refuses(const in_or_out& f)
{
    if (f.in_the_room == f.should_be) return {};
    return failure{f.person + (f.in_the_room ? " is in the room already." : " is not in the room.")};
}

answer chosen_to_preside::refuses(const chair_choice& f)
{
    if (!f.able.empty()) return failure{f.able + " presides: in the room, and free of conflict."};
    if (!f.votes) return failure{"The seat " + f.seat + " does not vote, so it cannot preside."};
    if (!f.in_the_room) return failure{"Nobody who may preside is in the room for the seat " + f.seat + "."};
    if (f.conflicted) return failure{f.person + " has declared an interest in this matter."};
    return {};
}

answer on_its_day::refuses(const opening& f)
{
    if (f.reasoned || f.day >= f.its_day) return {};
    return failure{"The meeting " + f.meeting + " is on " + f.its_day + ". Before that day it opens only with a reason.",
                   {{"reason", "say why it opens before its day"}}};
}

answer matter_is_open::refuses(const chair_matter& f)
{
    if (f.outcome.empty()) return {};
    if (f.about.empty()) return failure{"No matter is open at this meeting over which somebody would have to preside."};
    return failure{"The matter " + f.about + " is decided (" + f.outcome + "): nobody needs to preside over it."};
}

answer past_if_recorded::refuses(const record_date& f)
{
    if (!f.recorded || f.starts <= f.now) return {};
    return failure{"The meeting lies in the future: only a past one is taken from old minutes."};
}

answer taken_from_old_minutes::refuses(const old_minutes& f)
{
    if (f.recorded) return {};
    return failure{"The meeting is held live."};
}

answer deadline_has_changed::refuses(const two_deadlines& f)
{
    if (f.written != f.by_policy) return {};
    return failure{"The deadline is as the policy has it."};
}

answer item_was_left_over::refuses(const left_over& f)
{
    if (f.uncarried) return {};
    return failure{"The item was not left over."};
}

} // namespace workflows
