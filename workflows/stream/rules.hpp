// workflows/stream/rules.hpp - what a pot of money must keep, and who releases of it.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

// -- what the rules rest on ------------------------------------------------------------------------------------------

/// What a stream must keep, beside the amount it is to have (FP-e).
struct stream_floor {
    std::string stream;
    pence becomes, held_back, committed;
    DESCRIBED(stream_floor, stream, becomes, held_back, committed)
    static std::optional<stream_floor> gather(const context& c);
};

/// Money to be held back, beside what is free.
struct hold_facts {
    std::string stream;
    pence asked, free;
    DESCRIBED(hold_facts, stream, asked, free)
    static std::optional<hold_facts> gather(const context& c);
};

/// Held-back money to be released for a bid (MN-reserve).
struct release_facts {
    std::string stream, bid;
    pence asked, held_back;
    bool emerging_priority = false;
    DESCRIBED(release_facts, stream, bid, asked, held_back, emerging_priority)
    static std::optional<release_facts> gather(const context& c);
};

/// What the stream becomes by itself after it was opened or withdrawn; "" nothing.
struct status_to_come {
    std::string becomes;
    DESCRIBED(status_to_come, becomes)
    static std::optional<status_to_come> gather(const context& c);
};

// -- the rules -------------------------------------------------------------------------------------------------------

struct keeps_what_is_committed
    : rule<"FP-e", "no stream falls below what is held back and committed of it", "Appendix 5 (e); 2010 minutes 6.4"> {
    using rests_on = stream_floor;
    static std::optional<failure> refuses(const stream_floor& f);
};

struct free_to_hold_back : rule<"FP-e", "no more is held back than is free", "Appendix 5 (e); 2010 minutes 6.4"> {
    using rests_on = hold_facts;
    static std::optional<failure> refuses(const hold_facts& f);
};

struct for_an_emerging_priority
    : rule<"MN-reserve", "held-back money is released by the Exec's chair, for a bid marked as an emerging priority", "2010 minutes 6.4"> {
    using rests_on = release_facts;
    static std::optional<failure> refuses(const release_facts& f);
};

// -- what happens by itself ----------------------------------------------------------------------------------------------

struct was_opened_as_confirmed : rule<"FP-e", "a stream that is opened as confirmed is confirmed at once", "Appendix 5 (e)"> {
    using rests_on = status_to_come;
    static std::optional<failure> refuses(const status_to_come& f);
};

struct was_withdrawn_whole : rule<"FP-e", "a stream of which everything is withdrawn is over", "Appendix 5 (e)"> {
    using rests_on = status_to_come;
    static std::optional<failure> refuses(const status_to_come& f);
};

} // namespace workflows
