// workflows/stream/stages.hpp - the stages of a pot of money.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

struct stream_stages {
    struct none : stage<"none"> {};
    struct expected : stage<"expected"> {};
    struct confirmed : stage<"confirmed"> {};
    struct withdrawn : stage<"withdrawn"> {};

    using standing = any_of<expected, confirmed>;
};

} // namespace workflows
