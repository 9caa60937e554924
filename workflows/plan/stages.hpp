// workflows/plan/stages.hpp - the stages of the Board's plan for a year.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

struct plan_stages {
    struct none : stage<"none"> {};
    struct proposed : stage<"proposed"> {};
    struct agreed : stage<"agreed"> {};
};

} // namespace workflows
