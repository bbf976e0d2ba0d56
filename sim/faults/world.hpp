// What a fault may touch: links, frames, processes, clocks, time, its own randomness. Faults know nothing else of the
// simulation, and the system under test knows nothing of faults.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"
#include "sim/net/network_faults.hpp"

namespace groundhog {

class World {
 public:
  // -- names: the loader has checked them, an unknown one is a programming error
  virtual HostId host(std::string_view name) const = 0;
  virtual const std::string& name(HostId host) const = 0;
  virtual std::size_t host_count() const = 0;  // nodes, then clients

  // -- links, and frames on replication connections
  virtual NetworkFaults& network() = 0;

  // -- processes. Idempotent: what is already so stays so, and false is returned.
  virtual bool crash(HostId node, bool host_failed) = 0;
  virtual bool restart(HostId node) = 0;
  // Pauses of several faults add up: the process goes on when the last one lets go. One that dies lets go of all.
  virtual bool pause(HostId node, std::uint32_t fault) = 0;
  virtual void resume(HostId node, std::uint32_t fault) = 0;
  // Sends an operator command to the node from its own machine, out of band, until it is accepted: then `fault` is
  // effective.
  virtual void promote(HostId node, std::uint32_t fault) = 0;
  virtual void follow(HostId node, HostId upstream, std::uint32_t fault) = 0;

  // -- clocks
  virtual void jump_wall_clock(HostId node, Duration by) = 0;
  // As often as it was frozen it must be thawed.
  virtual void freeze_wall_clock(HostId node, bool frozen) = 0;
  // The latest of several faults counts until it is taken back. True if the rate changed.
  virtual bool set_clock_drift(HostId node, std::int64_t ppm, std::uint32_t fault) = 0;
  virtual void restore_clock_drift(HostId node, std::uint32_t fault) = 0;

  // -- chance, and what happened
  virtual RandomKey random(std::uint32_t fault) const = 0;
  virtual bool announced(std::string_view event) const = 0;  // by any node, since chaos began

  // -- coverage: the fault changed something just now. Cuts, holds, link overrides and rules that drop or delay report
  // themselves when a transmission meets them, operator commands when they are accepted; the rest of the verbs call it.
  virtual void effective(std::uint32_t fault) = 0;

 protected:
  ~World() = default;
};

}  // namespace groundhog
