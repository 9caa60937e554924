// workflows/risk/risk.cpp - the register of risks: its state, its events, its view, whom it waits for; and what the workflow brings.
#include "workflows/fields.hpp"
#include "workflows/letters.hpp"
#include "workflows/partnership/owner.hpp"
#include "workflows/process_run.hpp"
#include "workflows/reminders.hpp"
#include "workflows/risk/process.hpp"
#include "workflows/views/parts.hpp"

#include <algorithm>
#include <iterator>

namespace workflows {

using engine::event;

// -- the state ---------------------------------------------------------------------------------------------------------------

/// How bad it is, as somebody saw it: each from 1 to 5.
struct assessment {
    std::int64_t likelihood = 0, impact = 0;
    instant at;
    std::string by, note;
    DESCRIBED(assessment, likelihood, impact, at, by, note)
    std::int64_t score() const { return likelihood * impact; }
};
struct risk {
    std::string id, stage = "none", title, mitigation, treatment, year;
    workflows::owner owner;
    std::vector<assessment> assessments;    ///< the first is of the registration, each other one a review
    instant review_due;                     ///< the midnight by which the next review is due
    std::string zone;                       ///< in which its days are reckoned
    std::string closed_because, decided_as; ///< why, and the item that a body agreed, if it was one
    std::optional<instant> closed;
    DESCRIBED(risk, id, stage, title, mitigation, treatment, year, owner, assessments, review_due, zone, closed_because, decided_as, closed)

    const assessment& now() const { return assessments.back(); }
    bool is_open() const { return in<risk_stages::open>(stage); }
};

std::vector<engine::index_row> rows_of_state(const risk& r)
{
    return {{"risk", "", r.id}, {"risk.stage", r.stage, engine::exact(r.review_due)}};
}

std::vector<engine::timer> timers_of_state(const risk& r)
{
    return r.is_open() ? reminders_before(r.review_due, r.zone, "remind.risk") : std::vector<engine::timer>{};
}

namespace {

// -- events ------------------------------------------------------------------------------------------------------------------

/// ST-risk: reviewed twice a year, so six months from now, by the end of the same day of the month.
void hold_review_due(context& c, event& e)
{
    const auto last = months_after(day_in(c.now, c.p->zone), 6);
    e.data["review_due"] = engine::exact(midnight({last.count + 1}, c.p->zone));
    e.data["zone"] = c.p->zone;
}

void hold_registration(context& c, event& e)
{
    hold_review_due(c, e);
    e.data["owner"] = engine::to_json(find_owner(c.known, *c.p, c.text("owner")));
}

void assess(risk& r, const event& e)
{
    r.assessments.push_back({number_of(e.form, "likelihood"), number_of(e.form, "impact"), e.at, e.actor, std::string(e.text("note"))});
    if (e.was_given("mitigation")) r.mitigation = e.text("mitigation");
    r.review_due = instant_of(e.data, "review_due").value_or(instant{});
    r.zone = text_of(e.data, "zone");
}

void register_it(risk& r, const event& e)
{
    r.id = text_of(e.form, "risk");
    r.title = e.text("title");
    r.treatment = text_of(e.form, "treatment");
    r.year = text_of(e.form, "year");
    r.owner = read_as<owner>(e.data.at("owner"));
    assess(r, e);
}

void close(risk& r, const event& e)
{
    r.closed = e.at;
    r.closed_because = e.text("reason");
    r.decided_as = text_of(e.form, "item");
}

const event_table<risk>& risk_events()
{
    static const event_table<risk> table{
        {"risk.registered", register_it, hold_registration}, {"risk.reviewed", assess, hold_review_due}, {"risk.closed", close}};
    return table;
}

// -- what can be asked, and who may ------------------------------------------------------------------------------------------

yes as_owner(const context& c)
{
    const auto* r = c.named<risk>("risk");
    if (const auto seat = r ? acts_for(c.known, *c.p, r->owner, c.actor, c.now) : nobody) return seat;
    return may::manager.test(c);
}

constexpr who_may owner_of_risk{"AC-owner", "the Partnership Manager, or the owner: of a seat its holder, of an agency its people", "owner",
                                as_owner};

const std::vector<command>& risk_commands()
{
    // clang-format off
    static const std::vector<command> table{
        {"risk.register", "risk",
         "risk?:new.risk title:name likelihood:number(1|5) impact:number(1|5) mitigation:text owner:ref.owner "
         "treatment?:one_of(treat|tolerate|transfer|terminate) year?:year",
         &may::manager},
        {"risk.review", "risk", "risk:ref.risk likelihood:number(1|5) impact:number(1|5) note:text mitigation?:text", &owner_of_risk},
        {"risk.close", "risk", "risk:ref.risk reason:text item?:ref.item", &owner_of_risk},
    };
    // clang-format on
    return table;
}

// -- the view ----------------------------------------------------------------------------------------------------------------

bool is_overdue(const risk& r, instant now) { return r.is_open() && r.review_due <= now; }

std::string_view trend_of(const risk& r)
{
    if (r.assessments.size() < 2) return "new";
    const auto before = std::prev(r.assessments.end(), 2)->score(), now = r.now().score();
    return now > before ? "up" : now < before ? "down" : "same";
}

json::object show_assessment(const assessment& a)
{
    json::object out{{"at", engine::show(a.at)}, {"by", a.by}, {"likelihood", a.likelihood}, {"impact", a.impact}};
    if (!a.note.empty()) out["note"] = a.note;
    return out;
}

json::object show_risk(const risk& r, instant now)
{
    json::array reviews;
    for (auto a = std::next(r.assessments.begin()); a != r.assessments.end(); ++a) reviews.push_back(show_assessment(*a));
    json::object out{{"risk", r.id},
                     {"title", r.title},
                     {"score", r.now().score()},
                     {"likelihood", r.now().likelihood},
                     {"impact", r.now().impact},
                     {"trend", trend_of(r)},
                     {"review_due", r.is_open() ? json::value(json::string(show_deadline(r.review_due))) : json::value(nullptr)},
                     {"overdue", is_overdue(r, now)},
                     {"owner", r.owner.id},
                     {"owner_kind", r.owner.kind},
                     {"stage", r.stage},
                     {"mitigation", r.mitigation},
                     {"registered", show_assessment(r.assessments.front())},
                     {"reviews", std::move(reviews)}};
    if (!r.treatment.empty()) out["treatment"] = r.treatment;
    if (!r.year.empty()) out["year"] = r.year;
    if (!r.closed) return out;
    out["closed_at"] = engine::show(*r.closed);
    out["reason"] = r.closed_because;
    if (!r.decided_as.empty()) out["item"] = r.decided_as;
    return out;
}

/// By score, highest first; of equal ones what is due first.
view risks_view(view_request& a)
{
    if (!may_read_partnership(a.known, a.q.reader, a.q.now)) return may_not_read();
    std::vector<const risk*> all;
    for (const auto& row : a.known.rows({.index = "risk", .key = ""}))
        if (const auto* r = engine::get<risk>(a.known, "risk/" + row.id)) all.push_back(r);
    std::stable_sort(all.begin(), all.end(), [](const auto* x, const auto* y) {
        return std::pair(-x->now().score(), x->review_due) < std::pair(-y->now().score(), y->review_due);
    });
    json::array items;
    for (const auto* r : all) items.push_back(show_risk(*r, a.q.now));
    const auto total = static_cast<std::int64_t>(items.size());
    return json::object{{"items", std::move(items)}, {"total", total}};
}

// -- whom it waits for -------------------------------------------------------------------------------------------------------

/// A review is somebody's business from a month before it is due.
instant worth_showing(const risk& r) { return {r.review_due.micros - 30 * 24 * 3600 * engine::second_micros}; }

void tasks_of_risks(view_request& a, task_rows& found)
{
    for (const auto& row : a.known.rows({.index = "risk.stage", .key = std::string(risk_stages::open::name), .limit = a.most})) {
        const auto* r = engine::get<risk>(a.known, "risk/" + row.id);
        if (!r) continue;
        const auto whom = awaited_for(a.known, a.p, r->owner, a.q.now);
        if (a.q.reader != "system" && std::find(whom.begin(), whom.end(), a.q.reader) == whom.end()) continue;
        const auto by = show_deadline(r->review_due);
        found.push_back({by + " " + r->id,
                         {{"risk", r->id},
                          {"title", r->title},
                          {"what", "risk.review"},
                          {"stage", r->stage},
                          {"by", by},
                          {"why", "Risks are reviewed twice a year (ST-risk)."}},
                         worth_showing(*r)});
    }
}

void remind_of_risk(const engine::store::due_timer& t, letters& l)
{
    if (!t.command.starts_with("remind.risk")) return;
    if (const auto* r = engine::get<risk>(l.known, t.subject); r && r->is_open())
        remind(t, l, "risk.review", r->review_due, awaited_for(l.known, l.p, r->owner, l.now));
}

} // namespace

void apply_to(risk& r, const event& e)
{
    event_tables<risk>::apply(r, e);
    r.stage = e.to;
}

workflow risk_workflow()
{
    static const process risk_table = make_process<risk_process>();
    workflow w;
    w.commands = &risk_commands();
    w.processes = {&risk_table};
    w.kinds = {titled_kind_of<risk, "risk">()};
    w.decisions = {"risk.registered", "risk.reviewed", "risk.closed"};
    w.more = event_tables<risk>::add(risk_events());
    w.views = {{"risks", "risks", {}, {}, risks_view}};
    w.tasks = tasks_of_risks;
    w.remind = remind_of_risk;
    return w;
}

} // namespace workflows

RUNS_ON_MSM(workflows::risk_process)
