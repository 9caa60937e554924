// Who may read, and what pages ask: one case a question.
#include "tests/support/catch.hpp"
#include "workflows/funding.hpp"
#include "workflows/reading.hpp"

#include <map>
#include <set>

using namespace workflows;
using engine::instant;

namespace {

/// What a test puts on it can be found there, and is in every index.
class shelf final : public engine::reader {
public:
    template <class State> State& put(const std::string& key)
    {
        auto made = std::make_unique<engine::entity_of<State>>();
        auto& state = made->state;
        all_[key] = std::move(made);
        return state;
    }
    const std::string& partnership() const override { return name_; }
    const engine::entity* find(std::string_view key) override
    {
        const auto found = all_.find(std::string(key));
        return found == all_.end() ? nullptr : found->second.get();
    }
    std::vector<engine::found_row> rows(const engine::index_query& q) override
    {
        std::vector<engine::found_row> out;
        for (const auto& [key, _] : all_)
            if (const auto [kind, id] = engine::split_key(key); q.index.starts_with(kind)) out.push_back({"", std::string(id)});
        return out;
    }
    std::vector<engine::event> events_of(std::string_view) override { return {}; }
    std::vector<engine::event> events_from(std::int64_t, std::size_t) override { return {}; }
    std::vector<engine::mail> mails(std::size_t) override { return {}; }
    std::int64_t size() override { return 0; }

private:
    std::string name_ = "thurrock";
    std::map<std::string, std::unique_ptr<engine::entity>> all_;
};

constexpr instant now{1'000'000};

/// An Exec with a police seat (rep, whose deputy is dep) in the chair, a delivery group (gina), reviewers (rita), and people.
struct world {
    shelf known;
    partnership& p = known.put<partnership>("partnership/self");
    workflows::bid& b = known.put<workflows::bid>("bid/b1");

    world()
    {
        p.id = "thurrock";
        p.policies = {{instant{0}, policy{}}};
        p.agencies = {{"police", "Essex Police", true}};
        add_body("exec", body_kind::executive);
        add_body("group", body_kind::delivery_group);
        add_body("sub", body_kind::funding_subgroup);
        add_body("board", body_kind::strategic_board);
        auto& police = add_seat("s-police", "exec", "rep", "police");
        police.deputies = {{"dep", instant{0}, std::nullopt}};
        police.offices = {{"chair", instant{0}, std::nullopt}};
        add_seat("s-group", "group", "gina").offices = {{"chair", instant{0}, std::nullopt}};
        add_seat("s-sub", "sub", "rita");
        add_seat("s-board", "board", "bob");
        for (const auto* who : {"rep", "dep", "gina", "rita", "bob", "pam", "author"}) add_person(who);
        add_person("manager", "partnership_manager");
        add_person("audrey", "auditor");
        add_person("bud", "budget_manager");
        b.id = "b1";
        b.project_manager = "pam";
        b.author = "author";
        b.delivery_group = "group";
        b.stage = "on_the_table";
        b.revision = 1;
    }
    void add_body(const std::string& id, body_kind kind)
    {
        p.bodies[id].id = id;
        p.bodies[id].kind = kind;
    }
    seat& add_seat(const std::string& id, const std::string& body, const std::string& holder, const std::string& agency = "")
    {
        auto& s = p.seats[id];
        s.id = id;
        s.body = body;
        s.agency = agency;
        s.standing = standing::statutory;
        s.holders = {{holder, instant{0}, std::nullopt}};
        return s;
    }
    person& add_person(const std::string& id, const std::string& role = "")
    {
        auto& who = known.put<person>("person/" + id);
        who.id = id;
        if (!role.empty()) who.roles = {role};
        return who;
    }
    std::set<std::string> readers()
    {
        std::set<std::string> out;
        for (const auto* who : {"rep", "dep", "gina", "rita", "bob", "pam", "author", "manager", "audrey", "bud"})
            if (may_read_bid(known, who, b, now)) out.insert(who);
        return out;
    }
};

} // namespace

TEST_CASE("a draft that was never sent is its own people's and its group's chair's; a returned one auditors see too")
{
    world w;
    w.b.stage = "draft";
    w.b.revision = 0;
    CHECK(w.readers() == std::set<std::string>{"author", "gina", "pam"});
    w.b.revision = 1;
    CHECK(w.readers() == std::set<std::string>{"audrey", "author", "gina", "pam"});
}

TEST_CASE("a bid that was sent is read by all who act on it, the Board and auditors; a marked one not by the Board")
{
    world w;
    const std::set<std::string> acting{"audrey", "author", "dep", "gina", "manager", "pam", "rep", "rita"};
    auto with_board = acting;
    with_board.insert("bob");
    CHECK(w.readers() == with_board);
    w.b.marking = "OFFICIAL-SENSITIVE";
    CHECK(w.readers() == acting);
}

TEST_CASE("who has left reads nothing")
{
    world w;
    w.add_person("pam").left = true;
    CHECK_FALSE(may_read_bid(w.known, "pam", w.b, now));
    CHECK(readable_bid(w.known, "rep", "b1", now) == &w.b);
    CHECK(readable_bid(w.known, "pam", "b1", now) == nullptr);
    CHECK(readable_bid(w.known, "rep", "b2", now) == nullptr);
    CHECK(readable_bids(w.known, "rep", {"bid", ""}, now).size() == 1);
    CHECK(readable_bids(w.known, "bud", {"bid", ""}, now).empty());
}

TEST_CASE("FP-f: sealed positions are kept from others while the bid is on the table, in the bid and in its record")
{
    world w;
    engine::event given;
    given.type = "bid.recommended";
    given.subject = "bid/b1";
    given.actor = "rep";
    CHECK_FALSE(are_positions_sealed(w.known, w.p, "rita", w.b, now));
    CHECK(may_read_event(w.known, w.p, "rita", given, now));
    w.p.policies.front().rules.sealed_positions = true;
    CHECK(are_positions_sealed(w.known, w.p, "rita", w.b, now));
    CHECK_FALSE(are_positions_sealed(w.known, w.p, "audrey", w.b, now));
    CHECK_FALSE(may_read_event(w.known, w.p, "rita", given, now));
    CHECK(may_read_event(w.known, w.p, "rep", given, now)); // it is their own
    CHECK(may_read_event(w.known, w.p, "audrey", given, now));
    given.type = "bid.checked";
    CHECK(may_read_event(w.known, w.p, "rita", given, now));
    given.type = "bid.recommended";
    w.b.stage = "recommended";
    CHECK(may_read_event(w.known, w.p, "rita", given, now));
}

TEST_CASE("a marked item is read by the body's members, the Partnership Manager and auditors")
{
    world w;
    meeting m;
    m.body = "exec";
    item i;
    CHECK(may_read_item(w.known, "bob", m, i, now));
    i.marking = "OFFICIAL-SENSITIVE";
    CHECK_FALSE(may_read_item(w.known, "bob", m, i, now));
    for (const auto* who : {"rep", "dep", "manager", "audrey"}) CHECK(may_read_item(w.known, who, m, i, now));
}

TEST_CASE("a seat is sat on by its holder and deputies; its office is the holder's alone")
{
    world w;
    CHECK(sits_on(w.p, w.p.only_body(body_kind::executive), "dep", now));
    CHECK_FALSE(sits_on(w.p, nullptr, "dep", now));
    CHECK(has_chair(w.p, "exec", "rep", now));
    CHECK_FALSE(has_chair(w.p, "exec", "dep", now));
    CHECK(chairs_exec(w.p, "rep", now));
    CHECK(agency_seat_of(w.p, "dep", now)->id == "s-police");
    CHECK(agency_seat_of(w.p, "rita", now) == nullptr);
    CHECK(is_reviewer(w.p, "rita", now));
    CHECK_FALSE(is_reviewer(w.p, "rep", now));
    CHECK(chaired_groups(w.p, "gina", now).size() == 1);
    CHECK(chaired_groups(w.p, "rep", now).empty());
}

TEST_CASE("documents are attached by a bid's own people, until it is stopped")
{
    world w;
    CHECK(may_attach(w.b, "pam"));
    CHECK(may_attach(w.b, "author"));
    CHECK_FALSE(may_attach(w.b, "rep"));
    w.b.stage = "withdrawn";
    CHECK_FALSE(may_attach(w.b, "pam"));
}

TEST_CASE("an interest is declared by who sits on a body that decides on the bid, between agreement and sign-off")
{
    world w;
    for (const auto* who : {"rep", "dep", "gina", "rita", "bob"}) CHECK(may_declare_interest(w.p, w.b, who, now));
    for (const auto* who : {"pam", "manager", "audrey"}) CHECK_FALSE(may_declare_interest(w.p, w.b, who, now));
    for (const auto* stage : {"draft", "approved", "rejected", "declined"}) {
        w.b.stage = stage;
        INFO(stage);
        CHECK_FALSE(may_declare_interest(w.p, w.b, "rep", now));
    }
}

TEST_CASE("a query is settled by who raised it; when they have left, by the Partnership Manager")
{
    world w;
    w.b.stage = "compliance_check";
    query q;
    q.by = "rita";
    CHECK(may_resolve(w.known, w.b, q, "rita"));
    CHECK_FALSE(may_resolve(w.known, w.b, q, "manager"));
    w.add_person("rita").left = true;
    CHECK(may_resolve(w.known, w.b, q, "manager"));
    q.resolved = true;
    CHECK_FALSE(may_resolve(w.known, w.b, q, "manager"));
}

TEST_CASE("an item that is open is decided by chair, vice-chair, or the member chosen for it")
{
    world w;
    meeting m;
    m.body = "exec";
    m.stage = "open";
    item i;
    i.id = "i1";
    CHECK(may_decide(w.p, m, i, "rep", now));
    CHECK_FALSE(may_decide(w.p, m, i, "rita", now));
    w.add_seat("s-other", "exec", "rita");
    m.chairs = {{"s-other", "i2", "rita"}};
    CHECK_FALSE(may_decide(w.p, m, i, "rita", now));
    m.chairs = {{"s-other", "i1", "rita"}};
    CHECK(may_decide(w.p, m, i, "rita", now));
    i.outcome = "agreed";
    CHECK_FALSE(may_decide(w.p, m, i, "rep", now));
    CHECK(may_run(w.known, w.p, m, "manager", now));
    CHECK_FALSE(may_run(w.known, w.p, m, "dep", now));
}

TEST_CASE("a stopped bid stands on the step that it had got to")
{
    world w;
    CHECK(step_of(w.b) == step_positions);
    w.b.stage = "withdrawn";
    CHECK(step_of(w.b) == step_group);
    w.b.checks["s-sub"] = {};
    CHECK(step_of(w.b) == step_check);
    w.b.stage = "lapsed";
    CHECK(step_of(w.b) == step_sign_off);
}

TEST_CASE("FP-e: what a stream has left for bids")
{
    stream s;
    s.amount = {1000}, s.held_back = {100}, s.committed = {300}, s.awaiting = {50};
    s.status = "confirmed";
    CHECK(s.left().value == 600);
    s.status = "expected";
    CHECK(s.left().value == 850);
    s.status = "withdrawn";
    CHECK(s.left().value == 0);
}

TEST_CASE("the stages that lists go by are those of the tables, each on a step of the way")
{
    std::set<std::string> of_tables;
    for (const auto& p : all_processes())
        for (const auto& r : p.rows) {
            of_tables.insert(r.from.begin(), r.from.end());
            of_tables.insert(r.to);
        }
    workflows::bid b;
    for (const auto* list :
         {&names_of<bid_stages::all>(), &names_of<bid_stages::awaits_somebody>(), &names_of<bid_stages::in_other_hands>(),
          &names_of<bid_stages::on_its_list>(), &names_of<bid_stages::at_the_exec>()})
        for (const auto stage : *list) {
            INFO(stage);
            CHECK(of_tables.contains(std::string(stage)));
            b.stage = stage;
            CHECK(step_of(b) > 0);
        }
}
