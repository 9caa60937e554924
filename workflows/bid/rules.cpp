#include "workflows/bid/rules.hpp"

#include "workflows/bid/stages.hpp"
#include "workflows/calendar/calendar.hpp"

#include "workflows/fields.hpp"
#include "workflows/meeting/stages.hpp"
#include "workflows/stream/stages.hpp"

#include <algorithm>

namespace workflows {

using answer = std::optional<failure>;

answer bids_for_a_group::refuses(const bidder& f)
{
    if (f.is_project_manager || f.chairs_the_group) return {};
    return failure{"not_a_bidder", {{"person", thing{"person", f.project_manager}}}};
}

answer names_an_aim::refuses(const aims_named& f)
{
    if (f.aims + f.priorities > 0) return {};
    return failure{"no_aim", {}, {{"aims", "gap.aims"}}};
}

answer application_complete::refuses(const application_gaps& f)
{
    if (f.missing.empty()) return {};
    return failure{"application_gaps", {{"n", static_cast<std::int64_t>(f.missing.size())}}, f.missing};
}

answer before_the_deadline::refuses(const exec_date& f)
{
    if (f.meeting.empty()) return failure{"no_exec_in_time"};
    if (!in<meeting_stages::planned>(f.stage))
        return failure{"exec_takes_no_bid", {{"exec", thing{"meeting", f.meeting}}, {"is", as_it_is(f.stage)}}};
    if (f.deadline && f.now >= *f.deadline)
        return failure{"exec_deadline_passed",
                       {{"exec", thing{"meeting", f.meeting}}, {"day", engine::day_of{{f.deadline->micros - engine::second_micros}}}}};
    return {};
}

answer a_no_is_explained::refuses(const check_note& f)
{
    if (f.result != "not_compliant" || f.noted) return {};
    return failure{"no_needs_a_note", {}, {{"note", "say_what_fails"}}};
}

namespace {

answer counts_for_a_seat(const counts_for& f, const char* message)
{
    if (!f.seats.empty()) return {};
    std::vector<thing> seats;
    for (const auto& s : f.spoken) seats.push_back({"seat", s});
    return failure{message, {{"person", thing{"person", f.person}}, {"seats", seats}}};
}

} // namespace

answer check_counts::refuses(const counts_for& f) { return counts_for_a_seat(f, "check_counts_for_none"); }

answer position_counts::refuses(const counts_for& f) { return counts_for_a_seat(f, "position_counts_for_none"); }

answer never_submitted::refuses(const submissions& f)
{
    if (f.revision == 0) return {};
    return failure{"submitted_before", {{"bid", thing{"bid", f.bid}}}};
}

answer query_unresolved::refuses(const query_state& f)
{
    if (!f.resolved) return {};
    return failure{"query_is_resolved"};
}

answer equality_accepted::refuses(const equality_statement& f)
{
    if (f.result != "compliant" || f.accepted) return {};
    return failure{"equality_not_accepted"};
}

answer absence_allowed::refuses(const absent_agency& f)
{
    const engine::blank agency{"agency", thing{"agency", f.agency}};
    if (!f.statutory) return failure{"agency_not_statutory", {agency}};
    if (f.spoken) return failure{"agency_has_spoken", {agency}};
    if (f.absent_before >= f.at_most) return failure{"enough_absent", {{"at_most", f.at_most}, {"n", f.absent_before}}};
    return {};
}

answer no_part_in_deciding::refuses(const earlier_part& f)
{
    if (f.did.empty()) return {};
    return failure{"took_part", {{"person", thing{"person", f.person}}, {"did", word{"took_part_as." + f.did}}}};
}

answer in_the_open_room::refuses(const room& f)
{
    if (f.meeting.empty()) return failure{"on_no_table"};
    if (!in<meeting_stages::open>(f.stage))
        return failure{f.stage == meeting_stages::planned::name ? "exec_not_open" : "exec_is_over",
                       {{"exec", thing{"meeting", f.meeting}}, {"is", as_it_is(f.stage)}}};
    if (!f.in_the_room) return failure{"not_in_the_room", {{"person", thing{"person", f.actor}}}};
    return {};
}

namespace {

/// Several messages, told one after the other.
failure failure_of(std::vector<saying> all, std::vector<field_error> fields = {})
{
    failure out{std::move(all.front().message), std::move(all.front().blanks), std::move(fields)};
    out.more.assign(std::make_move_iterator(all.begin() + 1), std::make_move_iterator(all.end()));
    return out;
}

bool approval(const outcome_form& f) { return f.outcome == "approved" || f.outcome == "approved_with_amendments"; }

} // namespace

answer outcome_explained::refuses(const outcome_form& f)
{
    std::vector<field_error> wrong;
    const bool against =
        (approval(f) && f.recommendation == "not_recommended") || (f.outcome == "rejected" && f.recommendation == "recommended");
    if (!f.reasoned && f.outcome != "approved") wrong.push_back({"reason", "reason_needed"});
    else if (!f.reasoned && against) wrong.push_back({"reason", "reason_needed_against"});
    if (f.outcome == "deferred" && f.to_meeting.empty()) wrong.push_back({"to_meeting", "name_exec_deferred_to"});
    else if (f.outcome == "deferred" && !in<meeting_stages::planned>(f.to_meeting_stage))
        wrong.push_back(
            {"to_meeting", "name_planned_exec", {{"exec", thing{"meeting", f.to_meeting}}, {"is", as_it_is(f.to_meeting_stage)}}});
    const bool lower = f.amount && *f.amount < f.requested;
    if (f.amount && *f.amount > f.requested) wrong.push_back({"amount", "more_than_asked", {{"sum", f.requested}}});
    if (f.outcome == "approved" && (lower || f.conditions > 0)) wrong.push_back({"outcome", "amended_not_plain"});
    if (f.outcome == "approved_with_amendments") {
        if (!lower && f.conditions == 0) wrong.push_back({"amount", "amendments_needed"});
        if (f.amount && f.amount->value == 0) wrong.push_back({"amount", "nothing_is_rejection"});
        if (lower && f.lines_of_bid > 1 && f.lines_given == 0) wrong.push_back({"lines", "lines_needed"});
    }
    if (f.lines_given > 0 && !f.lines_fit) wrong.push_back({"lines", "lines_not_of_bid"});
    else if (f.lines_given > 0 && f.sum_of_lines != f.amount.value_or(f.requested))
        wrong.push_back({"lines", "lines_sum", {{"sum", f.sum_of_lines}, {"amount", f.amount.value_or(f.requested)}}});
    if (wrong.empty()) return {};
    std::vector<saying> all;
    for (const auto& w : wrong) all.push_back(w.why.front());
    return failure_of(std::move(all), std::move(wrong));
}

answer money_available::refuses(const money_facts& f)
{
    std::vector<saying> all;
    for (const auto& s : f.streams) {
        const auto left = in<stream_stages::confirmed>(s.status)  ? s.amount - s.held_back - s.committed
                          : in<stream_stages::expected>(s.status) ? s.amount - s.held_back - s.awaiting
                                                                  : pence{};
        if (s.asked <= left) continue;
        all.push_back({in<stream_stages::expected>(s.status) ? "stream_short_expected" : "stream_short",
                       {{"stream", thing{"stream", s.stream}}, {"left", std::max(left, pence{})}, {"asked", s.asked}}});
    }
    if (all.empty()) return {};
    return failure_of(std::move(all));
}

// -- what happens by itself ----------------------------------------------------------------------------------------------

answer no_query_is_open::refuses(const open_queries& f)
{
    if (f.queries.empty()) return {};
    return failure{"query_is_open"};
}

answer enough_reviewers_comply::refuses(const checks_given& f)
{
    constexpr std::int64_t at_least = 2; // where all reviewers must check: one alone is no review
    if (f.wanted ? f.compliant >= *f.wanted : f.missing.empty() && f.compliant >= at_least) return {};
    return failure{"checks_are_missing"};
}

answer all_agencies_have_spoken::refuses(const agencies_silent& f)
{
    if (f.silent.empty()) return {};
    return failure{"an_agency_is_silent"};
}

answer more_support_it::refuses(const positions_taken& f)
{
    if (f.in_favour > f.against) return {};
    return failure{"no_majority"};
}

answer no_majority_supports_it::refuses(const positions_taken& f)
{
    if (f.in_favour <= f.against) return {};
    return failure{"a_majority"};
}

answer its_exec_has_opened::refuses(const deferred_bid& f)
{
    if (f.meeting_stage == meeting_stages::open::name) return {};
    return failure{"its_exec_not_open"};
}

answer was_recommended::refuses(const deferred_bid& f)
{
    if (f.recommendation == bid_stages::recommended::name) return {};
    return failure{"it_was_not_recommended"};
}

answer was_not_recommended::refuses(const deferred_bid& f)
{
    if (f.recommendation != bid_stages::recommended::name) return {};
    return failure{"it_was_recommended"};
}

answer its_exec_has_moved_on::refuses(const exec_list& f)
{
    const bool unscheduled = f.meeting.empty() && !f.to.empty();
    const bool too_late = f.meeting_stage == meeting_stages::open::name && f.stage == bid_stages::compliance_check::name;
    if (unscheduled || too_late || in<meeting_stages::over>(f.meeting_stage)) return {};
    return failure{"its_exec_to_come"};
}

} // namespace workflows
