# What every target of ours is compiled with.

add_library(groundhog_options INTERFACE)
target_include_directories(groundhog_options INTERFACE "${CMAKE_SOURCE_DIR}")
# Fused multiply-add would give another result on another processor: hashes must not depend on it.
target_compile_options(groundhog_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror -ffp-contract=off)
if(GROUNDHOG_SANITIZE)
  target_compile_options(groundhog_options INTERFACE
    -fsanitize=${GROUNDHOG_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(groundhog_options INTERFACE -fsanitize=${GROUNDHOG_SANITIZE})
endif()
