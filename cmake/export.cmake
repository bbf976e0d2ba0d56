# What a project beside this one needs to link with our libraries instead of building them (tests/mutants/), in the build
# folder: the targets in groundhog-targets.cmake, their sources in groundhog-sources.cmake (GROUNDHOG_SOURCES_<target>, from
# the root), the unit tests of sut/ in groundhog-sut-tests.cmake.

function(groundhog_export_libraries)
  set(libraries groundhog_options groundhog_unity groundhog_test_options)
  foreach(folder sut sim checkers harness cli)
    groundhog_targets_below("${PROJECT_SOURCE_DIR}/${folder}" "^(STATIC|INTERFACE)_LIBRARY$" inside)
    list(APPEND libraries ${inside})
  endforeach()
  export(TARGETS ${libraries} FILE "${PROJECT_BINARY_DIR}/groundhog-targets.cmake")

  set(text)
  foreach(library IN LISTS libraries)
    get_target_property(sources ${library} SOURCES)
    get_target_property(folder ${library} SOURCE_DIR)
    file(RELATIVE_PATH folder "${PROJECT_SOURCE_DIR}" "${folder}")
    if(sources)
      # A glob names them from the root of the file system.
      list(TRANSFORM sources REPLACE "^([^/].*)$" "${folder}/\\1")
      list(TRANSFORM sources REPLACE "^${PROJECT_SOURCE_DIR}/" "")
      list(JOIN sources "\n  " sources)
      string(APPEND text "set(GROUNDHOG_SOURCES_${library}\n  ${sources})\n")
    endif()
  endforeach()
  file(GENERATE OUTPUT "${PROJECT_BINARY_DIR}/groundhog-sources.cmake" CONTENT "${text}")
endfunction()

# The tests that the folder defines, one call of groundhog_imported_test() each. The objects are those of the sources, in
# the same order, so that a user who replaces one knows which.
function(groundhog_export_tests folder)
  get_property(targets DIRECTORY "${folder}" PROPERTY BUILDSYSTEM_TARGETS)
  set(text)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    if(NOT type STREQUAL "EXECUTABLE")
      continue()
    endif()
    get_target_property(sources ${target} SOURCES)
    get_target_property(libraries ${target} LINK_LIBRARIES)
    list(JOIN sources " " sources)
    list(JOIN libraries " " libraries)
    string(APPEND text "groundhog_imported_test(${target}\n  SOURCES ${sources}\n"
      "  OBJECTS $<JOIN:$<TARGET_OBJECTS:${target}>, >\n  LIBRARIES ${libraries})\n")
  endforeach()
  file(GENERATE OUTPUT "${PROJECT_BINARY_DIR}/groundhog-sut-tests.cmake" CONTENT "${text}")
endfunction()
