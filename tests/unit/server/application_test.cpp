// The application on pages, driven by the one table of its fields: saving a part loses nothing, and every field is asked for, checked
// and shown.
#include "server/api/api.hpp"
#include "server/pages/bid/application.hpp"
#include "server/pages/pages.hpp"
#include "server/routes.hpp"
#include "server/steps/parse.hpp"
#include "tests/support/catch.hpp"
#include "workflows/shapes.hpp"
#include "workflows/views/views.hpp"

#include <cstring>
#include <regex>
#include <set>
#include <sstream>

namespace json = boost::json;
using workflows::application_fields;
using workflows::application_parts;

namespace {

std::string answer_to(std::string_view field) { return "Answer to <" + std::string(field) + ">"; }

/// Things of the partnership of the scenarios.
struct of_thurrock final : workflows::sample_source {
    std::size_t below(std::size_t) override { return 0; }
    engine::instant now() override { return {}; }
    std::string id_of(std::string_view kind) override
    {
        const std::map<std::string_view, std::string> known{{"person", "pm1"},    {"delivery_group", "asb"}, {"stream", "abg"},
                                                            {"agency", "police"}, {"aim", "crime"},          {"priority", "alcohol"}};
        return known.at(kind);
    }
    std::string new_id(std::string_view) override { return ""; }
};

/// Every field of the table answered, so that the answers can be told apart.
json::object whole_application()
{
    of_thurrock from;
    json::object out;
    for (const auto& f : application_fields()) {
        const workflows::field_spec field{std::string(f.name), false, std::string(f.shape)};
        auto sample = workflows::sample_of(field, from);
        if (sample == json::value("Words")) sample = json::string(answer_to(f.name));
        if (sample.is_array() && sample.get_array().front().is_string() && f.shape == "words_list")
            sample = json::array{json::string(answer_to(f.name)), "and \"another\" & more"};
        out[f.name] = std::move(sample);
    }
    out["emerging_priority"] = true;
    // What a form shows in more than one row.
    out["aims"] = json::array{{{"aim", "crime"}, {"benefit", "Less of it"}}, "vulnerable"};
    json::array many;
    for (int n = 1; n <= 25; ++n) many.push_back({{"text", "Outcome " + std::to_string(n)}, {"measure", "Counted"}});
    out["outcomes"] = std::move(many);
    out["contributions"] = json::array{{{"agency", "police"}, {"amount", "10.00"}, {"status", "pledged"}},
                                       {{"agency", "police"}, {"amount", "20.00"}, {"status", "confirmed"}}};
    out["profile"] = json::array{{{"quarter", "2009-10 Q1"}, {"amount", "1.00"}}, {{"quarter", "2010-11 Q1"}, {"amount", "2.00"}}};
    return out;
}

std::string unescaped(std::string t)
{
    for (const auto& [name, c] : {std::pair{"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}})
        for (auto at = t.find(name); at != std::string::npos; at = t.find(name, at + 1)) t.replace(at, std::strlen(name), c);
    return t;
}

/// What a browser would post of the form that is sent to an address.
http::pairs controls_of(const std::string& page, const std::string& action)
{
    const auto begin = page.find("action=\"" + action + "\"");
    REQUIRE(begin != std::string::npos);
    const auto form = page.substr(begin, page.find("</form>", begin) - begin);
    static const std::regex control(R"(<(input|select|textarea)\b([^>]*)>)");
    static const std::regex first(R"re(<option value="([^"]*)")re"), chosen(R"re(<option value="([^"]*)" selected)re");
    const auto attribute = [](const std::string& of, const std::string& name) {
        std::smatch m;
        return std::regex_search(of, m, std::regex("\\b" + name + "=\"([^\"]*)\"")) ? unescaped(m[1]) : "";
    };
    http::pairs out;
    for (std::sregex_iterator i(form.begin(), form.end(), control), end; i != end; ++i) {
        const auto kind = (*i)[1].str(), attributes = (*i)[2].str();
        const auto rest = form.substr(static_cast<std::size_t>(i->position() + i->length()));
        const auto inside = rest.substr(0, rest.find("</" + kind + ">"));
        std::smatch m;
        if (attribute(attributes, "type") == "checkbox" && attributes.find(" checked") == std::string::npos) continue;
        if (kind == "textarea") out.emplace_back(attribute(attributes, "name"), unescaped(inside));
        else if (kind == "input") out.emplace_back(attribute(attributes, "name"), attribute(attributes, "value"));
        else if (std::regex_search(inside, m, chosen) || std::regex_search(inside, m, first))
            out.emplace_back(attribute(attributes, "name"), unescaped(m[1]));
    }
    return out;
}

/// The pages of one bid, of which every field is answered, to its project manager.
class applicant {
public:
    applicant()
    {
        const auto file = std::string(QUORATE_SOURCE_DIR) + "/tests/scenarios/_partnership.jsonl";
        const auto steps = steps::parse_steps(support::slurp(file), steps::carrier::scenario, file);
        REQUIRE(steps.has_value());
        for (const auto& s : *steps) {
            now_ = s.at.value_or(now_);
            if (!s.verb.empty()) must({"thurrock", "system", s.verb, "", s.fields});
        }
        revise("bid.draft", whole_application());
    }
    void revise(const std::string& verb, json::object content)
    {
        content["bid"] = "b1";
        must({"thurrock", "pm1", verb, "", std::move(content)});
    }
    json::object saved()
    {
        json::object out;
        d_.read("thurrock",
                [&](engine::reader& known) { out = workflows::read_application(engine::get<workflows::bid>(known, "bid/b1")->content); });
        return out;
    }
    std::string page(app::handler answer, const std::string& part = "")
    {
        const auto made = std::get<http::step>(answer(ask("/", part)));
        REQUIRE(made.done.has_value());
        REQUIRE(made.done->page.has_value());
        return site_.pages.render(made.done->page->name, made.done->page->model);
    }
    std::string form_of(const std::string& part) { return page(pages::apply_part, part); }
    /// Posts a part's form. @return the application that would be saved; nothing when there is nothing new
    std::optional<json::object> post(const std::string& part, const http::pairs& form)
    {
        auto request = ask("/", part);
        request->form = form;
        const auto result = pages::save_part(request);
        if (!std::holds_alternative<app::command_to_run>(result)) return std::nullopt;
        auto fields = std::get<app::command_to_run>(result).what.fields;
        fields.erase("bid");
        return fields;
    }
    workflows::view view(const std::string& show)
    {
        workflows::view out;
        d_.read("thurrock", [&](engine::reader& known) { out = workflows::show_view(known, {show, "pm1", {{"bid", "b1"}}, now_}); });
        return out;
    }

private:
    void must(engine::request r)
    {
        const auto a = d_.run_one(r, now_);
        INFO(r.verb << " " << json::serialize(r.fields));
        for (const auto& e : a.errors) UNSCOPED_INFO(e.field << ": " << e.says);
        REQUIRE(a.outcome == engine::result::accepted);
    }
    app::shared_request ask(const std::string& target, const std::string& part)
    {
        auto q = std::make_shared<http::request>();
        q->method = "GET";
        q->target = target;
        auto out = std::make_shared<app::request_context>(app::request_context{site_, q});
        out->params = {{"partnership", "thurrock"}, {"bid", "b1"}, {"part", part}};
        out->now = now_;
        out->d = &d_;
        out->who.person = "pm1";
        return out;
    }

    const workflows::funding funding_{true};
    storage::database d_{"sqlite://:memory:", funding_, engine::seeded_random(1)};
    http::server loop_{{}};
    app::database_thread database_thread_{{"sqlite://:memory:"}, funding_};
    app::workers passwords_{1, 1};
    app::site site_{app::config{}, funding_, server::routes(), database_thread_, database_thread_, passwords_, loop_};
    engine::instant now_{};
};

std::string action_of(std::string_view part) { return "/p/thurrock/bids/b1/apply/" + std::string(part); }

} // namespace

TEST_CASE("saving each part of the form as it stands changes nothing")
{
    applicant a;
    const auto saved = a.saved();
    CHECK(saved.size() == application_fields().size());
    for (const auto& part : application_parts()) {
        INFO(part.id);
        const auto would_be = a.post(std::string(part.id), controls_of(a.form_of(std::string(part.id)), action_of(part.id)));
        if (would_be) UNSCOPED_INFO(engine::canonical(*would_be) << "\n" << engine::canonical(saved));
        CHECK_FALSE(would_be.has_value());
    }
}

TEST_CASE("emptying each part of the form takes its own answers away, and keeps every other field")
{
    applicant a;
    const auto saved = a.saved();
    for (const auto& part : application_parts()) {
        INFO(part.id);
        auto form = controls_of(a.form_of(std::string(part.id)), action_of(part.id));
        for (auto& [name, value] : form) value.clear();
        const auto would_be = a.post(std::string(part.id), form);
        REQUIRE(would_be.has_value());
        auto expected = saved;
        for (const auto* f : part.fields) expected.erase(f->name);
        CHECK(engine::canonical(*would_be) == engine::canonical(expected));
    }
}

TEST_CASE("a form that does not show a field of its part leaves it alone")
{
    applicant a;
    const auto saved = a.saved();
    const auto would_be = a.post("project", {{"title", "Another title"}});
    REQUIRE(would_be.has_value());
    auto expected = saved;
    expected["title"] = "Another title";
    CHECK(engine::canonical(*would_be) == engine::canonical(expected));
}

TEST_CASE("the table drives form, check page, bid's page and view: every field is in each")
{
    applicant a;
    const app::words word;
    const auto check = a.page(pages::apply_check), page = a.page(pages::bid);
    const auto seen = a.view("bid");
    REQUIRE(seen.has_value());
    const auto application = seen->at("application").as_object();
    for (const auto& f : application_fields()) {
        const std::string name(f.name);
        INFO(name);
        CHECK(application.contains(name));
        CHECK(workflows::find_verb("bid.draft")->field(name) != nullptr);
        CHECK(workflows::find_verb("bid.revise")->field(name) != nullptr);
        if (f.part.empty()) continue;
        const auto form = a.form_of(std::string(f.part));
        CHECK((form.find("name=\"" + name + "\"") != std::string::npos || form.find("name=\"" + name + ".") != std::string::npos ||
               form.find("name=\"" + name + "-day\"") != std::string::npos));
        CHECK(word.has("ask." + name));
        CHECK(word.has("field." + name));
        CHECK((f.lacks == workflows::complete_with::anything || word.has("says.gap." + name)));
        CHECK(check.find("id=\"bid_submit-" + name + "\"") != std::string::npos);
        CHECK(check.find(word("field." + name)) != std::string::npos);
        const auto answer = "Answer to &lt;" + name + "&gt;";
        if (application.at(name).is_string() && application.at(name) == json::value(answer_to(name))) {
            CHECK(check.find(answer) != std::string::npos);
            CHECK(page.find(answer) != std::string::npos);
        }
        if (f.place > 0 && name != "starts" && name != "ends") CHECK(page.find(word("field." + name)) != std::string::npos);
    }
    CHECK(page.find("to 1\u00A0May 2010") != std::string::npos); // starts and ends stand in one line
}

TEST_CASE("lists of bids are narrowed by the fields that the table names, on the page, in the view and in the API's description")
{
    applicant a;
    const auto page = a.page(pages::bids);
    const auto asked = workflows::optional_fields("bids");
    const auto described = json::serialize(api::description().at("paths").at("/api/v1/partnerships/{partnership}/bids"));
    for (const auto& f : application_fields()) {
        const std::string name(f.name);
        INFO(name);
        CHECK((std::find(asked.begin(), asked.end(), name) != asked.end()) == (f.filters || name == "project_manager"));
        if (!f.filters) continue;
        CHECK(page.find("name=\"" + name + "\"") != std::string::npos);
        CHECK(described.find("\"name\":\"" + name + "\"") != std::string::npos);
        CHECK(workflows::filed_under(a.saved()).contains(name));
    }
}

TEST_CASE("what an application lacks is told field by field, in the order of the form")
{
    std::vector<std::string> gaps, needed;
    for (const auto& g : workflows::gaps_of({})) gaps.push_back(g.field);
    for (const auto& f : application_fields())
        if (f.lacks != workflows::complete_with::anything) needed.emplace_back(f.name);
    CHECK(gaps == needed);
    std::set<std::string_view> names;
    for (const auto& f : application_fields()) {
        INFO(f.name);
        CHECK(names.insert(f.name).second);
        CHECK((f.lacks == workflows::complete_with::anything) == !f.lacks({}, f));
    }
}
