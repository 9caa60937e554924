// What waits for a check, or for a delivery group's agreement: the queue of the reviewers, and of who chairs a group.
#include "server/pages/bid/bid.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/pages.hpp"

namespace pages {

using namespace workflows;

namespace {

struct queues {
    json::array to_check, waiting, to_agree, not_for_you;
};

json::object row_of(const page_context& page, const workflows::bid& b, std::string note, json::object& model)
{
    add_marking(model, b.marking);
    return {
        {"queue_to", page.path("/bids/" + b.id)}, {"queue_title", b.title},
        {"queue_reference", b.reference()},       {"queue_marking", b.marking},
        {"queue_sum", app::pounds(b.amount)},     {"queue_group", page.body_name(b.delivery_group)},
        {"queue_note", std::move(note)},          {"queue_exec", b.exec_meeting.empty() ? "" : page.meeting_name(b.exec_meeting, false)}};
}

void add_checks(const page_context& page, queues& out, json::object& model)
{
    for (const auto* b : page.bids({.index = "bid.stage", .key = "compliance_check", .limit = 300})) {
        const auto left = compliance_of(page.p, *b, page.now).missing;
        const bool mine = std::any_of(left.begin(), left.end(), [&](const auto& id) { return page.sits_for(page.p.find_seat(id)); });
        if (is_own_bid(*b, page.me)) out.not_for_you.push_back(row_of(page, *b, page.word("queue.own"), model));
        else if (mine) {
            const auto done = b->checks.size(), all = done + left.size();
            const app::blanks with{{"n", std::to_string(done)}, {"all", std::to_string(all)}};
            out.to_check.push_back(row_of(page, *b, page.word("queue.checked", with), model));
        } else {
            std::vector<std::string> who;
            for (const auto& id : left) who.push_back(page.seat_title(id));
            const auto note =
                who.empty() ? page.word.count("query.open", b->open_queries()) : page.word("queue.waits", {{"who", page.word.list(who)}});
            out.waiting.push_back(row_of(page, *b, note, model));
        }
    }
}

void add_agreements(const page_context& page, const std::vector<const workflows::body*>& groups, queues& out, json::object& model)
{
    for (const auto* g : groups)
        for (const auto* b : page.bids({.index = "bid.group", .key = g->id, .descending = true, .limit = 300})) {
            if (!is_with_group(*b)) continue;
            if (is_own_bid(*b, page.me)) out.not_for_you.push_back(row_of(page, *b, page.word("queue.own"), model));
            else out.to_agree.push_back(row_of(page, *b, page.office(b->project_manager), model));
        }
}

} // namespace

handler_result queue(const shared_request& request)
{
    return show(request, "queue", "bids", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const bool reviews = is_reviewer(page.p, page.me, page.now);
        const auto groups = chaired_groups(page.p, page.me, page.now);
        if (!reviews && groups.empty()) return request->home.problem(*request->q, 403, page.word("queue.not_yours"));
        queues all;
        if (reviews) add_checks(page, all, model);
        add_agreements(page, groups, all, model);
        const auto n = static_cast<std::int64_t>(all.to_check.size() + all.to_agree.size());
        model["title"] = page.word.count("queue.title", n);
        model["reviews"] = reviews;
        model["chairs"] = !groups.empty();
        model["has_check"] = !all.to_check.empty();
        model["to_check"] = std::move(all.to_check);
        model["has_agree"] = !all.to_agree.empty();
        model["to_agree"] = std::move(all.to_agree);
        model["has_waiting"] = !all.waiting.empty();
        model["waiting"] = std::move(all.waiting);
        model["has_not"] = !all.not_for_you.empty();
        model["not_for_you"] = std::move(all.not_for_you);
        return std::nullopt;
    });
}

} // namespace pages
