#include "server/pages/decisions/event.hpp"

#include "names/meeting.hpp"
#include "names/partnership.hpp"
#include "workflows/funding.hpp"

#include <set>

namespace pages {

using namespace workflows;

bool is_decision(const engine::event& e)
{
    static const std::set<std::string_view> all(decision_events().begin(), decision_events().end());
    return all.contains(e.type);
}

std::string subject_name(const page_context& page, const engine::event& e)
{
    const auto [kind, id] = engine::split_key(e.subject);
    // By the name that it had, whoever might read it then.
    if (const auto title = title_of(page.known, kind, id); !title.empty()) return title;
    if (kind == "stream") return page.stream_name(id);
    if (kind == "meeting") {
        const auto* of = page.meeting(id);
        const auto about = text_of(e.form, "item");
        if (const auto* i = of ? of->find_item(about) : nullptr) return i->title;
        const auto* b = page.bid(about);
        return b ? b->title : page.meeting_name(id);
    }
    if (kind == "plan")
        if (const auto* p = engine::get<workflows::plan>(page.known, e.subject)) return page.word("decision.plan", {{"year", p->year}});
    if (kind == "person") return page.office(std::string(id));
    if (const auto seat = text_of(e.form, "seat"); !seat.empty()) return page.seat_title(seat);
    if (const auto body = text_of(e.form, "body"); !body.empty()) return page.body_name(body);
    return kind == "partnership" ? page.p.name : std::string(id);
}

/// The protective markings of the bid or item that an event is about, as they are now.
std::vector<std::string> markings_of(const page_context& page, const engine::event& e)
{
    std::vector<std::string> out;
    const auto [kind, id] = engine::split_key(e.subject);
    const auto* of = kind == "meeting" ? page.meeting(id) : nullptr;
    const auto* i = of ? of->find_item(text_of(e.form, "item")) : nullptr;
    const auto* b = engine::get<workflows::bid>(page.known, kind == "bid" ? e.subject : "bid/" + (i ? i->bid : text_of(e.form, "item")));
    if (i && !i->marking.empty()) out.push_back(i->marking);
    if (b && !b->marking.empty() && (out.empty() || out.front() != b->marking)) out.push_back(b->marking);
    return out;
}

std::string subject_to(const page_context& page, const engine::event& e)
{
    const auto [kind, id] = engine::split_key(e.subject);
    if (kind == "plan") return page.path("/money");
    if (kind != "document") // whose address is the file itself
        if (auto to = page.page_of(kind, id); !to.empty()) return to;
    if (const auto* s = page.p.find_seat(text_of(e.form, "seat"))) return page.path("/bodies/" + s->body);
    if (const auto body = text_of(e.form, "body"); page.p.find_body(body)) return page.path("/bodies/" + body);
    return "";
}

std::string who_of(const page_context& page, const engine::event& e)
{
    const auto seat = text_of(e.data, "seat");
    return seat.empty() ? page.office(e.actor) : page.seat_title(seat);
}

std::string event_name(const page_context& page, const engine::event& e)
{
    auto says = page.word.has("event." + e.type) ? page.word("event." + e.type) : e.type;
    if (const auto outcome = text_of(e.form, "outcome"); !outcome.empty()) {
        const auto key = (e.type.starts_with("item.") ? "item_outcome." : "outcome_short.") + outcome;
        if (page.word.has(key)) says += ": " + page.word(key);
    }
    if (const auto position = text_of(e.form, "position"); !position.empty()) says += ": " + page.word("position." + position);
    if (const auto result = text_of(e.form, "result"); !result.empty()) says += ": " + page.word("check." + result);
    if (const auto role = text_of(e.form, "role"); !role.empty()) says += ": " + page.word("role." + role);
    if (const auto office = text_of(e.form, "office"); e.type == events::seat_given_office && !office.empty())
        says += ": " + page.word("office." + office);
    // Whom it names beside what it is about: who was appointed, who is deputy, who presides.
    if (const auto who = text_of(e.form, "person"); e.type == events::seat_appointed || e.type.ends_with("_deputy"))
        says += ": " + page.office(who);
    if (e.type == events::meeting_taken_chair) says += ": " + page.seat_title(text_of(e.form, "seat"));
    return says;
}

} // namespace pages
