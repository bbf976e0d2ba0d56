// A planted bug that needs no patch: Burrow, but its nodes declare a peer down at the first miss, whatever the scenario
// says. The checkers go by the scenario.
#pragma once

#include <memory>

#include "tests/support/disguised_burrow.hpp"

namespace groundhog::test {

using namespace harness;

class HastyGuest final : public DisguisedBurrow {
 public:
  std::unique_ptr<Process> start(seam::Runtime& runtime, const ProcessSpec& spec) const override {
    ProcessSpec hasty = spec;
    hasty.config["heartbeat-misses"] = "1";
    return DisguisedBurrow::start(runtime, hasty);
  }
};

}  // namespace groundhog::test
