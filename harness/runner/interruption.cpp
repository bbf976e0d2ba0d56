#include "harness/runner/interruption.hpp"

#include <cerrno>
#include <string>
#include <sys/signalfd.h>
#include <system_error>
#include <tuple>

namespace groundhog::harness {

Interruption::Interruption() {
  sigset_t wanted;
  ::sigemptyset(&wanted);
  ::sigaddset(&wanted, SIGINT);
  ::sigaddset(&wanted, SIGTERM);
  sigset_t blocked = wanted;
  ::sigaddset(&blocked, SIGPIPE);
  ::sigprocmask(SIG_BLOCK, &blocked, &former_);
  signals_ = FileDescriptor(::signalfd(-1, &wanted, SFD_NONBLOCK | SFD_CLOEXEC));
  if (!signals_.open()) throw std::system_error(errno, std::generic_category(), "signalfd");
}

Interruption::~Interruption() {
  const bool is_outermost = ::sigismember(&former_, SIGINT) == 0;
  // Restoring the mask would deliver what was received already, and end the process before it has printed what is
  // known.
  if (is_outermost) std::ignore = happened();
  if (!is_outermost && heard_) ::raise(SIGINT);
  const timespec no_time{0, 0};
  sigset_t pipe_only;
  ::sigemptyset(&pipe_only);
  ::sigaddset(&pipe_only, SIGPIPE);
  while (::sigtimedwait(&pipe_only, nullptr, &no_time) == SIGPIPE) {
  }
  ::sigprocmask(SIG_SETMASK, &former_, nullptr);
}

bool Interruption::happened() const {
  std::string received;
  read_available(signals_, received);
  heard_ = heard_ || !received.empty();
  return heard_;
}

}  // namespace groundhog::harness
