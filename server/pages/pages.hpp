// server/pages/pages.hpp - every page by name. Each handler makes a model from views and state; its template has the words.
#pragma once
#include "server/pages/page.hpp"

#include <algorithm>

namespace pages {

said home(const visiting& v);
said bids(const visiting& v);
said bid(const visiting& v);
said apply_new(const visiting& v);
said apply(const visiting& v);
said apply_part(const visiting& v);
said save_part(const visiting& v);
said apply_check(const visiting& v);
said queue(const visiting& v); ///< the delivery group's chair and the reviewers
said grid(const visiting& v);  ///< the five representatives
said meetings(const visiting& v);
said room(const visiting& v);
said confirm_sign_off(const visiting& v);
said screen(const visiting& v);
said pack(const visiting& v);
said room_events(const visiting& v);
said calendar_feed(const visiting& v);
said money(const visiting& v);
said money_csv(const visiting& v);
said money_xlsx(const visiting& v);
said stream(const visiting& v);
said decisions(const visiting& v);
said decision(const visiting& v);
said proof(const visiting& v);
said verify_now(const visiting& v);
said proof_bundle(const visiting& v);
said admin(const visiting& v);
said people(const visiting& v);
said person(const visiting& v);
said bodies(const visiting& v);
said body(const visiting& v);
said policy(const visiting& v);
said outbox(const visiting& v);
said outbox_mail(const visiting& v);
said outbox_retry(const visiting& v);
said rules(const visiting& v);
said rule(const visiting& v);
said fixed(const visiting& v); ///< help, accessibility, privacy
said register_page(const visiting& v);
said upload(const visiting& v);

/// "With the Exec chair, for sign-off tomorrow, 4 March." @param second what comes next, "" nothing
struct status {
    std::string first, second;
    bool stopped = false, late = false;
};
status status_of(const making& m, const workflows::bid& b);
/// The seven steps of a bid's way, as the stepper draws them. @param history the view of that name
json::array steps_of(const making& m, const workflows::bid& b, const json::object& history);
/// The sum of a quorum as people check it on paper, its bar, and who was left out. @param q the view of that name
json::object shown_quorum(const making& m, const json::object& q, bool past);
/// "12 of 21 members count; 11 are needed." and the minimums that are met.
std::string quorum_sum_in_words(const making& m, const json::object& q);
/// A body's rule: share or number, who counts, the minimums. @param rule as the vocabulary has it
std::string quorum_rule_in_words(const making& m, const json::object& rule);
/// The rule for _quorum_rule.mustache.
void lay_quorum_form(const making& m, const json::object& rule, json::object& model);
/// The bid's lines beside what each stream has left.
json::object lines_of(const making& m, const workflows::bid& b);
/// The statutory agencies and what they said; a sentence that sums it up under "agencies_says".
void lay_agencies(const making& m, const workflows::bid& b, json::object& model);
/// What the Board has decided of late, to choose from: items of its newest meetings.
json::array board_items(const making& m);
/// The parts of an application form, and the fields that each asks for.
struct application_part {
    std::string_view id;
    std::vector<std::string_view> fields;
    bool has(std::string_view field) const { return std::find(fields.begin(), fields.end(), field) != fields.end(); }
};
const std::vector<application_part>& application_parts();
/// The parts of a bid: which are complete (FP-b1, FP-b3).
json::array parts_of(const making& m, const workflows::bid& b, std::int64_t& complete);

} // namespace pages
