#include "tests/property/compare_readers.hpp"
#include "workflows/interest/process.hpp"
#include "workflows/item/process.hpp"
#include "workflows/meeting/process.hpp"

using namespace workflows;

TEST_CASE("MSM and the plain reader agree on the process meeting") { CHECK(property::compare_readers<meeting_process>(300) > 0); }
TEST_CASE("MSM and the plain reader agree on the process item") { CHECK(property::compare_readers<item_process>(1000) > 0); }
TEST_CASE("MSM and the plain reader agree on the process interest") { CHECK(property::compare_readers<interest_process>(100) > 0); }
