# scrm_add_module(NAME SOURCES ... [DEPENDS module ...] [LINK_PRIVATE target ...])
#
# One module = one static library scrm_<NAME>, alias scrm::<NAME>. Public headers live in include/scrm/<NAME>,
# private ones beside the sources. DEPENDS lists scrm modules; LINK_PRIVATE lists third-party targets that no
# public header shows, header-only ones as $<BUILD_INTERFACE:...>, so that a consumer need not have them.
function(scrm_add_module name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;DEPENDS;LINK_PRIVATE")
  set(target scrm_${name})
  add_library(${target} STATIC ${arg_SOURCES})
  add_library(scrm::${name} ALIAS ${target})
  set_target_properties(${target} PROPERTIES
    EXPORT_NAME ${name}
    CXX_VISIBILITY_PRESET hidden
    VISIBILITY_INLINES_HIDDEN ON)
  target_compile_features(${target} PUBLIC cxx_std_20)
  target_include_directories(${target}
    PUBLIC
      $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
      $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>
    PRIVATE
      ${PROJECT_SOURCE_DIR}/src)
  list(TRANSFORM arg_DEPENDS PREPEND scrm_)
  target_link_libraries(${target}
    PUBLIC ${arg_DEPENDS}
    PRIVATE ${arg_LINK_PRIVATE} $<BUILD_INTERFACE:scrm_warnings> $<BUILD_INTERFACE:scrm_sanitizers>)
  set_property(GLOBAL APPEND PROPERTY SCRM_MODULE_TARGETS ${target})
  set_property(GLOBAL APPEND PROPERTY SCRM_MODULES ${name})
endfunction()

# scrm_add_test(NAME SOURCES ... LINK target ...)
#
# One test executable scrm_<NAME>_test; every case becomes a CTest test named <NAME>.<Suite>.<Case>.
function(scrm_add_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "TIMEOUT" "SOURCES;LINK")
  set(target scrm_${name}_test)
  add_executable(${target} ${arg_SOURCES} $<TARGET_OBJECTS:scrm_test_folder>)
  target_link_libraries(${target} PRIVATE ${arg_LINK} scrm_test_support GTest::gtest_main
    scrm_warnings scrm_sanitizers)
  # Tests are compiled once and run once: compile time counts, run time does not.
  target_compile_options(${target} PRIVATE $<$<CONFIG:Debug>:-O0 -g1>)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/tests ${PROJECT_SOURCE_DIR}/src)
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  include(GoogleTest)
  gtest_discover_tests(${target} TEST_PREFIX "${name}." DISCOVERY_TIMEOUT 60
    DISCOVERY_MODE PRE_TEST PROPERTIES TIMEOUT ${arg_TIMEOUT})
endfunction()

# scrm_add_benchmark(NAME SOURCES ... LINK target ...)
#
# One Google Benchmark executable scrm_<NAME>_benchmark; `./dev bench` runs them all.
function(scrm_add_benchmark name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;LINK")
  set(target scrm_${name}_benchmark)
  add_executable(${target} ${arg_SOURCES})
  target_link_libraries(${target} PRIVATE ${arg_LINK} benchmark::benchmark scrm_warnings)
  target_include_directories(${target} PRIVATE ${PROJECT_SOURCE_DIR}/src)
endfunction()
