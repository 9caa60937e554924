// workflows/approval/notices.cpp - who is told what of a bid that the Exec has decided on.
#include "names/approval.hpp"
#include "names/bid.hpp"
#include "workflows/approval/events.hpp"
#include "workflows/bid/events.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/letters.hpp"

#include <map>

namespace workflows {

void tell_of_approval(const happened& h, letters& l)
{
    static const std::map<std::string_view, std::string_view> messages{{events::bid_signed_off, "bid_signed_off"},
                                                                       {events::bid_lapsed, "bid_lapsed"},
                                                                       {events::bid_refused_by_board, "bid_refused_by_board"},
                                                                       {events::bid_ratified, "bid_ratified"},
                                                                       {events::bid_approved, "bid_approved"}};
    if (engine::split_key(h.e.subject).kind != "bid") return;
    const auto& b = *engine::get<bid>(h.known, h.e.subject);
    l.begin(b.id, mail_facts(b));
    if (h.e.type == events::bid_awaits_board) l.to_body(l.p.only_body(body_kind::strategic_board), "bid_awaits_board", true);
    const auto found = messages.find(h.e.type);
    const bool told_at_sign_off = h.e.type == events::bid_approved && in<bid_stages::signed_off>(h.e.from);
    if (found == messages.end() || told_at_sign_off) return;
    l.to(b.project_manager, found->second);
    l.to_chair_of(b.delivery_group, found->second, false);
    l.to_role("partnership_manager", found->second);
}

void remind_of_approval(const engine::store::due_timer& t, letters& l)
{
    if (!t.command.starts_with("remind.acceptance")) return;
    if (const auto* b = engine::get<bid>(l.known, t.subject)) remind_of_awaited(t, l, *b, {verbs::bid_accept_amendments});
}

} // namespace workflows
