// The seam in production: two runtimes on real sockets and real time, for either end one, driven by turns.
#pragma once

#include <functional>
#include <vector>

#include "sut/runtime/asio/asio_runtime.hpp"
#include "sut/runtime/asio/descriptor.hpp"

namespace groundhog::test {

class LoopbackWorld {
 public:
  burrow::Runtime& client() { return client_; }
  burrow::Runtime& server() { return server_; }

  burrow::Address any_port() const { return {"127.0.0.1", 0}; }
  burrow::Address nobody_there();
  burrow::Address no_such_name() const { return {"no.such.name.invalid", 7000}; }
  // A listener of nobody's, with a full queue: the kernel leaves further connects without an answer.
  burrow::Address black_hole();

  bool run_until(const std::function<bool()>& done);
  // Until nothing has happened for a while.
  void settle();

  void freeze_server() { server_runs_ = false; }
  void thaw_server() { server_runs_ = true; }

 private:
  bool run_once(burrow::Duration at_most);

  static burrow::AsioRuntimeOptions small_buffers();

  burrow::AsioRuntime client_{[](const burrow::Announcement&) {}, small_buffers()};
  burrow::AsioRuntime server_{[](const burrow::Announcement&) {}, small_buffers()};
  bool server_runs_ = true;
  std::vector<burrow::Descriptor> black_hole_;
};

}  // namespace groundhog::test
