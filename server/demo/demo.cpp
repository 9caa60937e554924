#include "server/demo/demo.hpp"

#include "server/demo/cast.hpp"
#include "server/demo/ideas.hpp"
#include "server/demo/writer.hpp"

#include <algorithm>
#include <stdexcept>

namespace demo {

writer::writer(day today) : today_(today)
{
    // The next Exec lies 11 to 17 days ahead: its deadline, the Monday of the week before, is still to come.
    next_ = {today.count + 11};
    while (workflows::weekday_of(next_) != 3) ++next_.count;
}

void writer::add(day d, int hour, int minute, std::string_view who, std::string_view verb, json::object fields)
{
    auto at = workflows::at_time(d, hour, minute, zone);
    const auto latest = workflows::at_time(today_, 0, 1, zone); // nothing later than the first minute of today
    if (at > latest) at = latest;
    steps::step s;
    s.line = all_.size() + 1;
    s.at = at;
    s.as = who;
    s.verb = verb;
    s.fields = std::move(fields);
    all_.push_back(std::move(s));
}

std::vector<steps::step> writer::in_order_of_time() &&
{
    std::stable_sort(all_.begin(), all_.end(), [](const auto& a, const auto& b) { return *a.at < *b.at; });
    return std::move(all_);
}

std::string pounds(std::int64_t n) { return std::to_string(n) + ".00"; }

std::string stream_of(std::string_view pot, day when) { return std::string(pot) + "-" + workflows::financial_year_of(when); }

std::string_view title_of(std::string_view person)
{
    for (const auto& p : executive)
        if (p.id == person) return p.office;
    for (const auto& p : others)
        if (p.id == person) return p.office;
    throw std::logic_error("the demonstration has no such person");
}

std::vector<steps::step> steps(day today)
{
    writer w(today);
    const day begin{w.exec_day(-8).count - 56};
    set_up(w, begin);
    money(w, begin);
    meetings(w, begin);
    for (int k = -8; k < 0; ++k) hold_exec(w, k);
    for (const auto& i : ideas) tell_bid(w, i);
    risks(w);
    return std::move(w).in_order_of_time();
}

} // namespace demo
