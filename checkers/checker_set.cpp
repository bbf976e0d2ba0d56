#include "checkers/checker_set.hpp"

#include <algorithm>
#include <utility>

#include "checkers/model/ledger.hpp"
#include "sim/core/assert.hpp"

namespace groundhog::checkers {
namespace {

bool is_known(std::span<const CheckerEntry> table, std::string_view name) {
  return name == "all" ||
         std::any_of(table.begin(), table.end(), [name](const CheckerEntry& entry) { return entry.name == name; });
}

bool is_chosen(std::span<const std::string> names, std::string_view name) {
  return names.empty() ||
         std::any_of(names.begin(), names.end(), [name](const std::string& n) { return n == "all" || n == name; });
}

}  // namespace

CheckerSet::CheckerSet(std::span<const std::string> names, RunInfo run)
    : run_(std::move(run)), ledger_(std::make_unique<Ledger>(run_)), first_(ledger_.get()) {
  GROUNDHOG_ASSERT(run_.knobs.size() == run_.node_count && run_.upstreams.size() == run_.node_count);
  const std::span<const CheckerEntry> table = run_.checks.empty() ? checker_table() : run_.checks;
  for (const std::string& name : names) GROUNDHOG_ASSERT(is_known(table, name));
  for (const CheckerEntry& entry : table) {
    if (!is_chosen(names, entry.name)) continue;
    checkers_.push_back(entry.make({run_, *ledger_, verdicts_, entry.name}));
  }
}

CheckerSet::~CheckerSet() = default;

}  // namespace groundhog::checkers
