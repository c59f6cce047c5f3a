option(SCRM_LIBFUZZER "Link the fuzz targets with libFuzzer (clang) instead of the replay driver" OFF)
set(SCRM_FUZZ_RUNS 20000 CACHE STRING "Mutated inputs per fuzz target in a test run")

if(SCRM_LIBFUZZER)
  if(NOT CMAKE_CXX_COMPILER_ID MATCHES "Clang")
    message(FATAL_ERROR "SCRM_LIBFUZZER needs clang")
  endif()
  # Coverage guides libFuzzer only where the libraries are instrumented too.
  target_compile_options(scrm_sanitizers INTERFACE -fsanitize=fuzzer-no-link)
endif()

# scrm_add_fuzz(NAME LINK target ... [RUNS n])
#
# One fuzz target: executable scrm_<NAME>_fuzz of <NAME>_fuzz.cpp, which defines LLVMFuzzerTestOneInput, and CTest test
# fuzz.<NAME>. The test replays seeds/<NAME>/ and then RUNS seeded mutations of them (SCRM_FUZZ_RUNS unless given); with
# SCRM_LIBFUZZER the executable is libFuzzer's and takes its arguments.
function(scrm_add_fuzz name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "RUNS" "LINK")
  if(NOT arg_RUNS)
    set(arg_RUNS ${SCRM_FUZZ_RUNS})
  endif()
  set(target scrm_${name}_fuzz)
  set(seeds ${CMAKE_CURRENT_SOURCE_DIR}/seeds/${name})
  add_executable(${target} ${name}_fuzz.cpp)
  target_link_libraries(${target} PRIVATE ${arg_LINK} scrm::core scrm_test_support scrm_warnings scrm_sanitizers)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/src)
  if(SCRM_LIBFUZZER)
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    # libFuzzer adds what it finds to its first folder, which must not be the source tree.
    set(corpus ${CMAKE_CURRENT_BINARY_DIR}/corpus/${name})
    file(MAKE_DIRECTORY ${corpus})
    add_test(NAME fuzz.${name} COMMAND ${target} -runs=${arg_RUNS} -seed=1 -max_len=4096 ${corpus} ${seeds})
  else()
    target_sources(${target} PRIVATE replay_driver.cpp)
    add_test(NAME fuzz.${name} COMMAND ${target} ${seeds} ${arg_RUNS})
  endif()
  set_tests_properties(fuzz.${name} PROPERTIES TIMEOUT 300 LABELS fuzz)
endfunction()
