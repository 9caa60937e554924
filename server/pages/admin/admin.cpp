// Administration: people and their roles, bodies, seats, terms, policy; the outbox with what failed.
#include "server/mail/letter.hpp"
#include "server/pages/pages.hpp"
#include "storage/outbox.hpp"
#include "workflows/notices.hpp"
#include "workflows/partnership/policy.hpp"

#include <algorithm>

namespace pages {

using namespace workflows;

handler_result admin(const shared_request& v)
{
    return show(v, "admin", "", [v](page_context& m, json::object& model) -> std::optional<http::response> {
        model["title"] = m.word("admin.title");
        model["nav_admin"] = true;
        const auto waiting = storage::outbox(v->d->sql()).now();
        model["failed"] = waiting.failed > 0 ? m.word.count("outbox.failed", waiting.failed) : "";
        model["pending"] = m.word.count("outbox.pending", waiting.pending);
        return std::nullopt;
    });
}

handler_result people(const shared_request& v)
{
    return show(v, "people", "", [v](page_context& m, json::object& model) -> std::optional<http::response> {
        model["nav_admin"] = true;
        json::array rows, agencies;
        for (const auto& row : m.known.rows({.index = "person", .key = ""})) {
            const auto* who = engine::get<workflows::person>(m.known, "person/" + row.id);
            if (!who) continue;
            std::vector<std::string> does;
            for (const auto& r : who->roles) does.push_back(m.word("role." + r));
            for (const auto& [_, s] : m.p.seats)
                if (s.open_at(m.now) && s.holder(m.now) == row.id) does.push_back(s.title + ", " + m.body_name(s.body));
            const auto account = v->accounts().find_account(m.p.id, row.id);
            rows.push_back(json::object{{"person_to", m.path("/people/" + row.id)},
                                        {"person_name", who->name},
                                        {"person_id", row.id},
                                        {"person_does", m.word.list(does)},
                                        {"person_left", who->left},
                                        {"person_account", m.word(who->left ? "account.left"
                                                                  : account ? "account.there"
                                                                            : "account.none")}});
        }
        for (const auto& a : m.p.agencies) agencies.push_back({{"agency_id", a.id}, {"agency_title", a.name}});
        model["title"] = m.word.count("people.title", static_cast<std::int64_t>(rows.size()));
        model["rows"] = std::move(rows);
        model["agencies"] = std::move(agencies);
        return std::nullopt;
    });
}

handler_result person(const shared_request& v)
{
    return show(v, "person", "", [v](page_context& m, json::object& model) -> std::optional<http::response> {
        const auto id = v->param("person");
        const auto* who = engine::get<workflows::person>(m.known, "person/" + id);
        if (!who) return v->home.problem(*v->q, 404);
        model["nav_admin"] = true;
        model["title"] = who->name;
        model["person"] = id;
        model["name"] = who->name;
        model["email"] = who->email;
        model["left"] = who->left;
        model["has_agency"] = !who->agency.empty();
        model["agency_name"] = who->agency.empty() ? m.word("none") : m.agency_name(who->agency);
        json::array has, may, seats, agencies;
        for (const auto* r : {"project_manager", "partnership_manager", "budget_manager", "auditor", "administrator"})
            (who->has_role(r) ? has : may).push_back({{"role", r}, {"role_name", m.word("role." + std::string(r))}});
        for (const auto& [sid, s] : m.p.seats)
            if (s.open_at(m.now) && (s.holder(m.now) == id || s.has_deputy(id, m.now)))
                seats.push_back(
                    {{"seat_to", m.path("/bodies/" + s.body)},
                     {"seat_name", s.title + ", " + m.body_name(s.body) + (s.holder(m.now) == id ? "" : ", " + m.word("deputy"))}});
        for (const auto& a : m.p.agencies)
            agencies.push_back(json::object{{"agency_id", a.id}, {"agency_title", a.name}, {"agency_selected", a.id == who->agency}});
        model["has_roles"] = !has.empty();
        model["roles"] = std::move(has);
        model["more_roles"] = std::move(may);
        model["has_seats"] = !seats.empty();
        model["seats"] = std::move(seats);
        model["agencies"] = std::move(agencies);
        model["account_says"] = m.word(v->accounts().find_account(m.p.id, id) ? "account.there" : "account.none");
        model["has_account"] = v->accounts().find_account(m.p.id, id).has_value();
        model["invite_off"] = who->left;
        return std::nullopt;
    });
}

handler_result bodies(const shared_request& v)
{
    return show(v, "bodies", "", [](page_context& m, json::object& model) -> std::optional<http::response> {
        model["nav_admin"] = m.has_role("administrator");
        model["title"] = m.word("bodies.title");
        json::array rows;
        for (const auto& [id, b] : m.p.bodies) {
            const auto seats = m.p.seats_of(id, m.now);
            std::int64_t filled = 0, voting = 0;
            for (const auto* s : seats) {
                voting += s->votes();
                filled += s->votes() && !s->holder(m.now).empty();
            }
            rows.push_back(
                json::object{{"body_to", m.path("/bodies/" + id)},
                             {"body_name", b.name},
                             {"body_kind", m.word("body_kind." + std::string(engine::to_json(b.kind).as_string()))},
                             {"body_seats", m.word("body.seats", {{"filled", std::to_string(filled)}, {"voting", std::to_string(voting)}})},
                             {"body_chair", m.office(m.p.office_holder(id, "chair", m.now))}});
        }
        model["rows"] = std::move(rows);
        model["may"] = m.has_role("administrator");
        lay_quorum_form(m, show_quorum(quorum_rule{}), model);
        return std::nullopt;
    });
}

handler_result body(const shared_request& v)
{
    return show(v, "body", "", [v](page_context& m, json::object& model) -> std::optional<http::response> {
        const auto id = v->param("body");
        const auto* b = m.p.find_body(id);
        if (!b || !may_read_partnership(m.known, m.me, m.now)) return v->home.problem(*v->q, 404);
        model["nav_admin"] = m.has_role("administrator");
        model["title"] = b->name;
        model["body"] = id;
        model["may"] = m.has_role("administrator");
        const auto rule = show_quorum(m.p.quorum_at(*b, m.now));
        model["quorum_says"] = quorum_rule_in_words(m, rule);
        lay_quorum_form(m, rule, model);
        json::array rows, people_list, agencies;
        for (const auto* s : m.p.seats_of(id, m.now)) {
            const auto holder = s->holder(m.now);
            json::array deputies;
            for (const auto& d : s->deputies)
                if (!d.over(m.now)) {
                    const auto* who = engine::get<workflows::person>(m.known, "person/" + d.who);
                    deputies.push_back({{"deputy_id", d.who},
                                        {"deputy_name", who ? who->name : d.who},
                                        {"deputy_from", d.at(m.now) ? "" : m.date(d.from)},
                                        {"deputy_until", d.until ? m.date(engine::instant{d.until->micros - 1}) : ""},
                                        {"deputy_may_end", model["may"].as_bool() || holder == m.me || d.who == m.me}});
                }
            std::string since, until;
            if (const auto* h = s->holding(m.now)) {
                since = m.date(h->from);
                auto ends = h->until;
                for (const auto& next : s->holders) // whoever comes then
                    if (m.now < next.from && !next.never() && (!ends || next.from < *ends)) ends = next.from;
                until = ends ? m.date(engine::instant{ends->micros - 1}) : "";
            }
            const auto* who = engine::get<workflows::person>(m.known, "person/" + holder);
            std::string office;
            for (const auto* o : {"chair", "vice_chair"})
                if (s->bears(o, m.now)) office = m.word("office." + std::string(o));
            rows.push_back(json::object{{"seat_id", s->id},
                                        {"seat_title", s->title},
                                        {"seat_standing", m.word("standing." + std::string(engine::to_json(s->standing).as_string()))},
                                        {"seat_agency", s->agency.empty() ? "" : m.agency_name(s->agency)},
                                        {"seat_holder", who ? who->name : ""},
                                        {"seat_vacant", holder.empty()},
                                        {"seat_since", since},
                                        {"seat_until", until},
                                        {"seat_has_deputies", !deputies.empty()},
                                        {"seat_deputies", std::move(deputies)},
                                        {"seat_office", office},
                                        {"seat_may_deputy", model["may"].as_bool() || holder == m.me}});
        }
        for (const auto& row : m.known.rows({.index = "person", .key = ""})) {
            const auto* who = engine::get<workflows::person>(m.known, "person/" + row.id);
            if (who && !who->left) people_list.push_back({{"person_id", row.id}, {"person_name", who->name}});
        }
        for (const auto& a : m.p.agencies) agencies.push_back({{"agency_id", a.id}, {"agency_title", a.name}});
        model["has_seats"] = !rows.empty();
        model["rows"] = std::move(rows);
        model["people"] = std::move(people_list);
        model["agencies"] = std::move(agencies);
        return std::nullopt;
    });
}

handler_result policy(const shared_request& v)
{
    return show(v, "policy", "", [](page_context& m, json::object& model) -> std::optional<http::response> {
        model["nav_admin"] = true;
        model["title"] = m.word("policy.title");
        const auto& now = m.p.policy_at(m.now);
        const auto shown = show_policy(now);
        model["exec_cycle_weeks"] = now.exec_cycle_weeks;
        std::string months;
        for (const auto n : now.board_months) months += (months.empty() ? "" : ", ") + std::to_string(n);
        model["board_months"] = months;
        for (const auto* day : {"monday", "tuesday", "wednesday", "thursday", "friday"})
            model["weekday_is_" + std::string(day)] = now.deadline.weekday == day;
        model["weeks_before"] = now.deadline.weeks_before;
        for (const auto* k : {"keep", "working_day_before", "working_day_after"})
            model["holiday_is_" + std::string(k)] = now.deadline.bank_holiday == k;
        model["compliance_reviewers"] = now.compliance_reviewers ? std::to_string(*now.compliance_reviewers) : "all";
        model["absent_agencies_at_most"] = now.absent_agencies_at_most;
        model["amendments_working_days"] = now.amendments_working_days;
        model["delegated_limit"] = now.delegated_limit ? engine::show(*now.delegated_limit) : "";
        model["sealed_positions"] = now.sealed_positions;
        model["plan_required"] = now.plan_required;
        model["interest_reduces_membership"] = now.interest_reduces_membership;
        model["vacant_seats_count"] = now.vacant_seats_count;
        model["casting_vote"] = now.casting_vote;
        model["agency_withdraw"] = text_of(shown, "agency_interest") == "withdraw";
        json::array agencies, aims, priorities;
        for (const auto& a : m.p.agencies)
            agencies.push_back(json::object{{"listed", a.statutory ? m.word("policy.statutory", {{"agency", a.name}}) : a.name}});
        for (const auto& a : m.p.aims) aims.push_back(json::object{{"listed", a.title}});
        for (const auto& p : m.p.priorities) priorities.push_back(json::object{{"listed", p.title}});
        model["agencies"] = std::move(agencies);
        model["aims"] = std::move(aims);
        model["priorities"] = std::move(priorities);
        json::array changes;
        for (auto d = m.p.policies.rbegin(); d != m.p.policies.rend(); ++d)
            changes.push_back(json::object{{"change_from", m.word.date_time(d->from, m.p.zone)}});
        model["changes"] = std::move(changes);
        return std::nullopt;
    });
}

handler_result outbox(const shared_request& v)
{
    return show(v, "outbox", "", [v](page_context& m, json::object& model) -> std::optional<http::response> {
        model["nav_admin"] = true;
        storage::outbox box(v->d->sql());
        const auto figures = box.now();
        model["title"] =
            figures.failed > 0 ? m.word.count("outbox.failed", figures.failed) : m.word.count("outbox.pending", figures.pending);
        model["has_failed"] = figures.failed > 0;
        model["no_server"] = v->home.settings.mail.server.empty();
        json::array rows;
        for (const auto& mail : box.of_partnership(m.p.id, 200)) {
            rows.push_back(json::object{{"mail_to_whom", m.office(mail.to)},
                                        {"mail_subject", subject_of({mail.event_index, mail.to, mail.message, mail.about, mail.state,
                                                                     mail.attempts, mail.facts, mail.at})},
                                        {"mail_when", m.word.date_time(mail.at, m.p.zone)},
                                        {"mail_state", m.word("mail_state." + mail.state)},
                                        {"mail_failed", mail.state == "failed"},
                                        {"mail_attempts", mail.attempts},
                                        {"mail_reply", mail.reply},
                                        {"mail_link", m.path("/outbox/" + std::to_string(mail.at.micros) + "." +
                                                             std::to_string(mail.event_index) + "." + std::to_string(mail.number))}});
        }
        model["none"] = rows.empty();
        model["rows"] = std::move(rows);
        return std::nullopt;
    });
}

/// One mail, as its reader gets it.
handler_result outbox_mail(const shared_request& v)
{
    return show(v, "outbox_mail", "", [v](page_context& m, json::object& model) -> std::optional<http::response> {
        model["nav_admin"] = true;
        const auto id = v->param("mail");
        for (const auto& mail : storage::outbox(v->d->sql()).of_partnership(m.p.id, 5000)) {
            if (std::to_string(mail.at.micros) + "." + std::to_string(mail.event_index) + "." + std::to_string(mail.number) != id) continue;
            const auto l = mail::letter_of(m.word, m.known, mail, v->home.settings.base());
            if (!l) break;
            model["title"] = l->subject;
            model["mail_to"] = l->address;
            model["greeting"] = l->greeting;
            model["says"] = l->says;
            model["todo"] = l->todo;
            model["link"] = l->link;
            model["link_says"] = l->link_says;
            model["footer"] = l->footer;
            model["state"] = m.word("mail_state." + mail.state);
            model["reply"] = mail.reply;
            model["when"] = m.word.date_time(mail.at, m.p.zone);
            json::array lines;
            for (const auto& line : l->lines) lines.push_back(json::object{{"line", line}});
            model["lines"] = std::move(lines);
            model["calendar"] = !l->calendar.empty();
            return std::nullopt;
        }
        return v->home.problem(*v->q, 404);
    });
}

handler_result outbox_retry(const shared_request& v)
{
    storage::outbox(v->d->sql()).retry_failed(v->partnership(), v->now);
    v->home.mail_is_owed();
    return http::step(http::redirect("/p/" + v->partnership() + "/outbox?done=outbox.retried"));
}

// -- rules, help, the public register ---------------------------------------------------------------------------------

namespace {

json::array rule_rows(std::string_view only)
{
    json::array out;
    std::vector<std::pair<std::string, std::string>> seen;
    for (const auto& p : all_processes())
        for (const auto& r : p.rules) {
            if (!only.empty() && r.id != only) continue;
            if (std::find(seen.begin(), seen.end(), std::pair{r.id, r.says}) != seen.end()) continue;
            seen.emplace_back(r.id, r.says);
            out.push_back(json::object{{"rule_id", r.id}, {"rule_says", r.says}, {"rule_source", r.source}});
        }
    for (const auto& w : who_may_table()) {
        if (!only.empty() && w.rule != only) continue;
        const auto found =
            std::find_if(out.begin(), out.end(), [&](const auto& o) { return text_of(o.get_object(), "rule_id") == w.rule; });
        std::string verbs;
        for (const auto verb : w.verbs) verbs += (verbs.empty() ? "" : ", ") + std::string(verb);
        if (found == out.end())
            out.push_back(json::object{{"rule_id", w.rule}, {"rule_says", "Who may: " + std::string(w.who) + "."}, {"rule_source", verbs}});
    }
    return out;
}

} // namespace

handler_result rules(const shared_request& v)
{
    return http::step(plain(*v, "rules", {{"title", v->home.word("rules.title")}, {"rows", rule_rows("")}}));
}

handler_result rule(const shared_request& v)
{
    auto rows = rule_rows(v->param("rule"));
    if (rows.empty()) {
        const auto key = "rule." + v->param("rule");
        if (!v->home.word.has(key)) return http::step(v->home.problem(*v->q, 404));
        rows.push_back(
            json::object{{"rule_id", v->param("rule")}, {"rule_says", v->home.word(key)}, {"rule_source", v->home.word("rule.general")}});
    }
    return http::step(plain(
        *v, "rules", {{"title", v->home.word("rule.title", {{"rule", v->param("rule")}})}, {"rows", std::move(rows)}, {"one", true}}));
}

handler_result fixed(const shared_request& v)
{
    const auto name = v->q->path.front();
    return http::step(plain(*v, "fixed_" + name, {{"title", v->home.word("fixed." + name)}}));
}

handler_result register_page(const shared_request& v)
{
    if (!v->d->has(v->partnership())) return http::step(v->home.problem(*v->q, 404));
    const bool as_json = v->q->header("accept").starts_with("application/json");
    http::response out;
    v->read([&](engine::reader& known) {
        const auto* p = engine::get<partnership>(known, partnership_key);
        if (!p) return;
        const question q{"register", "system", {}, v->now};
        const auto seen = show_view(known, q);
        if (as_json) {
            out = http::text(200, "application/json", json::serialize(seen ? *seen : json::object{}) + "\n");
            return;
        }
        const std::string me = "system";
        page_context m{*v, known, *p, v->home.word, v->now, me};
        const auto wanted = v->query("text");
        json::array rows;
        if (seen)
            for (const auto& d : list_of(*seen, "decisions")) {
                const auto& o = d.get_object();
                const auto title = text_of(o, "title");
                if (!wanted.empty() && title.find(wanted) == std::string::npos && text_of(o, "reason").find(wanted) == std::string::npos)
                    continue;
                rows.push_back(json::object{{"reg_title", title},
                                            {"reg_outcome", m.word("outcome_short." + text_of(o, "outcome"))},
                                            {"reg_date", m.date_text(text_of(o, "at"))},
                                            {"reg_reason", text_of(o, "reason")},
                                            {"reg_sum", money_of(o, "amount") ? app::pounds(*money_of(o, "amount")) : ""},
                                            {"reg_stage", m.word("stage." + text_of(o, "stage"))},
                                            {"reg_body", m.meeting_name(text_of(o, "meeting"))}});
            }
        const auto none = rows.empty();
        out = plain(*v, "register",
                    {{"title", m.word("register.title", {{"name", p->name}})},
                     {"partnership", p->name},
                     {"rows", std::move(rows)},
                     {"none", none},
                     {"text", wanted},
                     {"from_scenario", p->from_scenario}});
    });
    return http::step(std::move(out));
}

} // namespace pages
