#include "harness/catalogue.hpp"

#include <utility>

#include "checkers/checker.hpp"
#include "sim/faults/fault.hpp"

namespace groundhog::harness {
namespace {

std::vector<CheckName> checks(const Guest& guest) {
  std::vector<CheckName> names;
  for (const checkers::CheckerEntry& entry : checkers::checks_of(guest))
    names.push_back({entry.name, entry.needs_settle});
  return names;
}

}  // namespace

Catalogue::Catalogue(const Guest& guest, std::vector<std::string> mutants)
    : guest_(guest),
      mutants_(std::move(mutants)),
      loader_{guest, fault_table(), checks(guest), {mutants_.begin(), mutants_.end()}} {}

}  // namespace groundhog::harness
