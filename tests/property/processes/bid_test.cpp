#include "tests/property/compare_readers.hpp"
#include "workflows/bid/process.hpp"

using namespace workflows;

TEST_CASE("MSM and the plain reader agree on the process bid") { CHECK(property::compare_readers<bid_process>(500) > 0); }
