// What a report shows of a minimal failure: its plan as a short commented scenario, and the events that matter.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "harness/promote/readable_scenario.hpp"
#include "harness/runner/seed_result.hpp"
#include "sim/guest/guest.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::harness {

struct FailureView {
  std::string scenario;             // lines, without a heading; empty: too much to read
  std::string key;                  // that the failure is about, spelled; empty: none, or several
  std::vector<std::string> events;  // of the timeline up to the violation, which is the last; empty: the process died
  std::size_t left_out = 0;         // earlier ones
};

// Of a plan that has ended in this result. Runs it once more in this process, unless it killed one. `about`: a cause of
// the result. With a violation about a key, the events are those about that key or about none, after warmup.
FailureView view_failure(const Plan& plan, const Guest& guest, const SeedResult& result, const std::string& about);

}  // namespace groundhog::harness
