#include "tests/property/compare_readers.hpp"
#include "workflows/document/process.hpp"
#include "workflows/plan/process.hpp"
#include "workflows/stream/process.hpp"

using namespace workflows;

TEST_CASE("MSM and the plain reader agree on the process stream") { CHECK(property::compare_readers<stream_process>(1000) > 0); }
TEST_CASE("MSM and the plain reader agree on the process plan") { CHECK(property::compare_readers<plan_process>(1000) > 0); }
TEST_CASE("MSM and the plain reader agree on the process document") { CHECK(property::compare_readers<document_process>(100) > 0); }
