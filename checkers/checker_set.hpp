// The checkers of one run: an observer that feeds the ledger first and then every chosen checker, in the order of the
// table.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "checkers/checker.hpp"

namespace groundhog::checkers {

class CheckerSet final : public EachEvent<CheckerSet> {
 public:
  // `names` are those of checks that can judge the run; none, or "all", is all of them. An unknown name is a
  // programming error: the scenario loader has refused it.
  CheckerSet(std::span<const std::string> names, RunInfo run);
  ~CheckerSet() override;

  const Verdicts& verdicts() const { return verdicts_; }

  template <typename Event>
  void each(const Event& event) {
    first_->on(event);
    for (const auto& checker : checkers_) static_cast<Observer&>(*checker).on(event);
  }

 private:
  RunInfo run_;
  Verdicts verdicts_;
  std::unique_ptr<Ledger> ledger_;
  Observer* first_;  // the ledger, through its base: a class that overrides some of the overloads hides the others
  std::vector<std::unique_ptr<Checker>> checkers_;
};

}  // namespace groundhog::checkers
