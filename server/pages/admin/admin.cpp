// Administration: people and their roles, bodies, seats, terms, policy; the outbox with what failed.
#include "server/mail/letter.hpp"
#include "server/pages/pages.hpp"
#include "storage/outbox.hpp"
#include "workflows/notices.hpp"
#include "workflows/partnership/policy.hpp"

#include <algorithm>

namespace pages {

using namespace workflows;

handler_result admin(const shared_request& request)
{
    return show(request, "admin", "", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        model["title"] = page.word("admin.title");
        model["nav_admin"] = true;
        const auto waiting = storage::outbox(request->d->sql()).now();
        model["failed"] = waiting.failed > 0 ? page.word.count("outbox.failed", waiting.failed) : "";
        model["pending"] = page.word.count("outbox.pending", waiting.pending);
        return std::nullopt;
    });
}

handler_result people(const shared_request& request)
{
    return show(request, "people", "", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        model["nav_admin"] = true;
        json::array rows, agencies;
        for (const auto& row : page.known.rows({.index = "person", .key = ""})) {
            const auto* who = engine::get<workflows::person>(page.known, "person/" + row.id);
            if (!who) continue;
            std::vector<std::string> does;
            for (const auto& r : who->roles) does.push_back(page.word("role." + r));
            for (const auto& [_, s] : page.p.seats)
                if (s.open_at(page.now) && s.holder(page.now) == row.id) does.push_back(s.title + ", " + page.body_name(s.body));
            const auto account = request->accounts().find_account(page.p.id, row.id);
            rows.push_back(json::object{{"person_to", page.path("/people/" + row.id)},
                                        {"person_name", who->name},
                                        {"person_id", row.id},
                                        {"person_does", page.word.list(does)},
                                        {"person_left", who->left},
                                        {"person_account", page.word(who->left ? "account.left"
                                                                     : account ? "account.there"
                                                                               : "account.none")}});
        }
        for (const auto& a : page.p.agencies) agencies.push_back({{"agency_id", a.id}, {"agency_title", a.name}});
        model["title"] = page.word.count("people.title", static_cast<std::int64_t>(rows.size()));
        model["rows"] = std::move(rows);
        model["agencies"] = std::move(agencies);
        return std::nullopt;
    });
}

handler_result person(const shared_request& request)
{
    return show(request, "person", "", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto id = request->param("person");
        const auto* who = engine::get<workflows::person>(page.known, "person/" + id);
        if (!who) return request->home.problem(*request->q, 404);
        model["nav_admin"] = true;
        model["title"] = who->name;
        model["person"] = id;
        model["name"] = who->name;
        model["email"] = who->email;
        model["left"] = who->left;
        model["has_agency"] = !who->agency.empty();
        model["agency_name"] = who->agency.empty() ? page.word("none") : page.agency_name(who->agency);
        json::array has, may, seats, agencies;
        for (const auto* r : {"project_manager", "partnership_manager", "budget_manager", "auditor", "administrator"})
            (who->has_role(r) ? has : may).push_back({{"role", r}, {"role_name", page.word("role." + std::string(r))}});
        for (const auto& [sid, s] : page.p.seats)
            if (s.open_at(page.now) && (s.holder(page.now) == id || s.has_deputy(id, page.now)))
                seats.push_back({{"seat_to", page.path("/bodies/" + s.body)},
                                 {"seat_name",
                                  s.title + ", " + page.body_name(s.body) + (s.holder(page.now) == id ? "" : ", " + page.word("deputy"))}});
        for (const auto& a : page.p.agencies)
            agencies.push_back(json::object{{"agency_id", a.id}, {"agency_title", a.name}, {"agency_selected", a.id == who->agency}});
        model["has_roles"] = !has.empty();
        model["roles"] = std::move(has);
        model["more_roles"] = std::move(may);
        model["has_seats"] = !seats.empty();
        model["seats"] = std::move(seats);
        model["agencies"] = std::move(agencies);
        model["account_says"] = page.word(request->accounts().find_account(page.p.id, id) ? "account.there" : "account.none");
        model["has_account"] = request->accounts().find_account(page.p.id, id).has_value();
        model["invite_off"] = who->left;
        return std::nullopt;
    });
}

handler_result bodies(const shared_request& request)
{
    return show(request, "bodies", "", [](page_context& page, json::object& model) -> std::optional<http::response> {
        model["nav_admin"] = page.has_role("administrator");
        model["title"] = page.word("bodies.title");
        json::array rows;
        for (const auto& [id, b] : page.p.bodies) {
            const auto seats = page.p.seats_of(id, page.now);
            std::int64_t filled = 0, voting = 0;
            for (const auto* s : seats) {
                voting += s->votes();
                filled += s->votes() && !s->holder(page.now).empty();
            }
            rows.push_back(json::object{
                {"body_to", page.path("/bodies/" + id)},
                {"body_name", b.name},
                {"body_kind", page.word("body_kind." + std::string(engine::to_json(b.kind).as_string()))},
                {"body_seats", page.word("body.seats", {{"filled", std::to_string(filled)}, {"voting", std::to_string(voting)}})},
                {"body_chair", page.office(page.p.office_holder(id, "chair", page.now))}});
        }
        model["rows"] = std::move(rows);
        model["may"] = page.has_role("administrator");
        lay_quorum_form(page, show_quorum(quorum_rule{}), model);
        return std::nullopt;
    });
}

handler_result body(const shared_request& request)
{
    return show(request, "body", "", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto id = request->param("body");
        const auto* b = page.p.find_body(id);
        if (!b || !may_read_partnership(page.known, page.me, page.now)) return request->home.problem(*request->q, 404);
        model["nav_admin"] = page.has_role("administrator");
        model["title"] = b->name;
        model["body"] = id;
        model["may"] = page.has_role("administrator");
        const auto rule = show_quorum(page.p.quorum_at(*b, page.now));
        model["quorum_says"] = quorum_rule_in_words(page, rule);
        lay_quorum_form(page, rule, model);
        json::array rows, people_list, agencies;
        for (const auto* s : page.p.seats_of(id, page.now)) {
            const auto holder = s->holder(page.now);
            json::array deputies;
            for (const auto& d : s->deputies)
                if (!d.over(page.now)) {
                    const auto* who = engine::get<workflows::person>(page.known, "person/" + d.who);
                    deputies.push_back({{"deputy_id", d.who},
                                        {"deputy_name", who ? who->name : d.who},
                                        {"deputy_from", d.at(page.now) ? "" : page.date(d.from)},
                                        {"deputy_until", d.until ? page.date(engine::instant{d.until->micros - 1}) : ""},
                                        {"deputy_may_end", model["may"].as_bool() || holder == page.me || d.who == page.me}});
                }
            std::string since, until;
            if (const auto* h = s->holding(page.now)) {
                since = page.date(h->from);
                auto ends = h->until;
                for (const auto& next : s->holders) // whoever comes then
                    if (page.now < next.from && !next.never() && (!ends || next.from < *ends)) ends = next.from;
                until = ends ? page.date(engine::instant{ends->micros - 1}) : "";
            }
            const auto* who = engine::get<workflows::person>(page.known, "person/" + holder);
            std::string office;
            for (const auto* o : {"chair", "vice_chair"})
                if (s->bears(o, page.now)) office = page.word("office." + std::string(o));
            rows.push_back(json::object{{"seat_id", s->id},
                                        {"seat_title", s->title},
                                        {"seat_standing", page.word("standing." + std::string(engine::to_json(s->standing).as_string()))},
                                        {"seat_agency", s->agency.empty() ? "" : page.agency_name(s->agency)},
                                        {"seat_holder", who ? who->name : ""},
                                        {"seat_vacant", holder.empty()},
                                        {"seat_since", since},
                                        {"seat_until", until},
                                        {"seat_has_deputies", !deputies.empty()},
                                        {"seat_deputies", std::move(deputies)},
                                        {"seat_office", office},
                                        {"seat_may_deputy", model["may"].as_bool() || holder == page.me}});
        }
        for (const auto& row : page.known.rows({.index = "person", .key = ""})) {
            const auto* who = engine::get<workflows::person>(page.known, "person/" + row.id);
            if (who && !who->left) people_list.push_back({{"person_id", row.id}, {"person_name", who->name}});
        }
        for (const auto& a : page.p.agencies) agencies.push_back({{"agency_id", a.id}, {"agency_title", a.name}});
        model["has_seats"] = !rows.empty();
        model["rows"] = std::move(rows);
        model["people"] = std::move(people_list);
        model["agencies"] = std::move(agencies);
        return std::nullopt;
    });
}

handler_result policy(const shared_request& request)
{
    return show(request, "policy", "", [](page_context& page, json::object& model) -> std::optional<http::response> {
        model["nav_admin"] = true;
        model["title"] = page.word("policy.title");
        const auto& now = page.p.policy_at(page.now);
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
        for (const auto& a : page.p.agencies)
            agencies.push_back(json::object{{"listed", a.statutory ? page.word("policy.statutory", {{"agency", a.name}}) : a.name}});
        for (const auto& a : page.p.aims) aims.push_back(json::object{{"listed", a.title}});
        for (const auto& p : page.p.priorities) priorities.push_back(json::object{{"listed", p.title}});
        model["agencies"] = std::move(agencies);
        model["aims"] = std::move(aims);
        model["priorities"] = std::move(priorities);
        json::array changes;
        for (auto d = page.p.policies.rbegin(); d != page.p.policies.rend(); ++d)
            changes.push_back(json::object{{"change_from", page.word.date_time(d->from, page.p.zone)}});
        model["changes"] = std::move(changes);
        return std::nullopt;
    });
}

handler_result outbox(const shared_request& request)
{
    return show(request, "outbox", "", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        model["nav_admin"] = true;
        storage::outbox box(request->d->sql());
        const auto figures = box.now();
        model["title"] =
            figures.failed > 0 ? page.word.count("outbox.failed", figures.failed) : page.word.count("outbox.pending", figures.pending);
        model["has_failed"] = figures.failed > 0;
        model["no_server"] = request->home.settings.mail.server.empty();
        json::array rows;
        for (const auto& mail : box.of_partnership(page.p.id, 200)) {
            rows.push_back(json::object{{"mail_to_whom", page.office(mail.to)},
                                        {"mail_subject", subject_of({mail.event_index, mail.to, mail.message, mail.about, mail.state,
                                                                     mail.attempts, mail.facts, mail.at})},
                                        {"mail_when", page.word.date_time(mail.at, page.p.zone)},
                                        {"mail_state", page.word("mail_state." + mail.state)},
                                        {"mail_failed", mail.state == "failed"},
                                        {"mail_attempts", mail.attempts},
                                        {"mail_reply", mail.reply},
                                        {"mail_link", page.path("/outbox/" + std::to_string(mail.at.micros) + "." +
                                                                std::to_string(mail.event_index) + "." + std::to_string(mail.number))}});
        }
        model["none"] = rows.empty();
        model["rows"] = std::move(rows);
        return std::nullopt;
    });
}

/// One mail, as its reader gets it.
handler_result outbox_mail(const shared_request& request)
{
    return show(request, "outbox_mail", "", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        model["nav_admin"] = true;
        const auto id = request->param("mail");
        for (const auto& mail : storage::outbox(request->d->sql()).of_partnership(page.p.id, 5000)) {
            if (std::to_string(mail.at.micros) + "." + std::to_string(mail.event_index) + "." + std::to_string(mail.number) != id) continue;
            const auto l = mail::letter_of(page.word, page.known, mail, request->home.settings.base());
            if (!l) break;
            model["title"] = l->subject;
            model["mail_to"] = l->address;
            model["greeting"] = l->greeting;
            model["says"] = l->says;
            model["todo"] = l->todo;
            model["link"] = l->link;
            model["link_says"] = l->link_says;
            model["footer"] = l->footer;
            model["state"] = page.word("mail_state." + mail.state);
            model["reply"] = mail.reply;
            model["when"] = page.word.date_time(mail.at, page.p.zone);
            json::array lines;
            for (const auto& line : l->lines) lines.push_back(json::object{{"line", line}});
            model["lines"] = std::move(lines);
            model["calendar"] = !l->calendar.empty();
            return std::nullopt;
        }
        return request->home.problem(*request->q, 404);
    });
}

handler_result outbox_retry(const shared_request& request)
{
    storage::outbox(request->d->sql()).retry_failed(request->partnership(), request->now);
    request->home.mail_is_owed();
    return http::step(http::redirect("/p/" + request->partnership() + "/outbox?done=outbox.retried"));
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

handler_result rules(const shared_request& request)
{
    return http::step(plain(*request, "rules", {{"title", request->home.word("rules.title")}, {"rows", rule_rows("")}}));
}

handler_result rule(const shared_request& request)
{
    auto rows = rule_rows(request->param("rule"));
    if (rows.empty()) {
        const auto key = "rule." + request->param("rule");
        if (!request->home.word.has(key)) return http::step(request->home.problem(*request->q, 404));
        rows.push_back(json::object{{"rule_id", request->param("rule")},
                                    {"rule_says", request->home.word(key)},
                                    {"rule_source", request->home.word("rule.general")}});
    }
    return http::step(
        plain(*request, "rules",
              {{"title", request->home.word("rule.title", {{"rule", request->param("rule")}})}, {"rows", std::move(rows)}, {"one", true}}));
}

handler_result fixed(const shared_request& request)
{
    const auto name = request->q->path.front();
    return http::step(plain(*request, "fixed_" + name, {{"title", request->home.word("fixed." + name)}}));
}

handler_result register_page(const shared_request& request)
{
    if (!request->d->has(request->partnership())) return http::step(request->home.problem(*request->q, 404));
    const bool as_json = request->q->header("accept").starts_with("application/json");
    http::response out;
    request->read([&](engine::reader& known) {
        const auto* p = engine::get<partnership>(known, partnership_key);
        if (!p) return;
        const question q{"register", "system", {}, request->now};
        const auto seen = show_view(known, q);
        if (as_json) {
            out = http::text(200, "application/json", json::serialize(seen ? *seen : json::object{}) + "\n");
            return;
        }
        const std::string me = "system";
        page_context page{*request, known, *p, request->home.word, request->now, me};
        const auto wanted = request->query("text");
        json::array rows;
        if (seen)
            for (const auto& d : list_of(*seen, "decisions")) {
                const auto& o = d.get_object();
                const auto title = text_of(o, "title");
                if (!wanted.empty() && title.find(wanted) == std::string::npos && text_of(o, "reason").find(wanted) == std::string::npos)
                    continue;
                rows.push_back(json::object{{"reg_title", title},
                                            {"reg_outcome", page.word("outcome_short." + text_of(o, "outcome"))},
                                            {"reg_date", page.date_text(text_of(o, "at"))},
                                            {"reg_reason", text_of(o, "reason")},
                                            {"reg_sum", money_of(o, "amount") ? app::pounds(*money_of(o, "amount")) : ""},
                                            {"reg_stage", page.word("stage." + text_of(o, "stage"))},
                                            {"reg_body", page.meeting_name(text_of(o, "meeting"))}});
            }
        const auto none = rows.empty();
        out = plain(*request, "register",
                    {{"title", page.word("register.title", {{"name", p->name}})},
                     {"partnership", p->name},
                     {"rows", std::move(rows)},
                     {"none", none},
                     {"text", wanted},
                     {"from_scenario", p->from_scenario}});
    });
    return http::step(std::move(out));
}

} // namespace pages
