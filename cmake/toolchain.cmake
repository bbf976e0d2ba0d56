# Language level, sanitizers and speed of the build, for every target of ours.

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")

if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release CACHE STRING "Release or Debug" FORCE)
endif()

# Assertions of the simulator stay on in release builds; -O2 is what the figures are measured with.
set(CMAKE_CXX_FLAGS_RELEASE "-O2 -g1")

set(GROUNDHOG_SANITIZE "" CACHE STRING "Sanitizers to build with: address,undefined or thread")
set(GROUNDHOG_NO_SANITIZE "" CACHE STRING "Checks of these to leave out, such as null,alignment")

# Every test is a binary of its own: they link three times as fast with lld.
find_program(LLD_PROGRAM ld.lld)
if(LLD_PROGRAM)
  add_link_options(-fuse-ld=lld)
endif()

find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  # What it has to overlook where headers are precompiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER "${CMAKE_COMMAND}" -E env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE_PROGRAM}")
endif()
