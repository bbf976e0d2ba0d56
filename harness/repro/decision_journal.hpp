// Decisions on their way out of a process that may die: each is in a file without a name before it is carried out. One
// process writes, another one reads: fork() between the two.
#pragma once

#include <vector>

#include "harness/repro/repro.hpp"
#include "harness/runner/file_descriptor.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

class DecisionJournal {
 public:
  // Throws std::system_error where the process has no descriptors left.
  DecisionJournal();

  void add(const RecordedDecision& decision);

  // All that was added, in that order.
  std::vector<RecordedDecision> decisions() const;

 private:
  FileDescriptor file_;
};

// Lives a day that may not survive in a worker process, and tells what was decided until it ended. One that hangs is
// cut off after ten seconds at most.
std::vector<RecordedDecision> decisions_until_the_end(const Plan& plan, const Guest& guest, const WorkerLimits& limits);

}  // namespace groundhog::harness
