// The application form: a task list of parts, each saved as it is sent, check-your-answers, then submit.
#include "names/bid.hpp"
#include "server/app/forms.hpp"
#include "server/pages/attempt.hpp"
#include "server/pages/bid/application.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/meeting/meeting.hpp"
#include "server/pages/pages.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/posted_form.hpp"
#include "workflows/wording/sentences.hpp"

namespace pages {

using namespace workflows;

namespace {

/// The bid of the path, when it is the reader's to write; nullptr.
const workflows::bid* own_bid(const page_context& page)
{
    const auto* b = page.bid(page.request.param("bid"));
    return b && is_own_bid(*b, page.me) ? b : nullptr;
}

void lay_head(const page_context& page, const workflows::bid& b, json::object& model)
{
    model["bid"] = b.id;
    model["bid_title"] = page.title_of(b);
    model["is_draft"] = is_draft(b);
    add_marking(model, b.marking);
}

/// Saved, and not complete: what is missing in this part.
void lay_gaps(const page_context& page, const application_part& part, const json::object& saved, json::object& model)
{
    json::array items, faults;
    auto gaps = gaps_of(saved);
    sentences(&page.known, page.me, page.now).tell(gaps);
    for (const auto& g : gaps) {
        if (!part.has(g.field)) continue;
        faults.push_back({g.field, g.says});
        items.push_back({{"problem_says", g.says}, {"problem_to", "#bid_revise-" + g.field}});
    }
    if (items.empty()) return;
    model["problem"] = {{"problem_title", page.word("problem.title.422")}, {"problem_items", std::move(items)}};
    model["again"] = {{"action", page.path("/bids/" + page.request.param("bid") + "/apply/" + std::string(part.id))},
                      {"verb", verbs::bid_revise},
                      {"faults", std::move(faults)}};
    model["saved"] = true;
}

/// The group for which the reader bid last, or the one that they chair.
std::string usual_group(const page_context& page)
{
    for (const auto* last : page.bids({.index = "bid.project_manager", .key = page.me, .descending = true, .limit = 1}))
        if (!last->delivery_group.empty()) return last->delivery_group;
    const auto chaired = chaired_groups(page.p, page.me, page.now);
    return chaired.empty() ? "" : chaired.front()->id;
}

} // namespace

handler_result apply_new(const shared_request& request)
{
    return show(request, "apply_new", "bids", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        if (!page.may_bid()) return request->home.problem(*request->q, 403, page.word("apply.not_yours"));
        model["title"] = page.word("apply.new");
        model["groups"] = group_options(page, usual_group(page));
        return std::nullopt;
    });
}

handler_result apply(const shared_request& request)
{
    return show(request, "apply", "bids", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto* b = own_bid(page);
        if (!b) return request->home.problem(*request->q, 404);
        lay_head(page, *b, model);
        std::int64_t complete = 0;
        auto parts = parts_of(page, *b, complete);
        const auto all = static_cast<std::int64_t>(parts.size());
        model["title"] = page.word("apply.title", {{"n", std::to_string(complete)}, {"all", std::to_string(all)}});
        model["parts"] = std::move(parts);
        model["complete"] = complete == all;
        if (!b->last_reason.empty() && is_draft(*b)) model["returned_because"] = b->last_reason;
        if (const auto* next = next_exec(page.known, page.p, page.now, page.now)) {
            const auto last = last_moment_for(page, *next);
            model["deadline_says"] =
                page.word("apply.deadline",
                          {{"meeting", page.meeting_name(next->id)}, {"date", page.date(last, true, false)}, {"near", page.near(last)}});
        }
        return std::nullopt;
    });
}

handler_result apply_part(const shared_request& request)
{
    const auto* part = find_part(request->param("part"));
    if (!part) return http::step(request->home.problem(*request->q, 404));
    return show(request, "apply_part", "bids", [request, part](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto* b = own_bid(page);
        if (!b) return request->home.problem(*request->q, 404);
        lay_head(page, *b, model);
        const auto saved = read_application(b->content);
        model["title"] = page.word("part." + std::string(part->id));
        model["part"] = part->id;
        model["resets"] = !is_draft(*b);
        model["fields"] = asked_fields(page, *part, saved);
        if (!request->tried && !request->query("look").empty()) lay_gaps(page, *part, saved, model);
        return std::nullopt;
    });
}

namespace {

/// Where to, once a part is saved: back to it while something is missing there.
http::step after_saving(const request_context& request, const application_part& part, const std::string& form, const json::object& content)
{
    const auto gaps = gaps_of(content);
    const bool whole = std::none_of(gaps.begin(), gaps.end(), [&](const auto& g) { return part.has(g.field); });
    if (!whole) return http::redirect(form + "/" + std::string(part.id) + "?look=1");
    return http::redirect(request.field("back_to_check").empty() ? form : form + "/check");
}

} // namespace

/// One part: the fields of the form laid over what is saved, and the whole application given anew (bid.revise).
handler_result save_part(const shared_request& request)
{
    const auto* part = find_part(request->param("part"));
    const auto id = request->param("bid");
    std::optional<json::object> saved;
    std::string zone;
    bool unsent = false;
    with_partnership(*request, request->partnership(), request->who.person, [&](page_context& page) {
        const auto* b = own_bid(page);
        if (!b) return;
        saved = read_application(b->content);
        zone = page.p.zone;
        unsent = is_draft(*b);
    });
    if (!part || !saved) return http::step(request->home.problem(*request->q, 404));

    const auto& verb = *find_verb(verbs::bid_revise);
    const auto content =
        with_part(*part, *saved, app::command_fields(verb, request->form, zone), posted_form{.pairs = request->form, .zone = zone});
    const auto form = "/p/" + request->partnership() + "/bids/" + id + "/apply";
    if (unsent && engine::canonical(*saved) == engine::canonical(content)) return after_saving(*request, *part, form, content);

    auto fields = content;
    fields["bid"] = id;
    engine::request revise{request->partnership(), request->who.person, verb.name, request->field("key"), std::move(fields)};
    return app::command_to_run{std::move(revise),
                               [request, part, form, content](storage::database&, storage::database::outcome& o) -> http::step {
                                   if (std::holds_alternative<std::exception_ptr>(o)) return request->home.problem(*request->q, 503);
                                   const auto& a = std::get<engine::answer>(o);
                                   if (a.outcome == engine::result::accepted) return after_saving(*request, *part, form, content);
                                   request->tried = app::attempt{verbs::bid_revise, request->q->target, app::typed_again(request->form), a};
                                   auto page = request->home.again(request, form + "/" + std::string(part->id));
                                   if (page)
                                       if (auto* s = std::get_if<http::step>(&*page)) return std::move(*s);
                                   return request->home.problem(*request->q, 409);
                               }};
}

handler_result apply_check(const shared_request& request)
{
    return show(request, "apply_check", "bids", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto* b = own_bid(page);
        if (!b) return request->home.problem(*request->q, 404);
        lay_head(page, *b, model);
        model["title"] = page.word("apply.check");
        model["rows"] = checked_answers(page, *b, read_application(b->content));
        model["group_name"] = page.body_name(b->delivery_group);
        return std::nullopt;
    });
}

} // namespace pages
