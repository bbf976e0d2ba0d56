# What every target of ours is compiled with.

add_library(groundhog_options INTERFACE)
target_include_directories(groundhog_options INTERFACE "${CMAKE_SOURCE_DIR}")
# Fused multiply-add would give another result on another processor: hashes must not depend on it.
target_compile_options(groundhog_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -ffp-contract=off)
# An observer overrides the events that it needs, and hides the others on purpose.
target_compile_options(groundhog_options INTERFACE $<$<CXX_COMPILER_ID:Clang>:-Wno-overloaded-virtual>)
# The assertions of the standard library stay on, as ours do: without them, a check that reads an empty optional compares
# with what happens to lie there, and reports a violation or none.
target_compile_definitions(groundhog_options INTERFACE _GLIBCXX_ASSERTIONS)

# Compiled as one, all files of a library take half the time or less; only who builds everything just once wants that,
# as ci/ does for its variants. What one file calls its own is then seen by the next: names must differ, but may be shadowed.
add_library(groundhog_unity INTERFACE)
target_compile_options(groundhog_unity INTERFACE -Wno-shadow)
if(CMAKE_UNITY_BUILD)
  target_link_libraries(groundhog_options INTERFACE groundhog_unity)
endif()
if(GROUNDHOG_SANITIZE)
  target_compile_options(groundhog_options INTERFACE
    -fsanitize=${GROUNDHOG_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(groundhog_options INTERFACE -fsanitize=${GROUNDHOG_SANITIZE})
  if(GROUNDHOG_NO_SANITIZE)
    target_compile_options(groundhog_options INTERFACE -fno-sanitize=${GROUNDHOG_NO_SANITIZE})
  endif()
endif()

# Tests are mostly templates of GoogleTest and RapidCheck, and what takes time is in the libraries: -O0 compiles them a third
# faster than -O1. Builds for sanitizers choose a level of their own; there, -fsanitize=undefined is for the libraries.
# Linked behind groundhog_options, whose options these change.
add_library(groundhog_test_options INTERFACE)
target_compile_options(groundhog_test_options INTERFACE $<$<CONFIG:Release>:-O0>)
if(GROUNDHOG_SANITIZE MATCHES "undefined")
  target_compile_options(groundhog_test_options INTERFACE -fno-sanitize=undefined)
endif()
