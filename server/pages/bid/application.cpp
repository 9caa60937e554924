// The application as pages show it: the parts of its form, and what has been answered. How an answer is written out is told by
// its shape; which answers there are, and in which order, by workflows/bid/application.cpp.
#include "server/pages/bid/application.hpp"
#include "workflows/wording/sentences.hpp"

#include "server/pages/attempt.hpp"

#include <algorithm>
#include <stdexcept>

namespace pages {

using namespace workflows;

json::array parts_of(const page_context& page, const workflows::bid& b, std::int64_t& complete)
{
    const auto gaps = gaps_of(read_application(b.content));
    json::array out;
    complete = 0;
    for (const auto& part : application_parts()) {
        const bool done = std::none_of(gaps.begin(), gaps.end(), [&](const auto& g) { return part.has(g.field); });
        complete += done;
        out.push_back({{"part_id", part.id},
                       {"part_name", page.word("part." + std::string(part.id))},
                       {"part_done", done},
                       {"part_to", page.path("/bids/" + b.id + "/apply/" + std::string(part.id))}});
    }
    return out;
}

// -- answers in words --------------------------------------------------------------------------------------------------------

namespace {

using in_words = std::string (*)(const page_context& page, const json::value& answer);

std::string text(const json::value& v) { return v.is_string() ? std::string(v.get_string()) : ""; }
std::string sum_of(const json::object& o) { return app::pounds_exactly(money_of(o, "amount").value_or(engine::pence{})); }

/// One line an entry.
template <class Says> std::string lines_of(const json::value& list, Says says)
{
    std::string out;
    if (list.is_array())
        for (const auto& e : list.get_array()) out += (out.empty() ? "" : "\n") + says(e);
    return out;
}

std::string as_it_is(const page_context&, const json::value& v) { return text(v); }
std::string listed(const page_context& page, const json::value& v) { return page.word.list(read_as<std::vector<std::string>>(v)); }
std::string group(const page_context& page, const json::value& v) { return text(v).empty() ? "" : page.body_name(text(v)); }
std::string somebody(const page_context& page, const json::value& v) { return page.office(text(v)); }
std::string day_of(const page_context& page, const json::value& v) { return text(v).empty() ? "" : page.date_text(text(v), true); }
std::string money(const page_context&, const json::value& v)
{
    const auto sum = engine::parse_pence(text(v));
    return sum ? app::pounds_exactly(*sum) : "";
}
std::string flag(const page_context& page, const json::value& v) { return v == json::value(true) ? page.word("yes") : ""; }

/// Titles of aims or priorities; with an aim what is gained for it.
std::string titles(const std::vector<titled>& from, const json::value& v)
{
    return lines_of(v, [&](const json::value& e) {
        const auto id = e.is_object() ? text_of(e.get_object(), "aim") : text(e);
        const auto benefit = e.is_object() ? text_of(e.get_object(), "benefit") : "";
        const auto found = std::find_if(from.begin(), from.end(), [&](const titled& t) { return t.id == id; });
        return (found == from.end() ? id : found->title) + (benefit.empty() ? "" : ": " + benefit);
    });
}
std::string aims(const page_context& page, const json::value& v) { return titles(page.p.aims, v); }
std::string priorities(const page_context& page, const json::value& v) { return titles(page.p.priorities, v); }

std::string lines(const page_context& page, const json::value& v)
{
    return lines_of(
        v, [&](const json::value& e) { return page.stream_name(text_of(e.as_object(), "stream")) + ": " + sum_of(e.as_object()); });
}
std::string profile(const page_context&, const json::value& v)
{
    return lines_of(v, [](const json::value& e) { return text_of(e.as_object(), "quarter") + ": " + sum_of(e.as_object()); });
}
std::string contributions(const page_context& page, const json::value& v)
{
    return lines_of(v, [&](const json::value& e) {
        const auto& o = e.as_object();
        return page.word("contribution", {{"agency", page.agency_name(text_of(o, "agency"))},
                                          {"sum", sum_of(o)},
                                          {"status", page.word("contribution_status." + text_of(o, "status"))}});
    });
}
std::string outcomes(const page_context& page, const json::value& v)
{
    return lines_of(v, [&](const json::value& e) {
        const auto& o = e.as_object();
        return page.word("outcome_measured", {{"text", text_of(o, "text")}, {"measure", text_of(o, "measure")}});
    });
}

/// The two days of the work in one line.
std::string runs(const page_context& page, const json::object& application)
{
    const auto starts = text_of(application, "starts");
    if (starts.empty()) return "";
    return page.word("runs", {{"from", page.date_text(starts)}, {"to", page.date_text(text_of(application, "ends"))}});
}

std::string label(const page_context& page, std::string_view field) { return page.word("field." + std::string(field)); }

} // namespace

std::string answer_in_words(const page_context& page, const application_field& f, const json::object& application)
{
    static const std::map<std::string_view, in_words> by_shape{
        {"name", as_it_is},       {"words", as_it_is},    {"text", as_it_is},
        {"marking", as_it_is},    {"words_list", listed}, {"ref.delivery_group", group},
        {"ref.person", somebody}, {"money", money},       {"flag", flag},
        {"day", day_of},          {"bid_aims", aims},     {"bid_priorities", priorities},
        {"lines", lines},         {"profile", profile},   {"contributions", contributions},
        {"outcomes", outcomes}};
    const auto found = by_shape.find(f.shape);
    if (found == by_shape.end())
        throw std::logic_error("no page can show the shape " + std::string(f.shape) + " of " + std::string(f.name));
    const auto* answer = application.if_contains(f.name);
    return answer ? found->second(page, *answer) : "";
}

json::array shown_application(const page_context& page, const json::object& application)
{
    std::vector<const application_field*> fields;
    for (const auto& f : application_fields())
        if (f.place > 0) fields.push_back(&f);
    std::stable_sort(fields.begin(), fields.end(), [](const auto* a, const auto* b) { return a->place < b->place; });
    json::array rows;
    for (const auto* f : fields) {
        if (f->name == "ends") continue; // told with the start
        const bool both_days = f->name == "starts";
        auto value = both_days ? runs(page, application) : answer_in_words(page, *f, application);
        if (!value.empty()) rows.push_back({{"app_key", label(page, both_days ? "runs" : f->name)}, {"app_value", std::move(value)}});
    }
    return rows;
}

json::array checked_answers(const page_context& page, const workflows::bid& b, const json::object& application)
{
    auto gaps = gaps_of(application);
    sentences(&page.known, page.me, page.now).tell(gaps);
    json::array rows;
    for (const auto& part : application_parts())
        for (const auto* f : part.fields) {
            auto value = answer_in_words(page, *f, application);
            std::string gap;
            for (const auto& g : gaps)
                if (g.field == f->name) gap = g.says;
            if (value.empty() && f->lacks == complete_with::anything) continue; // left out, as it may be
            rows.push_back({{"check_id", f->name},
                            {"check_key", label(page, f->name)},
                            {"check_value", std::move(value)},
                            {"check_gap", gap},
                            {"check_to", page.path("/bids/" + b.id + "/apply/" + std::string(part.id))}});
        }
    return rows;
}

} // namespace pages
