// workflows/document/stages.hpp - the stages of a document.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

struct document_stages {
    struct none : stage<"none"> {};
    struct attached : stage<"attached"> {};
    struct removed : stage<"removed"> {};
};

} // namespace workflows
