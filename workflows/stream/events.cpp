// workflows/stream/events.cpp - event by event: how it changes a pot of money.
#include "workflows/stream/events.hpp"
#include "workflows/bid/state.hpp"
#include "workflows/fields.hpp"
#include "workflows/stream/stages.hpp"

namespace workflows {

using engine::event;

namespace {

/// The event's lines on this stream: data.lines, each {stream, amount, state, inside_plan}.
template <class Do> void each_line(const stream& s, const event& e, Do what)
{
    for (const auto& l : list_of(e.data, "lines")) {
        const auto line = read_as<bid_line>(l);
        if (line.stream == s.id) what(line);
    }
}

void open(stream& s, const event& e)
{
    s.id = text_of(e.form, "stream");
    s.name = text_of(e.form, "name");
    s.provider = text_of(e.form, "provider");
    s.year = text_of(e.form, "year");
    s.purpose = text_of(e.form, "purpose");
    s.status = e.to; // expected; one that is opened as confirmed is confirmed by itself
    if (text_of(e.form, "status") == stream_stages::confirmed::name) s.becomes = stream_stages::confirmed::name;
    s.amount = money_of(e.form, "amount").value_or(pence{});
    s.held_back = money_of(e.form, "held_back").value_or(pence{});
}

void set_amount(stream& s, const event& e)
{
    s.status = e.to;
    s.becomes.clear();
    s.amount = money_of(e.form, "amount").value_or(s.amount);
}

void withdraw(stream& s, const event& e)
{
    // A part, or all of it; in logs of before always all, and the stream was withdrawn by this very event.
    const auto part = e.from == e.to ? money_of(e.form, "amount") : std::nullopt;
    if (part) s.amount -= *part;
    else s.amount = s.held_back = {};
    s.status = e.to;
    if (!part && !in<stream_stages::withdrawn>(e.to)) s.becomes = stream_stages::withdrawn::name;
}

/// Money is committed at once, or waits for the stream to be confirmed.
void commit(stream& s, const event& e)
{
    each_line(s, e, [&](const bid_line& l) {
        (l.state == "committed" ? s.committed : s.awaiting) += l.amount;
        if (l.inside_plan) s.inside_plan += l.amount;
    });
}

void fund(stream& s, const event& e)
{
    each_line(s, e, [&](const bid_line& l) {
        s.awaiting -= l.amount;
        s.committed += l.amount;
    });
}

void take_into_plan(stream& s, const event& e)
{
    each_line(s, e, [&](const bid_line& l) {
        if (l.inside_plan) s.inside_plan += l.amount;
    });
}

void release_lines(stream& s, const event& e)
{
    each_line(s, e, [&](const bid_line& l) {
        (l.state == "committed" ? s.committed : s.awaiting) -= l.amount;
        if (l.inside_plan) s.inside_plan -= l.amount;
    });
}

} // namespace

const event_table<stream>& stream_events()
{
    static const event_table<stream> table{
        {"stream.opened", open},
        {"stream.came_confirmed", set_amount},
        {"stream.confirmed", set_amount},
        {"stream.revised", set_amount},
        {"stream.withdrawn", withdraw},
        {"stream.came_withdrawn",
         [](stream& s, const event& e) {
             s.status = e.to;
             s.becomes.clear();
         }},
        {"stream.held_back", [](stream& s, const event& e) { s.held_back += money_of(e.form, "amount").value_or(pence{}); }},
        {"stream.released", [](stream& s, const event& e) { s.held_back -= money_of(e.form, "amount").value_or(pence{}); }},
        {"bid.signed_off", commit},
        {"bid.funded", fund},
        {"bid.entered_plan", take_into_plan},
        {"bid.ratified", take_into_plan},
        {"bid.lapsed", release_lines},
        {"bid.refused_amendments", release_lines},
        {"bid.refused_by_board", release_lines},
    };
    return table;
}

void apply_to(stream& s, const event& e) { event_tables<stream>::apply(s, e); }

std::vector<engine::index_row> rows_of_state(const stream& s) { return {{"stream.year", s.year, s.id}, {"stream", "", s.id}}; }

} // namespace workflows
