// Home: what awaits me, by when; whom I wait for; the next Executive and its deadline; the year's money in one picture.
#include "server/pages/pages.hpp"

#include <set>

namespace pages {

using namespace workflows;

namespace {

json::array tasks_of(const page_context& page, bool& any_late)
{
    json::array out;
    const auto seen = page.ask("tasks");
    for (const auto& t : list_of(seen, "tasks")) {
        const auto& o = t.get_object();
        const auto what = text_of(o, "what"), id = text_of(o, "bid"), by = text_of(o, "by");
        const auto due = engine::parse_instant(by);
        const bool late = due && *due < page.now;
        any_late = any_late || late;
        const auto* b = engine::get<workflows::bid>(page.known, "bid/" + id);
        json::object one{
            {"task_says", page.word("task." + what, {{"title", text_of(o, "title")}, {"body", page.body_name(text_of(o, "body"))}})},
            {"task_to", id.empty() ? page.path("/bodies/" + text_of(o, "body")) : task_link(page, what, id)},
            {"task_by", due ? page.date(*due, false, false) : page.word("task.no_date")},
            {"task_near", due ? page.near(by) : ""},
            {"task_late", late}};
        if (b) {
            one["task_marking"] = b->marking;
            one["task_note"] = page.word("task.note", {{"bid", b->id},
                                                       {"sum", app::pounds(b->amount)},
                                                       {"group", page.body_name(b->delivery_group)},
                                                       {"stage", page.word("stage." + b->stage)}});
        } else one["task_note"] = text_of(o, "why");
        out.push_back(std::move(one));
    }
    return out;
}

/// Others whose turn it is with what is mine: of a project manager's bids, or of all on their way for who runs the round.
json::array waiting_for(const page_context& page)
{
    std::vector<std::string> mine;
    const bool all = page.has_role("partnership_manager");
    if (all) {
        for (const auto* stage :
             {"with_delivery_group", "agreed", "compliance_check", "on_the_table", "awaiting_acceptance", "awaiting_board"})
            for (const auto& row : page.known.rows({.index = "bid.stage", .key = stage, .limit = 12})) mine.push_back(row.id);
    } else
        for (const auto& row : page.known.rows({.index = "bid.project_manager", .key = page.me, .descending = true, .limit = 30}))
            mine.push_back(row.id);
    json::array out;
    for (const auto& id : mine) {
        const auto* b = engine::get<workflows::bid>(page.known, "bid/" + id);
        if (!b || !may_read_bid(page.known, page.me, *b, page.now)) continue;
        std::vector<std::string> who;
        std::string what, by;
        for (const auto& w : awaited_of(page.known, page.p, *b, page.now)) {
            if (w.person == page.me || w.person.empty()) continue;
            const auto name = page.office(w.person);
            if (std::find(who.begin(), who.end(), name) == who.end()) who.push_back(name);
            what = w.what;
            by = w.by;
        }
        if (who.empty()) continue;
        const bool many = who.size() > 3;
        out.push_back(
            {{"wait_who", many ? page.word.count("wait.people", static_cast<std::int64_t>(who.size())) : page.word.list(who)},
             {"wait_what", page.word("wait." + what, {{"title", b->title}})},
             {"wait_by", by.empty() ? "" : page.word("wait.by", {{"date", page.date_text(by, false, false)}, {"near", page.near(by)}})},
             {"wait_marking", b->marking},
             {"wait_to", page.path("/bids/" + b->id)}});
        if (out.size() == 8) break;
    }
    return out;
}

void lay_next_exec(const page_context& page, json::object& model)
{
    const auto* next = next_exec(page.known, page.p, page.now, std::nullopt);
    if (!next) return;
    const auto deadline = deadline_of_exec(page.p, *next, page.now);
    const auto last = engine::instant{deadline.micros - engine::second_micros};
    std::int64_t apologies = 0;
    for (const auto& [_, a] : next->answers) apologies += a == "apologies";
    const auto sum = page.ask("quorum", {{"meeting", next->id}});
    const auto members = number_of(sum, "members"), needed = number_of(sum, "required");
    model["exec"] = {{"exec_name", page.meeting_name(next->id)},
                     {"exec_at", page.word.time(next->starts, page.p.zone)},
                     {"exec_near", page.word.nearness(day_in(next->starts, page.p.zone), page.today())},
                     {"exec_venue", next->venue},
                     {"exec_to", page.path("/meetings/" + next->id)},
                     {"exec_pack", page.path("/meetings/" + next->id + "/pack")},
                     {"exec_deadline", page.date(last, true, false)},
                     {"exec_deadline_near", page.word.nearness(day_in(last, page.p.zone), page.today())},
                     {"exec_deadline_past", deadline <= page.now},
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
    model["money"] = money_bar(committed, {}, available, held, {}, {}, confirmed);
    auto& money = model["money"].as_object();
    const app::blanks with{{"available", app::pounds(available)},
                           {"confirmed", app::pounds(confirmed)},
                           {"committed", app::pounds(committed)},
                           {"held", app::pounds(held)},
                           {"expected", app::pounds(expected)}};
    money["money_available"] = app::pounds(available);
    money["money_says"] = page.word("money.says", with) + (expected.value > 0 ? " " + page.word("money.expected", with) : "");
    money["money_year"] = page.word("money.year", {{"from", year.substr(0, 4)}, {"to", "20" + year.substr(5)}});
}

} // namespace

handler_result home(const shared_request& request)
{
    return show(request, "home", "home", [](page_context& page, json::object& model) -> std::optional<http::response> {
        bool late = false;
        auto tasks = tasks_of(page, late);
        const auto n = static_cast<std::int64_t>(tasks.size());
        model["title"] = page.word.count("home.tasks", n);
        model["today"] = page.word.date(page.today());
        model["has_tasks"] = n > 0;
        if (tasks.size() > 60) {
            model["more_tasks"] = page.word.count("home.more", n - 60);
            tasks.resize(60);
        }
        for (const auto& t : tasks) bear(model, text_of(t.get_object(), "task_marking"));
        model["tasks"] = std::move(tasks);
        auto waits = waiting_for(page);
        model["has_waits"] = !waits.empty();
        for (const auto& w : waits) bear(model, text_of(w.get_object(), "wait_marking"));
        model["waits"] = std::move(waits);
        lay_next_exec(page, model);
        lay_money(page, model);
        model["bids_as_pm"] = page.has_role("project_manager") || !chaired_groups(page).empty();
        model["reviews"] = is_reviewer(page);
        model["represents"] = agency_seat_of(page) != nullptr;
        model["chairs_group"] = !chaired_groups(page).empty();
        const auto* exec = page.p.only_body(body_kind::executive);
        model["chairs_exec"] = exec && (page.p.office_holder(exec->id, "chair", page.now) == page.me ||
                                        page.p.office_holder(exec->id, "vice_chair", page.now) == page.me);
        model["audits"] = page.has_role("auditor");
        if (!page.has_role("auditor") && model["chairs_exec"].as_bool()) {
            // Together the bids may ask for more than a stream has: better known the day before.
            const auto* next = next_exec(page.known, page.p, page.now, std::nullopt);
            std::map<std::string, engine::pence> asked;
            if (next)
                for (const auto& row : page.known.rows({.index = "bid.meeting", .key = next->id})) {
                    const auto* b = engine::get<workflows::bid>(page.known, "bid/" + row.id);
                    if (!b || (b->stage != "recommended" && b->stage != "not_recommended")) continue;
                    for (const auto& l : b->lines) asked[l.stream] += l.amount;
                }
            std::vector<std::string> over;
            for (const auto& [id, sum] : asked) {
                const auto* s = engine::get<workflows::stream>(page.known, "stream/" + id);
                if (s && s->available() < sum)
                    over.push_back(page.word("home.over", {{"sum", app::pounds(sum)},
                                                           {"stream", page.stream_name(id)},
                                                           {"has", app::pounds(s->available())},
                                                           {"short", app::pounds(sum - s->available())}}));
            }
            std::string all;
            for (const auto& o : over) all += (all.empty() ? "" : " ") + o;
            model["over"] = all;
        }
        return std::nullopt;
    });
}

} // namespace pages
