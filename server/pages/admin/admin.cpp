// Administration: the way to people, bodies, policy and the outbox, with what failed there.
#include "server/pages/frame.hpp"
#include "server/pages/pages.hpp"
#include "storage/outbox.hpp"

namespace pages {

handler_result admin(const shared_request& request)
{
    return show(request, "admin", "", [request](page_context& page, json::object& model) -> std::optional<http::response> {
        model["title"] = page.word("admin.title");
        model["nav_admin"] = true;
        const auto waiting = storage::outbox(request->d->sql()).now();
        model["failed"] = waiting.failed > 0 ? page.word.count("outbox.failed", waiting.failed) : "";
        model["pending"] = page.word.count("outbox.pending", waiting.pending);
        return std::nullopt;
    });
}

} // namespace pages
