// workflows/interest/rules.hpp - who may not decide: on one's own bid, or with an interest in it.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

// -- what the rules rest on ------------------------------------------------------------------------------------------

/// Whose bid it is, beside who asks (FP-h).
struct separation {
    std::string actor, project_manager, author;
    DESCRIBED(separation, actor, project_manager, author)
    static std::optional<separation> gather(const context& c);
};

/// A decider's conflict of interest on a bid, and who presides over it (FP-g2).
struct conflict {
    std::string actor, declared;         ///< declared: the nature of an interest that bars the actor
    std::optional<std::string> presides; ///< none: does not matter here; "": nobody can
    std::optional<bool> no_conflict;
    bool handled = false;
    DESCRIBED(conflict, actor, declared, presides, no_conflict, handled)
    static std::optional<conflict> gather(const context& c);
};

// -- the rules -------------------------------------------------------------------------------------------------------

struct not_their_own_bid
    : rule<"FP-h", "nobody decides on their own bid: neither its project manager nor its author", "separation of duties"> {
    using rests_on = separation;
    static std::optional<failure> refuses(const separation& f);
};

struct free_of_conflict : rule<"FP-g2", "nobody with a conflict of interest decides; the chair presides unless absent or conflicted",
                               "Appendix 5 (g); ToR Chair; 2023 minutes"> {
    using rests_on = conflict;
    static std::optional<failure> refuses(const conflict& f);
};

} // namespace workflows
