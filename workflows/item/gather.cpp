// workflows/item/gather.cpp - where each fact comes from that the rules of an item rest on.
#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/item/rules.hpp"
#include "workflows/standing.hpp"

#include <algorithm>

namespace workflows {

std::optional<item_conflict> item_conflict::gather(const context& c)
{
    if (!c.p || !c.meeting || !c.item) return {};
    const auto barred = conflicted(c.known, *c.p, nullptr, c.item, c.now);
    item_conflict f{c.actor, "", presiding(*c.p, *c.meeting, barred, c.item->id, c.item->bid, c.now)};
    f.declared = barring_interest(c.known, *c.p, nullptr, c.item, c.actor, c.now);
    return f;
}

std::optional<vote_facts> vote_facts::gather(const context& c)
{
    if (!c.p || !c.meeting || !c.item || !c.form_given) return {};
    vote_facts f;
    f.outcome = c.text("outcome");
    f.casting_vote = c.p->policy_at(c.now).casting_vote;
    const auto barred = conflicted(c.known, *c.p, nullptr, c.item, c.now);
    std::vector<const seat*> voting;
    for (const auto& v : list_of(c.form, "votes")) {
        const auto id = text_of(v.as_object(), "seat"), said = text_of(v.as_object(), "vote");
        const auto* s = c.p->find_seat(id);
        if (!s || s->body != c.meeting->body) f.wrong.push_back({id, "vote_not_of_body"});
        else if (!s->votes()) f.wrong.push_back({id, "vote_ex_officio"});
        else if (s->holder(c.now).empty()) f.wrong.push_back({id, "vote_vacant"});
        else if (std::find(voting.begin(), voting.end(), s) != voting.end()) f.wrong.push_back({id, "vote_twice"});
        else if (able_to_sit(*c.meeting, *s, c.now, barred).empty())
            f.wrong.push_back({id, able_to_sit(*c.meeting, *s, c.now, {}).empty() ? "vote_not_in_room" : "vote_with_interest"});
        else voting.push_back(s);
        ++f.cast;
        if (said == "for") ++f.votes_for;
        if (said == "against") ++f.votes_against;
    }
    for (const auto* s : without_a_person(*c.meeting, voting, c.now, barred)) // TR-deputy: a person has one vote
        f.wrong.push_back({s->id, "vote_in_another_seat"});
    return f;
}

std::optional<item_outcome> item_outcome::gather(const context& c)
{
    if (!c.item || !c.form_given) return {};
    item_outcome f{c.item->kind, c.text("outcome"), c.text("to_meeting"), "", c.given("text") || !list_of(c.form, "amendments").empty()};
    if (const auto* m = find_meeting(c.known, f.to_meeting)) f.to_meeting_stage = m->stage;
    return f;
}

std::optional<body_outcome> body_outcome::gather(const context& c)
{
    if (!c.p || !c.meeting || !c.form_given) return {};
    const auto* b = c.p->find_body(c.meeting->body);
    return body_outcome{b ? boost::describe::enum_to_string(b->kind, "?") : "", c.text("outcome")};
}

std::optional<bid_item> bid_item::gather(const context& c)
{
    if (!c.p || !c.meeting || !c.item) return {};
    const auto* b = c.p->find_body(c.meeting->body);
    return bid_item{b ? boost::describe::enum_to_string(b->kind, "?") : "", c.item->kind, c.form_given ? c.text("outcome") : "noted"};
}

} // namespace workflows
