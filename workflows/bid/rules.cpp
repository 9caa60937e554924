#include "workflows/bid/rules.hpp"

#include "workflows/bid/stages.hpp"
#include "workflows/calendar/calendar.hpp"

#include "workflows/fields.hpp"
#include "workflows/meeting/stages.hpp"

#include <algorithm>

namespace workflows {

using answer = std::optional<failure>;
using engine::show;

answer bids_for_a_group::refuses(const bidder& f)
{
    if (f.is_project_manager || f.chairs_the_group) return {};
    return failure{f.project_manager + " is neither a project manager nor the delivery group's chair."};
}

answer names_an_aim::refuses(const aims_named& f)
{
    if (f.aims + f.priorities > 0) return {};
    return failure{"The bid names no strategic aim and no local priority.",
                   {{"aims", "name at least one strategic aim or local priority"}}};
}

answer application_complete::refuses(const application_gaps& f)
{
    if (f.missing.empty()) return {};
    const auto n = f.missing.size();
    return failure{"The application is not complete: " + std::to_string(n) + (n == 1 ? " thing is" : " things are") + " missing.",
                   f.missing};
}

answer before_the_deadline::refuses(const exec_date& f)
{
    if (f.meeting.empty()) return failure{"No Exec is planned whose deadline has not passed."};
    if (f.stage != "planned") return failure{"The Exec " + f.meeting + " is " + f.stage + ": only one that is planned can take a bid."};
    if (f.deadline && f.now >= *f.deadline)
        return failure{"The deadline of the Exec " + f.meeting + " was " + show_deadline(*f.deadline) +
                       ". The Partnership Manager may accept the bid late."};
    return {};
}

answer a_no_is_explained::refuses(const check_note& f)
{
    if (f.result != "not_compliant" || f.noted) return {};
    return failure{"A bid that does not comply needs a note that says why.", {{"note", "say what does not comply"}}};
}

namespace {

answer counts_for_a_seat(const counts_for& f, std::string_view what)
{
    if (!f.seats.empty()) return {};
    std::string seats;
    for (const auto& s : f.spoken) seats += (seats.empty() ? "" : ", ") + s;
    return failure{std::string(what) + " of " + f.person + " would count for no seat: the holder of " + seats + " has spoken."};
}

} // namespace

answer check_counts::refuses(const counts_for& f) { return counts_for_a_seat(f, "The check"); }

answer position_counts::refuses(const counts_for& f) { return counts_for_a_seat(f, "The position"); }

answer never_submitted::refuses(const submissions& f)
{
    if (f.revision == 0) return {};
    return failure{"The bid " + f.bid + " was submitted before, so it is not thrown away: withdraw it, with a reason."};
}

answer query_unresolved::refuses(const query_state& f)
{
    if (!f.resolved) return {};
    return failure{"The query " + f.query + " is resolved already."};
}

answer equality_accepted::refuses(const equality_statement& f)
{
    if (f.result != "compliant" || f.accepted) return {};
    return failure{"A compliant bid's equality impact statement has to be accepted."};
}

answer absence_allowed::refuses(const absent_agency& f)
{
    if (!f.statutory) return failure{f.agency + " is no statutory agency, so its absence needs no record."};
    if (f.spoken) return failure{f.agency + " has taken its position."};
    if (f.absent_before >= f.at_most)
        return failure{"No more than " + std::to_string(f.at_most) + " agencies may be recorded absent; " +
                       std::to_string(f.absent_before) + (f.absent_before == 1 ? " is." : " are.")};
    return {};
}

answer no_part_in_deciding::refuses(const earlier_part& f)
{
    if (f.did.empty()) return {};
    return failure{f.person + " has " + f.did + " this bid, and nobody decides on their own bid."};
}

answer in_the_open_room::refuses(const room& f)
{
    if (f.meeting.empty()) return failure{"The bid is on the table of no Exec."};
    if (f.stage != "open") return failure{"The Exec " + f.meeting + " is " + f.stage + ", not open."};
    if (!f.in_the_room) return failure{f.actor + " is not in the room of " + f.meeting + "."};
    return {};
}

namespace {

bool approval(const outcome_form& f) { return f.outcome == "approved" || f.outcome == "approved_with_amendments"; }

} // namespace

answer outcome_explained::refuses(const outcome_form& f)
{
    std::vector<engine::field_error> wrong;
    const bool against =
        (approval(f) && f.recommendation == "not_recommended") || (f.outcome == "rejected" && f.recommendation == "recommended");
    if (!f.reasoned && f.outcome != "approved") wrong.push_back({"reason", "give a reason: every outcome but plain approval needs one"});
    else if (!f.reasoned && against) wrong.push_back({"reason", "give a reason: this is against the recommendation"});
    if (f.outcome == "deferred" && f.to_meeting.empty()) wrong.push_back({"to_meeting", "name the Exec that it is deferred to"});
    else if (f.outcome == "deferred" && f.to_meeting_stage != "planned")
        wrong.push_back({"to_meeting", "name an Exec that is planned; " + f.to_meeting + " is " + f.to_meeting_stage});
    const bool lower = f.amount && *f.amount < f.requested;
    if (f.amount && *f.amount > f.requested)
        wrong.push_back({"amount", "no more than the " + show(f.requested) + " asked for can be approved"});
    if (f.outcome == "approved" && (lower || f.conditions > 0))
        wrong.push_back({"outcome", "a lower amount or conditions make it approved_with_amendments"});
    if (f.outcome == "approved_with_amendments") {
        if (!lower && f.conditions == 0) wrong.push_back({"amount", "amendments are a lower amount, conditions, or both"});
        if (f.amount && f.amount->value == 0) wrong.push_back({"amount", "an approval of nothing is a rejection"});
        if (lower && f.lines_of_bid > 1 && f.lines_given == 0)
            wrong.push_back({"lines", "a lower amount over several lines needs the lines"});
    }
    if (f.lines_given > 0 && !f.lines_fit)
        wrong.push_back({"lines", "lines draw on the bid's own streams, and on none for more than it asked"});
    else if (f.lines_given > 0 && f.sum_of_lines != f.amount.value_or(f.requested))
        wrong.push_back({"lines", "the lines add up to " + show(f.sum_of_lines) + ", not to " + show(f.amount.value_or(f.requested))});
    if (wrong.empty()) return {};
    std::string says;
    for (const auto& w : wrong) says += (says.empty() ? "" : "; ") + w.field + ": " + w.says;
    return failure{says + ".", wrong};
}

answer money_available::refuses(const money_facts& f)
{
    std::string says;
    for (const auto& s : f.streams) {
        const auto left = s.status == "confirmed"  ? s.amount - s.held_back - s.committed
                          : s.status == "expected" ? s.amount - s.held_back - s.awaiting
                                                   : pence{};
        if (s.asked <= left) continue;
        says += (says.empty() ? "" : " ") + s.stream + " has " + show(std::max(left, pence{})) +
                (s.status == "expected" ? " left of expected money" : " available") + "; " + show(s.asked) + " is asked for.";
    }
    if (says.empty()) return {};
    return failure{says};
}

// -- what happens by itself ----------------------------------------------------------------------------------------------

answer no_query_is_open::refuses(const open_queries& f)
{
    if (f.queries.empty()) return {};
    return failure{"A query is open."};
}

answer enough_reviewers_comply::refuses(const checks_given& f)
{
    constexpr std::int64_t at_least = 2; // where all reviewers must check: one alone is no review
    if (f.wanted ? f.compliant >= *f.wanted : f.missing.empty() && f.compliant >= at_least) return {};
    return failure{"Reviewers have still to check."};
}

answer all_agencies_have_spoken::refuses(const agencies_silent& f)
{
    if (f.silent.empty()) return {};
    return failure{"An agency has still to speak."};
}

answer more_support_it::refuses(const positions_taken& f)
{
    if (f.in_favour > f.against) return {};
    return failure{"No majority supports the bid."};
}

answer no_majority_supports_it::refuses(const positions_taken& f)
{
    if (f.in_favour <= f.against) return {};
    return failure{"A majority supports the bid."};
}

answer its_exec_has_opened::refuses(const deferred_bid& f)
{
    if (f.meeting_stage == meeting_stages::open::name) return {};
    return failure{"Its Exec has not opened."};
}

answer was_recommended::refuses(const deferred_bid& f)
{
    if (f.recommendation == bid_stages::recommended::name) return {};
    return failure{"It was not recommended."};
}

answer was_not_recommended::refuses(const deferred_bid& f)
{
    if (f.recommendation != bid_stages::recommended::name) return {};
    return failure{"It was recommended."};
}

answer its_exec_has_moved_on::refuses(const exec_list& f)
{
    const bool unscheduled = f.meeting.empty() && !f.to.empty();
    const bool too_late = f.meeting_stage == meeting_stages::open::name && f.stage == bid_stages::compliance_check::name;
    if (unscheduled || too_late || in<meeting_stages::over>(f.meeting_stage)) return {};
    return failure{"Its Exec is still to come."};
}

} // namespace workflows
