#include "tests/property/compare_readers.hpp"
#include "workflows/partnership/process.hpp"

using namespace workflows;

TEST_CASE("MSM and the plain reader agree on the process partnership") { CHECK(property::compare_readers<partnership_process>(100) > 0); }
TEST_CASE("MSM and the plain reader agree on the process body") { CHECK(property::compare_readers<body_process>(300) > 0); }
TEST_CASE("MSM and the plain reader agree on the process seat") { CHECK(property::compare_readers<seat_process>(300) > 0); }
TEST_CASE("MSM and the plain reader agree on the process person") { CHECK(property::compare_readers<person_process>(100) > 0); }
