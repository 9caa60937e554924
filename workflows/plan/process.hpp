// workflows/plan/process.hpp - the Board's plan for a year.
#pragma once
#include "workflows/plan/rules.hpp"
#include "workflows/plan/stages.hpp"

namespace workflows {

struct plan_process : plan_stages {
    static constexpr std::string_view name = "plan", kind = "plan";

    // clang-format off
    using table = rows<
    //   from                 asked for               becomes              recorded as
    row< none,                "plan.propose",           proposed,            "plan.proposed" >,
    row< proposed,            "plan.agree",             agreed,              "plan.agreed",
         needs<board_has_decided> >
    >;
    static constexpr std::int64_t sums = 2;
    using older = engine::mp::mp_list<engine::until<1, board_has_decided_v1>>;
    // clang-format on
};

} // namespace workflows
