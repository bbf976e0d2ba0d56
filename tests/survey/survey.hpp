// All mutations of a file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "tests/survey/patch.hpp"

namespace survey {

struct Mutation {
  std::string
      id;  // file, operator, and what the patch changes in which surroundings: edits elsewhere leave it as it is
  std::string file;
  std::string_view operator_name;
  bool changes_constants = false;
  Patch patch;
};

// In the order of the text. `file` is a path from `root`. Throws std::runtime_error if it cannot be parsed.
std::vector<Mutation> mutations_of(const std::string& root, const std::string& file);

}  // namespace survey
