#include "workflows/reading.hpp"

#include "names/bid.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/fields.hpp"

#include <algorithm>

namespace workflows {

// -- may the person read? ------------------------------------------------------------------------------------------------

bool has_role(engine::reader& known, const std::string& id, std::string_view role)
{
    const auto* who = engine::get<person>(known, "person/" + id);
    return who && !who->left && who->has_role(role);
}

namespace {

bool present(engine::reader& known, const std::string& id)
{
    const auto* who = engine::get<person>(known, "person/" + id);
    return who && !who->left;
}

bool chairs_group(const partnership& p, std::string_view group, const std::string& who, instant now, bool or_vice)
{
    const auto sits_for = [&](std::string_view office) {
        const auto* s = p.office_seat(group, office, now);
        return s && s->is_sat_for_by(who, now);
    };
    return sits_for("chair") || (or_vice && sits_for("vice_chair"));
}

} // namespace

bool may_read_partnership(engine::reader& known, const std::string& reader, instant now)
{
    if (reader == "system") return true;
    const auto* p = engine::get<partnership>(known, partnership_key);
    const auto* who = engine::get<person>(known, "person/" + reader);
    if (!p || !who || who->left) return false;
    if (!who->roles.empty()) return true;
    return std::any_of(p->seats.begin(), p->seats.end(),
                       [&](const auto& s) { return s.second.open_at(now) && s.second.is_sat_for_by(reader, now); });
}

bool may_read_bid(engine::reader& known, const std::string& reader, const bid& b, instant now)
{
    if (reader == "system") return true;
    const auto* p = engine::get<partnership>(known, partnership_key);
    if (!p || !present(known, reader)) return false;
    const bool never_sent = is_draft(b) && b.revision == 0; // its own people's, and its group's chair's
    if (is_own_bid(b, reader) || chairs_group(*p, b.delivery_group, reader, now, !never_sent)) return true;
    if (never_sent) return false;
    if (is_draft(b)) return has_role(known, reader, "auditor"); // it was seen before it was returned; others see it when it comes again
    const bool acts = has_role(known, reader, "partnership_manager") ||
                      sits_on(*p, p->only_body(body_kind::funding_subgroup), reader, now) ||
                      sits_on(*p, p->only_body(body_kind::executive), reader, now);
    const bool audits = has_role(known, reader, "auditor");
    if (!b.marking.empty()) return acts || audits; // restricted: only who acts on it, and auditors
    return acts || audits || sits_on(*p, p->only_body(body_kind::strategic_board), reader, now);
}

bool may_read_item(engine::reader& known, const std::string& reader, const meeting& m, const item& i, instant now)
{
    if (reader == "system") return true;
    if (i.marking.empty()) return may_read_partnership(known, reader, now);
    const auto* p = engine::get<partnership>(known, partnership_key);
    return p && (has_role(known, reader, "partnership_manager") || has_role(known, reader, "auditor") ||
                 sits_on(*p, p->find_body(m.body), reader, now));
}

bool may_read_event(engine::reader& known, const partnership& p, const std::string& reader, const engine::event& e, instant now)
{
    const auto [kind, id] = engine::split_key(e.subject);
    if (kind == "bid") {
        const auto* b = readable_bid(known, reader, id, now);
        return b && !(e.type == events::bid_recommended && e.actor != reader && are_positions_sealed(known, p, reader, *b, now));
    }
    if (kind == "meeting") {
        const auto* m = find_meeting(known, id);
        const auto* i = m ? m->find_item(text_of(e.form, "item")) : nullptr;
        return m && (!i || may_read_item(known, reader, *m, *i, now));
    }
    return may_read_partnership(known, reader, now);
}

bool may_compare_positions(engine::reader& known, const partnership& p, const std::string& reader, instant now)
{
    return agency_seat_of(p, reader, now) || sits_on(p, p.only_body(body_kind::executive), reader, now) ||
           has_role(known, reader, "partnership_manager") || has_role(known, reader, "auditor");
}

bool are_positions_sealed(engine::reader& known, const partnership& p, const std::string& reader, const bid& b, instant now)
{
    return p.policy_at(now).sealed_positions && awaits_positions(b) && reader != "system" && !has_role(known, reader, "auditor");
}

const bid* readable_bid(engine::reader& known, const std::string& reader, std::string_view id, instant now)
{
    const auto* b = engine::get<bid>(known, "bid/" + std::string(id));
    return b && may_read_bid(known, reader, *b, now) ? b : nullptr;
}

std::vector<const bid*> readable_bids(engine::reader& known, const std::string& reader, const engine::index_query& of, instant now)
{
    std::vector<const bid*> out;
    for (const auto& row : known.rows(of))
        if (const auto* b = readable_bid(known, reader, row.id, now)) out.push_back(b);
    return out;
}

// -- who sits where ------------------------------------------------------------------------------------------------------

bool sits_on(const partnership& p, const body* b, std::string_view person, instant now)
{
    if (!b) return false;
    const auto seats = p.seats_of(b->id, now);
    return std::any_of(seats.begin(), seats.end(), [&](const seat* s) { return s->is_sat_for_by(person, now); });
}

bool has_chair(const partnership& p, std::string_view body, std::string_view person, instant now)
{
    return p.office_holder(body, "chair", now) == person || p.office_holder(body, "vice_chair", now) == person;
}

bool chairs_exec(const partnership& p, std::string_view person, instant now)
{
    const auto* exec = p.only_body(body_kind::executive);
    return exec && has_chair(p, exec->id, person, now);
}

bool is_reviewer(const partnership& p, std::string_view person, instant now)
{
    const auto* b = p.only_body(body_kind::funding_subgroup);
    if (!b) return false;
    const auto seats = p.seats_of(b->id, now);
    return std::any_of(seats.begin(), seats.end(), [&](const seat* s) { return s->votes() && s->is_sat_for_by(person, now); });
}

const seat* agency_seat_of(const partnership& p, std::string_view person, instant now)
{
    const auto* exec = p.only_body(body_kind::executive);
    if (!exec) return nullptr;
    for (const auto* s : p.seats_of(exec->id, now)) {
        const auto* a = p.find_agency(s->agency);
        if (s->votes() && a && a->statutory && s->is_sat_for_by(person, now)) return s;
    }
    return nullptr;
}

std::vector<const body*> chaired_groups(const partnership& p, std::string_view person, instant now)
{
    std::vector<const body*> out;
    for (const auto& [id, b] : p.bodies)
        if (b.kind == body_kind::delivery_group && chairs_group(p, id, std::string(person), now, true)) out.push_back(&b);
    return out;
}

// -- what is offered to a person, by who they are ------------------------------------------------------------------------

bool may_bid(engine::reader& known, const partnership& p, const std::string& person, instant now)
{
    return has_role(known, person, "project_manager") || !chaired_groups(p, person, now).empty();
}

bool may_attach(const bid& b, std::string_view person) { return is_own_bid(b, person) && !is_stopped(b); }

bool may_declare_interest(const partnership& p, const bid& b, std::string_view person, instant now)
{
    if (is_stopped(b) || step_of(b) < step_group || step_of(b) > step_sign_off) return false;
    return sits_on(p, p.only_body(body_kind::executive), person, now) || sits_on(p, p.only_body(body_kind::strategic_board), person, now) ||
           is_reviewer(p, person, now) || !chaired_groups(p, person, now).empty();
}

bool may_resolve(engine::reader& known, const bid& b, const query& q, const std::string& person)
{
    if (q.resolved || !is_being_checked(b)) return false;
    return q.by == person || (has_role(known, person, "partnership_manager") && !present(known, q.by));
}

bool may_run(engine::reader& known, const partnership& p, const meeting& m, const std::string& person, instant now)
{
    return has_role(known, person, "partnership_manager") || has_chair(p, m.body, person, now);
}

bool may_decide(const partnership& p, const meeting& m, const item& i, std::string_view person, instant now)
{
    if (!is_open(m) || !i.outcome.empty()) return false;
    return has_chair(p, m.body, person, now) || std::any_of(m.chairs.begin(), m.chairs.end(), [&](const named_chair& c) {
               const auto* s = p.find_seat(c.seat);
               return s && s->holder(now) == person && (c.about.empty() || c.about == i.id);
           });
}

bool may_change_money(engine::reader& known, const std::string& person)
{
    return has_role(known, person, "partnership_manager") || has_role(known, person, "budget_manager");
}

bool may_name_deputy(engine::reader& known, const seat& s, const std::string& person, instant now)
{
    return has_role(known, person, "administrator") || s.holder(now) == person;
}

// -- how far a thing has come --------------------------------------------------------------------------------------------

int step_of(const bid& b)
{
    if (!in<bid_stages::withdrawn>(b.stage)) return step_in<bid_stages::all>(b.stage);
    if (!b.checks.empty()) return bid_stages::compliance_check::step;
    return b.revision > 0 ? bid_stages::with_delivery_group::step : bid_stages::draft::step;
}

bool is_of_exec(const partnership& p, const meeting& m)
{
    const auto* b = p.find_body(m.body);
    return b && b->kind == body_kind::executive;
}

} // namespace workflows
