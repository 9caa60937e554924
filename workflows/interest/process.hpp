// workflows/interest/process.hpp - an interest is declared as long as its matter is open.
#pragma once
#include "workflows/interest/stages.hpp"

namespace workflows {

struct interest_process : matter_stages {
    static constexpr std::string_view name = "interest", kind = "matter";

    // clang-format off
    using table = rows<
    //   from                 asked for               becomes              recorded as
    row< open,                "interest.declare",       stays,               "interest.declared" >
    >;
    // clang-format on
};

} // namespace workflows
