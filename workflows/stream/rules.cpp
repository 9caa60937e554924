#include "workflows/stream/rules.hpp"

#include "workflows/stream/stages.hpp"

namespace workflows {

using answer = std::optional<failure>;

answer keeps_what_is_committed::refuses(const stream_floor& f)
{
    if (f.becomes >= f.held_back + f.committed) return {};
    return failure{"below_commitments",
                   {{"stream", thing{"stream", f.stream}}, {"held_back", f.held_back}, {"committed", f.committed}, {"becomes", f.becomes}}};
}

answer free_to_hold_back::refuses(const hold_facts& f)
{
    if (f.asked <= f.free) return {};
    return failure{"too_much_to_hold_back", {{"stream", thing{"stream", f.stream}}, {"free", f.free}, {"asked", f.asked}}};
}

answer for_an_emerging_priority::refuses(const release_facts& f)
{
    if (!f.emerging_priority) return failure{"no_emerging_priority", {{"bid", thing{"bid", f.bid}}}};
    if (f.asked > f.held_back)
        return failure{"too_much_to_release", {{"stream", thing{"stream", f.stream}}, {"held_back", f.held_back}, {"asked", f.asked}}};
    return {};
}

answer was_opened_as_confirmed::refuses(const status_to_come& f)
{
    if (f.becomes == stream_stages::confirmed::name) return {};
    return failure{"not_opened_as_confirmed"};
}

answer was_withdrawn_whole::refuses(const status_to_come& f)
{
    if (f.becomes == stream_stages::withdrawn::name) return {};
    return failure{"not_withdrawn_whole"};
}

} // namespace workflows
