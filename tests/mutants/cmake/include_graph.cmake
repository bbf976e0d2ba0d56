# Who includes whom, by a textual scan: every include of ours is written from the root, so the scan is exact.

# Fills the includers of every file, as a global property each.
function(read_include_graph)
  file(GLOB_RECURSE files RELATIVE "${ROOT}"
    "${ROOT}/sut/*.?pp" "${ROOT}/sim/*.?pp" "${ROOT}/checkers/*.?pp" "${ROOT}/harness/*.?pp" "${ROOT}/cli/*.?pp" "${ROOT}/tests/sut/*.?pp"
    "${ROOT}/tests/support/*.?pp")
  foreach(file IN LISTS files)
    file(STRINGS "${ROOT}/${file}" lines REGEX "^#include \"")
    foreach(line IN LISTS lines)
      string(REGEX REPLACE "^#include \"([^\"]+)\".*" "\\1" included "${line}")
      set_property(GLOBAL APPEND PROPERTY "INCLUDERS_OF_${included}" "${file}")
    endforeach()
  endforeach()
endfunction()

# Every .cpp among `files`, and every one that includes one of them, over however many headers.
function(sources_reached_from into)
  set(seen ${ARGN})
  set(open ${ARGN})
  while(open)
    list(POP_FRONT open file)
    get_property(includers GLOBAL PROPERTY "INCLUDERS_OF_${file}")
    foreach(includer IN LISTS includers)
      if(NOT includer IN_LIST seen)
        list(APPEND seen "${includer}")
        list(APPEND open "${includer}")
      endif()
    endforeach()
  endwhile()
  list(FILTER seen INCLUDE REGEX "\\.cpp$")
  set(${into} ${seen} PARENT_SCOPE)
endfunction()
