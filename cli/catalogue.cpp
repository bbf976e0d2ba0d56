#include "cli/catalogue.hpp"

#include <utility>

#include "checkers/checker.hpp"
#include "sim/burrow/burrow_system.hpp"
#include "sim/burrow/convergence_bound.hpp"
#include "sim/burrow/knob_rules.hpp"
#include "sim/faults/fault.hpp"

namespace groundhog {
namespace {

std::vector<std::string_view> check_names() {
  std::vector<std::string_view> names;
  for (const CheckerEntry& entry : checker_table()) names.push_back(entry.name);
  return names;
}

}  // namespace

Catalogue::Catalogue(std::vector<std::string> mutants)
    : system_(make_burrow_system()),
      mutants_(std::move(mutants)),
      loader_{*system_, fault_table(), check_names(), convergence_bound, knob_problems, {mutants_.begin(), mutants_.end()}} {}

}  // namespace groundhog
