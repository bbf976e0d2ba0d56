// SIGINT and SIGTERM as a readable descriptor, for as long as this lives. SIGPIPE is ignored meanwhile: a worker that
// died is noticed by its end of stream.
//
// They nest: what an inner one heard, the one around it hears as well, so that nobody who starts a campaign within
// another has to pass an interruption on.
#pragma once

#include <csignal>

#include "harness/runner/file_descriptor.hpp"

namespace groundhog::harness {

class Interruption {
 public:
  Interruption();
  ~Interruption();
  Interruption(const Interruption&) = delete;
  Interruption& operator=(const Interruption&) = delete;

  int descriptor() const { return signals_.number(); }
  bool happened() const;

 private:
  sigset_t former_{};
  FileDescriptor signals_;
  mutable bool heard_ = false;
};

}  // namespace groundhog::harness
