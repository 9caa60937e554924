// A whole workflow of one's own, in the length that docs/own-workflow.md promises: someone asks for leave, their manager
// says yes or no. The document shows this file; a test compares them.
#include "engine/handle.hpp"
#include "engine/memory_store.hpp"
#include "engine/msm_run.hpp"
#include "engine/process_doc.hpp"
#include "tests/support/catch.hpp"

namespace leave {
// [workflow]
using namespace engine;

struct request_state { // what events change
    std::string stage = "none", who;
    std::int64_t days = 0;
    DESCRIBED(request_state, stage, who, days)
};
void apply_to(request_state& s, const event& e) // what happened; asks nothing
{
    if (e.type == "leave.asked") {
        s.who = e.actor;
        s.days = e.form.at("days").as_int64();
    }
    s.stage = e.to;
}

struct allowance {
    std::int64_t asked, left;
    DESCRIBED(allowance, asked, left)
}; // what a rule rests on
struct enough_left : rule<"L-1", "no more days are asked for than are left", "Staff handbook 3"> {
    using rests_on = allowance;
    static std::optional<failure> refuses(const allowance& a)
    {
        if (a.asked <= a.left) return {};
        return failure{std::to_string(a.left) + " days are left; " + std::to_string(a.asked) + " are asked for."};
    }
};

struct leave_process { // the table is the process document
    static constexpr std::string_view name = "leave";
    struct none : stage<"none"> {};
    struct asked : stage<"asked", 1> {};
    struct granted : stage<"granted", 2> {};
    struct refused : stage<"refused"> {};
    // clang-format off
    using table = mp::mp_list<
        row< none,  "leave.ask",    asked,   "leave.asked", needs<enough_left> >,
        row< asked, "leave.grant",  granted, "leave.granted" >,
        row< asked, "leave.refuse", refused, "leave.refused" >>;
    // clang-format on
};

struct leave_domain final : domain { // how the engine comes to the workflow
    std::unique_ptr<entity> fresh(std::string_view) const override { return std::make_unique<entity_of<request_state>>(); }
    verdict judge(const request& r, reader& known, instant) const override
    {
        const auto key = "leave/" + std::string(text_at(r.fields, "leave"));
        const auto* s = get<request_state>(known, key);
        if (!r.fields.contains("leave")) return {result::invalid, {}, {{"leave", "is missing"}}};
        if (s && s->who == r.actor) return {result::forbidden, {{"AC-own", "Nobody decides on their own leave."}}};
        facts_of<leave_process> f;
        if (const auto* days = r.fields.if_contains("days")) f.part<allowance>() = allowance{days->as_int64(), 25};
        const auto d = decide_by_msm<leave_process>(s ? s->stage : "none", r.verb, f);
        if (d.not_now) return {result::refused, {{"not-now", "Not now."}}};
        if (!d.accepted()) return {result::refused, d.refusals};
        event e;
        e.command = r.verb, e.type = d.event, e.process = "leave", e.subject = key, e.from = s ? s->stage : "none", e.to = d.next,
        e.form = r.fields;
        return {result::accepted, {}, {}, {e}};
    }
    std::vector<request> first(reader&) const override { return {}; }
    std::vector<request> reactions(const event&, reader&) const override { return {}; }
    std::vector<mail> reminders(const store::due_timer&, reader&) const override { return {}; }
    std::vector<mail> notices(const event& e, reader& known) const override // who is told
    {
        const auto* s = get<request_state>(known, e.subject);
        if (e.type == "leave.asked") return {};
        mail m;
        m.to = s->who, m.message = e.type, m.about = e.subject;
        return {m};
    }
};
// [workflow]
} // namespace leave

TEST_CASE("a workflow of one's own runs on the engine: durable events, refusals with numbers, mails, keys")
{
    using namespace leave;
    leave_domain workflows;
    memory_store rows("office");
    entity_cache cache;
    const auto chance = seeded_random(7);
    session s(rows, workflows, *chance, cache, "example/leave");
    const auto ask = [&](std::string who, std::string verb, json::object fields, std::string key = "") {
        return s.handle({"office", std::move(who), std::move(verb), std::move(key), std::move(fields)}, instant{1'000'000});
    };
    CHECK(ask("ann", "leave.ask", {{"leave", "l1"}, {"days", 30}}).refusals.at(0).says == "25 days are left; 30 are asked for.");
    CHECK(ask("ann", "leave.ask", {{"leave", "l1"}, {"days", 5}}, "k").outcome == result::accepted);
    CHECK(ask("ann", "leave.ask", {{"leave", "l1"}, {"days", 5}}, "k").outcome == result::accepted);
    CHECK(ask("ann", "leave.ask", {{"leave", "l1"}, {"days", 6}}, "k").refusals.at(0).rule == "key-used");
    CHECK(ask("ann", "leave.grant", {{"leave", "l1"}}).outcome == result::forbidden);
    CHECK(ask("bo", "leave.grant", {{"leave", "l1"}}).events == std::vector<std::string>{"leave.granted"});
    CHECK(ask("bo", "leave.refuse", {{"leave", "l1"}}).refusals.at(0).rule == "not-now");
    CHECK(ask("bo", "leave.grant", {}).errors.at(0).field == "leave");
    CHECK(rows.leaves().size() == 2);
    CHECK(rows.mails(10).at(0).to == "ann");
    CHECK(s.head().tree.size() == 2);
    CHECK(mermaid(describe_process<leave_process>()) ==
          "stateDiagram-v2\n    [*] --> asked : leave.ask\n    asked --> granted : leave.grant\n    asked --> refused : leave.refuse\n");

    // Replay: the state is the fold of the leaves, whatever the rules say now.
    folded again("office", workflows);
    for (const auto& leaf : rows.leaves()) again.apply(read_leaf(leaf));
    CHECK(again.find("leave/l1")->stored() == s.find("leave/l1")->stored());
}
