// Burrow that never gets going in a worker process, and may send the campaign's process a signal first.
#pragma once

#include <csignal>
#include <memory>
#include <unistd.h>

#include "tests/harness/shrink/lying_system.hpp"

namespace groundhog::test {

using namespace harness;

class Stalling final : public LyingGuest {
 public:
  explicit Stalling(int signal = 0) : signal_(signal) {}

  std::unique_ptr<Process> start(seam::Runtime& runtime, const ProcessSpec& spec) const override {
    if (::getpid() == home_) return LyingGuest::start(runtime, spec);
    ::kill(home_, signal_);
    while (true) ::pause();
  }

 private:
  pid_t home_ = ::getpid();
  int signal_;
};

}  // namespace groundhog::test
