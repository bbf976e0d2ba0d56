// What a rule over the knobs of a plan found wrong.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace groundhog {

struct KnobProblem {
  std::string node;
  std::vector<std::string_view> knobs;  // those that together are wrong, of static lifetime
  std::string text;
};

}  // namespace groundhog
