// The fields of the application's form: each control by the name that the table of fields gives it (workflows/bid/application.cpp).
// Saved answers stand in it; what was typed and refused is laid over them afterwards (server/app/refill.hpp).
#include "server/pages/bid/application.hpp"
#include "server/pages/frame.hpp"

#include <algorithm>
#include <set>
#include <stdexcept>

namespace pages {

using namespace workflows;

namespace {

/// What a control needs to be drawn. @param saved the whole application
using control = json::object (*)(const page_context& page, const application_field& f, const json::object& saved);

json::object line(const page_context&, const application_field& f, const json::object& saved)
{
    return {{"field_value", text_of(saved, f.name)}};
}

/// One entry a line.
json::object list(const page_context&, const application_field& f, const json::object& saved)
{
    std::string entries;
    for (const auto& e : texts_of(saved, f.name)) entries += (entries.empty() ? "" : "\n") + e;
    return {{"field_value", entries}};
}

json::object flag(const page_context&, const application_field& f, const json::object& saved)
{
    return {{"flag_set", flag_of(saved, f.name)}};
}

json::object day_of(const page_context&, const application_field& f, const json::object& saved)
{
    const auto d = parse_day(text_of(saved, f.name));
    const auto iso = d ? show(*d) : "";
    const auto number = [&](std::size_t from) { return d ? std::to_string(std::stoi(iso.substr(from, 2))) : ""; };
    return {{"date_day", number(8)}, {"date_month", number(5)}, {"date_year", iso.substr(0, 4)}};
}

json::object delivery_group(const page_context& page, const application_field& f, const json::object& saved)
{
    return {{"groups", group_options(page, text_of(saved, f.name))}};
}

json::object aims(const page_context& page, const application_field& f, const json::object& saved)
{
    std::map<std::string, std::string> benefits; // of those that are chosen
    for (const auto& e : list_of(saved, f.name))
        if (e.is_string()) benefits[std::string(e.get_string())];
        else benefits[text_of(e.get_object(), "aim")] = text_of(e.get_object(), "benefit");
    json::array choices;
    for (const auto& a : page.p.aims) {
        const auto chosen = benefits.find(a.id);
        choices.push_back({{"aim_id", a.id},
                           {"aim_title", a.title},
                           {"aim_chosen", chosen != benefits.end()},
                           {"aim_benefit", chosen == benefits.end() ? "" : chosen->second}});
    }
    return {{"aim_choices", std::move(choices)}};
}

json::object priorities(const page_context& page, const application_field& f, const json::object& saved)
{
    const auto chosen = texts_of(saved, f.name);
    json::array choices;
    for (const auto& p : page.p.priorities)
        choices.push_back({{"priority_id", p.id},
                           {"priority_title", p.title},
                           {"priority_chosen", std::find(chosen.begin(), chosen.end(), p.id) != chosen.end()}});
    const bool any = !choices.empty();
    return {{"has_priorities", any}, {"priority_choices", std::move(choices)}};
}

std::string what_it_has(const page_context& page, const workflows::stream& s)
{
    if (s.is_withdrawn()) return page.word("stream.withdrawn");
    if (s.is_expected()) return page.word("stream.expected", {{"sum", app::pounds(s.amount)}});
    return page.word("stream.has", {{"sum", app::pounds(s.available())}});
}

/// The streams that can be asked for, and those that the bid names already: whatever is not shown would be lost when it is saved.
json::object lines(const page_context& page, const application_field& f, const json::object& saved)
{
    std::map<std::string, std::string> asked;
    for (const auto& l : list_of(saved, f.name)) asked[text_of(l.get_object(), "stream")] = text_of(l.get_object(), "amount");
    json::array rows;
    for (const auto* s : page.streams({.index = "stream", .key = "", .descending = true})) {
        const auto named = asked.find(s->id);
        const bool over = s->is_withdrawn() || s->year < financial_year_of(page.today());
        if (over && named == asked.end()) continue;
        rows.push_back({{"line_id", s->id},
                        {"line_name", page.stream_name(s->id)},
                        {"line_value", named == asked.end() ? "" : named->second},
                        {"line_has", what_it_has(page, *s)}});
    }
    return {{"line_rows", std::move(rows)}};
}

/// What is given already, and a row for each agency that gives nothing yet.
json::object contributions(const page_context& page, const application_field& f, const json::object& saved)
{
    json::array rows;
    std::set<std::string> giving;
    const auto add = [&](const std::string& agency, const std::string& amount, const std::string& status) {
        giving.insert(agency);
        rows.push_back({{"con_n", rows.size() + 1},
                        {"con_agency", agency},
                        {"con_name", page.agency_name(agency)},
                        {"con_amount", amount},
                        {"con_pledged", status == "pledged"},
                        {"con_confirmed", workflows::in<workflows::stream_stages::confirmed>(status)},
                        {"con_declined", status == "declined"},
                        {"con_covered", status.starts_with("already")}});
    };
    for (const auto& a : page.p.agencies) {
        for (const auto& c : list_of(saved, f.name))
            if (const auto& o = c.get_object(); text_of(o, "agency") == a.id) add(a.id, text_of(o, "amount"), text_of(o, "status"));
        if (!giving.contains(a.id)) add(a.id, "", "pledged");
    }
    return {{"contribution_rows", std::move(rows)}};
}

/// Every outcome, and room for one more; three at least.
json::object outcomes(const page_context&, const application_field& f, const json::object& saved)
{
    const auto& given = list_of(saved, f.name);
    json::array rows;
    for (std::size_t i = 0; i < std::max<std::size_t>(3, given.size() + 1); ++i) {
        const auto member = [&](const char* name) { return i < given.size() ? text_of(given[i].get_object(), name) : ""; };
        rows.push_back({{"out_n", std::to_string(i + 1)}, {"out_text", member("text")}, {"out_measure", member("measure")}});
    }
    return {{"outcome_rows", std::move(rows)}};
}

/// The next eight quarters from the one in which the work starts, or today; and those that the bid names already.
json::object profile(const page_context& page, const application_field& f, const json::object& saved)
{
    std::map<std::string, std::string> spent;
    for (const auto& l : list_of(saved, f.name)) spent[text_of(l.get_object(), "quarter")] = text_of(l.get_object(), "amount");
    const auto from = parse_day(text_of(saved, "starts")).value_or(page.today());
    for (int i = 0; i < 8; ++i) {
        const day d{from.count + 91 * i};
        const auto month = std::stoi(show(d).substr(5, 2));
        spent[financial_year_of(d) + " Q" + std::to_string((month + 8) % 12 / 3 + 1)];
    }
    json::array rows;
    for (const auto& [quarter, amount] : spent)
        rows.push_back({{"q_id", quarter}, {"q_slug", quarter.substr(0, 7) + "-" + quarter.substr(8)}, {"q_value", amount}});
    return {{"quarters", std::move(rows)}};
}

std::string label(const page_context& page, std::string_view of, std::string_view field, const app::blanks& with)
{
    const auto key = std::string(of) + std::string(field);
    return page.word.has(key) ? page.word(key, with) : "";
}

} // namespace

json::array asked_fields(const page_context& page, const application_part& part, const json::object& saved)
{
    static const std::map<std::string_view, control> controls{{"line", line},
                                                              {"area", line},
                                                              {"list", list},
                                                              {"flag", flag},
                                                              {"money", line},
                                                              {"day", day_of},
                                                              {"delivery_group", delivery_group},
                                                              {"aims", aims},
                                                              {"priorities", priorities},
                                                              {"lines", lines},
                                                              {"contributions", contributions},
                                                              {"outcomes", outcomes},
                                                              {"profile", profile}};
    const app::blanks with{{"amount", app::pounds_exactly(money_of(saved, "amount").value_or(engine::pence{}))}};
    json::array out;
    for (const auto* f : part.fields) {
        const auto found = controls.find(f->asked);
        if (found == controls.end()) throw std::logic_error("the form has no control " + std::string(f->asked));
        out.push_back({{"field_name", f->name},
                       {"field_label", label(page, "ask.", f->name, with)},
                       {"field_hint", label(page, "hint.", f->name, with)},
                       {f->asked, found->second(page, *f, saved)}});
    }
    return out;
}

json::array group_options(const page_context& page, const std::string& chosen)
{
    json::array out;
    for (const auto& [id, b] : page.p.bodies)
        if (b.kind == body_kind::delivery_group) out.push_back(option(id, b.name, chosen == id));
    return out;
}

} // namespace pages
