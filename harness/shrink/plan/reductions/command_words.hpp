// Which words of a client command are keys, which one is the value, which are numbers that may be rounded. Only a guess
// at what is worth trying: a wrong one costs a run, never the result.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "sim/plan/plan.hpp"

namespace groundhog::harness {

// Indices into the arguments of the command; 0 is its name.
struct CommandWords {
  std::vector<std::size_t> keys;
  std::vector<std::size_t> values;
  std::vector<std::size_t> numbers;  // lengths of time, counts
  std::size_t least_arguments = 0;   // with fewer it is refused
  std::string_view plain;            // a simpler command of the same words; empty: none
};

CommandWords words_of(const std::vector<std::string>& arguments);

// Every key of the plan's operations, in the order of their first appearance.
std::vector<std::string> keys_of(const Plan& plan);

// In commands and in the matches of faults.
void rename_key(Plan& plan, const std::string& from, const std::string& to);

}  // namespace groundhog::harness
