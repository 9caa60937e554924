# Pages, words and styles lie in the program: one program, one data file. Makes generated/embedded.cpp, which names every file below
# server/templates and server/assets as server/app/words.hpp wants it. The styles are built from npm's govuk-frontend.
set(GENERATED ${CMAKE_BINARY_DIR}/generated)

# The words of each language, workflows/wording/*.json: generated/wording.cpp, as workflows/wording/labels.hpp wants them.
file(GLOB LANGUAGES CONFIGURE_DEPENDS workflows/wording/*.json)
set(WORDING "")
set(WORDING_TABLE "")
foreach(file ${LANGUAGES})
  get_filename_component(name ${file} NAME_WE)
  string(APPEND WORDING "asm(\".section .rodata\\nquorate_words_${name}:\\n.incbin \\\"${file}\\\"\\nquorate_words_${name}_end:\\n.byte 0\\n.previous\");\nextern \"C\" const char quorate_words_${name}[], quorate_words_${name}_end[];\n")
  string(APPEND WORDING_TABLE "    if (language == \"${name}\") return {quorate_words_${name}, static_cast<std::size_t>(quorate_words_${name}_end - quorate_words_${name})};\n")
endforeach()
file(CONFIGURE OUTPUT generated/wording.cpp @ONLY CONTENT
"// Made by CMake: the words of each language as they are.
#include \"workflows/wording/labels.hpp\"

@WORDING@
std::string_view workflows::label_file(std::string_view language)
{
@WORDING_TABLE@    return {};
}
")
set_source_files_properties(${GENERATED}/wording.cpp PROPERTIES OBJECT_DEPENDS "${LANGUAGES}")

file(GLOB STYLES CONFIGURE_DEPENDS server/assets/*.scss)
add_custom_command(
  OUTPUT ${GENERATED}/app.css
  COMMAND ${CMAKE_SOURCE_DIR}/node_modules/.bin/sass --no-source-map --style=compressed --quiet-deps --load-path=${CMAKE_SOURCE_DIR}/node_modules
          ${CMAKE_SOURCE_DIR}/server/assets/app.scss ${GENERATED}/app.css
  DEPENDS ${STYLES} ${CMAKE_SOURCE_DIR}/package-lock.json
  VERBATIM)
file(GLOB_RECURSE TEMPLATES CONFIGURE_DEPENDS server/templates/*.mustache)
file(GLOB ASSETS CONFIGURE_DEPENDS server/assets/*.js server/assets/*.svg)
set(EMBEDDED "")
set(EMBEDDED_TABLE "")
set(EMBEDDED_FILES ${TEMPLATES} ${ASSETS} ${GENERATED}/app.css)
set(n 0)
foreach(file ${EMBEDDED_FILES})
  if(file MATCHES "/server/templates/(.*)$")
    set(name ${CMAKE_MATCH_1})
  else()
    get_filename_component(name ${file} NAME)
    set(name assets/${name})
  endif()
  string(APPEND EMBEDDED "asm(\".section .rodata\\nquorate_file_${n}:\\n.incbin \\\"${file}\\\"\\nquorate_file_${n}_end:\\n.byte 0\\n.previous\");\nextern \"C\" const char quorate_file_${n}[], quorate_file_${n}_end[];\n")
  string(APPEND EMBEDDED_TABLE "        {\"${name}\", {quorate_file_${n}, static_cast<std::size_t>(quorate_file_${n}_end - quorate_file_${n})}},\n")
  math(EXPR n "${n} + 1")
endforeach()
file(CONFIGURE OUTPUT generated/embedded.cpp @ONLY CONTENT
"// Made by CMake: every template and asset as it is.
#include \"server/app/words.hpp\"

@EMBEDDED@
namespace app {
const std::vector<embedded_file>& embedded_files()
{
    static const std::vector<embedded_file> all{
@EMBEDDED_TABLE@    };
    return all;
}
} // namespace app
")
set_source_files_properties(${GENERATED}/embedded.cpp PROPERTIES OBJECT_DEPENDS "${EMBEDDED_FILES}")
