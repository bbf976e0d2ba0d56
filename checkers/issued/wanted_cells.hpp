// Which cells a workload has to reach, and why it need not reach the others.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "checkers/issued/issued_cell.hpp"
#include "sim/guest/guest.hpp"

namespace groundhog::checkers {

// Of each counted command, with each of its options by itself, and of each form that a word of `mix` sends. In the
// order of the commands, then of the states.
std::vector<IssuedCell> wanted_cells(std::span<const CommandSpec> commands, std::span<const OperationSpec> operations);

struct IssuedReason {
  std::string_view what;
  std::string_view why;
};

// Of commands that are not counted; `what` are their names, with blanks between.
std::span<const IssuedReason> not_counted();
// Of cells that are not asked for, in Markdown.
std::span<const IssuedReason> not_wanted();

// Commands of the guest that are neither counted nor left out for a reason.
std::vector<std::string_view> commands_without_rule(std::span<const CommandSpec> commands);

}  // namespace groundhog::checkers
