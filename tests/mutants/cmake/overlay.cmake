# Copies of the files that a patch touches, with the patch applied.

# The files that a patch touches, new ones included, from the root.
function(files_of_patch patch into)
  file(STRINGS "${patch}" lines REGEX "^\\+\\+\\+ b/")
  list(TRANSFORM lines REPLACE "^\\+\\+\\+ b/([^ \t]+).*" "\\1")
  set(${into} ${lines} PARENT_SCOPE)
endfunction()

# Applies the patch when it or a file that it touches has changed. Target overlay-<name> stands for the result.
function(add_overlay name patch overlay)
  files_of_patch("${patch}" files)
  set(inputs "${patch}")
  set(outputs "${overlay}/.applied")
  foreach(file IN LISTS files)
    list(APPEND outputs "${overlay}/${file}")
    if(EXISTS "${ROOT}/${file}")
      list(APPEND inputs "${ROOT}/${file}")
    endif()
  endforeach()
  add_custom_command(OUTPUT ${outputs}
    COMMAND "${CMAKE_CURRENT_SOURCE_DIR}/apply-patch" "${name}" "${patch}" "${ROOT}" "${overlay}" ${files}
    DEPENDS ${inputs} "${CMAKE_CURRENT_SOURCE_DIR}/apply-patch"
    COMMENT "" VERBATIM)
  add_custom_target(overlay-${name} DEPENDS ${outputs})
endfunction()
