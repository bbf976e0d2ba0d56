// Mutation operators: each looks at one node of a syntax tree and proposes edits that change what the program does.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/survey/syntax.hpp"

namespace survey {

struct Edit {
  Range range;
  std::string replacement;
};

struct MutationOperator {
  std::string_view name;
  bool changes_constants;  // reported apart from the rest
  std::vector<Edit> (*propose)(const Node&, const SyntaxTree&);
};

std::span<const MutationOperator> operator_table();

}  // namespace survey
