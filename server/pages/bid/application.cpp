// The application as pages show it: the parts of its form, and what has been answered.
#include "workflows/bid/application.hpp"
#include "server/pages/pages.hpp"

#include <algorithm>

namespace pages {

using namespace workflows;

json::array parts_of(const page_context& m, const workflows::bid& b, std::int64_t& complete)
{
    const auto content = engine::parse_strict(b.content);
    const auto gaps = gaps_of(content && content->is_object() ? content->get_object() : json::object());
    json::array out;
    complete = 0;
    for (const auto& part : application_parts()) {
        const bool done = std::none_of(gaps.begin(), gaps.end(), [&](const auto& g) { return part.has(g.field); });
        complete += done;
        out.push_back({{"part_id", part.id},
                       {"part_name", m.word("part." + std::string(part.id))},
                       {"part_done", done},
                       {"part_to", m.path("/bids/" + b.id + "/apply/" + std::string(part.id))}});
    }
    return out;
}

json::array shown_application(const page_context& m, const json::object& a)
{
    json::array rows;
    const auto add = [&](const char* key, std::string value) {
        if (!value.empty()) rows.push_back({{"app_key", m.word("field." + std::string(key))}, {"app_value", std::move(value)}});
    };
    const auto titles = [&](std::string_view field, const std::vector<titled>& from) {
        std::string out;
        for (const auto& e : list_of(a, field)) {
            const auto id = e.is_string() ? std::string(e.get_string()) : text_of(e.get_object(), field == "aims" ? "aim" : "priority");
            const auto found = std::find_if(from.begin(), from.end(), [&](const titled& t) { return t.id == id; });
            out += (out.empty() ? "" : "\n") + (found == from.end() ? id : found->title);
            if (e.is_object())
                if (const auto benefit = text_of(e.get_object(), "benefit"); !benefit.empty()) out += ": " + benefit;
        }
        return out;
    };
    add("organisation", text_of(a, "organisation"));
    add("aims", titles("aims", m.p.aims));
    add("priorities", titles("priorities", m.p.priorities));
    if (!text_of(a, "starts").empty())
        add("runs", m.word("runs", {{"from", m.date_text(text_of(a, "starts"))}, {"to", m.date_text(text_of(a, "ends"))}}));
    std::string outcomes;
    for (const auto& o : list_of(a, "outcomes"))
        outcomes += (outcomes.empty() ? "" : "\n") + m.word("outcome_measured", {{"text", text_of(o.get_object(), "text")},
                                                                                 {"measure", text_of(o.get_object(), "measure")}});
    add("outcomes", outcomes);
    add("value_for_money", text_of(a, "value_for_money"));
    std::string profile;
    for (const auto& l : list_of(a, "profile"))
        profile += (profile.empty() ? "" : "\n") + text_of(l.get_object(), "quarter") + ": " +
                   app::pounds_exactly(money_of(l.get_object(), "amount").value_or(engine::pence{}));
    add("profile", profile);
    add("equality_impact", text_of(a, "equality_impact"));
    std::string contributions;
    for (const auto& c : list_of(a, "contributions"))
        contributions += (contributions.empty() ? "" : "\n") +
                         m.word("contribution", {{"agency", m.agency_name(text_of(c.get_object(), "agency"))},
                                                 {"sum", app::pounds_exactly(money_of(c.get_object(), "amount").value_or(engine::pence{}))},
                                                 {"status", m.word("contribution_status." + text_of(c.get_object(), "status"))}});
    add("contributions", contributions);
    add("indicators", m.word.list(texts_of(a, "indicators")));
    add("contact", text_of(a, "contact"));
    return rows;
}

} // namespace pages
