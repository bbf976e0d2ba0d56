// An edit of a file as a patch in unified format.
#pragma once

#include <string>
#include <string_view>

#include "tests/survey/operators.hpp"

namespace survey {

struct Patch {
  std::size_t line = 0;  // the first that changes, from 1 on
  std::string before;    // the lines that change, without indentation, as one line
  std::string after;
  std::string hunk;  // the lines of the patch, without the header that says where
  std::string text;  // the whole of it, as tests/mutants takes it
};

// `file` is the path from the root.
Patch patch_of(const std::string& file, std::string_view text, const Edit& edit);

}  // namespace survey
