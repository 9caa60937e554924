// workflows/context.hpp - one command being judged: who asks, for what, of what, and when. Built anew for each command;
// holds pointers into the reader, so it lives no longer than the judgement.
#pragma once
#include "engine/ports.hpp"
#include "workflows/calendar/calendar.hpp"

#include <optional>
#include <string>
#include <vector>

namespace workflows {

namespace json = engine::json;
using engine::instant;

struct bid;
struct body;
struct document;
struct item;
struct meeting;
struct partnership;
struct person;
struct plan;
struct seat;
struct stream;

struct context {
    engine::reader& known;
    std::string verb, actor;
    const json::object& form;
    instant now;
    bool form_given = true;       ///< false: "could the reader do this?", judged without the form's fields
    bool internal = false;        ///< a timer or a follow-up: no authority is asked
    std::optional<instant> due{}; ///< of a timer: when it was due

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

    std::string text(std::string_view name) const { return std::string(engine::text_at(form, name)); }
    bool given(std::string_view name) const { return form.contains(name); }
    /// A late wake-up changes no outcome: what a timer leads to is judged by the moment at which it was due.
    instant moment() const { return due.value_or(now); }
    /// The entity that the form names under its kind, or nullptr: for the kinds that have no pointer above.
    template <class State> const State* named(std::string_view kind) const
    {
        const auto id = text(kind);
        return id.empty() ? nullptr : engine::get<State>(known, std::string(kind) + "/" + id);
    }
};

/// Fills in what the form's ids name. @pre the form's shape is good
context make_context(engine::reader& known, const engine::request& r, instant now);

/// A form's date or instant: a date begins at local midnight.
std::optional<instant> moment_of(const context& c, std::string_view field);
/// The dates of meeting.plan_year (TR-cycle).
std::vector<day> year_of_meetings(const partnership& p, const body& b, const json::object& form, instant now);
/// The seat for which a person attends: their own, else one whose named deputy they are. "" none.
std::string seat_for(const partnership& p, std::string_view body, std::string_view person, instant now);

} // namespace workflows
