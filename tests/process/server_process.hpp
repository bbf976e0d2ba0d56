// A burrow-server of its own, on a port of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "tests/process/child.hpp"

namespace burrow::test {

class ServerProcess {
 public:
  // On any free port unless the flags name one. Throws if it does not serve in time.
  explicit ServerProcess(std::vector<std::string> flags = {}, Child::Limits limits = {});
  // Flags of one that follows `primary`, with heartbeats fast enough for a test; `more` win.
  static std::vector<std::string> replica_of(std::uint16_t primary, const std::vector<std::string>& more = {});

  std::uint16_t port() const { return port_; }
  Child& child() { return *child_; }
  std::string log() const { return child_->err(); }
  std::size_t logged(const std::string& text) const;

  void stop() const;  // SIGSTOP, and until it has stopped
  void resume() const;
  void kill() { child_->kill(); }
  // Starts again on the same port.
  void restart();

  std::size_t resident_bytes() const;

 private:
  void start();

  std::vector<std::string> flags_;
  Child::Limits limits_;
  std::uint16_t port_ = 0;
  std::unique_ptr<Child> child_;
};

}  // namespace burrow::test
