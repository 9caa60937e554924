#include "workflows/plan/rules.hpp"

namespace workflows {

using answer = std::optional<failure>;

namespace {

answer not_put_to_the_board(const board_decision& f)
{
    if (f.body_kind != "strategic_board") return failure{"item_not_before_board", {{"item", thing{"item", f.item}}}};
    if (f.outcome.empty()) return failure{"board_has_not_decided", {{"item", thing{"item", f.item}}}};
    if (!f.bid.empty() && !f.about_bid.empty() && f.about_bid != f.bid)
        return failure{"item_about_another_bid", {{"item", thing{"item", f.item}}, {"bid", thing{"bid", f.about_bid}}}};
    return {};
}

answer not_agreed(const board_decision& f)
{
    return failure{"board_did_not_agree", {{"item", thing{"item", f.item}}, {"outcome", word{"item_outcome." + f.outcome}}}};
}

} // namespace

answer board_has_decided::refuses(const board_decision& f)
{
    if (auto why = not_put_to_the_board(f)) return why;
    const bool agreed = f.outcome == "agreed" || f.outcome == "agreed_subject_to_amendments";
    if (agreed || (!f.bid.empty() && f.outcome == "not_agreed")) return {}; // the Board's no is an answer to a bid too
    return not_agreed(f);
}

answer board_has_decided_v1::refuses(const board_decision& f)
{
    if (auto why = not_put_to_the_board(f)) return why;
    return f.bid.empty() && f.outcome != "agreed" ? not_agreed(f) : answer{};
}

} // namespace workflows
