#include "engine/values.hpp"
#include "tests/support/catch.hpp"

using namespace engine;

TEST_CASE("instants: RFC 3339, nothing else")
{
    CHECK(show(*parse_instant("2010-04-12T23:59:59+01:00")) == "2010-04-12T22:59:59Z");
    CHECK(exact(*parse_instant("2010-04-12T22:59:59.5Z")) == "2010-04-12T22:59:59.500000Z");
    CHECK(show(*parse_instant("1969-12-31T23:59:59Z")) == "1969-12-31T23:59:59Z");
    for (const auto* bad : {"", "2010-02-29T00:00:00Z", "2010-2-1T00:00:00Z", "2010-02-01 00:00:00Z", "2010-02-01T24:00:00Z",
                            "2010-02-01T00:00:60Z", "2010-02-01T00:00:00", "2010-02-01T00:00:00+1:00", "2010-02-01T00:00:00.1234567Z",
                            "2010-02-01T00:00:00.Z", "2010-02-01T00:00:00Zx"})
        CHECK_FALSE(parse_instant(bad).has_value());
}

TEST_CASE("money: exact pence, one spelling")
{
    CHECK(parse_pence("0.00")->value == 0);
    CHECK(parse_pence("50000.00")->value == 5'000'000);
    CHECK(show(pence{5}) == "0.05");
    CHECK(show(pence{123450}) == "1234.50");
    for (const auto* bad :
         {"", "0", "1", "1.0", "1.000", "01.00", "-1.00", "+1.00", "1,000.00", ".50", "1.5a", "99999999999999.00", "1e2.00"})
        CHECK_FALSE(parse_pence(bad).has_value());
    for (std::int64_t p : {0LL, 1LL, 99LL, 100LL, 123456789LL}) CHECK(parse_pence(show(pence{p}))->value == p);
}
