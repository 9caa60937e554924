#include "workflows/item/rules.hpp"
#include "workflows/meeting/stages.hpp"

namespace workflows {

using answer = std::optional<failure>;

answer free_of_interest::refuses(const item_conflict& f)
{
    if (!f.declared.empty())
        return failure{"interest_in_item", {{"person", thing{"person", f.actor}}, {"nature", word{"nature." + f.declared}}}};
    if (f.presides == f.actor) return {};
    if (f.presides.empty()) return failure{"nobody_presides"};
    return failure{"another_presides_item", {{"person", thing{"person", f.presides}}}};
}

namespace {

/// @param tie does a tie, nobody for and nobody against included, need the casting vote?
answer judge_votes(const std::string& outcome, std::int64_t votes_for, std::int64_t votes_against, bool casting_vote, bool counted,
                   const std::vector<wrong_vote>& wrong)
{
    if (!wrong.empty()) {
        const auto told = [](const wrong_vote& w) { return saying{w.why, {{"seat", thing{"seat", w.seat}}}}; };
        auto first = told(wrong.front());
        failure out{std::move(first.message), std::move(first.blanks)};
        for (auto w = wrong.begin() + 1; w != wrong.end(); ++w) out.more.push_back(told(*w));
        return out;
    }
    const bool carried = outcome == "agreed" || outcome == "agreed_subject_to_amendments", lost = outcome == "not_agreed";
    if (!counted || (!carried && !lost)) return {};
    std::vector<engine::blank> count{{"for", votes_for}, {"against", votes_against}};
    if (votes_for == votes_against) return casting_vote ? answer{} : failure{"votes_tied", std::move(count)};
    if ((carried && votes_for > votes_against) || (lost && votes_against > votes_for)) return {};
    count.push_back({"outcome", word{"item_outcome." + outcome}});
    return failure{"votes_do_not_carry", std::move(count)};
}

} // namespace

answer votes_carry_it::refuses(const vote_facts& f)
{
    return judge_votes(f.outcome, f.votes_for, f.votes_against, f.casting_vote, f.cast > 0, f.wrong);
}

answer votes_carry_it_v1::refuses(const vote_facts_v1& f)
{
    return judge_votes(f.outcome, f.votes_for, f.votes_against, f.casting_vote, f.votes_for + f.votes_against > 0, f.wrong);
}

answer only_noted_as_an_item::refuses(const bid_item& f)
{
    if (f.kind != "bid" || f.outcome == "noted") return {};
    return failure{"bid_only_noted"};
}

answer only_noted_as_an_item_v1::refuses(const bid_item& f)
{
    if (f.body_kind != "executive") return {};
    return only_noted_as_an_item::refuses(f);
}

answer outcome_fits_the_item::refuses(const item_outcome& f)
{
    const bool deferred = f.outcome == "deferred";
    if (f.kind == "information" && f.outcome != "noted" && !deferred)
        return failure{"information_outcome", {}, {{"outcome", "choose_for_information"}}};
    if (f.kind == "discussion" && f.outcome != "noted" && f.outcome != "endorsed" && !deferred)
        return failure{"discussion_outcome", {}, {{"outcome", "choose_for_discussion"}}};
    if (f.outcome == "agreed_subject_to_amendments" && !f.worded)
        return failure{"amendments_in_words", {}, {{"text", "say_what_is_amended"}}};
    if (deferred && !f.to_meeting.empty() && !in<meeting_stages::planned>(f.to_meeting_stage))
        return failure{"deferred_to_unplanned",
                       {{"meeting", thing{"meeting", f.to_meeting}}, {"is", as_it_is(f.to_meeting_stage)}},
                       {{"to_meeting", "name_planned_meeting"}}};
    return {};
}

answer county_only_endorses::refuses(const body_outcome& f)
{
    if (f.body_kind != "county" || f.outcome == "endorsed" || f.outcome == "noted" || f.outcome == "deferred") return {};
    return failure{"county_only_endorses", {}, {{"outcome", "choose_for_county"}}};
}

} // namespace workflows
