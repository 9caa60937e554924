#include "workflows/quorum/rules.hpp"

namespace workflows {

using answer = std::optional<failure>;

answer quorate::refuses(const quorum_facts& f)
{
    if (f.sum.quorate() == quorum_sum::answer::yes) return {};
    return f.sum.why_not();
}

} // namespace workflows
