// The one main of the unit test programs.
#if !defined(QUORATE_CATCH_HAS_MAIN)
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
#endif
