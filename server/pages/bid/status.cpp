// Where a bid is: a sentence with who holds it and what is next, and the seven steps of its way.
#include "names/bid.hpp"
#include "server/pages/bid/bid.hpp"
#include "workflows/views/parts.hpp"

#include <array>
#include <set>

namespace pages {

using namespace workflows;

namespace {

/// Whom a bid waits for, by office; whether the reader is one of them; and the earliest date.
struct waiting {
    std::vector<std::string> who; ///< the others
    bool you = false;
    std::optional<engine::instant> by;
};
waiting waiting_for(const page_context& page, const workflows::bid& b)
{
    waiting out;
    for (const auto& w : awaited_of(page.known, page.p, b, page.now)) {
        if (w.person.empty()) continue;
        out.you = out.you || w.person == page.me;
        const auto name = page.office(w.person);
        if (w.person != page.me && std::find(out.who.begin(), out.who.end(), name) == out.who.end()) out.who.push_back(name);
        if (const auto by = engine::parse_instant(w.by); by && (!out.by || *by < *out.by)) out.by = by;
    }
    return out;
}

/// Everything that a sentence about a bid may name.
app::blanks blanks_of(const page_context& page, const workflows::bid& b, const waiting& w)
{
    const auto* signed_off = b.signed_off ? &*b.signed_off : nullptr;
    const auto spoken = page.p.statutory_agencies().size() - silent_agencies(page.known, page.p, b, page.now).size();
    return {{"group", page.body_name(b.delivery_group)},
            {"who", page.word.list(w.who)},
            {"pm", page.office(b.project_manager)},
            {"date", w.by ? page.date(*w.by, false, false) : ""},
            {"near", w.by ? page.near(*w.by) : ""},
            {"meeting", b.exec_meeting.empty() ? page.word("status.no_meeting") : page.meeting_name(b.exec_meeting, false)},
            {"checked", std::to_string(b.checks.size())},
            {"reviewers", std::to_string(b.checks.size() + compliance_of(page.p, b, page.now).missing.size())},
            {"open", page.word.count("query.open", b.open_queries())},
            {"spoken", std::to_string(spoken)},
            {"sum", app::pounds(signed_off ? signed_off->amount.value_or(b.amount) : b.amount)},
            {"when", signed_off ? page.date(signed_off->at) : ""},
            {"by", signed_off ? page.office(signed_off->by) : ""},
            {"reason", signed_off && !signed_off->reason.empty() ? signed_off->reason : b.last_reason},
            {"board", signed_off ? signed_off->board_reason : ""}};
}

/// Who takes a step, and when it was taken.
struct step {
    std::string who, when;
};
std::array<step, last_step> ways_of(const page_context& page, const workflows::bid& b, std::optional<engine::instant> submitted)
{
    const auto date = [&](const std::optional<engine::instant>& t) { return t ? page.date(*t, false, false) : ""; };
    std::optional<engine::instant> checked, spoken;
    for (const auto& [_, c] : b.checks)
        if (!checked || *checked < c.at) checked = c.at;
    for (const auto& p : b.positions)
        if (!spoken || *spoken < p.at) spoken = p.at;
    const auto agreed = b.agreed ? std::optional(b.agreed->at) : std::nullopt;
    const auto signed_off = b.signed_off ? std::optional(b.signed_off->at) : std::nullopt;
    const auto* exec = page.p.only_body(body_kind::executive);
    return {{{page.office(b.project_manager), date(submitted)},
             {page.body_name(b.delivery_group), date(agreed)},
             {page.word("step.checked", {{"n", std::to_string(b.checks.size())}}), date(checked)},
             {page.word("step.spoken", {{"n", std::to_string(b.positions.size())}}), date(spoken)},
             {exec ? page.office(page.p.office_holder(exec->id, "chair", page.now)) : "", date(signed_off)},
             {page.word("role.partnership_manager"), ""},
             {page.office(b.project_manager), ""}}};
}

} // namespace

status status_of(const page_context& page, const workflows::bid& b)
{
    const auto w = waiting_for(page, b);
    const auto with = blanks_of(page, b, w);
    const auto yours = "status.you." + b.stage, next = "status.then." + b.stage;
    status out;
    out.first = page.word(w.you && page.word.has(yours) ? yours : "status." + b.stage, with);
    out.second = is_being_checked(b) && b.open_queries() > 0 ? page.word.count("query.open", b.open_queries())
                 : page.word.has(next)                       ? page.word(next, with)
                                                             : "";
    out.stopped = is_stopped(b);
    out.late = w.by && *w.by < page.now;
    return out;
}

json::array steps_of(const page_context& page, const workflows::bid& b, const json::object& history)
{
    std::int64_t returned = 0;
    std::optional<engine::instant> submitted;
    for (const auto& e : list_of(history, "entries")) {
        const auto what = text_of(e.get_object(), "what");
        returned += what == events::bid_returned;
        if (what == events::bid_submitted) submitted = instant_of(e.get_object(), "at");
    }
    const bool stopped = is_stopped(b);
    const int here = step_of(b);
    const auto ways = ways_of(page, b, submitted);
    json::array out;
    for (int i = 1; i <= (stopped ? here : last_step); ++i) {
        const auto& way = ways[static_cast<std::size_t>(i) - 1];
        const bool done = i < here, now = i == here && !stopped, stop = i == here && stopped;
        auto when = done ? way.when : "";
        if (now && i == step_sign_off && !b.exec_meeting.empty() && !b.signed_off)
            if (const auto* meeting = page.meeting(b.exec_meeting))
                when = page.word("step.due", {{"date", page.date(meeting->starts, false, false)}});
        if (i == 1 && returned > 0) when += (when.empty() ? "" : "; ") + page.word.count("step.returned", returned);
        out.push_back({{"step_name", page.word("step." + std::to_string(i))},
                       {"step_who", i > here ? "" : way.who},
                       {"step_when", when},
                       {"step_done", done},
                       {"step_now", now},
                       {"step_stopped", stop},
                       {"step_to_come", i > here},
                       {"step_class", done   ? "done"
                                      : now  ? "now"
                                      : stop ? "stopped"
                                             : "to-come"}});
    }
    return out;
}

} // namespace pages
