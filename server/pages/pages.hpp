// server/pages/pages.hpp - every page by name, as server/routes.cpp gives it out. A handler asks views and reading.hpp, and
// makes a model of the answers; its template has the words.
#pragma once
#include "server/app/site.hpp"

namespace pages {

using app::handler_result;
using app::shared_request;

// home/
handler_result home(const shared_request& request);
handler_result fixed(const shared_request& request); ///< help, accessibility, privacy
// bid/
handler_result bids(const shared_request& request);
handler_result bid(const shared_request& request);
handler_result apply_new(const shared_request& request);
handler_result apply(const shared_request& request);
handler_result apply_part(const shared_request& request);
handler_result save_part(const shared_request& request);
handler_result apply_check(const shared_request& request);
handler_result queue(const shared_request& request); ///< the delivery group's chair and the reviewers
handler_result grid(const shared_request& request);  ///< the five representatives
// meeting/
handler_result meetings(const shared_request& request);
handler_result room(const shared_request& request);
handler_result confirm_sign_off(const shared_request& request);
handler_result screen(const shared_request& request);
handler_result pack(const shared_request& request);
handler_result room_events(const shared_request& request);
handler_result calendar_feed(const shared_request& request);
// money/
handler_result money(const shared_request& request);
handler_result money_csv(const shared_request& request);
handler_result money_xlsx(const shared_request& request);
handler_result stream(const shared_request& request);
// risk/
handler_result risks(const shared_request& request);
handler_result risk(const shared_request& request);
// decisions/
handler_result decisions(const shared_request& request);
handler_result decision(const shared_request& request);
handler_result proof(const shared_request& request);
handler_result verify_now(const shared_request& request);
handler_result proof_bundle(const shared_request& request);
handler_result rules(const shared_request& request);
handler_result rule(const shared_request& request);
handler_result register_page(const shared_request& request);
// admin/
handler_result admin(const shared_request& request);
handler_result people(const shared_request& request);
handler_result person(const shared_request& request);
handler_result bodies(const shared_request& request);
handler_result body(const shared_request& request);
handler_result policy(const shared_request& request);
handler_result outbox(const shared_request& request);
handler_result outbox_mail(const shared_request& request);
handler_result outbox_retry(const shared_request& request);
// forms of all pages
handler_result do_command(const shared_request& request); ///< POST /p/{partnership}/do/{verb}
handler_result upload(const shared_request& request);

} // namespace pages
