// Random walks of thousands of commands through the whole core: whatever is asked, in whatever order, the promises hold.
// QUORATE_WALK_COMMANDS and QUORATE_SEED change length and seed; a failure prints both.
#include "server/audit/export.hpp"
#include "server/audit/verify.hpp"
#include "storage/rebuild.hpp"
#include "tests/property/walk.hpp"

#include <filesystem>

#include <unistd.h>

using namespace workflows;
using property::below;
using property::walk;

namespace {

/// No bid is approved without its group, its checks, its agencies and a quorate, unconflicted sign-off.
void check_promises(walk& w)
{
    w.d.read("thurrock", [&](engine::reader& known) {
        for (const auto& row : known.rows({.index = "stream", .key = ""})) {
            const auto* s = engine::get<stream>(known, "stream/" + row.id);
            REQUIRE(s->committed.value >= 0);
            REQUIRE(s->awaiting.value >= 0);
            REQUIRE(s->held_back.value >= 0);
            if (s->status == "confirmed") REQUIRE(s->available().value >= 0);
            pence committed, awaiting;
            for (const auto& b_row : known.rows({.index = "bid.stream", .key = row.id}))
                for (const auto& l : engine::get<bid>(known, "bid/" + b_row.id)->lines)
                    if (l.stream == row.id) {
                        if (l.state == "committed") committed += l.amount;
                        if (l.state == "awaiting") awaiting += l.amount;
                    }
            REQUIRE(s->committed == committed);
            REQUIRE(s->awaiting == awaiting);
        }
        for (const auto& row : known.rows({.index = "bid", .key = ""})) {
            const auto* b = engine::get<bid>(known, "bid/" + row.id);
            REQUIRE(b->stage != "signed_off");
            static const std::set<std::string_view> approved{"awaiting_acceptance", "awaiting_board", "awaiting_money", "approved"};
            if (!approved.contains(b->stage)) continue;
            INFO("bid " << b->id << " is " << b->stage);
            REQUIRE(b->agreed.has_value());
            REQUIRE(b->agreed->revision == b->revision);
            REQUIRE(b->agreed->person != b->author);
            std::set<std::string> compliant;
            for (const auto& [_, c] : b->checks)
                if (c.result == "compliant") compliant.insert(c.person);
            REQUIRE(compliant.size() >= 2);
            REQUIRE_FALSE(compliant.contains(b->author));
            REQUIRE(b->open_queries() == 0);
            REQUIRE_FALSE(b->recommendation.empty());
            REQUIRE(b->signed_off.has_value());
            REQUIRE(b->signed_off->quorum.has_value());
            REQUIRE(b->signed_off->quorum->quorate() == quorum_sum::answer::yes);
            REQUIRE(b->signed_off->by != b->author);
        }
    });
}

/// Can each of these seats be filled by a person of its own? Every assignment is tried.
bool each_by_another(const std::vector<std::set<std::string>>& may, std::size_t from, std::set<std::string>& used)
{
    if (from == may.size()) return true;
    for (const auto& who : may[from]) {
        if (!used.insert(who).second) continue;
        if (each_by_another(may, from + 1, used)) return true;
        used.erase(who);
    }
    return false;
}

/// A decision of the Exec that was accepted, beside what the oracle knew just before it: deciding changes nothing of that.
struct decision_taken {
    const property::oracle& known;
    const engine::request& q;
    std::string meeting, about;
    engine::instant now;
    std::set<std::string> room{}, barred{};

    decision_taken(const walk& w, const engine::request& q_, std::string meeting_, std::string about_)
        : known(w.known), q(q_), meeting(std::move(meeting_)), about(std::move(about_)), now(w.now)
    {
        for (const auto& [who, _] : known.in_the_room(meeting)) room.insert(who);
        barred = known.barred(about, now);
    }
    std::set<std::string> able(const std::string& seat) const
    {
        std::set<std::string> out;
        for (const auto& who : room)
            if (!barred.contains(who) && (known.seats.holder(seat, now) == who || known.seats.deputises(who, seat, now))) out.insert(who);
        return out;
    }
    void has_the_quorum(const std::optional<quorum_sum>& stored) const
    {
        const auto want = known.at_decision(meeting, about, now);
        REQUIRE(want.has_value());
        REQUIRE(stored.has_value());
        REQUIRE(want->quorate == property::verdict::yes);
        REQUIRE(want->members == stored->members);
        REQUIRE(want->required == stored->required);
        REQUIRE(want->at_least == stored->present_at_least);
        REQUIRE(want->counted == std::set<std::string>(stored->counted.begin(), stored->counted.end()));
    }
    /// In the room, without an interest, and at a seat of the Exec; @return whether as a deputy
    bool is_by_a_member() const
    {
        REQUIRE_FALSE(known.seats.has_left(q.actor, now));
        REQUIRE_FALSE(barred.contains(q.actor));
        REQUIRE(room.contains(q.actor));
        bool holds = false, deputises = false;
        for (const auto& s : known.seats.seats) {
            if (!known.of_exec(s, now) || known.seats.holder(s.id, now).empty()) continue;
            holds = holds || known.seats.holder(s.id, now) == q.actor;
            deputises = deputises || known.seats.deputises(q.actor, s.id, now);
        }
        REQUIRE((holds || deputises));
        return !holds;
    }
    void has_its_votes(const std::vector<vote>& votes) const
    {
        std::vector<std::set<std::string>> may;
        std::set<std::string> seats, used;
        for (const auto& v : votes) {
            const auto s = std::find_if(known.seats.seats.begin(), known.seats.seats.end(), [&](const auto& x) { return x.id == v.seat; });
            REQUIRE(s != known.seats.seats.end());
            REQUIRE(known.of_exec(*s, now));
            REQUIRE(s->standing != "ex_officio");
            REQUIRE_FALSE(known.seats.holder(v.seat, now).empty());
            REQUIRE(seats.insert(v.seat).second);
            may.push_back(able(v.seat));
        }
        REQUIRE(each_by_another(may, 0, used));
    }
};

struct tally {
    std::size_t sign_offs = 0, by_deputies = 0, items = 0, voted = 0, votes = 0;
};

/// Asks; and holds what is decided on a bid or an item at the Exec against the oracle.
void ask_and_compare(walk& w, const engine::request& q, tally& checked)
{
    std::string meeting;
    const bool signs = q.verb == "bid.sign_off", decides = q.verb == "item.decide";
    if (signs || decides)
        w.d.read("thurrock", [&](engine::reader& state) { // before: a deferred matter moves on at once
            if (const auto* m = make_context(state, q, w.now).meeting; m && m->body == property::exec_body) meeting = m->id;
        });
    const auto a = w.ask(q);
    if (meeting.empty() || a.outcome != engine::result::accepted) return;
    const decision_taken taken(w, q, meeting, property::field(q.fields, signs ? "bid" : "item"));
    INFO(q.verb << " " << json::serialize(q.fields) << " by " << q.actor << " at " << engine::show(w.now) << " in " << meeting);
    w.d.read("thurrock", [&](engine::reader& state) {
        if (signs) {
            const auto* b = engine::get<bid>(state, "bid/" + taken.about);
            REQUIRE(b->signed_off.has_value());
            REQUIRE(b->signed_off->by == q.actor);
            REQUIRE(b->signed_off->meeting == meeting);
            taken.has_the_quorum(b->signed_off->quorum);
            checked.by_deputies += taken.is_by_a_member();
            ++checked.sign_offs;
            return;
        }
        const auto* i = find_meeting(state, meeting)->find_item(taken.about);
        REQUIRE(i != nullptr);
        taken.has_the_quorum(i->quorum);
        taken.is_by_a_member();
        taken.has_its_votes(i->votes);
        ++checked.items;
        checked.voted += !i->votes.empty();
        checked.votes += i->votes.size();
    });
}

/// By type, those of timers and follow-ups too.
std::map<std::string, std::size_t> events_of(walk& w)
{
    std::map<std::string, std::size_t> out;
    w.d.read("thurrock", [&](engine::reader& state) {
        for (std::int64_t from = 0; from < state.size(); from += 1000)
            for (const auto& e : state.events_from(from, 1000)) ++out[e.type];
    });
    return out;
}

} // namespace

TEST_CASE("random walks: state is the replay of the log, projections are its rebuild, and every promise holds")
{
    const auto seed = property::number_from("QUORATE_SEED", 1), commands = property::number_from("QUORATE_WALK_COMMANDS", 12000);
    walk w(seed);
    INFO("QUORATE_SEED=" << seed << " QUORATE_WALK_COMMANDS=" << commands);
    std::size_t broken = 0, early = 0;
    tally checked;
    for (std::uint64_t i = 0; i < commands; ++i) {
        w.let_time_pass();
        const auto q = w.next();
        try {
            ask_and_compare(w, q, checked);
        } catch (const std::exception& e) { // a follow-up that was refused is a bug
            ++broken;
            UNSCOPED_INFO("command " << i << ", " << q.verb << " " << json::serialize(q.fields) << " by " << q.actor << ": " << e.what());
        }
        if (i % 200 == 0) check_promises(w);
        if (i < commands - commands / 8) early = checked.sign_offs;
    }
    CHECK(broken == 0);
    check_promises(w);
    CHECK(storage::compare_projections(w.d, "thurrock") == std::vector<std::string>{});
    CHECK(w.outcomes["accepted"] > commands / 20);
    if (commands >= 4000) { // a short walk may not come that far
        CHECK(checked.sign_offs >= commands / 400);
        CHECK(checked.items >= commands / 1000);
        CHECK(checked.voted > 0);
        CHECK(checked.sign_offs > early); // it lives on to its end
    }

    const auto dir = std::filesystem::temp_directory_path() / ("quorate-walk-" + std::to_string(::getpid()));
    audit::write_export(w.d, "thurrock", dir, std::nullopt);
    const auto v = audit::verify_export(dir, "");
    std::filesystem::remove_all(dir);
    for (const auto& f : v.findings) UNSCOPED_INFO(f);
    CHECK(v.verdict == audit::verification::answer::sound);
    CHECK(v.by_older_rules == std::vector<std::string>{});
    CHECK(v.by_printed_table == 0);
    std::string told;
    for (const auto& [e, n] : events_of(w)) told += e + " " + std::to_string(n) + ", ";
    std::printf("walk of %zu commands, seed %zu: %zu accepted; %s\n", static_cast<std::size_t>(commands), static_cast<std::size_t>(seed),
                w.outcomes["accepted"], told.c_str());
    std::printf("beside the oracle: %zu sign-offs (%zu by deputies), %zu items of the Exec (%zu with votes, %zu in all)\n",
                checked.sign_offs, checked.by_deputies, checked.items, checked.voted, checked.votes);
}

TEST_CASE("every verb with every kind of actor: who may is forbidden exactly where the table says")
{
    walk w(3);
    for (int i = 0; i < 1500; ++i) { // so that there are bids, items and meetings to ask about
        w.let_time_pass();
        w.ask(w.next());
    }
    // A person for each column of the table, and one with nothing.
    const std::vector<std::string> actors{"pm1",     "gchair", "manager", "psm",    "labm",         "echair", "rep-fire",
                                          "auditor", "admin",  "bchair",  "nobody", "nobody-known", "system"};
    std::size_t tried = 0;
    for (int round = 0; round < 20; ++round)
        for (const auto& v : vocabulary())
            for (const auto& actor : actors) {
                auto q = w.random_request(v);
                q.actor = actor;
                w.d.read("thurrock", [&](engine::reader& known) {
                    if (!check_form(v, q.fields, known).empty()) return;
                    auto c = make_context(known, q, w.now);
                    const auto no = forbids(c);
                    const auto judged = w.funding.judge(q, known, w.now);
                    INFO(actor << " asks " << v.name << " " << json::serialize(q.fields));
                    REQUIRE((judged.outcome == engine::result::forbidden) == no.has_value());
                    if (no) {
                        REQUIRE(judged.refusals.size() == 1);
                        REQUIRE(judged.refusals.front().rule.starts_with("AC-"));
                    }
                    if (actor == "system") REQUIRE(no.has_value() == ((find_command(v.name).flags & workflows::console) == 0));
                    if (actor == "nobody-known") REQUIRE(no->rule == "AC-person");
                    const bool may_be_theirs = find_command(v.name).who->rule == "AC-owner";
                    if ((actor == "auditor" || actor == "nobody") && !may_be_theirs)
                        REQUIRE((no.has_value() || v.name == "interest.declare" || v.name == "attendance.arrive" ||
                                 v.name == "attendance.leave"));
                    ++tried;
                });
            }
    CHECK(tried > 1000);
}
