// The application form: a task list of parts, each saved as it is sent, check-your-answers, then submit.
#include "server/app/forms.hpp"
#include "server/pages/pages.hpp"

#include <set>

namespace pages {

using namespace workflows;

namespace {

json::object content_of(const workflows::bid& b)
{
    const auto parsed = engine::parse_strict(b.content);
    json::object out;
    if (parsed && parsed->is_object())
        for (const auto& p : parsed->get_object())
            if (is_application_field(std::string_view(p.key().data(), p.key().size()))) out.insert(p);
    return out;
}

bool may_write(const page_context& m, const workflows::bid& b) { return b.project_manager == m.me || b.author == m.me; }

/// The next quarters from the one in which the work starts, or today.
std::vector<std::string> quarters(day from, const std::set<std::string>& also)
{
    std::set<std::string> out = also;
    for (int i = 0; i < 8; ++i) {
        const day d{from.count + 91 * i};
        const auto iso = show(d);
        const auto month = std::stoi(iso.substr(5, 2));
        out.insert(financial_year_of(d) + " Q" + std::to_string((month + 8) % 12 / 3 + 1));
    }
    return {out.begin(), out.end()};
}

json::array group_options(const page_context& m, const std::string& chosen)
{
    json::array out;
    for (const auto& [id, b] : m.p.bodies)
        if (b.kind == body_kind::delivery_group)
            out.push_back(json::object{{"option", id}, {"option_name", b.name}, {"option_selected", chosen == id}});
    return out;
}

/// The values of a part's fields: as typed when they were just refused, else as saved.
void lay_part(page_context& m, const workflows::bid& b, std::string_view part, const json::object& saved, json::object& model)
{
    const json::object* typed = nullptr;
    if (const auto* t = model.if_contains("typed_bid_revise"); t && m.request.tried) typed = &t->get_object();
    const auto value = [&](const std::string& name) { return typed ? text_of(*typed, name) : text_of(saved, name); };
    for (const auto* name : {"title", "organisation", "summary", "amount", "value_for_money", "equality_impact", "contact", "marking"})
        model["val_" + std::string(name)] = value(name);
    if (part == "project") model["groups"] = group_options(m, value("delivery_group"));
    if (part == "aims") {
        std::map<std::string, std::string> chosen;
        for (const auto& e : list_of(saved, "aims"))
            if (e.is_string()) chosen[std::string(e.get_string())];
            else chosen[text_of(e.get_object(), "aim")] = text_of(e.get_object(), "benefit");
        json::array aims, priorities;
        for (const auto& a : m.p.aims)
            aims.push_back(json::object{{"aim_id", a.id},
                                        {"aim_title", a.title},
                                        {"aim_chosen", chosen.contains(a.id)},
                                        {"aim_benefit", chosen.contains(a.id) ? chosen[a.id] : ""}});
        const auto picked = texts_of(saved, "priorities");
        for (const auto& p : m.p.priorities)
            priorities.push_back(json::object{{"priority_id", p.id},
                                              {"priority_title", p.title},
                                              {"priority_chosen", std::find(picked.begin(), picked.end(), p.id) != picked.end()}});
        model["aims"] = std::move(aims);
        model["has_priorities"] = !priorities.empty();
        model["priorities"] = std::move(priorities);
        model["emerging"] = flag_of(saved, "emerging_priority");
    }
    if (part == "money") {
        std::map<std::string, std::string> lines;
        for (const auto& l : list_of(saved, "lines")) lines[text_of(l.get_object(), "stream")] = text_of(l.get_object(), "amount");
        json::array rows;
        for (const auto& row : m.known.rows({.index = "stream", .key = "", .descending = true})) {
            const auto* s = engine::get<workflows::stream>(m.known, "stream/" + row.id);
            if (!s || s->status == "withdrawn") continue;
            // Of past years only what the bid names already.
            const bool named = lines.contains(row.id);
            if (!named && s->year < financial_year_of(m.today())) continue;
            rows.push_back(
                json::object{{"line_id", row.id},
                             {"line_name", m.stream_name(row.id)},
                             {"line_value", typed   ? text_of(*typed, "lines_" + row.id)
                                            : named ? lines[row.id]
                                                    : ""},
                             {"line_has", s->status == "confirmed" ? m.word("stream.has", {{"sum", app::pounds(s->available())}})
                                                                   : m.word("stream.expected", {{"sum", app::pounds(s->amount)}})}});
        }
        model["line_rows"] = std::move(rows);
        json::array contributions;
        std::map<std::string, const json::object*> given;
        for (const auto& c : list_of(saved, "contributions")) given[text_of(c.get_object(), "agency")] = &c.get_object();
        std::size_t n = 0;
        for (const auto& a : m.p.agencies) {
            const auto found = given.find(a.id);
            const auto status = found == given.end() ? "pledged" : text_of(*found->second, "status");
            contributions.push_back(json::object{{"con_n", ++n},
                                                 {"con_agency", a.id},
                                                 {"con_name", a.name},
                                                 {"con_amount", found == given.end() ? "" : text_of(*found->second, "amount")},
                                                 {"con_pledged", status == "pledged"},
                                                 {"con_confirmed", status == "confirmed"},
                                                 {"con_declined", status == "declined"},
                                                 {"con_covered", status.starts_with("already")}});
        }
        model["contributions"] = std::move(contributions);
    }
    if (part == "outcomes") {
        json::array rows;
        const auto& outcomes = list_of(saved, "outcomes");
        const auto rows_wanted = std::max<std::size_t>(3, std::min<std::size_t>(outcomes.size() + 1, 20));
        for (std::size_t i = 0; i < rows_wanted; ++i) {
            const auto n = std::to_string(i + 1);
            const bool there = i < outcomes.size();
            rows.push_back(json::object{{"out_n", n},
                                        {"out_text", typed   ? text_of(*typed, "outcomes_" + n + "_text")
                                                     : there ? text_of(outcomes[i].get_object(), "text")
                                                             : ""},
                                        {"out_measure", typed   ? text_of(*typed, "outcomes_" + n + "_measure")
                                                        : there ? text_of(outcomes[i].get_object(), "measure")
                                                                : ""}});
        }
        model["outcome_rows"] = std::move(rows);
        std::string indicators;
        for (const auto& i : texts_of(saved, "indicators")) indicators += (indicators.empty() ? "" : "\n") + i;
        model["val_indicators"] = indicators;
    }
    if (part == "time")
        for (const auto* name : {"starts", "ends"}) {
            const std::string n(name);
            const auto iso = text_of(saved, n);
            model[n + "_day"] = typed ? text_of(*typed, n + "-day") : iso.size() == 10 ? std::to_string(std::stoi(iso.substr(8))) : "";
            model[n + "_month"] = typed              ? text_of(*typed, n + "-month")
                                  : iso.size() == 10 ? std::to_string(std::stoi(iso.substr(5, 2)))
                                                     : "";
            model[n + "_year"] = typed ? text_of(*typed, n + "-year") : iso.size() == 10 ? iso.substr(0, 4) : "";
        }
    if (part == "profile") {
        std::map<std::string, std::string> by;
        std::set<std::string> also;
        for (const auto& l : list_of(saved, "profile")) {
            by[text_of(l.get_object(), "quarter")] = text_of(l.get_object(), "amount");
            also.insert(text_of(l.get_object(), "quarter"));
        }
        json::array rows;
        for (const auto& q : quarters(parse_day(text_of(saved, "starts")).value_or(m.today()), also))
            rows.push_back(json::object{{"q_id", q},
                                        {"q_slug", q.substr(0, 7) + "-" + q.substr(8)},
                                        {"q_value", typed            ? text_of(*typed, "profile_" + q)
                                                    : by.contains(q) ? by[q]
                                                                     : ""}});
        model["quarters"] = std::move(rows);
        model["asks"] = app::pounds_exactly(b.amount);
    }
}

} // namespace

handler_result apply_new(const shared_request& v)
{
    return show(v, "apply_new", "bids", [v](page_context& m, json::object& model) -> std::optional<http::response> {
        if (!m.has_role("project_manager") && chaired_groups(m).empty()) return v->home.problem(*v->q, 403, m.word("apply.not_yours"));
        model["title"] = m.word("apply.new");
        std::string chosen;
        if (const auto* t = model.if_contains("typed_bid_draft")) chosen = text_of(t->get_object(), "delivery_group");
        if (chosen.empty())
            for (const auto& row : m.known.rows({.index = "bid.project_manager", .key = m.me, .descending = true, .limit = 1}))
                if (const auto* last = engine::get<workflows::bid>(m.known, "bid/" + row.id)) chosen = last->delivery_group;
        if (chosen.empty())
            if (const auto mine = chaired_groups(m); !mine.empty()) chosen = mine.front()->id;
        model["groups"] = group_options(m, chosen);
        return std::nullopt;
    });
}

handler_result apply(const shared_request& v)
{
    return show(v, "apply", "bids", [v](page_context& m, json::object& model) -> std::optional<http::response> {
        const auto id = v->param("bid");
        const auto* b = engine::get<workflows::bid>(m.known, "bid/" + id);
        if (!b || !may_write(m, *b)) return v->home.problem(*v->q, 404);
        std::int64_t complete = 0;
        auto parts = parts_of(m, *b, complete);
        const auto all = static_cast<std::int64_t>(parts.size());
        model["bid"] = id;
        model["bid_title"] = b->title.empty() ? m.word("bid.untitled") : b->title;
        bear(model, b->marking);
        model["title"] = m.word("apply.title", {{"n", std::to_string(complete)}, {"all", std::to_string(all)}});
        model["parts"] = std::move(parts);
        model["complete"] = complete == all;
        model["is_draft"] = b->stage == "draft";
        if (!b->last_reason.empty() && b->stage == "draft") model["returned_because"] = b->last_reason;
        if (const auto* next = next_exec(m.known, m.p, m.now, m.now)) {
            const auto last = engine::instant{deadline_of_exec(m.p, *next, m.now).micros - engine::second_micros};
            model["deadline_says"] = m.word("apply.deadline", {{"meeting", m.meeting_name(next->id)},
                                                               {"date", m.date(last, true, false)},
                                                               {"near", m.word.nearness(day_in(last, m.p.zone), m.today())}});
        }
        return std::nullopt;
    });
}

handler_result apply_part(const shared_request& v)
{
    const auto* part = find_part(v->param("part"));
    if (!part) return http::step(v->home.problem(*v->q, 404));
    return show(v, "apply_part", "bids", [v, part](page_context& m, json::object& model) -> std::optional<http::response> {
        const auto id = v->param("bid");
        const auto* b = engine::get<workflows::bid>(m.known, "bid/" + id);
        if (!b || !may_write(m, *b)) return v->home.problem(*v->q, 404);
        const auto saved = content_of(*b);
        model["bid"] = id;
        model["bid_title"] = b->title.empty() ? m.word("bid.untitled") : b->title;
        bear(model, b->marking);
        model["title"] = m.word("part." + std::string(part->id));
        model["part"] = part->id;
        model["part_" + std::string(part->id)] = true;
        model["resets"] = b->stage != "draft";
        lay_part(m, *b, part->id, saved, model);
        if (!v->tried && !v->query("look").empty()) {
            // Saved, and not complete: what is missing in this part.
            json::array items, faults;
            for (const auto& g : gaps_of(saved)) {
                if (!part->has(g.field)) continue;
                const auto says = gap_sentence(m.word, g);
                faults.push_back({g.field, says});
                items.push_back({{"problem_says", says}, {"problem_to", "#bid_revise-" + g.field}});
            }
            if (!items.empty()) {
                model["problem"] = {{"problem_title", m.word("problem.title.422")}, {"problem_items", std::move(items)}};
                model["again"] = {{"action", m.path("/bids/" + id + "/apply/" + std::string(part->id))},
                                  {"verb", "bid.revise"},
                                  {"faults", std::move(faults)}};
                model["saved"] = true;
            }
        }
        return std::nullopt;
    });
}

/// One part: the fields of the form laid over what is saved, and the whole application given anew (bid.revise).
handler_result save_part(const shared_request& v)
{
    const auto* part = find_part(v->param("part"));
    const auto id = v->param("bid");
    if (!part) return http::step(v->home.problem(*v->q, 404));
    json::object fields;
    std::string zone = "Europe/London", stage;
    v->read([&](engine::reader& known) {
        const auto* b = engine::get<workflows::bid>(known, "bid/" + id);
        const auto* p = engine::get<partnership>(known, partnership_key);
        if (!b || !p || (b->project_manager != v->who.person && b->author != v->who.person)) return;
        fields = content_of(*b);
        zone = p->zone;
        stage = b->stage;
    });
    if (stage.empty()) return http::step(v->home.problem(*v->q, 404));
    const auto before = fields;
    const auto& verb = *find_verb("bid.revise");
    auto given = app::command_fields(verb, v->form, zone);
    for (const auto* field : part->fields) {
        fields.erase(field->name);
        if (auto* g = given.if_contains(field->name)) fields[field->name] = std::move(*g);
    }
    const auto here = "/p/" + v->partnership() + "/bids/" + id + "/apply";
    const auto next = [v, part, here](const json::object& content) {
        const auto gaps = gaps_of(content);
        const bool whole = std::none_of(gaps.begin(), gaps.end(), [&](const auto& g) { return part->has(g.field); });
        if (!whole) return http::redirect(here + "/" + std::string(part->id) + "?look=1");
        if (!v->field("back_to_check").empty()) return http::redirect(here + "/check");
        return http::redirect(here);
    };
    if (engine::canonical(before) == engine::canonical(fields) && stage == "draft") return http::step(next(fields)); // nothing new to save
    auto content = fields;
    fields["bid"] = id;
    engine::request r{v->partnership(), v->who.person, "bid.revise", v->field("key"), std::move(fields)};
    return app::command_to_run{std::move(r),
                               [v, next, content, here, part](storage::database&, storage::database::outcome& o) -> http::step {
                                   if (std::holds_alternative<std::exception_ptr>(o)) return v->home.problem(*v->q, 503);
                                   const auto& a = std::get<engine::answer>(o);
                                   if (a.outcome == engine::result::accepted) return next(content);
                                   v->tried = app::attempt{"bid.revise", v->q->target, app::typed_again(v->form), a};
                                   auto page = v->home.again(v, here + "/" + std::string(part->id));
                                   if (page)
                                       if (auto* s = std::get_if<http::step>(&*page)) return std::move(*s);
                                   return v->home.problem(*v->q, 409);
                               }};
}

handler_result apply_check(const shared_request& v)
{
    return show(v, "apply_check", "bids", [v](page_context& m, json::object& model) -> std::optional<http::response> {
        const auto id = v->param("bid");
        const auto* b = engine::get<workflows::bid>(m.known, "bid/" + id);
        if (!b || !may_write(m, *b)) return v->home.problem(*v->q, 404);
        const auto a = content_of(*b);
        model["bid"] = id;
        model["bid_title"] = b->title.empty() ? m.word("bid.untitled") : b->title;
        bear(model, b->marking);
        model["title"] = m.word("apply.check");
        const auto gaps = gaps_of(a);
        json::array cards;
        const auto titles = [&](std::string_view field, const std::vector<titled>& from) {
            std::string out;
            for (const auto& e : list_of(a, field)) {
                const auto of = e.is_string() ? std::string(e.get_string()) : text_of(e.get_object(), "aim");
                for (const auto& t : from)
                    if (t.id == of) out += (out.empty() ? "" : "\n") + t.title;
            }
            return out;
        };
        const auto money = [&](const json::object& o) { return app::pounds_exactly(money_of(o, "amount").value_or(engine::pence{})); };
        const auto answer = [&](std::string_view field) -> std::string {
            if (field == "delivery_group") return text_of(a, field).empty() ? "" : m.body_name(text_of(a, field));
            if (field == "aims") return titles(field, m.p.aims);
            if (field == "priorities") return titles(field, m.p.priorities);
            if (field == "amount") return text_of(a, field).empty() ? "" : money(a);
            if (field == "starts" || field == "ends") return text_of(a, field).empty() ? "" : m.date_text(text_of(a, field), true);
            if (field == "emerging_priority") return flag_of(a, field) ? m.word("yes") : "";
            std::string out;
            const auto add = [&](const std::string& line) { out += (out.empty() ? "" : "\n") + line; };
            if (field == "lines")
                for (const auto& l : list_of(a, field))
                    add(m.stream_name(text_of(l.get_object(), "stream")) + ": " + money(l.get_object()));
            else if (field == "profile")
                for (const auto& l : list_of(a, field)) add(text_of(l.get_object(), "quarter") + ": " + money(l.get_object()));
            else if (field == "contributions")
                for (const auto& l : list_of(a, field))
                    add(m.agency_name(text_of(l.get_object(), "agency")) + ": " + money(l.get_object()) + ", " +
                        m.word("contribution_status." + text_of(l.get_object(), "status")));
            else if (field == "outcomes")
                for (const auto& l : list_of(a, field))
                    add(m.word("outcome_measured",
                               {{"text", text_of(l.get_object(), "text")}, {"measure", text_of(l.get_object(), "measure")}}));
            else if (field == "indicators") out = m.word.list(texts_of(a, field));
            else out = text_of(a, field);
            return out;
        };
        json::array rows;
        for (const auto& part : application_parts())
            for (const auto* f : part.fields) {
                const auto field = f->name;
                const auto value = answer(field);
                std::string gap;
                for (const auto& g : gaps)
                    if (g.field == field) gap = gap_sentence(m.word, g);
                if (value.empty() && f->gap.empty()) continue; // left out, as it may be
                rows.push_back(json::object{{"check_id", field},
                                            {"check_key", m.word("field." + std::string(field))},
                                            {"check_value", value},
                                            {"check_gap", gap},
                                            {"check_to", m.path("/bids/" + id + "/apply/" + std::string(part.id))}});
            }
        model["rows"] = std::move(rows);
        model["complete"] = gaps.empty();
        model["is_draft"] = b->stage == "draft";
        model["group_name"] = m.body_name(b->delivery_group);
        return std::nullopt;
    });
}

} // namespace pages
