// Every rule by its id, and who may do what: from the tables.
#include "server/pages/frame.hpp"
#include "server/pages/pages.hpp"
#include "workflows/authority.hpp"
#include "workflows/funding.hpp"
#include "workflows/vocabulary.hpp"

#include <algorithm>

namespace pages {

using namespace workflows;

namespace {

/// A rule's sentence with the commands that it names in words: "give an office to the seat" for seat.give_office.
std::string in_words(const app::words& word, std::string sentence)
{
    for (const auto& v : vocabulary())
        if (const auto at = sentence.find(v.name); at != std::string::npos)
            sentence.replace(at, v.name.size(), "“" + word("to." + v.name) + "”");
    return sentence;
}

json::array rule_rows(const app::words& word, std::string_view only)
{
    json::array out;
    std::vector<std::pair<std::string, std::string>> seen;
    for (const auto& p : all_processes())
        for (const auto& r : p.rules) {
            if (!only.empty() && r.id != only) continue;
            if (std::find(seen.begin(), seen.end(), std::pair{r.id, r.says}) != seen.end()) continue;
            seen.emplace_back(r.id, r.says);
            out.push_back(json::object{{"rule_id", r.id}, {"rule_says", in_words(word, r.says)}, {"rule_source", r.source}});
        }
    for (const auto& w : who_may_table()) {
        if (!only.empty() && w.rule != only) continue;
        const auto found =
            std::find_if(out.begin(), out.end(), [&](const auto& o) { return text_of(o.get_object(), "rule_id") == w.rule; });
        std::vector<std::string> verbs;
        for (const auto verb : w.verbs) verbs.push_back(word("to." + std::string(verb)));
        if (found == out.end())
            out.push_back(json::object{
                {"rule_id", w.rule}, {"rule_says", "Who may: " + std::string(w.who) + "."}, {"rule_source", word.list(verbs)}});
    }
    return out;
}

} // namespace

handler_result rules(const shared_request& request)
{
    return http::step(
        plain(*request, "rules", {{"title", request->home.word("rules.title")}, {"rows", rule_rows(request->home.word, "")}}));
}

handler_result rule(const shared_request& request)
{
    auto rows = rule_rows(request->home.word, request->param("rule"));
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

} // namespace pages
