// What the statutory agencies say of a bid, as far as the reader may see it.
#include "server/pages/bid/bid.hpp"

namespace pages {

using namespace workflows;

namespace {

/// @param given the agency's position as the views show it; nullptr: none that the reader may see
json::object row_of(const page_context& page, const workflows::bid& b, const std::string& agency, const json::object* given)
{
    const auto position = given ? text_of(*given, "position") : b.position_of(agency) ? "sealed" : "none";
    json::object row{{"agency_name", page.agency_name(agency)}};
    for (const auto* kind : {"support", "support_with_amendments", "oppose", "interest", "absent", "none", "sealed"})
        row["is_" + std::string(kind)] = position == kind;
    row["position_word"] = page.word("position." + position);
    if (!given) return row;
    const auto note = text_of(*given, "note");
    row["position_note"] = note.empty() ? text_of(*given, "reason") : note;
    if (const auto amount = money_of(*given, "amount")) row["position_amount"] = app::pounds(*amount);
    row["position_conditions"] = page.word.list(texts_of(*given, "conditions"));
    if (const auto at = text_of(*given, "at"); !at.empty()) row["position_date"] = page.date_text(at, false, false);
    return row;
}

/// "4 of 5 support; Essex Police has not spoken."
std::string summed_up(const page_context& page, const workflows::bid& b, std::int64_t support, const std::vector<std::string>& silent,
                      const std::vector<std::string>& dissent)
{
    const app::blanks with{{"support", std::to_string(support)},
                           {"all", std::to_string(page.p.statutory_agencies().size())},
                           {"silent", page.word.list(silent)},
                           {"dissent", page.word.list(dissent)}};
    std::string says;
    if (b.recommendation == "recommended") says = page.word("agencies.recommended", with);
    else if (b.recommendation == "not_recommended") says = page.word("agencies.not_recommended", with);
    else if (awaits_positions(b)) says = page.word(silent.empty() ? "agencies.all" : "agencies.waiting", with);
    else says = page.word("agencies.not_yet");
    if (!b.recommendation.empty() && !dissent.empty()) says += " " + page.word("agencies.dissent", with);
    return says;
}

} // namespace

void lay_agencies(const page_context& page, const workflows::bid& b, json::object& model)
{
    const auto positions = page.positions_of(b);
    std::map<std::string, const json::object*> spoke;
    for (const auto& p : positions) spoke[text_of(p.get_object(), "agency")] = &p.get_object();
    json::array rows;
    std::vector<std::string> silent, dissent;
    std::int64_t support = 0;
    for (const auto& id : page.p.statutory_agencies()) {
        const auto found = spoke.find(id);
        const auto* given = found == spoke.end() ? nullptr : found->second;
        rows.push_back(row_of(page, b, id, given));
        if (!given) silent.push_back(page.agency_name(id));
        else if (text_of(*given, "position") == "oppose") dissent.push_back(page.agency_name(id));
        else support += text_of(*given, "position").starts_with("support");
    }
    model["agencies"] = std::move(rows);
    model["agencies_says"] = summed_up(page, b, support, silent, dissent);
}

} // namespace pages
