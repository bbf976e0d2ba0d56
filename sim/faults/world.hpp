// What a fault may touch: links, frames, processes, clocks, time, its own randomness. Faults know nothing else of the
// simulation, and the system under test knows nothing of faults.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/core/engine.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"
#include "sim/net/frame_rule.hpp"
#include "sim/plan/link_spec.hpp"

namespace groundhog {

class World {
 public:
  // -- names: the loader has checked them, an unknown one is a programming error
  virtual HostId host(std::string_view name) const = 0;
  virtual std::size_t node_count() const = 0;
  virtual std::size_t host_count() const = 0;  // nodes, then clients
  virtual HostId current_primary() const = 0;  // as last configured by the scenario

  // -- links; cuts of several faults add up, a link heals when the last one lets go
  virtual void cut(HostId from, HostId to, std::uint32_t fault) = 0;
  virtual void heal(HostId from, HostId to, std::uint32_t fault) = 0;
  // What connections send in this direction waits in the sender's kernel. Holds of several faults add up.
  virtual void hold(HostId from, HostId to, std::uint32_t fault) = 0;
  virtual void release(HostId from, HostId to, std::uint32_t fault) = 0;
  // Overrides stack; the latest that names a field wins.
  virtual void override_link(HostId from, HostId to, const LinkOverride& change, std::uint32_t fault) = 0;
  virtual void restore_link(HostId from, HostId to, std::uint32_t fault) = 0;

  // -- frames on replication connections
  virtual void add_rule(FrameRule& rule) = 0;
  virtual void remove_rule(FrameRule& rule) = 0;

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

  // -- time and chance
  virtual VirtualTime now() const = 0;
  virtual EventHandle schedule(Duration after, InlineAction action) = 0;
  virtual void cancel(EventHandle handle) = 0;
  virtual RandomKey random(std::uint32_t fault) const = 0;
  virtual bool announced(std::string_view event) const = 0;  // by any node, since chaos began

  // -- coverage: the fault changed something just now. Cuts, holds, link overrides and rules that drop or delay report
  // themselves when a transmission meets them, operator commands when they are accepted; the rest of the verbs call it.
  virtual void effective(std::uint32_t fault) = 0;

 protected:
  ~World() = default;
};

}  // namespace groundhog
