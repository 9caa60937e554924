// What can be done with a bid, what not and why; and what the forms for it have to choose from.
#include "names/approval.hpp"
#include "names/bid.hpp"
#include "server/pages/attempt.hpp"
#include "server/pages/bid/bid_parts.hpp"
#include "server/pages/meeting/meeting.hpp"

#include <algorithm>

namespace pages {

using namespace workflows;

std::set<std::string> lay_what_can_be_done(const page_context& page, const json::object& seen, json::object& model)
{
    std::set<std::string> allowed;
    json::array not_possible, later;
    for (const auto& c : list_of(seen, "can")) {
        const auto& o = c.get_object();
        const auto verb = text_of(o, "do");
        if (flag_of(o, "allowed")) {
            allowed.insert(verb);
            continue;
        }
        const auto& refusals = list_of(o, "refusals");
        const bool not_now = refusals.size() == 1 && text_of(refusals[0].get_object(), "rule") == "not-now";
        (not_now ? later : not_possible)
            .push_back({{"no_name", page.word("verb." + verb)}, {"no_rules", shown_refusals(page.word, page.path(), refusals)}});
    }
    if (page.is_past()) allowed.clear();
    for (const auto& verb : allowed) {
        auto slot = "can_" + verb;
        std::replace(slot.begin(), slot.end(), '.', '_');
        model[slot] = true;
    }
    model["can_nothing"] = allowed.empty();
    model["has_not_possible"] = !not_possible.empty();
    model["not_possible"] = std::move(not_possible);
    model["has_later"] = !later.empty();
    model["later"] = std::move(later);
    return allowed;
}

namespace {

/// Whoever has the authority to sign off is sent to the meeting, even if a rule refuses it now: the meeting's page says why.
void lay_way_to_meeting(const page_context& page, const workflows::bid& b, const json::object& seen, json::object& model)
{
    const auto& can = list_of(seen, "can");
    const bool may_sign =
        std::any_of(can.begin(), can.end(), [](const auto& c) { return text_of(c.get_object(), "do") == verbs::bid_sign_off; });
    model["can_room"] = !page.is_past() && awaits_sign_off(b) && may_sign;
    if (!b.exec_meeting.empty()) model["room_to"] = page.path("/meetings/" + b.exec_meeting + "?item=" + b.id);
}

/// What the reader has said already, as a representative or a reviewer.
void lay_own_words(const page_context& page, const workflows::bid& b, const std::set<std::string>& allowed, json::object& model)
{
    const auto* mine = agency_seat_of(page.p, page.me, page.now);
    if (mine && allowed.contains(verbs::bid_recommend)) {
        model["my_agency"] = page.agency_name(mine->agency);
        if (const auto* given = b.position_of(mine->agency)) model["my_position"] = page.word("position." + given->position);
    }
    if (allowed.contains(verbs::bid_check))
        for (const auto& [seat, c] : b.checks)
            if (page.sits_for(page.p.find_seat(seat))) model["my_check"] = page.word("check." + c.result);
}

json::array planned_execs(const page_context& page)
{
    json::array out;
    if (const auto* exec = page.p.only_body(body_kind::executive))
        for (const auto* meeting : page.meetings({.index = "meeting.planned", .key = exec->id, .limit = 12}))
            if (page.now <= meeting->starts)
                out.push_back({{"exec_option", meeting->id}, {"exec_option_name", page.meeting_name(meeting->id)}});
    return out;
}

json::array silent_of(const page_context& page, const workflows::bid& b)
{
    json::array out;
    for (const auto& a : silent_agencies(page.known, page.p, b, page.now))
        out.push_back({{"silent_id", a}, {"silent_name", page.agency_name(a)}});
    return out;
}

json::array other_managers(const page_context& page, const workflows::bid& b)
{
    json::array out;
    for (const auto* who : page.people({.index = "person.role", .key = "project_manager"}))
        if (who->id != b.project_manager) out.push_back({{"pm_id", who->id}, {"pm_name", page.office(who->id)}});
    return out;
}

} // namespace

void lay_forms(const page_context& page, const workflows::bid& b, const json::object& seen, const std::set<std::string>& allowed,
               json::object& model)
{
    lay_way_to_meeting(page, b, seen, model);
    lay_own_words(page, b, allowed, model);
    model["own_draft"] = is_draft(b) && allowed.contains(verbs::bid_revise);
    model["apply_to"] = page.path("/bids/" + b.id + "/apply");
    model["can_interest"] = !page.is_past() && may_declare_interest(page.p, b, page.me, page.now);
    model["can_attach"] = !page.is_past() && may_attach(b, page.me);
    if (allowed.contains(verbs::bid_accept_late)) model["exec_options"] = planned_execs(page);
    if (allowed.contains(verbs::bid_record_absent)) {
        model["silent"] = silent_of(page, b);
        model["can_bid_record_absent"] = !model["silent"].as_array().empty();
    }
    if (allowed.contains(verbs::bid_ratify)) {
        model["board_items"] = board_items(page);
        model["has_board_items"] = !model["board_items"].as_array().empty();
    }
    if (allowed.contains(verbs::bid_hand_over)) model["project_managers"] = other_managers(page, b);
}

} // namespace pages
