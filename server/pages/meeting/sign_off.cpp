// "Check and sign off": outcome, sum, money left and quorum at this second, once more before it cannot be changed.
#include "names/bid.hpp"
#include "server/app/forms.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/meeting/room.hpp"
#include "server/pages/pages.hpp"

#include <algorithm>

namespace pages {

using namespace workflows;

namespace {

constexpr std::string_view amended = "approved_with_amendments";

/// The form without what belongs to outcomes that were not chosen.
http::pairs of_outcome(const request_context& request)
{
    const auto outcome = request.field("outcome");
    http::pairs out;
    for (const auto& [n, value] : request.form) {
        if (n == "csrf" || n == "then") continue;
        const bool amends = n.starts_with("lines.") || n == "conditions" || n == "amount";
        if (amends && outcome != amended) continue;
        if (n == "to_meeting" && outcome != "deferred") continue;
        if (n == "handled" && request.field("no_conflict") != "false") continue;
        out.emplace_back(n, value);
    }
    return out;
}

/// A fault that the page itself finds, in its own words.
engine::field_error fault_of(std::string field, std::string says)
{
    engine::field_error out;
    out.field = std::move(field);
    out.says = std::move(says);
    return out;
}

/// The sums typed for the lines, and what is wrong with them.
struct amended_lines {
    engine::pence sum;
    bool lower = false; ///< than what was asked
    std::vector<engine::field_error> faults;
};
amended_lines read_lines(const request_context& request, const workflows::bid& b)
{
    amended_lines out;
    for (const auto& l : b.lines) {
        const auto given = request.field("lines." + l.stream);
        const auto typed = engine::parse_pence(app::typed_money(given));
        const auto fault = [&](std::string says) { out.faults.push_back(fault_of("lines." + l.stream, std::move(says))); };
        if (!given.empty() && !typed) fault(request.home.word("error.shape.money"));
        else if (typed && l.amount < *typed) fault(request.home.word("error.more_than_asked", {{"sum", app::pounds_exactly(l.amount)}}));
        out.sum += typed.value_or(l.amount);
        out.lower = out.lower || (typed && *typed < l.amount);
    }
    return out;
}

/// What the command is given: the sum where it is lower, the lines where there are several of them.
void settle_amount(http::pairs& form, const amended_lines& lines)
{
    const auto is_line = [](const auto& field) { return field.first.starts_with("lines."); };
    if (lines.lower) form.emplace_back("amount", engine::show(lines.sum));
    if (!lines.lower || std::count_if(form.begin(), form.end(), is_line) < 2) std::erase_if(form, is_line);
}

/// What is plainly missing or wrong is shown on the form itself. Nothing: the form is good.
std::optional<handler_result> form_again(const shared_request& request, std::vector<engine::field_error> faults)
{
    if (request->field("outcome").empty()) faults.push_back(fault_of("outcome", request->home.word("error.outcome")));
    if (request->field("no_conflict").empty()) faults.push_back(fault_of("no_conflict", request->home.word("error.no_conflict")));
    if (faults.empty()) return std::nullopt;
    engine::answer wrong;
    wrong.outcome = engine::result::invalid;
    wrong.errors = std::move(faults);
    request->tried = app::attempt{verbs::bid_sign_off, request->q->target, app::typed_again(request->form), wrong};
    return request->home.again(request, request->field("back"));
}

/// What will be signed, in words. @param amount of an approval
void lay_what_is_signed(const page_context& page, const workflows::bid& b, engine::pence amount, json::object& model)
{
    const auto field = [&](std::string_view name) { return page.request.field(name); };
    const auto outcome = field("outcome"), to = field("to_meeting");
    model["key"] = field("key");
    model["title"] = page.word("confirm.title");
    model["bid_title"] = b.title;
    model["says"] = page.word("confirm." + outcome,
                              {{"sum", app::pounds(amount)}, {"title", b.title}, {"meeting", to.empty() ? "" : page.meeting_name(to)}});
    model["reason"] = field("reason");
    model["conditions"] = outcome == amended ? field("conditions") : "";
    model["alternatives"] = field("alternatives");
    model["handled"] = field("no_conflict") == "false" ? field("handled") : "";
    model["no_conflict"] = field("no_conflict") == "true";
    model["approves"] = outcome.starts_with("approved");
    model["back"] = field("back");
}

} // namespace

handler_result confirm_sign_off(const shared_request& request)
{
    amended_lines lines;
    auto form = of_outcome(*request);
    if (request->field("outcome") == amended) {
        with_partnership(*request, request->partnership(), request->who.person, [&](page_context& page) {
            if (const auto* b = page.bid(request->field("bid"))) lines = read_lines(*request, *b);
        });
        settle_amount(form, lines);
    }
    if (auto again = form_again(request, lines.faults)) return std::move(*again);
    if (!request->tried) request->form = form; // tried: what was typed is shown again, as far as it can be
    const auto fill = [request, lines, form](page_context& page, json::object& model) -> std::optional<http::response> {
        const auto* of = lay_meeting(page, request->param("meeting"), request->field("bid"), model);
        const auto* b = page.bid(request->field("bid"));
        if (!of || !b) return request->home.problem(*request->q, 404);
        model.erase("page_marking"); // of all that is on the agenda only this bid stands here
        add_marking(model, b->marking);
        json::array fields;
        for (const auto& [n, value] : form)
            if (n != "back" && n != "key") fields.push_back({{"field_name", n}, {"field_value", value}});
        model["fields"] = std::move(fields);
        lay_what_is_signed(page, *b, lines.lower ? lines.sum : b->amount, model);
        model["after"] = page.path("/meetings/" + of->id);
        return std::nullopt;
    };
    return show(request, "confirm", "meetings", fill);
}

} // namespace pages
