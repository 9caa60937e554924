// What a bid waits for, and the view of what awaits the reader.
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
    if (is_draft(b)) out.push_back({b.project_manager, "", "bid.submit", ""});
    if (is_with_group(b)) {
        // The chair; where the chair may not, whoever may; where nobody may, the chair's seat.
        auto a = chair_of(b.delivery_group);
        for (const auto& d : deciders_of_group(p, b, now))
            if (is_own_bid(b, a.person) || !own_interest(b, a.person, now).empty() || a.person.empty()) a = {d.person, d.seat, "", ""};
        a.what = "bid.agree";
        out.push_back(std::move(a));
    }
    if (in<bid_stages::agreed>(b.stage)) {
        const auto* next = next_exec(known, p, now, now);
        out.push_back({b.project_manager, "", "bid.send", next ? show_deadline(deadline_of_exec(p, *next, now)) : ""});
    }
    if (is_being_checked(b)) {
        for (const auto& seat : compliance_of(p, b, now).missing) {
            const auto* s = p.find_seat(seat);
            out.push_back({s ? s->holder(now) : "", seat, "bid.check", by});
        }
        for (const auto& q : b.queries) {
            if (q.resolved) continue;
            if (q.answered_by.empty()) out.push_back({b.project_manager, "", "bid.answer", by});
            else out.push_back({q.by, q.seat, "bid.resolve", by});
        }
    }
    if (awaits_positions(b))
        if (const auto* exec = p.only_body(body_kind::executive))
            for (const auto& agency : silent_agencies(known, p, b, now))
                for (const auto* s : p.seats_of(exec->id, now)) {
                    if (s->agency != agency || !s->votes()) continue;
                    const auto deputies = s->holder(now).empty() ? s->deputies_at(now) : std::vector{s->holder(now)};
                    for (const auto& who : deputies) out.push_back({who, s->id, "bid.recommend", by}); // of a vacant seat its deputies
                }
    if (in<any_of<bid_stages::recommendation, bid_stages::deferred>>(b.stage))
        if (const auto* exec = p.only_body(body_kind::executive)) {
            auto a = chair_of(exec->id);
            if (is_own_bid(b, a.person) || a.person.empty() || !barring_interest(known, p, &b, nullptr, a.person, now).empty())
                if (const auto* vice = p.office_seat(exec->id, "vice_chair", now); vice && !vice->holder(now).empty())
                    a = {vice->holder(now), vice->id, "", ""}; // the chair hands over
            a.what = "bid.sign_off";
            a.by = by;
            out.push_back(std::move(a));
        }
    if (in<bid_stages::awaiting_acceptance>(b.stage))
        out.push_back({b.project_manager, "", "bid.accept_amendments",
                       b.signed_off && b.signed_off->acceptance_ends ? show_deadline(*b.signed_off->acceptance_ends) : ""});
    if (const auto* pm = engine::get<person>(known, "person/" + b.project_manager); pm && pm->left && !in<bid_stages::over>(b.stage))
        for (const auto& row : known.rows({.index = "person.role", .key = "partnership_manager"}))
            out.push_back({row.id, "", "bid.hand_over", ""});
    if (in<bid_stages::awaiting_board>(b.stage))
        for (const auto& row : known.rows({.index = "person.role", .key = "partnership_manager"}))
            out.push_back({row.id, "", "bid.ratify", ""});
    return out;
}

std::vector<task> bid_tasks_of(engine::reader& known, const partnership& p, const std::string& reader, instant now, std::size_t most)
{
    std::vector<task> out;
    const bool all = reader == "system";
    for (const auto stage : stages_with_tasks())
        for (const auto& row : known.rows({.index = "bid.stage", .key = std::string(stage), .limit = most})) {
            const auto* b = engine::get<bid>(known, "bid/" + row.id);
            if (!b) continue;
            std::set<std::string> told;
            for (auto& w : awaited_of(known, p, *b, now)) {
                const auto* s = w.seat.empty() ? nullptr : p.find_seat(w.seat);
                const bool own = w.person == reader || (s && w.what != "bid.sign_off" && s->has_deputy(reader, now));
                if (all || (own && told.insert(w.what).second)) out.push_back({b, std::move(w)});
            }
        }
    return out;
}

namespace {

using dated_tasks = std::vector<std::pair<std::string, json::object>>;

/// TR-chair: the chair is reviewed every year. From a month before, the Partnership Manager is told so, until the office
/// is given anew (seat.give_office, to the same seat or another).
void chair_reviews(view_request& a, dated_tasks& found)
{
    if (a.q.reader != "system" && !has_role(a.known, a.q.reader, "partnership_manager")) return;
    for (const auto& [id, b] : a.p.bodies) {
        const auto* s = a.p.office_seat(id, "chair", a.q.now);
        if (!s) continue;
        instant since{};
        for (const auto& o : s->offices)
            if (o.who == "chair" && o.at(a.q.now)) since = o.from;
        const auto begun = show(day_in(since, a.p.zone));
        auto due = parse_day(std::to_string(std::stoi(begun.substr(0, 4)) + 1) + begun.substr(4));
        if (!due) due = parse_day(std::to_string(std::stoi(begun.substr(0, 4)) + 1) + "-03-01"); // begun on 29 February
        if (day_in(a.q.now, a.p.zone).count < due->count - 30) continue;
        const auto by = show_deadline(midnight({due->count + 1}, a.p.zone));
        found.emplace_back(by + " " + id, json::object{{"what", "seat.give_office"},
                                                       {"body", id},
                                                       {"seat", s->id},
                                                       {"why", "The chair is reviewed every year (TR-chair)."},
                                                       {"by", by}});
    }
}

} // namespace

/// By due date; what has none comes last.
view tasks_view(view_request& a)
{
    const auto or_null = [](const std::string& s) { return s.empty() ? json::value(nullptr) : json::value(json::string(s)); };
    dated_tasks found;
    for (const auto& [b, w] : bid_tasks_of(a.known, a.p, a.q.reader, a.q.now)) {
        json::object one{{"bid", b->id}, {"title", b->title}, {"what", w.what}, {"stage", b->stage}, {"by", or_null(w.by)}};
        if (a.q.reader == "system") one["person"] = or_null(w.person);
        found.emplace_back((w.by.empty() ? "~" : w.by) + " " + b->id + " " + w.what + " " + w.person, std::move(one));
    }
    chair_reviews(a, found);
    std::stable_sort(found.begin(), found.end(), [](const auto& x, const auto& y) { return x.first < y.first; });
    json::array tasks;
    for (auto& [_, one] : found) tasks.push_back(std::move(one));
    return json::object{{"tasks", std::move(tasks)}};
}

} // namespace workflows
