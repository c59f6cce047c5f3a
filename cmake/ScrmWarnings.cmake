# Warnings are errors where the project builds itself; a consumer's compiler never sees these flags.
add_library(scrm_warnings INTERFACE)
option(SCRM_WERROR "Treat warnings as errors" ${PROJECT_IS_TOP_LEVEL})
target_compile_options(scrm_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wcast-align
  # GCC 12 at -O3 sees overlaps in string + string that are not there (GCC bug 105651).
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>
  $<$<BOOL:${SCRM_WERROR}>:-Werror>)
