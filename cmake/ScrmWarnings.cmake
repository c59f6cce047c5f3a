# Warnings are errors where the project builds itself; a consumer's compiler never sees these flags.
add_library(scrm_warnings INTERFACE)
option(SCRM_WERROR "Treat warnings as errors" ${PROJECT_IS_TOP_LEVEL})
target_compile_options(scrm_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Wold-style-cast -Woverloaded-virtual -Wcast-align
  $<$<BOOL:${SCRM_WERROR}>:-Werror>)
