// What the clients of a scenario asked and what came of it, as tables.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "checkers/issued/issued_cell.hpp"
#include "sim/scenario/seed_set.hpp"

namespace groundhog::cli {

struct IssuedTable {
  std::string scenario;  // its name
  std::string command;   // that writes the page
  SeedSet seeds;
  checkers::IssuedCounts counts;
  std::vector<checkers::IssuedCell> wanted;  // that a workload has to reach
  std::uint64_t least = 0;                   // times each; 0: that is not judged
};

// Of each form that was sent, with its numbers; what might have come of it stands there with a 0.
std::string issued_text(const IssuedTable& table);

// The page of the reference: wanted cells alone, with numbers that another build seldom changes.
std::string issued_markdown(const IssuedTable& table);

// A line for each cell that cannot exist and was counted, and for each that came too seldom.
std::vector<std::string> problems_of(const IssuedTable& table);

}  // namespace groundhog::cli
