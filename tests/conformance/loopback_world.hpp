// The seam in production: two runtimes on real sockets and real time, for either end one, driven by turns.
#pragma once

#include <functional>
#include <vector>

#include "sut/runtime/asio/asio_runtime.hpp"
#include "sut/runtime/asio/readiness.hpp"

namespace groundhog::test {

class LoopbackWorld {
 public:
  seam::Runtime& client() { return client_; }
  seam::Runtime& server() { return server_; }

  seam::Address any_port() const { return {"127.0.0.1", 0}; }
  seam::Address refusing_address();
  seam::Address no_such_name() const { return {"no.such.name.invalid", 7000}; }
  // A listener that never accepts, with a full queue: the kernel leaves further connects without an answer.
  seam::Address black_hole();

  bool run_until(const std::function<bool()>& done);
  // Until nothing has happened for a while.
  void settle();

  void freeze_server() { server_runs_ = false; }
  void thaw_server() { server_runs_ = true; }

 private:
  bool run_once(seam::Duration at_most);

  static seam::AsioRuntimeOptions small_buffers();

  seam::AsioRuntime client_{[](const seam::Announcement&) {}, small_buffers()};
  seam::AsioRuntime server_{[](const seam::Announcement&) {}, small_buffers()};
  bool server_runs_ = true;
  std::vector<seam::Descriptor> black_hole_;
};

}  // namespace groundhog::test
