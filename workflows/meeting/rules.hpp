// workflows/meeting/rules.hpp - who is in the room, who presides, and when a meeting opens.
#pragma once
#include "workflows/words.hpp"

namespace workflows {

// -- what the rules rest on ------------------------------------------------------------------------------------------

/// Who sits for whom (TR-deputy).
struct sitting {
    std::string person, seat, body, holder;
    bool is_deputy = false;
    DESCRIBED(sitting, person, seat, body, holder, is_deputy)
    static std::optional<sitting> gather(const context& c);
};

/// Is the person in the room, and should they be (TR-presence)?
struct in_or_out {
    std::string person, seat;
    bool in_the_room = false, should_be = false;
    DESCRIBED(in_or_out, person, seat, in_the_room, should_be)
    static std::optional<in_or_out> gather(const context& c);
};

/// Who is chosen to preside, and who else could (FP-g2, "the members present choose one of themselves").
struct chair_choice {
    std::string seat, person, able; ///< able: the chair or vice-chair who presides as it is
    bool votes = false, in_the_room = false, conflicted = false;
    DESCRIBED(chair_choice, seat, person, able, votes, in_the_room, conflicted)
    static std::optional<chair_choice> gather(const context& c);
};

/// The matter for which a member is chosen to preside: is it decided already (FP-g2)?
struct chair_matter {
    std::string about, outcome;
    DESCRIBED(chair_matter, about, outcome)
    static std::optional<chair_matter> gather(const context& c);
};

/// The day on which a meeting is opened, beside its own (MN-open).
struct opening {
    std::string meeting, day, its_day;
    bool reasoned = false;
    DESCRIBED(opening, meeting, day, its_day, reasoned)
    static std::optional<opening> gather(const context& c);
};

struct record_date {
    bool recorded = false;
    instant starts, now;
    DESCRIBED(record_date, recorded, starts, now)
    static std::optional<record_date> gather(const context& c);
};

/// Is the meeting taken from old minutes?
struct old_minutes {
    bool recorded = false;
    DESCRIBED(old_minutes, recorded)
    static std::optional<old_minutes> gather(const context& c);
};

/// The deadline that is written down, beside the one that the policy gives.
struct two_deadlines {
    std::optional<instant> written;
    instant by_policy;
    DESCRIBED(two_deadlines, written, by_policy)
    static std::optional<two_deadlines> gather(const context& c);
};

/// An item that its meeting deferred, or left undecided.
struct left_over {
    std::string item, from, to;
    bool uncarried = false;
    DESCRIBED(left_over, item, from, to, uncarried)
    static std::optional<left_over> gather(const context& c);
};

// -- the rules -------------------------------------------------------------------------------------------------------

struct sits_for_the_seat : rule<"TR-deputy", "who attends for a seat holds it or is its named deputy", "ToR; minutes"> {
    using rests_on = sitting;
    static std::optional<failure> refuses(const sitting& f);
};

struct comes_or_goes_once
    : rule<"TR-presence", "one arrives who is not in the room, and leaves who is", "attendance \"Yes (part)\", \"Attended 14:44\""> {
    using rests_on = in_or_out;
    static std::optional<failure> refuses(const in_or_out& f);
};

struct chosen_to_preside : rule<"FP-g2", "the members present choose one of themselves when chair and vice-chair are absent or conflicted",
                                "Appendix 5 (g); 2023 minutes"> {
    using rests_on = chair_choice;
    static std::optional<failure> refuses(const chair_choice& f);
};

struct matter_is_open
    : rule<"FP-g2", "a member is chosen to preside over a matter that is not decided yet", "Appendix 5 (g); 2023 minutes"> {
    using rests_on = chair_matter;
    static std::optional<failure> refuses(const chair_matter& f);
};

struct on_its_day : rule<"MN-open", "a meeting opens on its own day; earlier only with a reason", "FP-c, FP-d2"> {
    using rests_on = opening;
    static std::optional<failure> refuses(const opening& f);
};

struct past_if_recorded : rule<"TR-unknown", "only a meeting of the past is taken from old minutes", "minutes 2010, 2024"> {
    using rests_on = record_date;
    static std::optional<failure> refuses(const record_date& f);
};

// -- what happens by itself ----------------------------------------------------------------------------------------------

struct taken_from_old_minutes : rule<"TR-unknown", "a meeting that is taken from old minutes is set down as it was", "minutes 2010, 2024"> {
    using rests_on = old_minutes;
    static std::optional<failure> refuses(const old_minutes& f);
};

struct deadline_has_changed : rule<"FP-c", "when an Exec or the policy moves, its deadline moves with it", "Appendix 5 (c)"> {
    using rests_on = two_deadlines;
    static std::optional<failure> refuses(const two_deadlines& f);
};

struct item_was_left_over
    : rule<"MN-agenda", "what was deferred, or left undecided, is carried to the next meeting", "2010 minutes 10-11"> {
    using rests_on = left_over;
    static std::optional<failure> refuses(const left_over& f);
};

} // namespace workflows
