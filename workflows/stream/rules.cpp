#include "workflows/stream/rules.hpp"

#include "workflows/stream/stages.hpp"

namespace workflows {

using answer = std::optional<failure>;

answer keeps_what_is_committed::refuses(const stream_floor& f)
{
    if (f.becomes >= f.held_back + f.committed) return {};
    return failure{f.stream + " has " + engine::show(f.held_back) + " held back and " + engine::show(f.committed) +
                   " committed; it cannot fall to " + engine::show(f.becomes) + "."};
}

answer free_to_hold_back::refuses(const hold_facts& f)
{
    if (f.asked <= f.free) return {};
    return failure{f.stream + " has " + engine::show(f.free) + " free; " + engine::show(f.asked) + " cannot be held back."};
}

answer for_an_emerging_priority::refuses(const release_facts& f)
{
    if (!f.emerging_priority) return failure{"The bid " + f.bid + " is not marked as an emerging priority."};
    if (f.asked > f.held_back)
        return failure{f.stream + " has " + engine::show(f.held_back) + " held back; " + engine::show(f.asked) + " cannot be released."};
    return {};
}

answer was_opened_as_confirmed::refuses(const status_to_come& f)
{
    if (f.becomes == stream_stages::confirmed::name) return {};
    return failure{"The stream was not opened as confirmed."};
}

answer was_withdrawn_whole::refuses(const status_to_come& f)
{
    if (f.becomes == stream_stages::withdrawn::name) return {};
    return failure{"The stream was not withdrawn whole."};
}

} // namespace workflows
