// workflows/quorum/rules.hpp - a decision needs a quorum, at its moment and for its matter.
#pragma once
#include "workflows/quorum/quorum.hpp"
#include "workflows/words.hpp"

namespace workflows {

// -- what the rules rest on ------------------------------------------------------------------------------------------

/// The quorum of the moment, for this matter (TR-quorum). Its own type, so that a rule can rest on it.
struct quorum_facts {
    quorum_sum sum;
    DESCRIBED(quorum_facts, sum)
    static std::optional<quorum_facts> gather(const context& c);
};

// -- the rules -------------------------------------------------------------------------------------------------------

struct quorate : rule<"TR-quorum", "the meeting is quorate for this matter at this moment", "ToR Quorum"> {
    using rests_on = quorum_facts;
    static std::optional<failure> refuses(const quorum_facts& f);
};

} // namespace workflows
