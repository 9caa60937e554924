// workflows/notices.hpp - who is told what (docs/using.md), and the words of a message's first line.
#pragma once
#include "engine/ports.hpp"

#include <string>

namespace workflows {

/// The subject of a message, from its name and facts. It names a bid by its id alone: a title may be restricted (MN-marking).
std::string subject_of(const engine::mail& m);

} // namespace workflows
