include(CMakePackageConfigHelpers)

install(DIRECTORY include/scrm DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT cxx)
install(TARGETS ${SCRM_MODULE_TARGETS} scrm_scrm EXPORT scrmTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT cxx)
install(EXPORT scrmTargets NAMESPACE scrm:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/scrm COMPONENT cxx)
configure_package_config_file(cmake/scrmConfig.cmake.in "${PROJECT_BINARY_DIR}/scrmConfig.cmake"
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/scrm)
write_basic_package_version_file("${PROJECT_BINARY_DIR}/scrmConfigVersion.cmake" COMPATIBILITY SameMinorVersion)
install(FILES
  "${PROJECT_BINARY_DIR}/scrmConfig.cmake"
  "${PROJECT_BINARY_DIR}/scrmConfigVersion.cmake"
  cmake/FindSOCI.cmake cmake/FindPhoneNumber.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/scrm COMPONENT cxx)
