#include "workflows/meeting/process.hpp"

namespace workflows {

using answer = std::optional<failure>;

answer TR_deputy::refuses(const sitting& f)
{
    if (f.seat.empty()) return failure{f.person + " holds no seat of " + f.body + " and is nobody's named deputy there."};
    if (f.person == f.holder || f.is_deputy) return {};
    return failure{f.person + " neither holds the seat " + f.seat + " nor is its named deputy."};
}

answer TR_presence::refuses(const in_or_out& f)
{
    if (f.in_the_room == f.should_be) return {};
    return failure{f.person + (f.in_the_room ? " is in the room already." : " is not in the room.")};
}

answer FP_g2_choice::refuses(const chair_choice& f)
{
    if (!f.able.empty()) return failure{f.able + " presides: in the room, and free of conflict."};
    if (!f.votes) return failure{"The seat " + f.seat + " does not vote, so it cannot preside."};
    if (!f.in_the_room) return failure{"Nobody is in the room for the seat " + f.seat + "."};
    if (f.conflicted) return failure{f.person + " has declared an interest in this matter."};
    return {};
}

answer TR_interest::refuses(const item_conflict& f)
{
    if (!f.declared.empty()) return failure{f.actor + " has declared an interest (" + f.declared + ") in this item."};
    if (f.presides == f.actor) return {};
    if (f.presides.empty())
        return failure{"Chair and vice-chair are absent or conflicted: the members present choose one of themselves first."};
    return failure{f.presides + " presides over this item: in the room, and free of conflict."};
}

answer MN_vote::refuses(const vote_facts& f)
{
    if (!f.wrong.empty()) {
        std::string says;
        for (const auto& w : f.wrong) says += (says.empty() ? "" : " ") + w;
        return failure{says};
    }
    const bool carried = f.outcome == "agreed" || f.outcome == "agreed_subject_to_amendments", lost = f.outcome == "not_agreed";
    if (f.votes_for + f.votes_against == 0 || (!carried && !lost)) return {};
    const auto count = std::to_string(f.votes_for) + " for, " + std::to_string(f.votes_against) + " against";
    if (f.votes_for == f.votes_against)
        return f.casting_vote ? answer{} : failure{"The votes are tied (" + count + "), and there is no casting vote."};
    if ((carried && f.votes_for > f.votes_against) || (lost && f.votes_against > f.votes_for)) return {};
    return failure{"The votes (" + count + ") do not carry the outcome " + f.outcome + "."};
}

answer FP_g1_item::refuses(const bid_item& f)
{
    if (f.body_kind != "executive" || f.kind != "bid" || f.outcome == "noted") return {};
    return failure{"A bid on the Exec's agenda is signed off by bid.sign_off, not decided as an item."};
}

answer TR_unknown::refuses(const record_date& f)
{
    if (!f.recorded || f.starts <= f.now) return {};
    return failure{"The meeting lies in the future: only a past one is taken from old minutes."};
}

} // namespace workflows
