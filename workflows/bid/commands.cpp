// workflows/bid/commands.cpp - what can be asked of a bid up to the Exec's decision: each command with its fields, and who may.
#include "workflows/bid/commands.hpp"
#include "workflows/authority.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/context.hpp"
#include "workflows/standing.hpp"

namespace workflows {

namespace {

/// The chair's seat of a delivery group, held or deputised for.
yes group_chair_seat(const context& c, std::string_view group)
{
    const auto* s = c.p ? c.p->office_seat(group, "chair", c.now) : nullptr;
    return holds(s, c) || deputises(s, c) ? yes(s->id) : nobody;
}

yes as_drafter(const context& c)
{
    if (role(c, "project_manager")) return "";
    if (!c.p) return nobody;
    const auto group = c.text("delivery_group");
    if (!group.empty()) return group_chair_seat(c, group);
    for (const auto& [id, b] : c.p->bodies)
        if (b.kind == body_kind::delivery_group)
            if (const auto s = group_chair_seat(c, id)) return s;
    return nobody;
}

yes as_own_bid(const context& c) { return when(c.bid && (c.bid->project_manager == c.actor || c.bid->author == c.actor)); }

yes as_project_manager(const context& c) { return when(c.bid && c.bid->project_manager == c.actor); }

yes as_group_chair(const context& c)
{
    if (!c.bid || !c.p) return nobody;
    for (const auto& d : deciders_of_group(*c.p, *c.bid, c.now))
        if (d.person == c.actor) return d.seat;
    return nobody;
}

/// A voting seat of a body, held before deputised for; of the seats that `wanted` likes.
template <class Wanted> const seat* voting_seat(const context& c, const body* b, Wanted wanted)
{
    if (!b || !c.p) return nullptr;
    const auto seats = c.p->seats_of(b->id, c.now);
    for (const auto* s : seats)
        if (s->votes() && wanted(*s) && holds(s, c)) return s;
    for (const auto* s : seats)
        if (s->votes() && wanted(*s) && deputises(s, c)) return s;
    return nullptr;
}

yes as_reviewer(const context& c)
{
    const auto* s = voting_seat(c, c.p ? c.p->only_body(body_kind::funding_subgroup) : nullptr, [](const seat&) { return true; });
    return s ? yes(s->id) : nobody;
}

yes as_query_raiser(const context& c)
{
    const auto* q = c.bid ? c.bid->find_query(c.text("query")) : nullptr;
    if (!q) return nobody;
    // Gone: left, or no longer in a reviewer's seat. Then the Partnership Manager may.
    const json::object nothing;
    context raiser{c.known, c.verb, q->by, nothing, c.now};
    raiser.p = c.p;
    const auto* who = engine::get<person>(c.known, "person/" + q->by);
    const bool gone = !who || who->left || !as_reviewer(raiser);
    if (q->by == c.actor && !gone) return q->seat;
    return when(gone && role(c, "partnership_manager"));
}

yes as_representative(const context& c)
{
    const auto* s = voting_seat(c, c.p ? c.p->only_body(body_kind::executive) : nullptr, [&](const seat& x) {
        const auto* a = c.p->find_agency(x.agency);
        return a && a->statutory;
    });
    if (!s) return nobody;
    return s->id;
}

yes as_exec_chair(const context& c)
{
    const auto* exec = c.p ? c.p->only_body(body_kind::executive) : nullptr;
    if (!exec) return nobody;
    if (const auto o = officer(c, exec->id)) return o;
    const auto* m = c.bid ? open_exec(c.known, *c.p, *c.bid) : nullptr;
    return chosen(c, m, "", c.bid ? c.bid->id : "");
}

/// With the group its chair returns a bid, at the Exec the Exec's chair; elsewhere both have the authority, and are told
/// that it is not the time.
yes as_returner(const context& c)
{
    if (!c.bid) return nobody;
    const auto& stage = c.bid->stage;
    if (in<bid_stages::with_delivery_group>(stage)) return as_group_chair(c);
    if (is_on_the_table(stage)) return as_exec_chair(c);
    if (const auto s = as_group_chair(c)) return s;
    return as_exec_chair(c);
}

constexpr who_may bidder{"AC-bidder", "a project manager, the delivery group's chair or that seat's deputy", "drafter", as_drafter};
constexpr who_may own_bid{"AC-own-bid", "the bid's project manager or author", "own_bid", as_own_bid};
constexpr who_may group_chair{"AC-group-chair",
                              "the chair of the bid's delivery group, or that seat's deputy; where all are barred by FP-h or an interest, "
                              "or there are none, its vice-chair",
                              "group_chair", as_group_chair};
constexpr who_may reviewer{"AC-reviewer", "a reviewer: who holds a voting seat of the funding sub-group, or its deputy", "reviewer",
                           as_reviewer};
constexpr who_may query_raiser{"AC-query", "the reviewer who raised it; when gone, the Partnership Manager", "query_raiser",
                               as_query_raiser};
constexpr who_may representative{"AC-representative",
                                 "a representative: who holds a voting seat of the Exec that names a statutory agency, or its deputy",
                                 "representative", as_representative};
constexpr who_may returner{
    "AC-group-chair", "with the group: as for agreeing; at the Exec: as for signing off (AC-exec-chair)", "group_chair", as_returner,
    [](const context& c) -> const who_may& { return c.bid && is_on_the_table(c.bid->stage) ? may::exec_chair : group_chair; }};

} // namespace

const who_may may::exec_chair{"AC-exec-chair", "the Exec's chair, vice-chair, or the member chosen to preside", "exec_chair",
                              as_exec_chair};
const who_may may::project_manager{"AC-project-manager", "the bid's project manager", "project_manager", as_project_manager};

const std::vector<command>& bid_commands()
{
    // clang-format off
    static const std::vector<command> table{
        {"bid.draft", "bid", "bid?:new.bid +application", &bidder},
        {"bid.revise", "bid", "bid:ref.bid +application", &own_bid},
        {"bid.submit", "bid", "bid:ref.bid", &own_bid},
        {"bid.discard", "bid", "bid:ref.bid", &own_bid},
        {"bid.agree", "bid", "bid:ref.bid", &group_chair},
        {"bid.return", "bid", "bid:ref.bid reason:text", &returner},
        {"bid.decline", "bid", "bid:ref.bid reason:text", &group_chair},
        {"bid.send", "bid", "bid:ref.bid meeting?:ref.exec", &own_bid},
        {"bid.accept_late", "bid", "bid:ref.bid meeting:ref.exec reason:text", &may::manager},
        {"bid.check", "bid",
         "bid:ref.bid result:one_of(compliant|not_compliant) equality_impact_accepted:flag note?:text",
         &reviewer},
        {"bid.query", "bid", "bid:ref.bid query?:new.query text:text", &reviewer},
        {"bid.answer", "bid", "bid:ref.bid query:ref.query text:text", &own_bid},
        {"bid.resolve", "bid", "bid:ref.bid query:ref.query", &query_raiser},
        {"bid.recommend", "bid",
         "bid:ref.bid position:one_of(support|support_with_amendments|oppose) amount?:money "
         "conditions?:texts note?:text",
         &representative},
        {"bid.record_absent", "bid", "bid:ref.bid agency:ref.agency reason:text", &may::manager},
        {"bid.sign_off", "bid",
         "bid:ref.bid outcome:one_of(approved|approved_with_amendments|deferred|rejected) no_conflict:flag "
         "handled?:text amount?:money lines?:lines conditions?:texts to_meeting?:ref.exec reason?:text "
         "alternatives?:texts",
         &may::exec_chair},
        {"bid.withdraw", "bid", "bid:ref.bid reason:text", &may::project_manager},
        {"bid.hand_over", "bid", "bid:ref.bid project_manager:ref.person reason:text", &may::manager},
    };
    // clang-format on
    return table;
}

} // namespace workflows
