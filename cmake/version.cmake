# Build identity for --version and .repro files: commit, compiler, flags. Read at configure time; git may fail (a checkout
# owned by somebody else, a tarball), then the commit is "unknown".

execute_process(
  COMMAND git -C "${CMAKE_SOURCE_DIR}" rev-parse --short=12 HEAD
  OUTPUT_VARIABLE GROUNDHOG_COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE git_result)
if(NOT git_result EQUAL 0)
  set(GROUNDHOG_COMMIT "unknown")
endif()
string(TOUPPER "${CMAKE_BUILD_TYPE}" upper_build_type)
string(STRIP "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${upper_build_type}}" GROUNDHOG_FLAGS)
set(GROUNDHOG_COMPILER "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
