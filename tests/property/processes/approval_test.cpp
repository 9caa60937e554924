#include "tests/property/compare_readers.hpp"
#include "workflows/approval/process.hpp"

using namespace workflows;

TEST_CASE("MSM and the plain reader agree on the process approval") { CHECK(property::compare_readers<approval_process>(500) > 0); }
