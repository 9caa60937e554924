// The Boost.MSM instantiations of the partnership's own processes.
#include "engine/msm_run.hpp"
#include "workflows/partnership/process.hpp"

namespace workflows {

engine::decision decide_partnership(std::string_view stage, std::string_view command, const partnership_process::facts& known)
{
    return engine::decide_by_msm<partnership_process>(stage, command, known);
}

engine::decision decide_body(std::string_view stage, std::string_view command, const body_process::facts& known)
{
    return engine::decide_by_msm<body_process>(stage, command, known);
}

engine::decision decide_seat(std::string_view stage, std::string_view command, const seat_process::facts& known)
{
    return engine::decide_by_msm<seat_process>(stage, command, known);
}

engine::decision decide_person(std::string_view stage, std::string_view command, const person_process::facts& known)
{
    return engine::decide_by_msm<person_process>(stage, command, known);
}

} // namespace workflows
