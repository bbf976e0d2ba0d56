# Libraries from Debian packages; ci/packages.txt names the packages.

find_package(Threads REQUIRED)
find_package(yaml-cpp REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(CLI11 REQUIRED)
find_package(spdlog REQUIRED)

# Asio is headers only and its package knows no CMake. Warnings in its headers are not ours.
find_path(ASIO_INCLUDE_DIR asio.hpp REQUIRED)
add_library(asio INTERFACE IMPORTED GLOBAL)
target_include_directories(asio SYSTEM INTERFACE "${ASIO_INCLUDE_DIR}")
target_compile_definitions(asio INTERFACE ASIO_STANDALONE ASIO_NO_DEPRECATED)
target_link_libraries(asio INTERFACE Threads::Threads)
# g++'s thread sanitizer knows no fences; Asio's own mutexes order what they would.
if(GROUNDHOG_SANITIZE STREQUAL "thread")
  target_compile_definitions(asio INTERFACE ASIO_DISABLE_FENCED_BLOCK)
endif()
