// workflows/document/events.cpp - event by event: how it changes a document.
#include "workflows/document/events.hpp"
#include "workflows/bid/state.hpp"
#include "workflows/context.hpp"
#include "workflows/document/stages.hpp"
#include "workflows/fields.hpp"
#include "workflows/meeting/state.hpp"

namespace workflows {

using engine::event;

namespace {

/// A document's events stand in the history of what it belongs to.
void stand_in_history(context& c, event& e)
{
    if (c.bid) e.also.push_back("bid/" + c.bid->id);
    else if (c.meeting) e.also.push_back("meeting/" + c.meeting->id);
}

void attach(document& d, const event& e)
{
    d.id = text_of(e.form, "document");
    d.bid = text_of(e.form, "bid");
    d.item = text_of(e.form, "item");
    d.name = e.text("name");
    d.media_type = text_of(e.form, "media_type");
    d.sha256 = text_of(e.form, "sha256");
    d.by = e.actor;
    d.at = e.at;
}

} // namespace

const event_table<document>& document_events()
{
    static const event_table<document> table{
        {"document.attached", attach, stand_in_history},
        {"document.removed", [](document& d, const event& e) { d.removed_because = e.text("reason"); }, stand_in_history},
    };
    return table;
}

void apply_to(document& d, const event& e)
{
    event_tables<document>::apply(d, e);
    d.stage = e.to;
}

std::vector<engine::index_row> rows_of_state(const document& d)
{
    if (!in<document_stages::attached>(d.stage)) return {};
    if (!d.bid.empty()) return {{"document.bid", d.bid, engine::exact(d.at)}};
    return {{"document.item", d.item, engine::exact(d.at)}};
}

} // namespace workflows
