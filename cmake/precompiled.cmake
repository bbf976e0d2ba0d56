# Headers of the standard library that nearly every file includes are compiled once for a build folder, since reading
# them is much of the work of a build. A file names what it includes all the same: ci/nightly compiles without.

option(GROUNDHOG_PRECOMPILED "Precompile headers of the standard library" ON)

# groundhog_precompiled: the target that others reuse them from.
function(groundhog_add_precompiled)
  file(CONFIGURE OUTPUT "${PROJECT_BINARY_DIR}/precompiled.cpp" CONTENT "")
  add_library(groundhog_precompiled STATIC "${PROJECT_BINARY_DIR}/precompiled.cpp")
  target_link_libraries(groundhog_precompiled PRIVATE groundhog_options)
  target_precompile_headers(groundhog_precompiled PRIVATE
    <algorithm> <array> <chrono> <cstdint> <functional> <map> <memory> <optional> <set> <span> <string> <string_view> <tuple>
    <unordered_map> <utility> <variant> <vector>)
endfunction()

# groundhog_precompile(FOLDER…): for the libraries and programs below.
function(groundhog_precompile)
  if(NOT GROUNDHOG_PRECOMPILED OR CMAKE_UNITY_BUILD)
    return()
  endif()
  groundhog_add_precompiled()
  foreach(folder IN LISTS ARGN)
    groundhog_targets_below("${PROJECT_SOURCE_DIR}/${folder}" "^(STATIC_LIBRARY|EXECUTABLE)$" targets)
    foreach(target IN LISTS targets)
      target_precompile_headers(${target} REUSE_FROM groundhog_precompiled)
      # g++ 12 forgets that what was precompiled is the library's, and guesses wrongly about its strings.
      if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
        target_compile_options(${target} PRIVATE -Wno-array-bounds -Wno-stringop-overflow -Wno-stringop-overread)
      endif()
    endforeach()
  endforeach()
endfunction()
