// workflows/context.hpp - one command being judged: who asks, for what, of what, and when. Built anew for each command;
// holds pointers into the reader, so it lives no longer than the judgement.
#pragma once
#include "engine/ports.hpp"
#include "workflows/bid/state.hpp"
#include "workflows/decide.hpp"
#include "workflows/document/state.hpp"
#include "workflows/standing.hpp"
#include "workflows/vocabulary.hpp"

#include <set>
#include <string>

namespace workflows {

struct context {
    engine::reader& known;
    std::string verb, actor;
    const json::object& form;
    instant now;
    bool form_given = true; ///< false: "could the reader do this?", judged without the form's fields
    bool internal = false;  ///< a timer or a follow-up: no authority is asked

    const partnership* p = nullptr;
    const workflows::bid* bid = nullptr;
    const workflows::meeting* meeting = nullptr; ///< of a bid: the Exec on whose table it is; of an item: its meeting
    const workflows::item* item = nullptr;
    const workflows::stream* stream = nullptr;
    const workflows::plan* plan = nullptr;
    const workflows::seat* seat = nullptr;
    const workflows::body* body = nullptr;
    const workflows::person* person = nullptr;
    const workflows::document* document = nullptr; ///< its bid, or its item and meeting, are looked up with it

    std::string acting_seat{}; ///< the seat in which the actor acts, once authority is settled
    std::string agency{};      ///< of a representative: the agency that the seat names

    std::string text(std::string_view name) const { return std::string(engine::text_at(form, name)); }
    bool given(std::string_view name) const { return form.contains(name); }
};

/// Fills in what the form's ids name. @pre the form's shape is good
context make_context(engine::reader& known, const engine::request& r, instant now);

/// Stage of the verb's subject, as its process names it; "none" when it is not there yet.
std::string stage_of(const context& c, const verb_spec& verb);

// -- sums that several rules share (more: standing.hpp) ------------------------------------------------------------------

/// TR-plan: why the Board has to ratify, in words; "" when it need not. @param lines as approved
std::string why_board(engine::reader& known, const partnership& p, const std::vector<bid_line>& lines, pence amount, instant now);
/// The plan that the Board agreed last for a year, or nullptr.
const plan* agreed_plan_of(engine::reader& known, const std::string& year);
/// The lines and the amount that a sign-off with this form would approve.
struct approval {
    std::vector<bid_line> lines;
    pence amount;
};
approval approved_by(const context& c);

// -- what rules rest on, gathered from the context ------------------------------------------------------------------

void look(context& c, std::optional<bidder>& out);
void look(context& c, std::optional<separation>& out);
void look(context& c, std::optional<earlier_part>& out);
void look(context& c, std::optional<application_gaps>& out);
void look(context& c, std::optional<aims_named>& out);
void look(context& c, std::optional<exec_date>& out);
void look(context& c, std::optional<equality_statement>& out);
void look(context& c, std::optional<check_note>& out);
void look(context& c, std::optional<query_state>& out);
void look(context& c, std::optional<absent_agency>& out);
void look(context& c, std::optional<conflict>& out);
void look(context& c, std::optional<room>& out);
void look(context& c, std::optional<quorum_facts>& out);
void look(context& c, std::optional<money_facts>& out);
void look(context& c, std::optional<outcome_form>& out);
void look(context& c, std::optional<board_decision>& out);
void look(context& c, std::optional<counts_for>& out);
void look(context& c, std::optional<submissions>& out);
void look(context& c, std::optional<office_facts>& out);
void look(context& c, std::optional<seat_office>& out);
void look(context& c, std::optional<newcomer>& out);
void look(context& c, std::optional<role_held>& out);
void look(context& c, std::optional<deputyship>& out);
void look(context& c, std::optional<rule_date>& out);
void look(context& c, std::optional<chair_matter>& out);
void look(context& c, std::optional<item_outcome>& out);
void look(context& c, std::optional<body_outcome>& out);
void look(context& c, std::optional<opening>& out);
void look(context& c, std::optional<body_kind_facts>& out);
void look(context& c, std::optional<year_facts>& out);
void look(context& c, std::optional<sitting>& out);
void look(context& c, std::optional<in_or_out>& out);
void look(context& c, std::optional<chair_choice>& out);
void look(context& c, std::optional<item_conflict>& out);
void look(context& c, std::optional<vote_facts>& out);
void look(context& c, std::optional<bid_item>& out);
void look(context& c, std::optional<record_date>& out);
void look(context& c, std::optional<stream_floor>& out);
void look(context& c, std::optional<hold_facts>& out);
void look(context& c, std::optional<release_facts>& out);

/// A form's date or instant: a date begins at local midnight.
std::optional<instant> moment_of(const context& c, std::string_view field);
/// The dates of meeting.plan_year (TR-cycle).
std::vector<day> year_of_meetings(const partnership& p, const body& b, const json::object& form, instant now);
/// The seat for which a person attends: their own, else one whose named deputy they are. "" none.
std::string seat_for(const partnership& p, std::string_view body, std::string_view person, instant now);

} // namespace workflows
