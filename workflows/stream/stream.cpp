// The Boost.MSM instantiations of streams and plans.
#include "engine/msm_run.hpp"
#include "workflows/stream/process.hpp"

namespace workflows {

engine::decision decide_stream(std::string_view stage, std::string_view command, const stream_process::facts& known)
{
    return engine::decide_by_msm<stream_process>(stage, command, known);
}

engine::decision decide_plan(std::string_view stage, std::string_view command, const plan_process::facts& known)
{
    return engine::decide_by_msm<plan_process>(stage, command, known);
}

} // namespace workflows
