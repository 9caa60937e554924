// Home: what awaits me, by when; whom I wait for; the next Executive and its deadline; the year's money in one picture.
#include "server/pages/pages.hpp"

#include <set>

namespace pages {

using namespace workflows;

namespace {

json::array tasks_of(const page_context& m, bool& any_late)
{
    json::array out;
    const auto seen = m.ask("tasks");
    for (const auto& t : list_of(seen, "tasks")) {
        const auto& o = t.get_object();
        const auto what = text_of(o, "what"), id = text_of(o, "bid"), by = text_of(o, "by");
        const auto due = engine::parse_instant(by);
        const bool late = due && *due < m.now;
        any_late = any_late || late;
        const auto* b = engine::get<workflows::bid>(m.known, "bid/" + id);
        json::object one{{"task_says", m.word("task." + what, {{"title", text_of(o, "title")}, {"body", m.body_name(text_of(o, "body"))}})},
                         {"task_to", id.empty() ? m.path("/bodies/" + text_of(o, "body")) : task_link(m, what, id)},
                         {"task_by", due ? m.date(*due, false, false) : m.word("task.no_date")},
                         {"task_near", due ? m.near(by) : ""},
                         {"task_late", late}};
        if (b) {
            one["task_marking"] = b->marking;
            one["task_note"] = m.word("task.note", {{"bid", b->id},
                                                    {"sum", app::pounds(b->amount)},
                                                    {"group", m.body_name(b->delivery_group)},
                                                    {"stage", m.word("stage." + b->stage)}});
        } else one["task_note"] = text_of(o, "why");
        out.push_back(std::move(one));
    }
    return out;
}

/// Others whose turn it is with what is mine: of a project manager's bids, or of all on their way for who runs the round.
json::array waiting_for(const page_context& m)
{
    std::vector<std::string> mine;
    const bool all = m.has_role("partnership_manager");
    if (all) {
        for (const auto* stage :
             {"with_delivery_group", "agreed", "compliance_check", "on_the_table", "awaiting_acceptance", "awaiting_board"})
            for (const auto& row : m.known.rows({.index = "bid.stage", .key = stage, .limit = 12})) mine.push_back(row.id);
    } else
        for (const auto& row : m.known.rows({.index = "bid.project_manager", .key = m.me, .descending = true, .limit = 30}))
            mine.push_back(row.id);
    json::array out;
    for (const auto& id : mine) {
        const auto* b = engine::get<workflows::bid>(m.known, "bid/" + id);
        if (!b || !may_read_bid(m.known, m.me, *b, m.now)) continue;
        std::vector<std::string> who;
        std::string what, by;
        for (const auto& w : awaited_of(m.known, m.p, *b, m.now)) {
            if (w.person == m.me || w.person.empty()) continue;
            const auto name = m.office(w.person);
            if (std::find(who.begin(), who.end(), name) == who.end()) who.push_back(name);
            what = w.what;
            by = w.by;
        }
        if (who.empty()) continue;
        const bool many = who.size() > 3;
        out.push_back({{"wait_who", many ? m.word.count("wait.people", static_cast<std::int64_t>(who.size())) : m.word.list(who)},
                       {"wait_what", m.word("wait." + what, {{"title", b->title}})},
                       {"wait_by", by.empty() ? "" : m.word("wait.by", {{"date", m.date_text(by, false, false)}, {"near", m.near(by)}})},
                       {"wait_marking", b->marking},
                       {"wait_to", m.path("/bids/" + b->id)}});
        if (out.size() == 8) break;
    }
    return out;
}

void lay_next_exec(const page_context& m, json::object& model)
{
    const auto* next = next_exec(m.known, m.p, m.now, std::nullopt);
    if (!next) return;
    const auto deadline = deadline_of_exec(m.p, *next, m.now);
    const auto last = engine::instant{deadline.micros - engine::second_micros};
    std::int64_t apologies = 0;
    for (const auto& [_, a] : next->answers) apologies += a == "apologies";
    const auto sum = m.ask("quorum", {{"meeting", next->id}});
    const auto members = number_of(sum, "members"), needed = number_of(sum, "required");
    model["exec"] = {{"exec_name", m.meeting_name(next->id)},
                     {"exec_at", m.word.time(next->starts, m.p.zone)},
                     {"exec_near", m.word.nearness(day_in(next->starts, m.p.zone), m.today())},
                     {"exec_venue", next->venue},
                     {"exec_to", m.path("/meetings/" + next->id)},
                     {"exec_pack", m.path("/meetings/" + next->id + "/pack")},
                     {"exec_deadline", m.date(last, true, false)},
                     {"exec_deadline_near", m.word.nearness(day_in(last, m.p.zone), m.today())},
                     {"exec_deadline_past", deadline <= m.now},
                     {"exec_quorum", m.word.count("home.apologies", apologies,
                                                  {{"members", std::to_string(members)},
                                                   {"may", std::to_string(members - apologies)},
                                                   {"needed", std::to_string(needed)}})}};
}

void lay_money(const page_context& m, json::object& model)
{
    const auto year = financial_year_of(m.today());
    const auto seen = m.ask("money", {{"year", year}});
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
    money["money_says"] = m.word("money.says", with) + (expected.value > 0 ? " " + m.word("money.expected", with) : "");
    money["money_year"] = m.word("money.year", {{"from", year.substr(0, 4)}, {"to", "20" + year.substr(5)}});
}

} // namespace

handler_result home(const shared_request& v)
{
    return show(v, "home", "home", [](page_context& m, json::object& model) -> std::optional<http::response> {
        bool late = false;
        auto tasks = tasks_of(m, late);
        const auto n = static_cast<std::int64_t>(tasks.size());
        model["title"] = m.word.count("home.tasks", n);
        model["today"] = m.word.date(m.today());
        model["has_tasks"] = n > 0;
        if (tasks.size() > 60) {
            model["more_tasks"] = m.word.count("home.more", n - 60);
            tasks.resize(60);
        }
        for (const auto& t : tasks) bear(model, text_of(t.get_object(), "task_marking"));
        model["tasks"] = std::move(tasks);
        auto waits = waiting_for(m);
        model["has_waits"] = !waits.empty();
        for (const auto& w : waits) bear(model, text_of(w.get_object(), "wait_marking"));
        model["waits"] = std::move(waits);
        lay_next_exec(m, model);
        lay_money(m, model);
        model["bids_as_pm"] = m.has_role("project_manager") || !chaired_groups(m).empty();
        model["reviews"] = is_reviewer(m);
        model["represents"] = agency_seat_of(m) != nullptr;
        model["chairs_group"] = !chaired_groups(m).empty();
        const auto* exec = m.p.only_body(body_kind::executive);
        model["chairs_exec"] =
            exec && (m.p.office_holder(exec->id, "chair", m.now) == m.me || m.p.office_holder(exec->id, "vice_chair", m.now) == m.me);
        model["audits"] = m.has_role("auditor");
        if (!m.has_role("auditor") && model["chairs_exec"].as_bool()) {
            // Together the bids may ask for more than a stream has: better known the day before.
            const auto* next = next_exec(m.known, m.p, m.now, std::nullopt);
            std::map<std::string, engine::pence> asked;
            if (next)
                for (const auto& row : m.known.rows({.index = "bid.meeting", .key = next->id})) {
                    const auto* b = engine::get<workflows::bid>(m.known, "bid/" + row.id);
                    if (!b || (b->stage != "recommended" && b->stage != "not_recommended")) continue;
                    for (const auto& l : b->lines) asked[l.stream] += l.amount;
                }
            std::vector<std::string> over;
            for (const auto& [id, sum] : asked) {
                const auto* s = engine::get<workflows::stream>(m.known, "stream/" + id);
                if (s && s->available() < sum)
                    over.push_back(m.word("home.over", {{"sum", app::pounds(sum)},
                                                        {"stream", m.stream_name(id)},
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
