// The Boost.MSM instantiations of the two bid processes: the dearest file to compile, so nothing else is in it.
#include "engine/msm_run.hpp"
#include "workflows/bid/process.hpp"

namespace workflows {

engine::decision decide_bid(std::string_view stage, std::string_view command, const bid_process::facts& known)
{
    return engine::decide_by_msm<bid_process>(stage, command, known);
}

engine::decision decide_approval(std::string_view stage, std::string_view command, const approval_process::facts& known)
{
    return engine::decide_by_msm<approval_process>(stage, command, known);
}

} // namespace workflows
