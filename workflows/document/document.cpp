// Documents: the Boost.MSM instantiation, and what their events change.
#include "engine/msm_run.hpp"
#include "workflows/document/process.hpp"
#include "workflows/document/state.hpp"
#include "workflows/fields.hpp"

namespace workflows {

engine::decision decide_document(std::string_view stage, std::string_view command, const document_process::facts& known)
{
    return engine::decide_by_msm<document_process>(stage, command, known);
}

void apply_to(document& d, const engine::event& e)
{
    if (e.type == "document.attached") {
        d.id = text_of(e.form, "document");
        d.bid = text_of(e.form, "bid");
        d.item = text_of(e.form, "item");
        d.name = e.text("name");
        d.media_type = text_of(e.form, "media_type");
        d.sha256 = text_of(e.form, "sha256");
        d.by = e.actor;
        d.at = e.at;
    } else if (e.type == "document.removed") d.removed_because = e.text("reason");
    d.stage = e.to;
}

std::vector<engine::index_row> rows_of_state(const document& d)
{
    if (d.stage != "attached") return {};
    if (!d.bid.empty()) return {{"document.bid", d.bid, engine::exact(d.at)}};
    return {{"document.item", d.item, engine::exact(d.at)}};
}

} // namespace workflows
