// workflows/bid/tasks.cpp - for whom a bid waits, and for what.
#include "names/approval.hpp"
#include "names/bid.hpp"
#include "workflows/bid/events.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/views/parts.hpp"

#include <algorithm>
#include <set>

namespace workflows {

std::vector<awaited> awaited_of(engine::reader& known, const partnership& p, const bid& b, instant now)
{
    std::vector<awaited> out;
    const auto* m = find_meeting(known, b.exec_meeting);
    const auto by = m ? engine::show(m->starts) : std::string();
    const auto chair_of = [&](std::string_view body) {
        const auto* s = p.office_seat(body, "chair", now);
        return awaited{s ? s->holder(now) : "", s ? s->id : "", "", ""};
    };
    if (in<bid_stages::draft>(b.stage)) out.push_back({b.project_manager, "", verbs::bid_submit, ""});
    if (in<bid_stages::with_delivery_group>(b.stage)) {
        // The chair; where the chair may not, whoever may; where nobody may, the chair's seat.
        auto a = chair_of(b.delivery_group);
        for (const auto& d : deciders_of_group(p, b, now))
            if (is_own_bid(b, a.person) || !own_interest(b, a.person, now).empty() || a.person.empty()) a = {d.person, d.seat, "", ""};
        a.what = verbs::bid_agree;
        out.push_back(std::move(a));
    }
    if (in<bid_stages::agreed>(b.stage)) {
        const auto* next = next_exec(known, p, now, now);
        out.push_back({b.project_manager, "", verbs::bid_send, next ? show_deadline(deadline_of_exec(p, *next, now)) : ""});
    }
    if (in<bid_stages::compliance_check>(b.stage)) {
        for (const auto& seat : compliance_of(p, b, now).missing) {
            const auto* s = p.find_seat(seat);
            out.push_back({s ? s->holder(now) : "", seat, verbs::bid_check, by});
        }
        for (const auto& q : b.queries) {
            if (q.resolved) continue;
            if (q.answered_by.empty()) out.push_back({b.project_manager, "", verbs::bid_answer, by});
            else out.push_back({q.by, q.seat, verbs::bid_resolve, by});
        }
    }
    if (in<bid_stages::on_the_table>(b.stage))
        if (const auto* exec = p.only_body(body_kind::executive))
            for (const auto& agency : silent_agencies(known, p, b, now))
                for (const auto* s : p.seats_of(exec->id, now)) {
                    if (s->agency != agency || !s->votes()) continue;
                    const auto deputies = s->holder(now).empty() ? s->deputies_at(now) : std::vector{s->holder(now)};
                    for (const auto& who : deputies) out.push_back({who, s->id, verbs::bid_recommend, by}); // of a vacant seat its deputies
                }
    if (in<bid_stages::recommended>(b.stage) || in<bid_stages::not_recommended>(b.stage) || in<bid_stages::deferred>(b.stage))
        if (const auto* exec = p.only_body(body_kind::executive)) {
            auto a = chair_of(exec->id);
            if (is_own_bid(b, a.person) || a.person.empty() || !barring_interest(known, p, &b, nullptr, a.person, now).empty())
                if (const auto* vice = p.office_seat(exec->id, "vice_chair", now); vice && !vice->holder(now).empty())
                    a = {vice->holder(now), vice->id, "", ""}; // the chair hands over
            a.what = verbs::bid_sign_off;
            a.by = by;
            out.push_back(std::move(a));
        }
    if (in<bid_stages::awaiting_acceptance>(b.stage))
        out.push_back({b.project_manager, "", verbs::bid_accept_amendments,
                       b.signed_off && b.signed_off->acceptance_ends ? show_deadline(*b.signed_off->acceptance_ends) : ""});
    if (const auto* pm = engine::get<person>(known, "person/" + b.project_manager); pm && pm->left && !in<bid_stages::over>(b.stage))
        for (const auto& row : known.rows({.index = "person.role", .key = "partnership_manager"}))
            out.push_back({row.id, "", verbs::bid_hand_over, ""});
    if (in<bid_stages::awaiting_board>(b.stage))
        for (const auto& row : known.rows({.index = "person.role", .key = "partnership_manager"}))
            out.push_back({row.id, "", verbs::bid_ratify, ""});
    return out;
}

std::vector<task> bid_tasks_of(engine::reader& known, const partnership& p, const std::string& reader, instant now, std::size_t most)
{
    std::vector<task> out;
    const bool all = reader == "system";
    for (const auto stage : names_of<bid_stages::awaits_somebody>())
        for (const auto& row : known.rows({.index = "bid.stage", .key = std::string(stage), .limit = most})) {
            const auto* b = engine::get<bid>(known, "bid/" + row.id);
            if (!b) continue;
            std::set<std::string> told;
            for (auto& w : awaited_of(known, p, *b, now)) {
                const auto* s = w.seat.empty() ? nullptr : p.find_seat(w.seat);
                const bool own = w.person == reader || (s && w.what != verbs::bid_sign_off && s->has_deputy(reader, now));
                if (all || (own && told.insert(w.what).second)) out.push_back({b, std::move(w)});
            }
        }
    return out;
}

void tasks_of_bids(view_request& a, task_rows& found)
{
    const auto or_null = [](const std::string& s) { return s.empty() ? json::value(nullptr) : json::value(json::string(s)); };
    for (const auto& [b, w] : bid_tasks_of(a.known, a.p, a.q.reader, a.q.now, a.most)) {
        json::object one{{"bid", b->id}, {"title", b->title}, {"what", w.what}, {"stage", b->stage}, {"by", or_null(w.by)}};
        if (a.q.reader == "system") one["person"] = or_null(w.person);
        found.push_back({(w.by.empty() ? "~" : w.by) + " " + b->id + " " + w.what + " " + w.person, std::move(one)});
    }
}

} // namespace workflows
