// The Boost.MSM instantiations of meetings, items and interests.
#include "engine/msm_run.hpp"
#include "workflows/meeting/process.hpp"

namespace workflows {

engine::decision decide_meeting(std::string_view stage, std::string_view command, const meeting_process::facts& known)
{
    return engine::decide_by_msm<meeting_process>(stage, command, known);
}

engine::decision decide_item(std::string_view stage, std::string_view command, const item_process::facts& known)
{
    return engine::decide_by_msm<item_process>(stage, command, known);
}

engine::decision decide_interest(std::string_view stage, std::string_view command, const interest_process::facts& known)
{
    return engine::decide_by_msm<interest_process>(stage, command, known);
}

} // namespace workflows
