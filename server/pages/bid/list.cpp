// The list of bids, by stage, group, stream and words.
#include "server/http/framing.hpp"
#include "server/pages/bid/application.hpp"
#include "server/pages/frame.hpp"
#include "server/pages/pages.hpp"
#include "workflows/bid/application.hpp"
#include "workflows/views/views.hpp"

namespace pages {

using namespace workflows;

namespace {

/// What the list is narrowed to. `after` is where the page begins, and no filter.
struct narrowing {
    json::object fields{{"limit", 50}}; ///< of the view
    std::string in_address;             ///< "stage=draft&"
};
narrowing narrowed(const page_context& page, json::object& model)
{
    narrowing out;
    for (const auto name : optional_fields("bids")) {
        const auto value = page.request.query(name);
        if (value.empty() || name == "limit") continue;
        out.fields[name] = value;
        if (name != "after") out.in_address += std::string(name) + "=" + http::url_encode(value) + "&";
        model["filter_" + std::string(name)] = value;
    }
    json::array of_application;
    for (const auto name : application_filters())
        of_application.push_back(json::object{
            {"more_name", name}, {"more_label", page.word("field." + std::string(name))}, {"more_value", page.request.query(name)}});
    model["more_filters"] = std::move(of_application);
    return out;
}

json::object row_of(const page_context& page, const workflows::bid& b)
{
    const auto* exec = b.exec_meeting.empty() ? nullptr : page.meeting(b.exec_meeting);
    return {{"row_to", page.path("/bids/" + b.id)},
            {"row_title", page.title_of(b)},
            {"row_reference", b.reference()},
            {"row_marking", b.marking},
            {"row_stage", page.word("stage." + b.stage)},
            {"row_sum", app::pounds(b.amount)},
            {"row_group", page.body_name(b.delivery_group)},
            {"row_exec", exec ? page.date(exec->starts) : ""}};
}

void lay_choices(const page_context& page, json::object& model)
{
    const auto chosen = [&](std::string_view field, std::string_view value) { return page.request.query(field) == value; };
    json::array stages, streams;
    for (const auto s : names_of<bid_stages::all>()) stages.push_back(option(s, page.word("stage." + std::string(s)), chosen("stage", s)));
    for (const auto* s : page.streams({.index = "stream", .key = ""}))
        streams.push_back(option(s->id, page.stream_name(s->id), chosen("stream", s->id)));
    model["stages"] = std::move(stages);
    model["groups"] = group_options(page, page.request.query("group"));
    model["streams"] = std::move(streams);
}

std::optional<http::response> fill_bids(const page_context& page, json::object& model)
{
    const auto wanted = narrowed(page, model);
    const auto seen = page.ask("bids", wanted.fields);
    json::array rows;
    for (const auto& i : list_of(seen, "items"))
        if (const auto* b = page.bid(text_of(i.get_object(), "bid"))) {
            add_marking(model, b->marking);
            rows.push_back(row_of(page, *b));
        }
    const auto shown = static_cast<std::int64_t>(rows.size());
    const auto next = text_of(seen, "next");
    const bool filtered = !wanted.in_address.empty(), first = page.request.query("after").empty();
    model["rows"] = std::move(rows);
    model["none"] = shown == 0;
    model["filtered"] = filtered;
    model["title"] =
        !filtered && first ? page.word("bids.title") : page.word.count(next.empty() ? "bids.found" : "bids.found_first", shown);
    if (!next.empty()) model["next_to"] = page.path("/bids?" + wanted.in_address + "after=" + http::url_encode(next));
    if (!first) model["first_to"] = page.path("/bids?" + wanted.in_address);
    lay_choices(page, model);
    model["may_bid"] = page.may_bid();
    return std::nullopt;
}

} // namespace

handler_result bids(const shared_request& request)
{
    return request->query("text").empty() ? show(request, "bids", "bids", fill_bids)
                                          : show_aside(request, "bids", "bids", fill_bids); // words are sought in every bid
}

} // namespace pages
