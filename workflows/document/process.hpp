// workflows/document/process.hpp - documents are attached, and removed with a reason. The record keeps both.
#pragma once
#include "workflows/document/stages.hpp"

namespace workflows {

struct document_process : document_stages {
    static constexpr std::string_view name = "document", kind = "document";

    // clang-format off
    using table = rows<
    //   from                 asked for               becomes              recorded as
    row< none,                "document.attach",        attached,            "document.attached" >,
    row< attached,            "document.remove",        removed,             "document.removed" >
    >;
    // clang-format on
};

} // namespace workflows
