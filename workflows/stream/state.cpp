#include "workflows/stream/state.hpp"

#include "workflows/bid/state.hpp"
#include "workflows/fields.hpp"

namespace workflows {
namespace {

/// The event's lines on this stream: data.lines, each {stream, amount, state, inside_plan}.
template <class Do> void each_line(const stream& s, const engine::event& e, Do what)
{
    for (const auto& l : list_of(e.data, "lines")) {
        const auto line = read_as<bid_line>(l);
        if (line.stream == s.id) what(line);
    }
}

} // namespace

void apply_to(stream& s, const engine::event& e)
{
    if (e.type == "stream.opened") {
        s.id = text_of(e.form, "stream");
        s.name = text_of(e.form, "name");
        s.provider = text_of(e.form, "provider");
        s.year = text_of(e.form, "year");
        s.purpose = text_of(e.form, "purpose");
        s.status = e.to; // expected; what is confirmed from the start comes confirmed by itself
        s.amount = money_of(e.form, "amount").value_or(pence{});
        s.held_back = money_of(e.form, "held_back").value_or(pence{});
    } else if (e.type == "stream.came_confirmed" || e.type == "stream.confirmed" || e.type == "stream.revised") {
        s.status = e.to;
        s.amount = money_of(e.form, "amount").value_or(s.amount);
    } else if (e.type == "stream.withdrawn") {
        // A part, or all of it; in logs of before always all, and the stream was withdrawn by this very event.
        const auto part = e.from == e.to ? money_of(e.form, "amount") : std::nullopt;
        if (part) s.amount -= *part;
        else s.amount = s.held_back = {};
        s.status = e.to;
    } else if (e.type == "stream.came_withdrawn") s.status = e.to;
    else if (e.type == "stream.held_back") s.held_back += money_of(e.form, "amount").value_or(pence{});
    else if (e.type == "stream.released") s.held_back -= money_of(e.form, "amount").value_or(pence{});
    else if (e.type == "bid.signed_off") // commits at once, or waits for the stream's money to be confirmed
        each_line(s, e, [&](const bid_line& l) {
            (l.state == "committed" ? s.committed : s.awaiting) += l.amount;
            if (l.inside_plan) s.inside_plan += l.amount;
        });
    else if (e.type == "bid.funded")
        each_line(s, e, [&](const bid_line& l) {
            s.awaiting -= l.amount;
            s.committed += l.amount;
        });
    else if (e.type == "bid.entered_plan" || e.type == "bid.ratified")
        each_line(s, e, [&](const bid_line& l) {
            if (l.inside_plan) s.inside_plan += l.amount;
        });
    else if (e.type == "bid.lapsed" || e.type == "bid.refused_amendments" || e.type == "bid.refused_by_board")
        each_line(s, e, [&](const bid_line& l) {
            (l.state == "committed" ? s.committed : s.awaiting) -= l.amount;
            if (l.inside_plan) s.inside_plan -= l.amount;
        });
}

void apply_to(plan& p, const engine::event& e)
{
    if (e.type == "plan.proposed") {
        p.id = text_of(e.form, "plan");
        p.year = text_of(e.form, "year");
        for (const auto& l : list_of(e.form, "lines"))
            p.lines.push_back({text_of(l.as_object(), "stream"), money_of(l.as_object(), "amount").value_or(pence{})});
    } else if (e.type == "plan.agreed") {
        p.item = text_of(e.form, "item");
        p.agreed_index = e.index;
    }
    p.stage = e.to;
}

std::vector<engine::index_row> rows_of_state(const stream& s) { return {{"stream.year", s.year, s.id}, {"stream", "", s.id}}; }

std::vector<engine::index_row> rows_of_state(const plan& p)
{
    std::vector<engine::index_row> out{{"plan.year", p.year, p.id}};
    if (p.stage == "agreed") out.push_back({"plan.agreed", p.year, sortable(p.agreed_index)});
    return out;
}

} // namespace workflows
