# One mutant: its overlay, what has to be compiled again, its binaries.

# Sources of a library and of everything behind it.
function(sources_behind library into)
  set(open ${library})
  set(seen)
  set(sources)
  while(open)
    list(POP_FRONT open target)
    string(REGEX REPLACE "^\\$<LINK_ONLY:(.*)>$" "\\1" target "${target}")
    if(NOT TARGET "${target}" OR target IN_LIST seen)
      continue()
    endif()
    list(APPEND seen "${target}")
    list(APPEND sources ${GROUNDHOG_SOURCES_${target}})
    get_target_property(more "${target}" INTERFACE_LINK_LIBRARIES)
    if(more)
      list(APPEND open ${more})
    endif()
  endwhile()
  list(REMOVE_DUPLICATES sources)
  set(${into} ${sources} PARENT_SCOPE)
endfunction()

# Those of `changed` that belong to the libraries behind `library`. A file that the patch adds belongs where its
# neighbours do.
function(changed_behind library changed into)
  sources_behind(${library} sources)
  list(TRANSFORM sources REPLACE "/[^/]+$" "" OUTPUT_VARIABLE folders)
  set(found)
  foreach(file IN LISTS changed)
    cmake_path(GET file PARENT_PATH folder)
    set(is_new FALSE)
    if(NOT EXISTS "${ROOT}/${file}")
      set(is_new TRUE)
    endif()
    if(file IN_LIST sources OR (is_new AND folder IN_LIST folders))
      list(APPEND found "${file}")
    endif()
  endforeach()
  set(${into} ${found} PARENT_SCOPE)
endfunction()

# The overlay's copy of a file that the patch touches, else the true one.
function(file_of_mutant file overlay touched into)
  if(file IN_LIST touched)
    set(${into} "${overlay}/${file}" PARENT_SCOPE)
  else()
    set(${into} "${ROOT}/${file}" PARENT_SCOPE)
  endif()
endfunction()

# What every mutant takes ready-made: main() and the standard library's headers.
function(add_what_mutants_share)
  groundhog_add_precompiled(groundhog_precompiled)
  add_library(mutants-main OBJECT EXCLUDE_FROM_ALL "${ROOT}/cli/main.cpp")
  target_link_libraries(mutants-main PRIVATE groundhog_command)
endfunction()

# Objects of these files, which may be none, compiled for a place in front of the libraries. The files of a folder are compiled
# as one, since most of the work lies in their headers. OPTIONS are the compiler's.
function(add_mutant_objects target into)
  cmake_parse_arguments(ARG "" "MUTANT;OVERLAY" "FILES;TOUCHED;LIBRARIES;OPTIONS" ${ARGN})
  set(${into} PARENT_SCOPE)
  if(NOT ARG_FILES)
    return()
  endif()
  set(paths)
  foreach(file IN LISTS ARG_FILES)
    file_of_mutant("${file}" "${ARG_OVERLAY}" "${ARG_TOUCHED}" path)
    list(APPEND paths "${path}")
    cmake_path(GET file PARENT_PATH folder)
    set_source_files_properties("${path}" PROPERTIES UNITY_GROUP "${folder}")
  endforeach()
  add_library(${target} OBJECT EXCLUDE_FROM_ALL ${paths})
  set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_MODE GROUP)
  target_include_directories(${target} BEFORE PRIVATE "${ARG_OVERLAY}")
  target_link_libraries(${target} PRIVATE ${ARG_LIBRARIES})
  # A bug that leaves a parameter unused is a bug all the same.
  target_compile_options(${target} PRIVATE -w ${ARG_OPTIONS})
  if(NOT ARG_OPTIONS)
    target_precompile_headers(${target} REUSE_FROM groundhog_precompiled)
  endif()
  add_dependencies(${target} overlay-${ARG_MUTANT})
  set(${into} $<TARGET_OBJECTS:${target}> PARENT_SCOPE)
endfunction()

function(add_mutant name patch)
  set(overlay "${CMAKE_BINARY_DIR}/overlay/${name}")
  add_overlay("${name}" "${patch}" "${overlay}")
  files_of_patch("${patch}" touched)
  sources_reached_from(changed ${touched})

  # Those of sut/ are apart: unit tests are linked with them, too.
  changed_behind(groundhog_command "${changed}" of_sut)
  set(of_groundhog ${of_sut})
  list(FILTER of_sut INCLUDE REGEX "^sut/")
  list(FILTER of_groundhog EXCLUDE REGEX "^sut/")
  set(main $<TARGET_OBJECTS:mutants-main>)
  if("cli/main.cpp" IN_LIST changed)
    list(APPEND of_groundhog cli/main.cpp)
    set(main)
  endif()
  # A source that is compiled nowhere would make a bug that nothing catches.
  foreach(file IN LISTS touched)
    if(file MATCHES "^(sim|checkers|harness|cli)/.*[.]cpp$" AND NOT file IN_LIST of_groundhog)
      message(FATAL_ERROR "${name}: ${file} is in no library of the command")
    endif()
  endforeach()
  set(common MUTANT ${name} OVERLAY "${overlay}" TOUCHED ${touched})
  add_mutant_objects(sut-${name} sut_objects ${common} FILES ${of_sut} LIBRARIES groundhog_command)
  add_mutant_objects(objects-${name} objects ${common} FILES ${of_groundhog} LIBRARIES groundhog_command)

  set(MUTANT "${name}")
  configure_file("${CMAKE_CURRENT_SOURCE_DIR}/planted.cpp.in" "${CMAKE_BINARY_DIR}/planted/${name}.cpp" @ONLY)
  add_executable(groundhog-${name} EXCLUDE_FROM_ALL "${CMAKE_BINARY_DIR}/planted/${name}.cpp"
    ${main} ${sut_objects} ${objects})
  # Even if nothing includes what the patch touches: that it applies is checked there.
  add_dependencies(groundhog-${name} overlay-${name})
  target_link_libraries(groundhog-${name} PRIVATE groundhog_command)

  add_custom_target(sut-tests-${name})
  foreach(test IN LISTS SUT_TESTS)
    add_mutant_test(${test} ${common} CHANGED ${changed} OF_SUT ${of_sut} SUT_OBJECTS ${sut_objects})
  endforeach()
endfunction()

# ---- unit tests of sut/ ---------------------------------------------------------------------------------------------

# Remembers a test of the true tree; groundhog-sut-tests.cmake consists of these.
macro(groundhog_imported_test test)
  cmake_parse_arguments(${test} "" "" "SOURCES;OBJECTS;LIBRARIES" ${ARGN})
  list(TRANSFORM ${test}_SOURCES PREPEND "tests/sut/")
  list(APPEND SUT_TESTS ${test})
endmacro()

# The test with the bug in what it tests. A test that the patch cannot reach is not built: it passes as it does without.
# SUT_OBJECTS are what the command has of OF_SUT, those of the changed files that belong to both.
function(add_mutant_test test)
  cmake_parse_arguments(ARG "" "MUTANT;OVERLAY" "TOUCHED;CHANGED;OF_SUT;SUT_OBJECTS" ${ARGN})
  set(behind)
  foreach(library IN LISTS ${test}_LIBRARIES)
    if(TARGET ${library})
      changed_behind(${library} "${ARG_CHANGED}" more)
      list(APPEND behind ${more})
    endif()
  endforeach()
  set(again ${behind})
  list(REMOVE_ITEM again ${ARG_OF_SUT})
  set(objects)
  foreach(source object IN ZIP_LISTS ${test}_SOURCES ${test}_OBJECTS)
    if(source IN_LIST ARG_CHANGED)
      list(APPEND again "${source}")
    else()
      list(APPEND objects "${object}")
    endif()
  endforeach()
  if(NOT behind AND NOT again)
    return()
  endif()
  list(REMOVE_DUPLICATES again)
  set(target ${test}-${ARG_MUTANT})
  # They take longer to compile than to run.
  add_mutant_objects(objects-${target} own_objects MUTANT ${ARG_MUTANT} OVERLAY "${ARG_OVERLAY}" TOUCHED ${ARG_TOUCHED}
    FILES ${again} LIBRARIES ${${test}_LIBRARIES} OPTIONS -O0 -g0)
  add_executable(${target} EXCLUDE_FROM_ALL ${ARG_SUT_OBJECTS} ${own_objects} ${objects})
  # The true tree makes them: they need not be there yet.
  set_source_files_properties(${objects} PROPERTIES GENERATED TRUE EXTERNAL_OBJECT TRUE)
  set_target_properties(${target} PROPERTIES LINKER_LANGUAGE CXX OUTPUT_NAME ${test}
    RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/sut-tests/${ARG_MUTANT}")
  # The last is for those of SUT_OBJECTS that the test itself has no use for.
  target_link_libraries(${target} PRIVATE ${${test}_LIBRARIES} burrow_server)
  add_dependencies(sut-tests-${ARG_MUTANT} ${target})
endfunction()
