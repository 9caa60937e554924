// One case a rule: what it rests on, and whether it stands in the way.
#include "tests/support/catch.hpp"
#include "workflows/authority.hpp"
#include "workflows/bid/rules.hpp"
#include "workflows/funding.hpp"
#include "workflows/interest/rules.hpp"
#include "workflows/item/decision.hpp"
#include "workflows/item/rules.hpp"
#include "workflows/meeting/rules.hpp"
#include "workflows/partnership/rules.hpp"
#include "workflows/plan/rules.hpp"
#include "workflows/quorum/rules.hpp"
#include "workflows/stream/rules.hpp"
#include "workflows/vocabulary.hpp"
#include "workflows/wording/sentences.hpp"

#include <set>

using namespace workflows;
using engine::pence;

namespace {

std::optional<bool> holds(std::string process, std::string rule, engine::json::value facts, std::int64_t sums)
{
    engine::event e;
    e.process = std::move(process);
    return rule_holds(e, {std::move(rule), std::move(facts)}, sums);
}

} // namespace

TEST_CASE("TR-quorum: half of the membership, rounded, plus one")
{
    quorum_rule down, up;
    up.round = rounding::up;
    CHECK(required_of(down, 21) == 11);
    CHECK(required_of(up, 21) == 12);
    CHECK(required_of(down, 20) == 11);
    CHECK(required_of(up, 20) == 11);
    CHECK(required_of(down, 0) == 1);
    quorum_rule five;
    five.count = 5;
    CHECK(required_of(five, 21) == 5);
    quorum_rule third;
    third.numerator = 1, third.denominator = 3, third.plus = 0;
    CHECK(required_of(third, 10) == 3);
}

TEST_CASE("what rests on a decision of a body rests on an item that it agreed")
{
    using closed = rests_on_a_decision<"TR-plan", "rests on a decision of a body", "the minutes">;
    CHECK_FALSE(closed::refuses({"i1", "board", "agreed"}));
    CHECK_FALSE(closed::refuses({"i1", "board", "agreed_subject_to_amendments"}));
    for (const auto* outcome : {"not_agreed", "deferred", "noted", "endorsed"}) CHECK(closed::refuses({"i1", "board", outcome}));
    CHECK(closed::refuses({"i1", "board", ""})->message == "item_not_decided");
    CHECK(closed::refuses({"i1", "board", ""})->fields.front().field == "item");
    CHECK(closed::id == "TR-plan");
}

TEST_CASE("TR-quorum, TR-unknown: the sum says yes, no, or that nobody can tell")
{
    quorum_sum s;
    s.members = 21, s.required = 11, s.present_at_least = s.present_at_most = 10;
    CHECK(s.quorate() == quorum_sum::answer::no);
    const auto why = quorate::refuses({s});
    CHECK(sentences()({why->message, why->blanks}) == "11 of 21 members must be present; 10 are.");
    s.present_at_most = 11;
    CHECK(s.quorate() == quorum_sum::answer::undetermined);
    s.present_at_least = 11;
    CHECK(s.quorate() == quorum_sum::answer::yes);
    CHECK_FALSE(quorate::refuses({s}));
    s.minimums = {{"statutory", 3, 2, 3}};
    CHECK(s.quorate() == quorum_sum::answer::undetermined);
    s.minimums = {{"statutory", 3, 2, 2}};
    CHECK(s.quorate() == quorum_sum::answer::no);
}

TEST_CASE("FP-e: a stream's available money, to the penny")
{
    const auto money = [](std::int64_t amount, std::int64_t held, std::int64_t committed, std::int64_t awaiting, std::int64_t asked,
                          std::string status = "confirmed") {
        return !money_available::refuses({{{"s", status, pence{amount}, pence{held}, pence{committed}, pence{awaiting}, pence{asked}}}});
    };
    CHECK(money(100, 10, 50, 0, 40));
    CHECK_FALSE(money(100, 10, 50, 0, 41));
    CHECK(money(100, 10, 0, 50, 40, "expected"));
    CHECK_FALSE(money(100, 10, 0, 50, 41, "expected"));
    CHECK_FALSE(money(100, 0, 0, 0, 1, "withdrawn"));
}

TEST_CASE("FP-h, FP-a, FP-b1, FP-c, FP-d1, FP-d2, ST-eia, FP-f")
{
    CHECK(not_their_own_bid::refuses({"a", "a", "b"}));
    CHECK(not_their_own_bid::refuses({"b", "a", "b"}));
    CHECK_FALSE(not_their_own_bid::refuses({"c", "a", "b"}));
    CHECK(bids_for_a_group::refuses({"a", false, false}));
    CHECK_FALSE(bids_for_a_group::refuses({"a", false, true}));
    CHECK(names_an_aim::refuses({0, 0}));
    CHECK_FALSE(names_an_aim::refuses({0, 1}));
    const engine::instant noon{1000};
    CHECK(before_the_deadline::refuses({"", "", noon, {}}));
    CHECK(before_the_deadline::refuses({"m", "open", noon, {}}));
    CHECK(before_the_deadline::refuses({"m", "planned", noon, noon}));
    CHECK_FALSE(before_the_deadline::refuses({"m", "planned", engine::instant{999}, noon}));
    CHECK(a_no_is_explained::refuses({"not_compliant", false}));
    CHECK_FALSE(a_no_is_explained::refuses({"compliant", false}));
    CHECK(query_unresolved::refuses({"q", true}));
    CHECK(equality_accepted::refuses({"compliant", false}));
    CHECK_FALSE(equality_accepted::refuses({"not_compliant", false}));
    CHECK(absence_allowed::refuses({"a", true, false, 2, 2}));
    CHECK_FALSE(absence_allowed::refuses({"a", true, false, 1, 2}));
    CHECK(absence_allowed::refuses({"a", false, false, 0, 2}));
}

TEST_CASE("FP-g1, FP-g2, FP-g3, TR-plan, MN-reserve, MN-vote")
{
    CHECK(in_the_open_room::refuses({"m", "planned", "a", true}));
    CHECK(in_the_open_room::refuses({"m", "open", "a", false}));
    CHECK_FALSE(in_the_open_room::refuses({"m", "open", "a", true}));
    conflict c{"a", "", std::nullopt, true, false};
    CHECK_FALSE(free_of_conflict::refuses(c));
    c.presides = "b";
    CHECK(free_of_conflict::refuses(c));
    c.presides = "a", c.no_conflict = false;
    CHECK(free_of_conflict::refuses(c));
    c.handled = true;
    CHECK_FALSE(free_of_conflict::refuses(c));
    c.declared = "personal";
    CHECK(free_of_conflict::refuses(c));
    outcome_form f;
    f.outcome = "approved", f.recommendation = "recommended", f.requested = pence{100}, f.lines_of_bid = 2;
    CHECK_FALSE(outcome_explained::refuses(f));
    f.recommendation = "not_recommended";
    CHECK(outcome_explained::refuses(f));
    f.reasoned = true;
    CHECK_FALSE(outcome_explained::refuses(f));
    f.outcome = "approved_with_amendments";
    CHECK(outcome_explained::refuses(f));
    f.amount = pence{50};
    CHECK(outcome_explained::refuses(f)); // two lines, and none given
    f.lines_given = 2, f.sum_of_lines = pence{50};
    CHECK_FALSE(outcome_explained::refuses(f));
    CHECK(board_has_decided::refuses({"i", "executive", "agreed", "", ""}));
    CHECK(board_has_decided::refuses({"i", "strategic_board", "", "", ""}));
    CHECK(board_has_decided::refuses({"i", "strategic_board", "agreed", "b2", "b1"}));
    CHECK_FALSE(board_has_decided::refuses({"i", "strategic_board", "not_agreed", "b1", "b1"}));
    CHECK(for_an_emerging_priority::refuses({"s", "b", pence{5}, pence{10}, false}));
    CHECK(for_an_emerging_priority::refuses({"s", "b", pence{11}, pence{10}, true}));
    CHECK_FALSE(for_an_emerging_priority::refuses({"s", "b", pence{10}, pence{10}, true}));
    CHECK_FALSE(votes_carry_it::refuses({"agreed", 0, 0, 0, true, {}}));
    CHECK(votes_carry_it::refuses({"agreed", 3, 1, 2, true, {}}));
    CHECK_FALSE(votes_carry_it::refuses({"not_agreed", 2, 1, 1, true, {}}));
    CHECK(votes_carry_it::refuses({"not_agreed", 2, 1, 1, false, {}}));
}

TEST_CASE("MN-vote: with votes that are all abstentions neither outcome is carried without a casting vote")
{
    for (const auto* outcome : {"agreed", "not_agreed", "agreed_subject_to_amendments"}) {
        CHECK(votes_carry_it::refuses({outcome, 3, 0, 0, false, {}}));
        CHECK_FALSE(votes_carry_it::refuses({outcome, 3, 0, 0, true, {}}));  // the casting vote settles it
        CHECK_FALSE(votes_carry_it::refuses({outcome, 0, 0, 0, false, {}})); // by consensus, without a vote
    }
}

TEST_CASE("TR-plan: the Board's yes, with amendments too, and for a bid its no; nothing else")
{
    for (const auto* outcome : {"agreed", "agreed_subject_to_amendments"}) {
        CHECK_FALSE(board_has_decided::refuses({"i", "strategic_board", outcome, "", ""}));
        CHECK_FALSE(board_has_decided::refuses({"i", "strategic_board", outcome, "b1", "b1"}));
    }
    CHECK(board_has_decided::refuses({"i", "strategic_board", "not_agreed", "", ""}));
    for (const auto* outcome : {"deferred", "noted", "endorsed"})
        CHECK(board_has_decided::refuses({"i", "strategic_board", outcome, "b1", "b1"}));
}

TEST_CASE("MN-agenda, MN-endorse: what an item's kind and a body's kind allow")
{
    CHECK(outcome_fits_the_item::refuses({"information", "agreed", "", "", true}));
    CHECK_FALSE(outcome_fits_the_item::refuses({"information", "noted", "", "", false}));
    CHECK(outcome_fits_the_item::refuses({"discussion", "agreed", "", "", true}));
    CHECK_FALSE(outcome_fits_the_item::refuses({"discussion", "endorsed", "", "", false}));
    CHECK(outcome_fits_the_item::refuses({"decision", "agreed_subject_to_amendments", "", "", false}));
    CHECK(outcome_fits_the_item::refuses({"decision", "deferred", "m", "closed", false}));
    CHECK_FALSE(outcome_fits_the_item::refuses({"decision", "deferred", "", "", false}));
    CHECK(county_only_endorses::refuses({"county", "agreed"}));
    CHECK_FALSE(county_only_endorses::refuses({"county", "endorsed"}));
    CHECK_FALSE(county_only_endorses::refuses({"executive", "agreed"}));
}

TEST_CASE("MN-open: before its day a meeting opens only with a reason")
{
    CHECK(on_its_day::refuses({"m", "2010-03-03", "2010-03-04", false}));
    CHECK_FALSE(on_its_day::refuses({"m", "2010-03-03", "2010-03-04", true}));
    CHECK_FALSE(on_its_day::refuses({"m", "2010-03-04", "2010-03-04", false}));
    CHECK_FALSE(on_its_day::refuses({"m", "2010-03-05", "2010-03-04", false}));
}

TEST_CASE("a rule that was summed otherwise once is judged by its own version's sum, in logs of then")
{
    const auto abstained = engine::to_json(vote_facts_v1{"not_agreed", 0, 0, false, {}});
    CHECK(holds("item", "MN-vote", abstained, 1) == std::optional(true));
    CHECK_FALSE(holds("item", "MN-vote", abstained, 2).has_value()); // facts of no form that it had then
    const auto deferred = engine::to_json(board_decision{"i", "strategic_board", "deferred", "b1", "b1"});
    CHECK(holds("approval", "TR-plan", deferred, 1) == std::optional(true));
    CHECK(holds("approval", "TR-plan", deferred, 2) == std::optional(false));
}

TEST_CASE("somebody may do every verb, and a table has it")
{
    for (const auto& v : vocabulary()) {
        INFO(v.name);
        CHECK(find_command(v.name).who != nullptr);
        const auto* p = find_process(v.process);
        REQUIRE(p != nullptr);
        CHECK(std::any_of(p->rows.begin(), p->rows.end(), [&](const auto& row) { return row.command == v.name && !row.follows; }));
    }
}

TEST_CASE("recorded facts are judged again by the rule itself; facts that it cannot read are nobody's proof")
{
    quorum_facts q;
    q.sum.required = 4, q.sum.members = 7, q.sum.present_at_least = q.sum.present_at_most = 4;
    CHECK(holds("bid", "TR-quorum", engine::to_json(q), 1) == std::optional(true));
    q.sum.present_at_least = 3;
    CHECK(holds("bid", "TR-quorum", engine::to_json(q), 1) == std::optional(false));
    CHECK(holds("bid", "FP-h", engine::to_json(separation{"a", "a", "b"}), 1) == std::optional(false));
    CHECK(holds("bid", "FP-h", engine::to_json(separation{"c", "a", "b"}), 1) == std::optional(true));
    CHECK(holds("bid", "FP-h", engine::to_json(earlier_part{"c", "agreed"}), 1) == std::optional(false));
    CHECK_FALSE(holds("bid", "no-such-rule", engine::to_json(q), 1).has_value());
    CHECK_FALSE(holds("song", "TR-quorum", engine::to_json(q), 1).has_value());
}
