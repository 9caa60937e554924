#include "tests/support/catch.hpp"
#include "workflows/calendar/calendar.hpp"

using namespace workflows;

namespace {
std::string deadline(const char* meets, deadline_rule rule = {}, const char* zone = "Europe/London")
{
    return show_deadline(deadline_of(*engine::parse_instant(meets), rule, zone, bank_holidays_england_wales()));
}
} // namespace

TEST_CASE("FP-c: the end of the Monday of the week before, there")
{
    CHECK(deadline("2010-03-04T10:00:00Z") == "2010-02-22T23:59:59Z");
    CHECK(deadline("2010-04-22T09:00:00Z") == "2010-04-12T22:59:59Z"); // British summer time
    CHECK(deadline("2010-04-05T10:00:00Z") == "2010-03-29T22:59:59Z"); // the Monday after the clocks went forward
    CHECK(deadline("2010-11-08T10:00:00Z") == "2010-11-01T23:59:59Z"); // and back
    CHECK(deadline("2010-03-08T00:30:00Z") == "2010-03-01T23:59:59Z"); // a Monday belongs to its own week
    CHECK(deadline("2010-03-07T23:30:00Z") == "2010-02-22T23:59:59Z"); // a Sunday still to the one before
    CHECK(deadline("2010-06-10T09:00:00Z", {0, 1, "keep"}) == "2010-05-31T22:59:59Z");
    CHECK(deadline("2010-06-10T09:00:00Z", {0, 1, "working_day_before"}) == "2010-05-28T22:59:59Z");
    CHECK(deadline("2010-06-10T09:00:00Z", {0, 1, "working_day_after"}) == "2010-06-01T22:59:59Z");
    CHECK(deadline("2010-03-04T10:00:00Z", {4, 2, "keep"}) == "2010-02-19T23:59:59Z");
    CHECK(deadline("2010-03-04T10:00:00Z", {}, "America/New_York") == "2010-02-23T04:59:59Z");
}

TEST_CASE("months later: the same day of the month, or the month's last")
{
    const auto later = [](const char* from, std::int64_t months) { return show(months_after(*parse_day(from), months)); };
    CHECK(later("2010-03-04", 6) == "2010-09-04");
    CHECK(later("2010-08-31", 6) == "2011-02-28");
    CHECK(later("2011-08-31", 6) == "2012-02-29");
    CHECK(later("2010-12-31", 6) == "2011-06-30");
    CHECK(later("2010-10-15", 6) == "2011-04-15");
    CHECK(later("2012-02-29", 12) == "2013-02-28");
}

TEST_CASE("working days leave out weekends and bank holidays")
{
    const auto& days = bank_holidays_england_wales();
    CHECK(show(add_working_days(*parse_day("2010-03-25"), 10, days)) == "2010-04-12"); // Good Friday and Easter Monday between
    CHECK(show(add_working_days(*parse_day("2010-03-04"), 10, days)) == "2010-03-18");
    CHECK(show(add_working_days(*parse_day("2010-12-24"), 1, days)) == "2010-12-29");
    CHECK(days.size() > 230);
}

TEST_CASE("days, years, quarters, zones")
{
    CHECK_FALSE(parse_day("2010-02-29"));
    CHECK_FALSE(parse_day("2010-2-1"));
    CHECK(is_financial_year("2010-11"));
    CHECK(is_financial_year("1999-00"));
    CHECK_FALSE(is_financial_year("2010-12"));
    CHECK(financial_year_of(*parse_day("2010-03-31")) == "2009-10");
    CHECK(financial_year_of(*parse_day("2010-04-01")) == "2010-11");
    CHECK(is_quarter("2010-11 Q1"));
    CHECK_FALSE(is_quarter("2010-11 Q5"));
    CHECK(zone_exists("Europe/London"));
    CHECK_FALSE(zone_exists("Europe/Thurrock"));
    CHECK(engine::show(midnight(*parse_day("2010-07-01"), "Europe/London")) == "2010-06-30T23:00:00Z");
    CHECK(engine::show(at_time(*parse_day("2010-03-28"), 1, 30, "Europe/London")) == "2010-03-28T01:00:00Z"); // an hour that does not exist
    CHECK(show(day_in(*engine::parse_instant("2010-06-30T23:00:00Z"), "Europe/London")) == "2010-07-01");
}

TEST_CASE("TR-cycle: six weeks apart; the same weekday of the months of the Board")
{
    CHECK(every_weeks(*parse_day("2010-05-06"), *parse_day("2011-03-31"), 6).size() == 8);
    const auto board = in_months(*parse_day("2010-06-09"), *parse_day("2011-03-31"), {3, 6, 9, 12});
    REQUIRE(board.size() == 4);
    CHECK(show(board[1]) == "2010-09-08");
    CHECK(show(board[3]) == "2011-03-09");
    CHECK(show(in_months(*parse_day("2010-06-30"), *parse_day("2010-09-30"), {9}).at(0)) == "2010-09-29"); // a fifth Wednesday
    CHECK(show(in_months(*parse_day("2010-03-31"), *parse_day("2010-06-30"), {6}).at(0)) == "2010-06-30");
    CHECK(show(in_months(*parse_day("2010-04-30"), *parse_day("2010-08-30"), {8}).at(0)) == "2010-08-27"); // no fifth Friday: the last
}
