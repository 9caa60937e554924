// workflows/reading.hpp - who may read what, and what pages and views ask before they show a thing: whose it is, who sits where,
// what is sealed, how far it has come. A page asks here or asks a view, and judges nothing itself. Answers given here settle what
// is shown and offered; whether a command is accepted is for authority.cpp and the tables.
#pragma once
#include "engine/ports.hpp"
#include "workflows/bid/stages.hpp"
#include "workflows/bid/state.hpp"
#include "workflows/meeting/stages.hpp"
#include "workflows/plan/stages.hpp"
#include "workflows/standing.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace workflows {

// -- may the person read? (refused as AC-read, shown as "not there") -----------------------------------------------------

bool has_role(engine::reader& known, const std::string& person, std::string_view role);
/// Meetings, items, quorum, money: every seat and role of the partnership.
bool may_read_partnership(engine::reader& known, const std::string& reader, instant now);
bool may_read_bid(engine::reader& known, const std::string& reader, const bid& b, instant now);
bool may_read_item(engine::reader& known, const std::string& reader, const meeting& m, const item& i, instant now);
/// One entry of the log: as what it is about, and no position that is still sealed.
bool may_read_event(engine::reader& known, const partnership& p, const std::string& reader, const engine::event& e, instant now);
/// What the five representatives have said of every bid: themselves, the Exec, the Partnership Manager, auditors.
bool may_compare_positions(engine::reader& known, const partnership& p, const std::string& reader, instant now);

/// FP-f: are the positions of others on this bid kept from the reader? Under `sealed_positions` each sees its own until all are
/// in; auditors see all.
bool are_positions_sealed(engine::reader& known, const partnership& p, const std::string& reader, const bid& b, instant now);

/// A bid that the reader may read, or nullptr.
const bid* readable_bid(engine::reader& known, const std::string& reader, std::string_view id, instant now);
/// Those of an index that the reader may read, in its order; `limit` counts all of them, read or not.
std::vector<const bid*> readable_bids(engine::reader& known, const std::string& reader, const engine::index_query& of, instant now);

// -- who sits where ------------------------------------------------------------------------------------------------------

/// Holds a seat of the body, or deputises for one. @param b may be nullptr
bool sits_on(const partnership& p, const body* b, std::string_view person, instant now);
/// Is chair or vice-chair of the body. A deputy is not: they do not preside.
bool has_chair(const partnership& p, std::string_view body, std::string_view person, instant now);
/// The same of the Executive.
bool chairs_exec(const partnership& p, std::string_view person, instant now);
/// Holds or deputises for a voting seat of the funding sub-group.
bool is_reviewer(const partnership& p, std::string_view person, instant now);
/// The voting seat that stands for a statutory agency on the Executive, held or deputised for by the person; nullptr.
const seat* agency_seat_of(const partnership& p, std::string_view person, instant now);
/// The delivery groups that the person chairs, or deputises for.
std::vector<const body*> chaired_groups(const partnership& p, std::string_view person, instant now);

// -- what is offered to a person, by who they are ------------------------------------------------------------------------

/// Begin a bid: project managers, and who chairs a delivery group.
bool may_bid(engine::reader& known, const partnership& p, const std::string& person, instant now);
/// Attach documents to a bid, and remove them: its own people, until it is stopped.
bool may_attach(const bid& b, std::string_view person);
/// Declare an interest in a bid: who sits on a body that decides on it, from the group's agreement to the sign-off.
bool may_declare_interest(const partnership& p, const bid& b, std::string_view person, instant now);
/// Settle a query: who raised it; when they have left, the Partnership Manager.
bool may_resolve(engine::reader& known, const bid& b, const query& q, const std::string& person);
/// Open and close the meeting, keep its room: the Partnership Manager, its body's chair or vice-chair.
bool may_run(engine::reader& known, const partnership& p, const meeting& m, const std::string& person, instant now);
/// Decide on an item that is open: chair, vice-chair, or the member chosen for it.
bool may_decide(const partnership& p, const meeting& m, const item& i, std::string_view person, instant now);
/// Open streams and change them: the Partnership Manager, a budget manager.
bool may_change_money(engine::reader& known, const std::string& person);
/// Name a deputy for a seat: its holder, an administrator.
bool may_name_deputy(engine::reader& known, const seat& s, const std::string& person, instant now);

// -- how far a thing has come (bid/stages.hpp, meeting/stages.hpp) -------------------------------------------------------

inline bool is_draft(const bid& b) { return in<bid_stages::draft>(b.stage); }
inline bool is_with_group(const bid& b) { return in<bid_stages::with_delivery_group>(b.stage); }
inline bool is_being_checked(const bid& b) { return in<bid_stages::compliance_check>(b.stage); }
/// The agencies give their positions.
inline bool awaits_positions(const bid& b) { return in<bid_stages::on_the_table>(b.stage); }
/// All agencies have spoken: the Exec's chair can sign it off.
inline bool awaits_sign_off(const bid& b) { return in<bid_stages::recommendation>(b.stage); }
/// It has ended without money, and goes no further.
inline bool is_stopped(const bid& b) { return in<bid_stages::stopped>(b.stage); }
/// The seven steps that a bid is shown to take, draft to evaluation.
inline constexpr int step_group = bid_stages::with_delivery_group::step, step_check = bid_stages::compliance_check::step,
                     step_positions = bid_stages::on_the_table::step, step_sign_off = bid_stages::recommended::step, last_step = 7;
/// The step that the bid stands on; of a stopped one that which it had got to.
int step_of(const bid& b);

inline bool is_planned(const meeting& m) { return in<meeting_stages::planned>(m.stage); }
inline bool is_open(const meeting& m) { return in<meeting_stages::open>(m.stage); }
/// Taken from old minutes.
inline bool is_from_minutes(const meeting& m) { return in<meeting_stages::recorded>(m.stage); }
inline bool is_cancelled(const meeting& m) { return in<meeting_stages::cancelled>(m.stage); }
/// It was held: closed, or taken from old minutes.
inline bool was_held(const meeting& m) { return in<meeting_stages::held>(m.stage); }
bool is_of_exec(const partnership& p, const meeting& m);

inline bool is_agreed(const plan& p) { return in<plan_stages::agreed>(p.stage); }

} // namespace workflows
