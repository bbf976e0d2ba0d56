# Build identity for --version and run.json: commit, compiler, flags.
#
# The commit is asked for in every build (cmake -P of this same file) and written to a source file only when it has changed:
# an incremental build is never wrong about it, and costs one small compilation after a commit. git may fail (a checkout
# owned by another user, a tarball); then the commit is "unknown".

if(CMAKE_SCRIPT_MODE_FILE)
  execute_process(
    COMMAND git -C "${GROUNDHOG_SOURCE}" describe --always --dirty --abbrev=12 --match=no-tag
    OUTPUT_VARIABLE GROUNDHOG_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE git_result)
  if(NOT git_result EQUAL 0)
    set(GROUNDHOG_COMMIT "unknown")
  endif()
  configure_file("${GROUNDHOG_SOURCE}/harness/repro/build_identity.cpp.in" "${GROUNDHOG_OUTPUT}" @ONLY)
  return()
endif()

# groundhog_build_identity(TARGET): a library that defines groundhog::harness::build_identity().
function(groundhog_build_identity target)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
  set(flags "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}}")
  if(GROUNDHOG_SANITIZE)
    string(APPEND flags " -fsanitize=${GROUNDHOG_SANITIZE}")
  endif()
  string(STRIP "${flags}" flags)
  set(source "${CMAKE_BINARY_DIR}/generated/build_identity.cpp")
  add_custom_target(${target}_source
    COMMAND "${CMAKE_COMMAND}"
      "-DGROUNDHOG_SOURCE=${PROJECT_SOURCE_DIR}" "-DGROUNDHOG_OUTPUT=${source}"
      "-DGROUNDHOG_VERSION=${PROJECT_VERSION}"
      "-DGROUNDHOG_COMPILER=${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}" "-DGROUNDHOG_FLAGS=${flags}"
      -P "${PROJECT_SOURCE_DIR}/cmake/version.cmake"
    BYPRODUCTS "${source}"
    COMMENT "" VERBATIM)
  add_library(${target} STATIC "${source}")
  add_dependencies(${target} ${target}_source)
  target_link_libraries(${target} PUBLIC groundhog_options)
endfunction()
