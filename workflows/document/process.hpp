// workflows/document/process.hpp - the table of documents: attached, and removed with a reason. The record keeps both.
#pragma once
#include "engine/process.hpp"

namespace workflows {

struct document_process {
    static constexpr std::string_view name = "document";
    struct none : engine::named<"none"> {};
    struct attached : engine::named<"attached"> {};
    struct removed : engine::named<"removed"> {};

    // clang-format off
    using table = engine::mp::mp_list<
    //           from      command                            to        what happened                               needs
    engine::row< none,     engine::named<"document.attach">, attached, engine::emits<engine::named<"document.attached">>, engine::needs<> >,
    engine::row< attached, engine::named<"document.remove">, removed,  engine::emits<engine::named<"document.removed">>,  engine::needs<> >
    >;
    // clang-format on
    using facts = engine::facts<>;
};

} // namespace workflows
