// workflows/meeting/stages.hpp - the stages of a meeting.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

struct meeting_stages {
    struct none : stage<"none"> {};
    struct planned : stage<"planned"> {};
    struct open : stage<"open"> {};
    struct closed : stage<"closed"> {};
    struct cancelled : stage<"cancelled"> {};
    struct recorded : stage<"recorded"> {}; ///< taken from old minutes

    using before_the_end = any_of<planned, open>;
    using with_agenda = any_of<planned, open, recorded>;
    using live = any_of<planned, open, closed, cancelled>;
    using over = any_of<closed, cancelled>;
    using held = any_of<closed, recorded>;
};

} // namespace workflows
