#include "workflows/notices.hpp"

#include "workflows/context.hpp"
#include "workflows/fields.hpp"
#include "workflows/funding.hpp"
#include "workflows/views/parts.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace workflows {
namespace {

using engine::event;
using engine::mail;

/// Collects the messages of one event: one a person, whatever number of reasons there are to tell them.
struct letters {
    engine::reader& known;
    const partnership& p;
    instant now;
    std::string about;
    json::object facts;
    std::vector<mail> out{};
    std::set<std::string> told{};

    void to(const std::string& who, std::string_view message)
    {
        const auto* person_there = engine::get<person>(known, "person/" + who);
        if (!person_there || person_there->left || !told.insert(who).second) return;
        mail m;
        m.to = who;
        m.message = message;
        m.about = about;
        m.facts = facts;
        out.push_back(std::move(m));
    }
    void to_seat(const seat* s, std::string_view message, bool deputies)
    {
        if (!s) return;
        to(s->holder(now), message);
        if (!deputies) return;
        for (const auto& d : s->deputies)
            if (d.at(now)) to(d.who, message);
    }
    void to_role(std::string_view role, std::string_view message)
    {
        for (const auto& row : known.rows({.index = "person.role", .key = std::string(role)})) to(row.id, message);
    }
    void to_body(const body* b, std::string_view message, bool voting_only)
    {
        if (!b) return;
        for (const auto* s : p.seats_of(b->id, now))
            if (s->votes() || !voting_only) to(s->holder(now), message);
    }
    void to_chair_of(std::string_view body, std::string_view message, bool deputies = true)
    {
        to_seat(p.office_seat(body, "chair", now), message, deputies);
    }
};

void tell_of_bid(letters& l, const event& e, const bid& b)
{
    const auto& p = l.p;
    const auto& t = e.type;
    if (t == "bid.submitted") l.to_chair_of(b.delivery_group, "bid_awaits_group");
    else if (t == "bid.agreed") {
        l.to(b.project_manager, "bid_agreed");
        l.to_role("partnership_manager", "bid_agreed");
    } else if (t == "bid.returned") l.to(b.project_manager, "bid_returned");
    else if (t == "bid.declined") l.to(b.project_manager, "bid_declined");
    else if (t == "bid.sent" || t == "bid.accepted_late") {
        l.to(b.project_manager, flag_of(e.data, "moved_as_late") ? "bid_received_late" : "bid_received");
        if (e.from != e.to) l.to_body(p.only_body(body_kind::funding_subgroup), "bid_awaits_check", true);
    } else if (t == "bid.carried_over") l.to(b.project_manager, "bid_carried_over");
    else if (t == "bid.queried") l.to(b.project_manager, "query_raised");
    else if (t == "bid.answered") {
        if (const auto* q = b.find_query(text_of(e.form, "query"))) l.to(q->by, "query_answered");
    } else if (t == "bid.put_on_table") {
        if (const auto* exec = p.only_body(body_kind::executive))
            for (const auto* s : p.seats_of(exec->id, l.now))
                if (const auto* a = p.find_agency(s->agency); a && a->statutory && s->votes()) l.to(s->holder(l.now), "bid_on_table");
    } else if ((t == "bid.came_recommended" || t == "bid.came_not_recommended") && e.from == "on_the_table") {
        if (const auto* exec = p.only_body(body_kind::executive))
            l.to_chair_of(exec->id, t == "bid.came_recommended" ? "bid_recommended" : "bid_not_recommended", false);
        l.to(b.project_manager, t == "bid.came_recommended" ? "bid_recommended" : "bid_not_recommended");
    } else if (t == "bid.signed_off" || t == "bid.lapsed" || t == "bid.refused_by_board" || t == "bid.ratified" ||
               (t == "bid.approved" && e.from != "signed_off")) {
        static const std::map<std::string_view, std::string_view> words{{"bid.signed_off", "bid_signed_off"},
                                                                        {"bid.lapsed", "bid_lapsed"},
                                                                        {"bid.refused_by_board", "bid_refused_by_board"},
                                                                        {"bid.ratified", "bid_ratified"},
                                                                        {"bid.approved", "bid_approved"}};
        l.to(b.project_manager, words.at(t));
        l.to_chair_of(b.delivery_group, words.at(t), false);
        l.to_role("partnership_manager", words.at(t));
    } else if (t == "bid.awaits_board") l.to_body(p.only_body(body_kind::strategic_board), "bid_awaits_board", true);
}

} // namespace

std::vector<mail> funding::notices(const event& e, engine::reader& known) const
{
    const auto* p = engine::get<partnership>(known, partnership_key);
    if (!p) return {};
    const auto [kind, id] = engine::split_key(e.subject);
    letters l{known, *p, e.at, std::string(id), {}};
    if (kind == "bid") {
        const auto* b = engine::get<bid>(known, e.subject);
        l.facts = {{"bid", b->id}};
        if (b->signed_off) l.facts["outcome"] = b->signed_off->outcome;
        if (!b->exec_meeting.empty()) l.facts["meeting"] = b->exec_meeting;
        tell_of_bid(l, e, *b);
    } else if (kind == "meeting" && (e.type == "agenda.published" || e.type == "meeting.moved" || e.type == "meeting.cancelled")) {
        const auto* m = find_meeting(known, id);
        l.facts = {{"meeting", m->id}, {"starts", engine::show(m->starts)}};
        l.to_body(p->find_body(m->body),
                  e.type == "agenda.published" ? "agenda_published"
                  : e.type == "meeting.moved"  ? "meeting_moved"
                                               : "meeting_cancelled",
                  false);
    }
    return l.out;
}

std::vector<mail> funding::reminders(const engine::store::due_timer& t, engine::reader& known) const
{
    const auto* p = engine::get<partnership>(known, partnership_key);
    const auto [kind, id] = engine::split_key(t.subject);
    const bool after = t.command.ends_with(".after");
    std::vector<mail> out;
    // Those who are awaited, each once a bid and thing; the day after, also their group's chair.
    const auto remind = [&](const bid& b, std::initializer_list<std::string_view> of) {
        std::set<std::pair<std::string, std::string>> told;
        for (const auto& w : awaited_of(known, *p, b, t.due)) {
            if (std::find(of.begin(), of.end(), w.what) == of.end() || !told.emplace(w.person, w.what).second) continue;
            letters l{known, *p, t.due, b.id, {{"bid", b.id}, {"what", w.what}, {"by", w.by}}};
            l.to(w.person, after ? "reminder_overdue" : "reminder");
            if (after) l.to_chair_of(b.delivery_group, "reminder_overdue", false);
            out.insert(out.end(), l.out.begin(), l.out.end());
        }
    };
    if (kind == "bid") {
        if (const auto* b = engine::get<bid>(known, t.subject)) remind(*b, {"bid.accept_amendments"});
        return out;
    }
    const bool deadline = t.command.starts_with("remind.deadline");
    for (const auto& row :
         deadline ? known.rows({.index = "bid.stage", .key = "agreed"}) : known.rows({.index = "bid.meeting", .key = std::string(id)}))
        if (const auto* b = engine::get<bid>(known, "bid/" + row.id)) {
            if (deadline) remind(*b, {"bid.send"});
            else remind(*b, {"bid.check", "bid.answer", "bid.resolve", "bid.recommend"});
        }
    return out;
}

std::string subject_of(const engine::mail& m)
{
    static const std::map<std::string_view, std::string_view> words{
        {"bid_awaits_group", "Bid {bid} awaits your delivery group's agreement"},
        {"bid_agreed", "Bid {bid} is agreed by its delivery group: it can be sent to the Partnership Manager"},
        {"bid_returned", "Bid {bid} is returned for changes"},
        {"bid_declined", "Bid {bid} is declined by its delivery group"},
        {"bid_received", "Bid {bid} is received for the Exec {meeting}"},
        {"bid_received_late", "Bid {bid} is received too late for the next Exec and goes to {meeting}"},
        {"bid_awaits_check", "Bid {bid} awaits your compliance check"},
        {"bid_carried_over", "Bid {bid} is carried over to another Exec"},
        {"query_raised", "A query about bid {bid} awaits your answer"},
        {"query_answered", "Your query about bid {bid} is answered"},
        {"bid_on_table", "Bid {bid} is on the table and awaits your agency's position"},
        {"bid_recommended", "Bid {bid} is recommended to the Exec"},
        {"bid_not_recommended", "Bid {bid} is not recommended to the Exec"},
        {"bid_signed_off", "The Exec has decided on bid {bid}: {outcome}"},
        {"bid_lapsed", "The approval of bid {bid} has lapsed"},
        {"bid_ratified", "The Board has decided on bid {bid}"},
        {"bid_refused_by_board", "The Board has not agreed to bid {bid}"},
        {"bid_approved", "Bid {bid} is approved"},
        {"bid_awaits_board", "Bid {bid} awaits the Board"},
        {"reminder", "Reminder: bid {bid} awaits you ({what})"},
        {"reminder_overdue", "Overdue: bid {bid} still awaits you ({what})"},
        {"agenda_published", "The agenda of {meeting} is published"},
        {"meeting_moved", "The meeting {meeting} is moved"},
        {"meeting_cancelled", "The meeting {meeting} is cancelled"},
    };
    const auto found = words.find(m.message);
    std::string out;
    for (std::string_view rest = found == words.end() ? std::string_view(m.message) : found->second; !rest.empty();) {
        const auto open = rest.find('{');
        out += rest.substr(0, open);
        if (open == std::string_view::npos) break;
        const auto close = rest.find('}', open);
        auto value = text_of(m.facts, rest.substr(open + 1, close - open - 1));
        for (auto& ch : value)
            if (ch == '_') ch = ' ';
        out += value;
        rest.remove_prefix(close + 1);
    }
    return out;
}

} // namespace workflows
