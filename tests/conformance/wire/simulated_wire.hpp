// The simulated network as a wire.
#pragma once

#include <functional>
#include <memory>

#include "tests/conformance/wire/outcomes.hpp"
#include "tests/support/small_world.hpp"

namespace groundhog::test {

class SimulatedWire {
 public:
  seam::Runtime& client() { return world_.runtime(world_.a()); }
  seam::Runtime& server() { return world_.runtime(world_.b()); }

  std::unique_ptr<seam::Listener> listen(seam::AcceptHandler on_accept) {
    return std::move(*server().listen({world_.b().name(), 0}, std::move(on_accept)));
  }
  void set_link(Way way, bool carries) {
    const HostId from = way == Way::to_server ? world_.a().id() : world_.b().id();
    const HostId to = way == Way::to_server ? world_.b().id() : world_.a().id();
    carries ? world_.network.heal(from, to, 0) : world_.network.cut(from, to, 0);
  }
  seam::Address delayed(const seam::Address& address, seam::Duration by) {
    world_.network.override_link(world_.a().id(), world_.b().id(), with_delay(by), 0);
    world_.network.override_link(world_.b().id(), world_.a().id(), with_delay(by), 0);
    return address;
  }
  void run_until(const std::function<bool()>& done, seam::Duration at_most) {
    const VirtualTime deadline = world_.engine.now() + at_most;
    while (!done() && world_.engine.step(deadline)) {
    }
  }

 private:
  SmallWorld world_{TcpOptions{.gate_bytes = 1}};
};

}  // namespace groundhog::test
