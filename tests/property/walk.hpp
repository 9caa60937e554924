// tests/property/walk.hpp - a random walk of commands through the whole core. Two of three are useful: the step that some bid,
// meeting or item waits for, or a change among the people and their seats; the rest is any verb with fields drawn from few ids.
#pragma once
#include "tests/property/walk_world.hpp"

namespace property {

using wanted = std::optional<engine::request>;

class walk : public walk_world {
public:
    using walk_world::walk_world;

    engine::request next()
    {
        for (;;) {
            auto q = below(r, 3) != 0 ? useful_request() : std::nullopt;
            if (!q) q = likely_request();
            if (is_settled(*q)) return *q;
        }
    }

private:
    // -- what is useful --------------------------------------------------------------------------------------------------

    engine::request by_system(std::string verb, json::object fields)
    {
        return {"thurrock", "system", std::move(verb), "", std::move(fields)};
    }
    /// By anybody who may.
    wanted by_somebody(engine::reader& state, std::string verb, json::object fields)
    {
        engine::request q{"thurrock", "", std::move(verb), "", std::move(fields)};
        auto all = people_;
        std::shuffle(all.begin(), all.end(), r);
        for (const auto& who : all) {
            q.actor = who;
            auto c = workflows::make_context(state, q, now);
            if (!workflows::forbids(c)) return q;
        }
        return std::nullopt;
    }
    wanted useful_request()
    {
        wanted out;
        d.read("thurrock", [&](engine::reader& state) {
            const auto n = below(r, 100);
            const auto& p = *engine::get<workflows::partnership>(state, workflows::partnership_key);
            if (n < 3) out = draft(state);
            else if (n < 6) out = keep_diary(state);
            else if (n < 13) out = work_on_item(state, p, one("exec", "exec", "exec", "board", "asb"), "");
            else if (n < 18) out = mend(state, p);
            else if (n < 23) out = churn(state);
            else if (n < 25)
                out = by_somebody(state, one_in(r, 3) ? "attendance.leave" : "attendance.arrive",
                                  {{"meeting", meeting()}, {"person", person()}});
            else
                for (int i = 0; i < 5 && !out; ++i)
                    if (const auto* b = some_bid(state)) out = lead_on(state, p, *b);
        });
        return out;
    }
    /// One of the newest, or one that has come far.
    const workflows::bid* some_bid(engine::reader& state)
    {
        if (one_in(r, 2)) return engine::get<workflows::bid>(state, "bid/" + bid());
        const auto stage = one("on_the_table", "recommended", "not_recommended", "awaiting_acceptance", "awaiting_board", "awaiting_money");
        const auto all = state.rows({.index = "bid.stage", .key = stage});
        return all.empty() ? nullptr : engine::get<workflows::bid>(state, "bid/" + any_of(r, all).id);
    }
    wanted draft(engine::reader& state)
    {
        json::object f{{"bid", fresh("b")}};
        apply_for(f);
        return by_somebody(state, "bid.draft", std::move(f));
    }

    // -- meetings and items ------------------------------------------------------------------------------------------------

    std::vector<const workflows::meeting*> meetings(engine::reader& state, const char* index, const std::string& body)
    {
        std::vector<const workflows::meeting*> out;
        for (const auto& row : state.rows({.index = index, .key = body}))
            if (const auto* m = workflows::find_meeting(state, row.id)) out.push_back(m);
        return out;
    }
    engine::request plan_meeting(const std::string& body)
    {
        const auto starts = later(now, (1 + below(r, 30)) * 86'400);
        return by_system(
            "meeting.plan",
            {{"meeting", fresh("m")}, {"body", body}, {"starts", engine::show(starts)}, {"ends", engine::show(later(starts, 7200))}});
    }
    wanted open(engine::reader& state, const workflows::meeting& m)
    {
        return by_somebody(state, "meeting.open", {{"meeting", m.id}, {"reason", "Words"}});
    }
    /// Some Execs ahead, and none open for ever.
    wanted keep_diary(engine::reader& state)
    {
        const auto ahead = meetings(state, "meeting.planned", "exec");
        if (ahead.size() < 4 || ahead.back()->starts < later(now, 10 * 86'400)) return plan_meeting("exec");
        if (ahead.front()->starts <= now) return open(state, *ahead.front());
        for (const auto* body : {"exec", "board", "asb"})
            for (const auto* m : meetings(state, "meeting.open", body))
                if (*m->opened < later(now, -2 * 86'400) && one_in(r, 3)) return by_somebody(state, "meeting.close", {{"meeting", m->id}});
        return std::nullopt;
    }
    wanted arrive(engine::reader& state, const workflows::meeting& m)
    {
        for (int i = 0; i < 20; ++i) {
            const auto s = seat(m.body);
            const auto who = sits_for(s);
            if (!who.empty() && !m.in_the_room(who, now))
                return by_somebody(state, "attendance.arrive", {{"meeting", m.id}, {"person", who}, {"seat", s}});
        }
        return std::nullopt;
    }
    /// An item on its way: a meeting is planned, opened, attended; the item is added; whoever presides decides on it.
    wanted work_on_item(engine::reader& state, const workflows::partnership& p, const std::string& body, const std::string& about)
    {
        const auto sitting = meetings(state, "meeting.open", body);
        if (sitting.empty()) {
            const auto planned = meetings(state, "meeting.planned", body);
            return planned.empty() ? plan_meeting(body) : open(state, *planned.front());
        }
        const auto& m = *sitting.back();
        const workflows::item* pending = nullptr;
        for (const auto& i : m.items)
            if (i.outcome.empty() && i.carried_to.empty() && (about.empty() || i.bid == about)) pending = &i;
        if (!pending) {
            json::object f{
                {"item", fresh("i")}, {"meeting", m.id}, {"title", "Words"}, {"kind", one("decision", "decision", "discussion")}};
            if (!about.empty() || one_in(r, 4)) f["bid"] = about.empty() ? bid() : about;
            if (!about.empty()) f["kind"] = "decision";
            return by_somebody(state, "agenda.add", std::move(f));
        }
        const auto quorum = workflows::live_quorum(state, p, m, nullptr, pending, now);
        if (quorum.quorate() != workflows::quorum_sum::answer::yes && !one_in(r, 6)) return arrive(state, m);
        const auto barred = workflows::conflicted(state, p, nullptr, pending, now);
        const auto presides = workflows::presiding(p, m, barred, pending->id, pending->bid, now);
        if (presides.empty()) return choose_chair(state, m, pending->id);
        json::object f{
            {"item", pending->id}, {"outcome", one("agreed", "agreed", "agreed", "not_agreed", "noted", "deferred")}, {"text", "Words"}};
        if (pending->kind == "discussion") f["outcome"] = one("noted", "endorsed", "deferred");
        if (one_in(r, 2)) f["votes"] = random_votes(quorum.counted);
        return engine::request{"thurrock", one_in(r, 8) ? person() : presides, "item.decide", "", std::move(f)};
    }
    wanted choose_chair(engine::reader& state, const workflows::meeting& m, const std::string& about)
    {
        if (one_in(r, 3)) return arrive(state, m);
        return by_somebody(state, "meeting.take_chair", {{"meeting", m.id}, {"seat", seat(m.body)}, {"item", about}});
    }

    // -- bids --------------------------------------------------------------------------------------------------------------

    /// The step that a bid waits for, by whoever can take it: without it a walk of chance alone never reaches the Exec.
    wanted lead_on(engine::reader& state, const workflows::partnership& p, const workflows::bid& b)
    {
        json::object f{{"bid", b.id}};
        if (b.stage == "draft") return by_somebody(state, "bid.submit", f);
        if (b.stage == "with_delivery_group") return by_somebody(state, "bid.agree", f);
        if (b.stage == "agreed") return by_somebody(state, "bid.send", f);
        if (b.stage == "compliance_check") {
            for (const auto& q : b.queries)
                if (!q.resolved) return by_somebody(state, "bid.resolve", {{"bid", b.id}, {"query", q.id}});
            f["result"] = one_in(r, 12) ? "not_compliant" : "compliant";
            f["equality_impact_accepted"] = !one_in(r, 12);
            f["note"] = "Words";
            return by_somebody(state, "bid.check", std::move(f));
        }
        if (b.stage == "on_the_table") {
            f["position"] = one("support", "support", "support_with_amendments", "oppose");
            return position(state, p, b, std::move(f));
        }
        if (b.stage == "recommended" || b.stage == "not_recommended") return bring_to_sign_off(state, p, b);
        if (b.stage == "awaiting_acceptance" && b.id.back() % 3 != 0) // the others lapse
            return by_somebody(state, one_in(r, 5) ? "bid.refuse_amendments" : "bid.accept_amendments", std::move(f));
        if (b.stage == "awaiting_board") {
            if (boards_items_.empty() || one_in(r, 2)) return work_on_item(state, p, "board", one_in(r, 2) ? b.id : "");
            return by_somebody(state, "bid.ratify", {{"bid", b.id}, {"item", recent(boards_items_, 4, "")}});
        }
        if (b.stage == "awaiting_money" && one_in(r, 6))
            for (const auto& l : b.lines)
                if (l.state == "awaiting") return by_somebody(state, "stream.confirm", {{"stream", l.stream}, {"reason", "Words"}});
        return std::nullopt;
    }
    /// Of an agency that has not spoken, mostly.
    wanted position(engine::reader& state, const workflows::partnership& p, const workflows::bid& b, json::object f)
    {
        const auto silent = workflows::silent_agencies(state, p, b, now);
        if (silent.empty() || one_in(r, 6)) return by_somebody(state, "bid.recommend", std::move(f));
        const auto agency = any_of(r, silent);
        for (const auto* s : workflows::agency_seats(p, now))
            if (s->agency == agency)
                if (const auto who = sits_for(s->id); !who.empty() && !one_in(r, 4))
                    return engine::request{"thurrock", who, "bid.recommend", "", std::move(f)};
        return by_somebody(state, "bid.record_absent", {{"bid", b.id}, {"agency", agency}, {"reason", "Words"}});
    }
    /// The Exec sits, is quorate, and somebody presides.
    wanted bring_to_sign_off(engine::reader& state, const workflows::partnership& p, const workflows::bid& b)
    {
        const auto* m = workflows::find_meeting(state, b.exec_meeting);
        if (!m) return plan_meeting("exec");
        if (m->stage == "planned") {
            const auto* sits = workflows::open_exec(state, p, b);
            return sits && sits->starts < m->starts && !one_in(r, 8) ? std::nullopt : open(state, *m);
        }
        if (const auto* s = engine::get<workflows::stream>(state, "stream/" + b.lines.front().stream);
            s && s->status == "confirmed" && s->available() < b.amount && one_in(r, 2))
            return by_somebody(
                state, "stream.revise",
                {{"stream", s->id}, {"amount", engine::show(engine::pence{s->amount.value + 20'000'000})}, {"reason", "Words"}});
        const auto quorum = workflows::live_quorum(state, p, *m, &b, nullptr, now);
        if (quorum.quorate() != workflows::quorum_sum::answer::yes && !one_in(r, 6)) return arrive(state, *m);
        auto barred = workflows::conflicted(state, p, &b, nullptr, now);
        barred.insert({b.project_manager, b.author});
        const auto presides = workflows::presiding(p, *m, barred, "", b.id, now);
        if (presides.empty()) return choose_chair(state, *m, b.id);
        return engine::request{"thurrock", one_in(r, 8) ? person() : presides, "bid.sign_off", "", sign_off(state, b)};
    }
    json::object sign_off(engine::reader& state, const workflows::bid& b)
    {
        json::object f{
            {"bid", b.id},
            {"outcome", one("approved", "approved", "approved_with_amendments", "approved_with_amendments", "deferred", "rejected")},
            {"no_conflict", !one_in(r, 12)},
            {"reason", "Words"}};
        if (f["outcome"] == "approved_with_amendments") {
            if (one_in(r, 2) && b.lines.size() == 1) f["amount"] = engine::show(engine::pence{b.amount.value / 2});
            else f["conditions"] = json::array{"Words"};
        }
        if (f["outcome"] == "deferred")
            if (const auto planned = meetings(state, "meeting.planned", "exec"); !planned.empty()) f["to_meeting"] = any_of(r, planned)->id;
        return f;
    }

    // -- people and seats --------------------------------------------------------------------------------------------------

    engine::request add_person()
    {
        const auto id = fresh("n");
        json::object f{{"person", id}, {"name", "Person " + id}, {"email", id + "@example.org"}};
        if (!one_in(r, 3)) f["agency"] = one("council", "police", "fire", "probation", "pct");
        return by_system("person.add", std::move(f));
    }
    engine::request appoint(const std::string& seat, bool at_once)
    {
        json::object f{{"seat", seat}, {"person", one_in(r, 2) ? recent(people_, 6, "") : any_of(r, people_)}};
        if (!at_once && one_in(r, 2)) f["from"] = soon(6);
        if (one_in(r, 3)) f["until"] = engine::show(later(moment(f, "from").value_or(now), (1 + below(r, 60 * 24)) * 3600));
        return by_system("seat.appoint", std::move(f));
    }
    /// Of what the walk lives by, something that is missing.
    wanted mend(engine::reader& state, const workflows::partnership& p)
    {
        if (people_.size() < 20) return add_person();
        for (const auto& [role, enough] :
             std::map<std::string, std::size_t>{{"partnership_manager", 1}, {"project_manager", 3}, {"budget_manager", 1}})
            if (state.rows({.index = "person.role", .key = role}).size() < enough)
                return by_system("role.grant", {{"person", any_of(r, people_)}, {"role", role}});
        for (const std::string body : {"exec", "board", "asb"})
            if (!p.office_seat(body, "chair", now)) return by_system("seat.give_office", {{"seat", seat(body)}, {"office", "chair"}});
        std::size_t of_exec = 0;
        for (const auto& s : known.seats.seats) of_exec += known.of_exec(s, now);
        if (of_exec < 8) return new_seat();
        if (of_exec > 11) return by_system("seat.close", {{"seat", seat("exec")}, {"reason", "Words"}});
        const auto* newest = engine::get<workflows::stream>(state, "stream/" + streams_.back());
        if (newest->status != "expected" && one_in(r, 4)) // bids that wait for their money
            return by_system("stream.open", {{"stream", fresh("s")},
                                             {"name", "Words"},
                                             {"provider", "Words"},
                                             {"year", "2010-11"},
                                             {"amount", "500000.00"},
                                             {"status", "expected"}});
        for (int i = 0; i < 4; ++i)
            if (const auto s = seat(); known.seats.holder(s, now).empty()) return appoint(s, true);
        return std::nullopt;
    }
    engine::request new_seat()
    {
        json::object f{
            {"seat", fresh("e-x")}, {"body", "exec"}, {"title", "Words"}, {"standing", one("statutory", "invited", "ex_officio")}};
        if (one_in(r, 2)) f["agency"] = one("council", "police", "fire", "probation", "pct");
        return by_system("seat.create", std::move(f));
    }
    wanted churn(engine::reader& state)
    {
        const auto n = below(r, 40);
        const auto body = one("exec", "exec", "exec", "sub", "board");
        if (n < 8) return appoint(seat(body), false);
        if (n < 10) return by_system("seat.vacate", {{"seat", seat(body)}});
        if (n < 18) {
            json::object f{{"seat", seat(body)}, {"person", any_of(r, people_)}};
            if (one_in(r, 2)) f["from"] = soon(5);
            if (!one_in(r, 3)) f["until"] = engine::show(later(moment(f, "from").value_or(now), (1 + below(r, 50 * 24)) * 3600));
            return by_system("seat.name_deputy", std::move(f));
        }
        if (n < 20) {
            const auto s = seat();
            return by_system("seat.end_deputy", {{"seat", s}, {"person", one_in(r, 4) ? person() : sits_for(s)}});
        }
        if (n < 22) return by_system("person.leave", {{"person", person()}, {"reason", "Words"}});
        if (n < 24) return add_person();
        if (n < 25) return new_seat();
        if (n < 26)
            return by_system("person.change",
                             {{"person", person()}, {"agency", one("council", "police", "fire", "probation", "pct", "voluntary")}});
        if (n < 27) return by_system("seat.give_office", {{"seat", seat("exec")}, {"office", one("chair", "vice_chair")}});
        if (n < 30) return by_system("policy.change", {{"policy", sample("policy")}, {"reason", "Words"}});
        if (n < 32)
            return by_system("body.set_quorum", {{"body", "exec"}, {"quorum", sample("quorum")}, {"from", soon(8)}, {"reason", "Words"}});
        json::object f{{"person", sits_for(seat("exec"))}, {"nature", one("pecuniary", "personal", "agency")}, {"detail", "Words"}};
        f[one_in(r, 2) ? "bid" : "item"] = "";
        if (f.contains("bid")) f["bid"] = bid();
        else f["item"] = item();
        return by_somebody(state, "interest.declare", std::move(f));
    }
};

} // namespace property
