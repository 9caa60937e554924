#include "workflows/item/rules.hpp"

namespace workflows {

using answer = std::optional<failure>;

answer free_of_interest::refuses(const item_conflict& f)
{
    if (!f.declared.empty()) return failure{f.actor + " has declared an interest (" + f.declared + ") in this item."};
    if (f.presides == f.actor) return {};
    if (f.presides.empty())
        return failure{"Chair and vice-chair are absent or conflicted: the members present choose one of themselves first."};
    return failure{f.presides + " presides over this item: in the room, and free of conflict."};
}

namespace {

/// @param tie does a tie, nobody for and nobody against included, need the casting vote?
answer judge_votes(const std::string& outcome, std::int64_t votes_for, std::int64_t votes_against, bool casting_vote, bool counted,
                   const std::vector<std::string>& wrong)
{
    if (!wrong.empty()) {
        std::string says;
        for (const auto& w : wrong) says += (says.empty() ? "" : " ") + w;
        return failure{says};
    }
    const bool carried = outcome == "agreed" || outcome == "agreed_subject_to_amendments", lost = outcome == "not_agreed";
    if (!counted || (!carried && !lost)) return {};
    const auto count = std::to_string(votes_for) + " for, " + std::to_string(votes_against) + " against";
    if (votes_for == votes_against)
        return casting_vote ? answer{} : failure{"The votes are tied (" + count + "), and there is no casting vote."};
    if ((carried && votes_for > votes_against) || (lost && votes_against > votes_for)) return {};
    return failure{"The votes (" + count + ") do not carry the outcome " + outcome + "."};
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
    return failure{"A bid is signed off by bid.sign_off at the Exec; as an item of an agenda it is only noted."};
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
        return failure{"An item for information is noted or deferred.", {{"outcome", "choose noted or deferred"}}};
    if (f.kind == "discussion" && f.outcome != "noted" && f.outcome != "endorsed" && !deferred)
        return failure{"An item for discussion is noted, endorsed or deferred.", {{"outcome", "choose noted, endorsed or deferred"}}};
    if (f.outcome == "agreed_subject_to_amendments" && !f.worded)
        return failure{"Amendments are agreed in words: give them as the text.", {{"text", "say what is amended"}}};
    if (deferred && !f.to_meeting.empty() && f.to_meeting_stage != "planned")
        return failure{"The meeting " + f.to_meeting + " is " + f.to_meeting_stage + ": an item goes to one that is planned.",
                       {{"to_meeting", "name a meeting that is planned"}}};
    return {};
}

answer county_only_endorses::refuses(const body_outcome& f)
{
    if (f.body_kind != "county" || f.outcome == "endorsed" || f.outcome == "noted" || f.outcome == "deferred") return {};
    return failure{"A county body is no decision-maker: it endorses, notes or defers.",
                   {{"outcome", "choose endorsed, noted or deferred"}}};
}

} // namespace workflows
