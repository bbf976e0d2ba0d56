// The seam on virtual time: two hosts, one for either end.
#pragma once

#include <functional>

#include "tests/support/small_world.hpp"

namespace groundhog::test {

class SimulatedWorld {
 public:
  seam::Runtime& client() { return world_.runtime(world_.a()); }
  seam::Runtime& server() { return world_.runtime(world_.b()); }

  // Where a server listens, on a port of the runtime's choice.
  seam::Address any_port() { return {world_.b().name(), 0}; }
  seam::Address refusing_address() { return {world_.b().name(), 9}; }
  seam::Address no_such_name() { return {"no.such.name.invalid", 7000}; }
  // A connect to it stays without an answer.
  seam::Address black_hole() {
    world_.network.cut(world_.a().id(), HostId{2}, 0);
    return {world_.network.name(HostId{2}), 7000};
  }

  // False if that takes longer than any test should.
  bool run_until(const std::function<bool()>& done) {
    const Duration deadline = world_.now() + std::chrono::minutes(10);
    while (!done()) {
      if (!world_.engine.step(VirtualTime(deadline))) return done();
    }
    return true;
  }
  // Until everything that is under way has arrived.
  void settle() { world_.run_for(std::chrono::seconds(1)); }

  // The server's process stands still; its kernel works on.
  void freeze_server() { world_.b().pause(); }
  void thaw_server() { world_.b().resume(); }

 private:
  // Small buffers fill soon, and no frame is waited for: this is about bytes.
  SmallWorld world_{TcpOptions{.send_buffer_bytes = 16 << 10, .receive_window_bytes = 16 << 10, .gate_bytes = 1}};
};

}  // namespace groundhog::test
