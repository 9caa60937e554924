// server/demo/writer.hpp - what the parts of the demonstration share: the days of its year, and the steps written so far.
#pragma once
#include "server/steps/parse.hpp"
#include "workflows/calendar/calendar.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace demo {

namespace json = boost::json;
using workflows::day;

struct idea;

class writer {
public:
    explicit writer(day today);

    void add(day d, int hour, int minute, std::string_view who, std::string_view verb, json::object fields);
    day today() const { return today_; }
    /// The Execs lie six weeks apart: 0 the next one, -1 the last one, -8 the first of the year.
    day exec_day(int k) const { return {next_.count + 42 * k}; }
    std::string exec_id(int k) const { return "exec-" + workflows::show(exec_day(k)); }
    /// The year whose plan the Board has agreed.
    std::string planned_year() const { return workflows::financial_year_of(exec_day(-1)); }
    std::vector<steps::step> in_order_of_time() &&;

private:
    day today_, next_{};
    std::vector<steps::step> all_;
};

std::string pounds(std::int64_t n); ///< "12500.00"
/// The stream of a pot of money in the year of a day: "abg-2010-11".
std::string stream_of(std::string_view pot, day when);

// The parts of the story, in the order in which they are written.
void set_up(writer& w, day begin);
void money(writer& w, day begin);
void meetings(writer& w, day begin);
/// The meeting itself: who comes, what is noted. Its bids are signed off in tell_bid().
void hold_exec(writer& w, int k);
void tell_bid(writer& w, const idea& i);
void risks(writer& w);

} // namespace demo
