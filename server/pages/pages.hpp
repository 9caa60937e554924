// server/pages/pages.hpp - every page by name. Each handler makes a model from views and state; its template has the words.
#pragma once
#include "server/pages/page_context.hpp"

#include <algorithm>

namespace pages {

handler_result home(const shared_request& request);
handler_result bids(const shared_request& request);
handler_result bid(const shared_request& request);
handler_result apply_new(const shared_request& request);
handler_result apply(const shared_request& request);
handler_result apply_part(const shared_request& request);
handler_result save_part(const shared_request& request);
handler_result apply_check(const shared_request& request);
handler_result queue(const shared_request& request); ///< the delivery group's chair and the reviewers
handler_result grid(const shared_request& request);  ///< the five representatives
handler_result meetings(const shared_request& request);
handler_result room(const shared_request& request);
handler_result confirm_sign_off(const shared_request& request);
handler_result screen(const shared_request& request);
handler_result pack(const shared_request& request);
handler_result room_events(const shared_request& request);
handler_result calendar_feed(const shared_request& request);
handler_result money(const shared_request& request);
handler_result money_csv(const shared_request& request);
handler_result money_xlsx(const shared_request& request);
handler_result stream(const shared_request& request);
handler_result decisions(const shared_request& request);
handler_result decision(const shared_request& request);
handler_result proof(const shared_request& request);
handler_result verify_now(const shared_request& request);
handler_result proof_bundle(const shared_request& request);
handler_result admin(const shared_request& request);
handler_result people(const shared_request& request);
handler_result person(const shared_request& request);
handler_result bodies(const shared_request& request);
handler_result body(const shared_request& request);
handler_result policy(const shared_request& request);
handler_result outbox(const shared_request& request);
handler_result outbox_mail(const shared_request& request);
handler_result outbox_retry(const shared_request& request);
handler_result rules(const shared_request& request);
handler_result rule(const shared_request& request);
handler_result fixed(const shared_request& request); ///< help, accessibility, privacy
handler_result register_page(const shared_request& request);
handler_result upload(const shared_request& request);

/// "With the Exec chair, for sign-off tomorrow, 4 March." @param second what comes next, "" nothing
struct status {
    std::string first, second;
    bool stopped = false, late = false;
};
status status_of(const page_context& page, const workflows::bid& b);
/// The seven steps of a bid's way, as the stepper draws them. @param history the view of that name
json::array steps_of(const page_context& page, const workflows::bid& b, const json::object& history);
/// The sum of a quorum as people check it on paper, its bar, and who was left out. @param q the view of that name
json::object shown_quorum(const page_context& page, const json::object& q, bool past);
/// "12 of 21 members count; 11 are needed." and the minimums that are met.
std::string quorum_sum_in_words(const page_context& page, const json::object& q);
/// A body's rule: share or number, who counts, the minimums. @param rule as the vocabulary has it
std::string quorum_rule_in_words(const page_context& page, const json::object& rule);
/// The rule for _quorum_rule.mustache.
void lay_quorum_form(const page_context& page, const json::object& rule, json::object& model);
/// The bid's lines beside what each stream has left.
json::object lines_of(const page_context& page, const workflows::bid& b);
/// The statutory agencies and what they said; a sentence that sums it up under "agencies_says".
void lay_agencies(const page_context& page, const workflows::bid& b, json::object& model);
/// What the Board has decided of late, to choose from: items of its newest meetings.
json::array board_items(const page_context& page);
/// The parts of a bid: which are complete (FP-b1, FP-b3).
json::array parts_of(const page_context& page, const workflows::bid& b, std::int64_t& complete);
/// What has been answered, field by field.
json::array shown_application(const page_context& page, const json::object& a);

} // namespace pages
