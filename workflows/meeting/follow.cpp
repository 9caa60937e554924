// workflows/meeting/follow.cpp - what follows when a meeting is planned, opens or ends: for its list of bids, and for its items.
#include "names/bid.hpp"
#include "names/item.hpp"
#include "names/meeting.hpp"
#include "names/partnership.hpp"
#include "workflows/fields.hpp"
#include "workflows/meeting/events.hpp"
#include "workflows/meeting/stages.hpp"
#include "workflows/standing.hpp"

namespace workflows {
namespace {

/// FP-d2: what is on an Exec's list, and how it stands now: deferred bids are on the table again, others go to the next Exec.
void whatever_follows_for_its_list(const happened& h, const meeting& m, follow_ups& out)
{
    const auto* next = next_exec(h.known, h.p, m.starts, std::nullopt);
    for (const auto& row : h.known.rows({.index = "bid.meeting", .key = m.id}))
        out.add(ask("", "bid/" + row.id, {{"meeting", next ? next->id : ""}}));
}

/// MN-agenda: items that a meeting deferred or left undecided come back at the body's next one, or at the one named.
void carry_items(const happened& h, const meeting& from, follow_ups& out)
{
    const auto* next = next_meeting(h.known, from);
    for (const auto& i : from.items) {
        if (!from.wants_to_carry(i)) continue;
        const auto* named = find_meeting(h.known, i.to_meeting);
        const auto* to =
            named && in<meeting_stages::planned>(named->stage) && named->body == from.body && named->id != from.id ? named : next;
        if (to) out.add(ask(verbs::agenda_carry, "meeting/" + to->id, {{"item", i.id}, {"from", from.id}, {"to", to->id}}));
    }
}

/// FP-c: there is one deadline of an Exec, and it is written down: those that are planned follow the policy.
void deadlines(const happened& h, follow_ups& out)
{
    const auto* exec = h.p.only_body(body_kind::executive);
    if (!exec) return;
    for (const auto& row : h.known.rows({.index = "meeting.planned", .key = exec->id}))
        out.add(ask(verbs::meeting_set_deadline, "meeting/" + row.id));
}

void planned(const happened& h, const meeting& m, bool exec, follow_ups& out)
{
    if (m.recorded) return out.add(ask(verbs::meeting_set_down, "meeting/" + m.id));
    for (const auto& row : h.known.rows({.index = "meeting.uncarried", .key = m.body}))
        if (const auto* before = find_meeting(h.known, row.id); before && before->starts <= m.starts) carry_items(h, *before, out);
    if (!exec) return;
    for (const auto& row : h.known.rows({.index = "bid.unscheduled", .key = ""}))
        out.add(ask(verbs::bid_carry_over, "bid/" + row.id, {{"meeting", m.id}}));
}

} // namespace

void follow_meeting(const happened& h, follow_ups& out)
{
    const auto& e = h.e;
    // Once another program's tables are adopted, deadlines of before are looked at again.
    const bool new_table = e.type == events::process_adopted && text_of(e.data, "name") == "meeting" && number_of(e.data, "version") > 1;
    if (e.type == events::policy_changed || new_table) deadlines(h, out);

    const auto* m = engine::split_key(e.subject).kind == "meeting" ? engine::get<meeting>(h.known, e.subject) : nullptr;
    if (!m) return;
    const auto* b = h.p.find_body(m->body);
    const bool exec = b && b->kind == body_kind::executive;
    const bool over = e.type == events::meeting_closed || e.type == events::meeting_cancelled;
    if (e.type == events::meeting_planned) planned(h, *m, exec, out);
    if (exec && (e.type == events::meeting_opened || over)) whatever_follows_for_its_list(h, *m, out);
    if (over || (e.type == events::item_decided && text_of(e.form, "outcome") == "deferred")) carry_items(h, *m, out);
}

} // namespace workflows
