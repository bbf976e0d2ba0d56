# Headers of the standard library that nearly every file includes are compiled once for a build folder, since reading
# them is much of the work of a build. A file names what it includes all the same: ci/nightly compiles without.

option(GROUNDHOG_PRECOMPILED "Precompile headers of the standard library" ON)

# groundhog_add_precompiled(NAME LIBRARIES…): the target that others reuse them from, which link with these libraries.
function(groundhog_add_precompiled name)
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/precompiled.cpp" CONTENT "")
  add_library(${name} STATIC "${PROJECT_BINARY_DIR}/precompiled.cpp")
  target_link_libraries(${name} PRIVATE groundhog_options ${ARGN})
  target_precompile_headers(${name} PRIVATE
    <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <span> <string> <string_view> <tuple>
    <unordered_map> <utility> <variant> <vector>)
endfunction()

# groundhog_reuse_precompiled(TARGET NAME)
function(groundhog_reuse_precompiled target name)
  target_precompile_headers(${target} REUSE_FROM ${name})
  # g++ 12 forgets that what was precompiled is the library's, and guesses wrongly about its strings.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
  endif()
endfunction()

# groundhog_precompile(FOLDER…): for the libraries and programs below.
function(groundhog_precompile)
  if(NOT GROUNDHOG_PRECOMPILED OR CMAKE_UNITY_BUILD)
    return()
  endif()
  groundhog_add_precompiled(groundhog_precompiled)
  foreach(folder IN LISTS ARGN)
    groundhog_targets_below("${PROJECT_SOURCE_DIR}/${folder}" "^(STATIC_LIBRARY|EXECUTABLE)$" targets)
    foreach(target IN LISTS targets)
      groundhog_reuse_precompiled(${target} groundhog_precompiled)
    endforeach()
  endforeach()
endfunction()
