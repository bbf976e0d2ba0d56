// How each command of Burrow is written: with arguments that it takes, most of the time.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "tests/differential/any_word.hpp"
#include "tests/differential/command.hpp"

namespace burrow::differential {

struct CommandForm {
  std::string_view name;  // lower case
  unsigned weight;        // how often it is drawn, beside the others
  void (*add_arguments)(Draw& draw, Words& words);
};

// About keys.
std::span<const CommandForm> key_forms();
// About node and connection, and the commands of transactions where they have no place.
std::span<const CommandForm> node_forms();

std::vector<CommandForm> command_forms();

}  // namespace burrow::differential
