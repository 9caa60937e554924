# Tests for each process, from the folders of workflows/: MSM and the plain reader agree on it, and what its rules say has words. A file
# for each folder, because Boost.MSM takes its time. Sets PROCESS_TESTS.
set(PROCESS_TESTS "")
file(GLOB PROCESSES CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/workflows/*/process.hpp)
foreach(header ${PROCESSES})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${header})
  file(RELATIVE_PATH include ${CMAKE_SOURCE_DIR} ${header})
  file(STRINGS ${header} names REGEX "^struct [a-z_]+_process ")
  set(cases "")
  foreach(line ${names})
    string(REGEX REPLACE "^struct ([a-z_]+)_process .*" "\\1" name ${line})
    string(APPEND cases "TEST_CASE(\"MSM and the plain reader agree on the process ${name}\") { CHECK(property::compare_readers<workflows::${name}_process>(500) > 0); }\nTEST_CASE(\"every message of a rule of the process ${name} has words\") { property::check_words_of_rules<workflows::${name}_process>(); }\n")
  endforeach()
  string(REGEX REPLACE "^workflows/([a-z_]+)/.*" "\\1" folder ${include})
  set(test ${CMAKE_BINARY_DIR}/generated/process_tests/${folder}_test.cpp)
  file(CONFIGURE OUTPUT ${test} @ONLY CONTENT "// Made from ${include} by tests/property/processes.cmake.
#include \"tests/property/compare_readers.hpp\"
#include \"tests/property/words_of_rules.hpp\"
#include \"${include}\"

@cases@")
  list(APPEND PROCESS_TESTS ${test})
endforeach()
