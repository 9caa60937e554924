#include "workflows/notices.hpp"

#include "workflows/bid/state.hpp"
#include "workflows/fields.hpp"
#include "workflows/funding.hpp"
#include "workflows/meeting/state.hpp"
#include "workflows/partnership/state.hpp"
#include "workflows/reading.hpp"
#include "workflows/standing.hpp"
#include "workflows/vocabulary.hpp"

#include <set>

namespace workflows {

namespace {

/// What the mail is about, if it is there.
engine::thing about(engine::reader& known, const engine::mail& m)
{
    const auto* verb = find_verb(text_of(m.facts, "what"));
    const auto kind = verb && m.facts.contains(verb->subject) ? verb->subject : std::string("bid");
    const auto id = text_of(m.facts, kind);
    return id.empty() || !known.find(kind + "/" + id) ? engine::thing{} : engine::thing{kind, id};
}

} // namespace

mail_matter matter_of(const labels& word, engine::reader& known, const engine::mail& m)
{
    static const std::set<std::string_view> tasks{"bid_awaits_group", "bid_awaits_check", "query_raised",    "query_answered",
                                                  "bid_on_table",     "bid_returned",     "bid_agreed",      "bid_awaits_board",
                                                  "reminder",         "reminder_overdue", "bid_recommended", "bid_not_recommended"};
    mail_matter out;
    const auto* p = engine::get<partnership>(known, partnership_key);
    if (!p) return out;
    out.task = tasks.contains(m.message);
    out.about = about(known, m);
    if (out.about.kind == "bid") out.bid = engine::get<bid>(known, "bid/" + out.about.id);
    const auto* b = out.bid;
    out.restricted = b && !b->marking.empty();
    const auto named = text_of(m.facts, "meeting");
    if (const auto id = named.empty() && b ? b->exec_meeting : named; !id.empty()) out.meeting = find_meeting(known, id);
    const auto* of = out.meeting;
    auto by = text_of(m.facts, "by");
    if (by.empty() && of && out.task) by = engine::show(of->starts);
    out.due = engine::parse_instant(by);

    const bool shown = b && !out.restricted;
    const auto title = out.restricted ? std::string() : title_of(known, out.about.kind, out.about.id);
    const auto* body_there = of ? p->find_body(of->body) : nullptr;
    const auto* group = b ? p->find_body(b->delivery_group) : nullptr;
    const auto outcome = text_of(m.facts, "outcome"), what = text_of(m.facts, "what");
    out.with = {
        {"title", title.empty() ? word("mail.a_bid") : title},
        {"bid", shown ? b->reference() : word("mail.a_bid")},
        {"sum", shown ? pounds_exactly(b->amount) : ""},
        {"group", group ? group->name : ""},
        {"meeting", of ? word("meeting_on", {{"body", body_there ? body_there->name : of->body}, {"date", word.date(of->starts, p->zone)}})
                       : word("mail.next_exec")},
        {"time", of ? word.time(of->starts, p->zone) : ""},
        {"venue", of ? of->venue : ""},
        {"outcome", outcome.empty() ? "" : word("outcome_short." + outcome)},
        {"task", what.empty() ? "" : word("verb." + what)},
        {"date", out.due ? word.date(*out.due, p->zone) : ""},
        {"partnership", p->name}};
    return out;
}

std::string words_of(const labels& word, const engine::mail& m)
{
    const auto what = text_of(m.facts, "what"), own = "mail." + m.message + "." + what;
    return !what.empty() && word.has(own + ".subject") ? own : "mail." + m.message;
}

std::string subject_of(const labels& word, const engine::mail& m, const mail_matter& matter)
{
    return word((matter.restricted ? "mail.restricted" : words_of(word, m)) + ".subject", matter.with);
}

std::string subject_of(engine::reader& known, const engine::mail& m, const std::string& reader, instant now)
{
    auto matter = matter_of(english(), known, m);
    const auto* b = matter.bid;
    if (b && !matter.restricted && !may_read_bid(known, reader, *b, now))
        for (auto& [name, words] : matter.with)
            if (name == "title") words = english()("bid_by_reference", {{"reference", b->reference()}});
    return subject_of(english(), m, matter);
}

} // namespace workflows
