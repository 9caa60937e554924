// workflows/document/views.cpp - the view of a document, and of those that belong to something.
#include "workflows/context.hpp"
#include "workflows/document/events.hpp"
#include "workflows/document/stages.hpp"
#include "workflows/document/state.hpp"
#include "workflows/views/parts.hpp"

namespace workflows {
namespace {

json::object show_document(const document& d)
{
    json::object out{{"document", d.id},   {"name", d.name}, {"media_type", d.media_type},
                     {"sha256", d.sha256}, {"by", d.by},     {"at", engine::show(d.at)}};
    if (!d.bid.empty()) out["bid"] = d.bid;
    if (!d.item.empty()) out["item"] = d.item;
    return out;
}

} // namespace

json::array documents_of(view_request& a, std::string_view index, const std::string& of)
{
    json::array out;
    for (const auto& row : a.known.rows({.index = std::string(index), .key = of}))
        if (const auto* d = engine::get<document>(a.known, "document/" + row.id)) out.push_back(show_document(*d));
    return out;
}

/// Readable by whoever may read what it belongs to; a removed one by nobody.
static view document_view(view_request& a)
{
    const auto id = a.text("document");
    const auto* d = engine::get<document>(a.known, "document/" + id);
    if (!d || !in<document_stages::attached>(d->stage)) return not_found("document", id);
    if (!d->bid.empty()) {
        const auto* b = engine::get<bid>(a.known, "bid/" + d->bid);
        if (!b || !may_read_bid(a.known, a.q.reader, *b, a.q.now)) return may_not_read();
        return show_document(*d);
    }
    const auto* m = meeting_of_item(a.known, d->item);
    const auto* i = m ? m->find_item(d->item) : nullptr;
    if (!i || !may_read_item(a.known, a.q.reader, *m, *i, a.q.now)) return may_not_read();
    return show_document(*d);
}

std::vector<view_spec> document_views() { return {{"document", "", {"document"}, {}, document_view}}; }

} // namespace workflows
