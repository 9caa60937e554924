// workflows/interest/stages.hpp - a matter is open for declarations: an item that is not decided, a bid that is not over.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

struct matter_stages {
    struct open : stage<"open"> {};
    struct over : stage<"over"> {};
};

} // namespace workflows
