// Home: what awaits me, by when; whom I wait for; the next Executive and its deadline; the year's money in one picture.
#include "names/bid.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/meeting/meeting.hpp"
#include "server/pages/money/bar.hpp"
#include "server/pages/pages.hpp"
#include "workflows/views/parts.hpp"
#include "workflows/vocabulary.hpp"

#include <algorithm>

namespace pages {

using namespace workflows;

namespace {

/// Where a task is done: on the page of what it is about, or, where that has none of its own, of its body.
std::string task_link(const page_context& page, std::string_view what, const json::object& task)
{
    const auto* verb = find_verb(what);
    const auto at = verb ? page.page_of(verb->subject, text_of(task, verb->subject)) : "";
    if (at.empty()) return page.page_of("body", text_of(task, "body"));
    if (what == verbs::bid_submit) return at + "/apply";
    if (what == verbs::bid_recommend) return at + "#position";
    if (what == verbs::bid_answer || what == verbs::bid_resolve) return at + "#queries";
    if (verb->subject == "bid" && what != verbs::bid_check) return at;
    return at + "#" + std::string(what.substr(what.find('.') + 1));
}

/// @param task one of the view of that name
json::object shown_task(const page_context& page, const json::object& task)
{
    const auto what = text_of(task, "what"), id = text_of(task, "bid"), body = text_of(task, "body");
    const auto due = instant_of(task, "by");
    json::object out{{"task_says", page.word("task." + what, {{"title", text_of(task, "title")}, {"body", page.body_name(body)}})},
                     {"task_to", task_link(page, what, task)},
                     {"task_by", due ? page.date(*due, false, false) : page.word("task.no_date")},
                     {"task_near", due ? page.near(*due) : ""},
                     {"task_late", due && *due < page.now}};
    const auto* b = engine::get<workflows::bid>(page.known, "bid/" + id); // whose task it is sees what it is about, of a draft too
    if (!b) {
        out["task_note"] = text_of(task, "why");
        return out;
    }
    out["task_marking"] = b->marking;
    out["task_note"] = page.word("task.note", {{"bid", b->reference()},
                                               {"sum", app::pounds(b->amount)},
                                               {"group", page.body_name(b->delivery_group)},
                                               {"stage", page.word("stage." + b->stage)}});
    return out;
}

void lay_tasks(const page_context& page, json::object& model)
{
    json::array tasks;
    const auto seen = page.ask("tasks");
    for (const auto& t : list_of(seen, "tasks"))
        if (!t.get_object().contains("from")) tasks.push_back(shown_task(page, t.get_object())); // what is still far off can wait
    const auto n = static_cast<std::int64_t>(tasks.size());
    model["title"] = page.word.count("home.tasks", n);
    model["has_tasks"] = n > 0;
    if (n > 60) {
        model["more_tasks"] = page.word.count("home.more", n - 60);
        tasks.resize(60);
    }
    for (const auto& t : tasks) add_marking(model, text_of(t.get_object(), "task_marking"));
    model["tasks"] = std::move(tasks);
}

/// A project manager's bids; for who runs the round all that are on their way.
std::vector<const workflows::bid*> mine_of(const page_context& page)
{
    if (!page.has_role("partnership_manager"))
        return page.bids({.index = "bid.project_manager", .key = page.me, .descending = true, .limit = 30});
    std::vector<const workflows::bid*> out;
    for (const auto stage : names_of<bid_stages::in_other_hands>())
        for (const auto* b : page.bids({.index = "bid.stage", .key = std::string(stage), .limit = 12})) out.push_back(b);
    return out;
}

/// Others whose turn it is with a bid. Nothing: nobody else's.
std::optional<json::object> waiting_with(const page_context& page, const workflows::bid& b)
{
    std::vector<std::string> who;
    std::string what, by;
    for (const auto& w : awaited_of(page.known, page.p, b, page.now)) {
        if (w.person == page.me || w.person.empty()) continue;
        const auto name = page.office(w.person);
        if (std::find(who.begin(), who.end(), name) == who.end()) who.push_back(name);
        what = w.what;
        by = w.by;
    }
    if (who.empty()) return std::nullopt;
    const bool many = who.size() > 3;
    return json::object{
        {"wait_who", many ? page.word.count("wait.people", static_cast<std::int64_t>(who.size())) : page.word.list(who)},
        {"wait_what", page.word("wait." + what, {{"title", b.title}})},
        {"wait_by", by.empty() ? "" : page.word("wait.by", {{"date", page.date_text(by, false, false)}, {"near", page.near(by)}})},
        {"wait_marking", b.marking},
        {"wait_to", page.path("/bids/" + b.id)}};
}

void lay_waits(const page_context& page, json::object& model)
{
    json::array waits;
    for (const auto* b : mine_of(page)) {
        if (waits.size() == 8) break;
        if (auto wait = waiting_with(page, *b)) {
            add_marking(model, b->marking);
            waits.push_back(std::move(*wait));
        }
    }
    model["has_waits"] = !waits.empty();
    model["waits"] = std::move(waits);
}

void lay_next_exec(const page_context& page, json::object& model)
{
    const auto* next = next_exec(page.known, page.p, page.now, std::nullopt);
    if (!next) return;
    const auto last = last_moment_for(page, *next);
    std::int64_t apologies = 0;
    for (const auto& [_, a] : next->answers) apologies += a == "apologies";
    const auto sum = page.ask("quorum", {{"meeting", next->id}});
    const auto members = number_of(sum, "members"), needed = number_of(sum, "required");
    model["exec"] = {{"exec_name", page.meeting_name(next->id)},
                     {"exec_at", page.time(next->starts)},
                     {"exec_near", page.near(next->starts)},
                     {"exec_venue", next->venue},
                     {"exec_to", page.path("/meetings/" + next->id)},
                     {"exec_pack", page.path("/meetings/" + next->id + "/pack")},
                     {"exec_deadline", page.date(last, true, false)},
                     {"exec_deadline_near", page.near(last)},
                     {"exec_deadline_past", deadline_of_exec(page.p, *next, page.now) <= page.now},
                     {"exec_quorum", page.word.count("home.apologies", apologies,
                                                     {{"members", std::to_string(members)},
                                                      {"may", std::to_string(members - apologies)},
                                                      {"needed", std::to_string(needed)}})}};
}

void lay_money(const page_context& page, json::object& model)
{
    const auto year = financial_year_of(page.today());
    const auto seen = page.ask("money", {{"year", year}});
    if (seen.empty() || list_of(seen, "streams").empty()) return;
    engine::pence confirmed, committed, available, held, expected;
    for (const auto& s : list_of(seen, "streams")) {
        const auto& o = s.get_object();
        const auto amount = money_of(o, "amount").value_or(engine::pence{});
        if (text_of(o, "status") == "confirmed") {
            confirmed += amount;
            committed += money_of(o, "committed").value_or(engine::pence{});
            available += money_of(o, "available").value_or(engine::pence{});
            held += money_of(o, "held_back").value_or(engine::pence{});
        } else if (text_of(o, "status") == "expected") expected += amount;
    }
    auto money = money_bar({.committed = committed, .available = available, .held = held, .scale = confirmed});
    const app::blanks with{{"available", app::pounds(available)},
                           {"confirmed", app::pounds(confirmed)},
                           {"committed", app::pounds(committed)},
                           {"held", app::pounds(held)},
                           {"expected", app::pounds(expected)}};
    money["money_available"] = app::pounds(available);
    money["money_says"] = page.word("money.says", with) + (expected.value > 0 ? " " + page.word("money.expected", with) : "");
    money["money_year"] = page.word("money.year", {{"from", year.substr(0, 4)}, {"to", "20" + year.substr(5)}});
    model["money"] = std::move(money);
}

/// Together the bids that can be signed off at the next Exec may ask for more than a stream has: better known the day before.
std::string asked_too_much(const page_context& page)
{
    const auto* next = next_exec(page.known, page.p, page.now, std::nullopt);
    if (!next) return "";
    std::map<std::string, engine::pence> asked;
    for (const auto* b : page.bids({.index = "bid.meeting", .key = next->id}))
        if (awaits_sign_off(*b))
            for (const auto& l : b->lines) asked[l.stream] += l.amount;
    std::string out;
    for (const auto& [id, sum] : asked)
        if (const auto* s = page.stream(id); s && s->available() < sum)
            out += (out.empty() ? "" : " ") + page.word("home.over", {{"sum", app::pounds(sum)},
                                                                      {"stream", page.stream_name(id)},
                                                                      {"has", app::pounds(s->available())},
                                                                      {"short", app::pounds(sum - s->available())}});
    return out;
}

/// What the reader's offices offer.
void lay_offices(const page_context& page, json::object& model)
{
    const bool audits = page.has_role("auditor"), signs = chairs_exec(page.p, page.me, page.now);
    model["bids_as_pm"] = page.may_bid();
    model["reviews"] = is_reviewer(page.p, page.me, page.now);
    model["represents"] = agency_seat_of(page.p, page.me, page.now) != nullptr;
    model["chairs_group"] = !chaired_groups(page.p, page.me, page.now).empty();
    model["chairs_exec"] = signs;
    model["audits"] = audits;
    if (signs && !audits) model["over"] = asked_too_much(page);
}

} // namespace

handler_result home(const shared_request& request)
{
    return show(request, "home", "home", [](page_context& page, json::object& model) -> std::optional<http::response> {
        model["today"] = page.word.date(page.today());
        lay_tasks(page, model);
        lay_waits(page, model);
        lay_next_exec(page, model);
        lay_money(page, model);
        lay_offices(page, model);
        return std::nullopt;
    });
}

handler_result fixed(const shared_request& request)
{
    const auto name = request->q->path.front();
    return http::step(plain(*request, "fixed_" + name, {{"title", request->home.word("fixed." + name)}}));
}

} // namespace pages
