// Burrow, but the process does not survive the start of one more node than the run begins with.
#pragma once

#include <memory>

#include "tests/support/disguised_burrow.hpp"

namespace groundhog::test {

using namespace harness;

class FatalGuest final : public DisguisedBurrow {
 public:
  // What happens there: it may end the process, or never come back.
  FatalGuest(int starts, void (*fate)()) : left_(starts), fate_(fate) {}

  std::unique_ptr<Process> start(seam::Runtime& runtime, const ProcessSpec& spec) const override {
    if (left_-- == 0) fate_();
    return DisguisedBurrow::start(runtime, spec);
  }

 private:
  mutable int left_;  // of this process: every worker counts from the start
  void (*fate_)();
};

}  // namespace groundhog::test
