// workflows/bid/notices.cpp - who is told what of a bid on its way to the Exec.
#include "names/bid.hpp"
#include "workflows/bid/events.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/fields.hpp"
#include "workflows/letters.hpp"
#include "workflows/views/parts.hpp"

#include <algorithm>
#include <set>

namespace workflows {
namespace {

void tell_representatives(letters& l, std::string_view message)
{
    const auto* exec = l.p.only_body(body_kind::executive);
    if (!exec) return;
    for (const auto* s : l.p.seats_of(exec->id, l.now))
        if (const auto* a = l.p.find_agency(s->agency); a && a->statutory && s->votes()) l.to(s->holder(l.now), message);
}

void tell_of_recommendation(letters& l, const bid& b, std::string_view message)
{
    if (const auto* exec = l.p.only_body(body_kind::executive)) l.to_chair_of(exec->id, message, false);
    l.to(b.project_manager, message);
}

} // namespace

engine::json::object mail_facts(const bid& b)
{
    engine::json::object out{{"bid", b.id}};
    if (b.signed_off) out["outcome"] = b.signed_off->outcome;
    if (!b.exec_meeting.empty()) out["meeting"] = b.exec_meeting;
    return out;
}

void tell_of_bid(const happened& h, letters& l)
{
    const auto& e = h.e;
    const auto& t = e.type;
    if (engine::split_key(e.subject).kind != "bid") return;
    const auto& b = *engine::get<bid>(h.known, e.subject);
    l.begin(b.id, mail_facts(b));
    if (t == events::bid_submitted) l.to_chair_of(b.delivery_group, "bid_awaits_group");
    else if (t == events::bid_agreed) {
        l.to(b.project_manager, "bid_agreed");
        l.to_role("partnership_manager", "bid_agreed");
    } else if (t == events::bid_returned) l.to(b.project_manager, "bid_returned");
    else if (t == events::bid_declined) l.to(b.project_manager, "bid_declined");
    else if (t == events::bid_sent || t == events::bid_accepted_late) {
        l.to(b.project_manager, flag_of(e.data, "moved_as_late") ? "bid_received_late" : "bid_received");
        if (e.from != e.to) l.to_body(l.p.only_body(body_kind::funding_subgroup), "bid_awaits_check", true);
    } else if (t == events::bid_carried_over) l.to(b.project_manager, "bid_carried_over");
    else if (t == events::bid_queried) l.to(b.project_manager, "query_raised");
    else if (t == events::bid_answered) {
        if (const auto* q = b.find_query(text_of(e.form, "query"))) l.to(q->by, "query_answered");
    } else if (t == verbs::bid_put_on_table) tell_representatives(l, "bid_on_table");
    else if (t == events::bid_came_recommended && in<bid_stages::on_the_table>(e.from)) tell_of_recommendation(l, b, "bid_recommended");
    else if (t == events::bid_came_not_recommended && in<bid_stages::on_the_table>(e.from))
        tell_of_recommendation(l, b, "bid_not_recommended");
}

void remind_of_awaited(const engine::store::due_timer& t, letters& l, const bid& b, std::initializer_list<std::string_view> of)
{
    const bool after = t.command.ends_with(".after");
    std::set<std::pair<std::string, std::string>> told;
    for (const auto& w : awaited_of(l.known, l.p, b, t.due)) {
        if (std::find(of.begin(), of.end(), w.what) == of.end() || !told.emplace(w.person, w.what).second) continue;
        l.begin(b.id, {{"bid", b.id}, {"what", w.what}, {"by", w.by}});
        l.to(w.person, after ? "reminder_overdue" : "reminder");
        if (after) l.to_chair_of(b.delivery_group, "reminder_overdue", false);
    }
}

/// Before an Exec: of the deadline those who have still to send, of its day those whose part is missing on its list.
void remind_of_bid(const engine::store::due_timer& t, letters& l)
{
    const bool deadline = t.command.starts_with("remind.deadline");
    if (!deadline && !t.command.starts_with("remind.exec")) return;
    const auto each = [&](std::string index, std::string_view key, std::initializer_list<std::string_view> of) {
        for (const auto& row : l.known.rows({.index = std::move(index), .key = std::string(key)}))
            if (const auto* b = engine::get<bid>(l.known, "bid/" + row.id)) remind_of_awaited(t, l, *b, of);
    };
    if (deadline) each("bid.stage", bid_stages::agreed::name, {verbs::bid_send});
    else
        each("bid.meeting", engine::split_key(t.subject).id,
             {verbs::bid_check, verbs::bid_answer, verbs::bid_resolve, verbs::bid_recommend});
}

} // namespace workflows
