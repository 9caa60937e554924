// workflows/partnership/stages.hpp - the stages of the partnership, its bodies, seats and people.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

struct partnership_stages {
    struct none : stage<"none"> {};
    struct running : stage<"running"> {};
};
struct body_stages {
    struct none : stage<"none"> {};
    struct standing : stage<"standing"> {};
};
struct seat_stages {
    struct none : stage<"none"> {};
    struct standing : stage<"standing"> {};
    struct closed : stage<"closed"> {};
};
struct person_stages {
    struct none : stage<"none"> {};
    struct present : stage<"present"> {};
    struct left : stage<"left"> {};
};

} // namespace workflows
