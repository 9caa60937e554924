// workflows/item/stages.hpp - the stages of an item. They follow its meeting's, until it is decided (stage_of_item).
#pragma once
#include "workflows/words.hpp"

namespace workflows {

struct item_stages {
    struct pending : stage<"pending"> {};             ///< until its meeting opens
    struct on_the_agenda : stage<"on_the_agenda"> {}; ///< of an open meeting
    struct past : stage<"past"> {};                   ///< its meeting is over, and did not decide it
    struct recordable : stage<"recordable"> {};       ///< of a meeting taken from old minutes
    struct decided : stage<"decided"> {};

    using over = any_of<decided, past>;
};

} // namespace workflows
