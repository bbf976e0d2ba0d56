// From a failure to a minimal repro: shrink, live what is left once more with everything recorded, write it.
#pragma once

#include <string>
#include <vector>

#include "harness/repro/repro.hpp"
#include "harness/shrink/shrink_failure.hpp"

namespace groundhog::harness {

// A failure as it was found.
struct FoundFailure {
  std::string scenario_file;  // for people
  Plan plan;
  SeedResult result;
  FailureSignature signature;  // one that the result shows
  DaySize size;
};

struct Minimised {
  ShrinkOutcome outcome;
  SeedResult result;                     // of the last run of the minimal plan
  bool shown = false;                    // whether it shows the failure; if not, there is no repro
  Repro repro;                           // likewise if nothing was gained
  std::vector<std::string> last_events;  // of its timeline, up to the violation; empty if it died with its process
};

Minimised minimise(const FoundFailure& failure, const Guest& guest, const ShrinkSettings& settings,
                   KnownVerdicts& verdicts);

// How large the day of a plan is, by living it; messages are not counted if it would take this process along.
DaySize size_of(const Plan& plan, const SeedResult& result, const Guest& guest);

}  // namespace groundhog::harness
