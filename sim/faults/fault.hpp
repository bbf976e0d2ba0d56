// A fault is a verb with parameters that is active for a while. All of a verb is in one file of verbs/, and a line in
// fault_table.cpp.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"
#include "sim/net/network_faults.hpp"
#include "sim/plan/key_spec.hpp"
#include "sim/plan/plan.hpp"
#include "sim/runtime/process_faults.hpp"
#include "sut/runtime/assert.hpp"

namespace groundhog {

// Typed access to the parameters of a planned fault. The loader has checked names, kinds and presence against the fault
// table: a mismatch here is a programming error.

// nullptr if it was not given.
template <typename T>
const T* find_parameter(const PlannedFault& plan, std::string_view name) {
  const auto found = plan.parameters.find(std::string(name));
  if (found == plan.parameters.end()) return nullptr;
  const T* typed = std::get_if<T>(&found->second);
  SEAM_ASSERT(typed != nullptr);
  return typed;
}

template <typename T>
const T& parameter(const PlannedFault& plan, std::string_view name) {
  const T* found = find_parameter<T>(plan, name);
  SEAM_ASSERT(found != nullptr);
  return *found;
}

template <typename T>
T parameter_or(const PlannedFault& plan, std::string_view name, T fallback) {
  const T* found = find_parameter<T>(plan, name);
  return found != nullptr ? *found : fallback;
}

// What a fault may touch: links, frames, processes, clocks, time, its own randomness. Faults know nothing else of the
// simulation, and the system under test knows nothing of faults.

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
  // Pauses of several faults add up: the process resumes when the last one ends. A crash ends all.
  virtual void pause(HostId node, std::uint32_t fault) = 0;
  virtual void resume(HostId node, std::uint32_t fault) = 0;
  virtual void add_process_rule(HostId node, const ProcessRule& rule) = 0;
  virtual void end_process_rules(HostId node, std::uint32_t fault) = 0;
  // Sends an operator command to the node from its own machine, out of band, until it is accepted: then `fault` is
  // effective.
  virtual void promote(HostId node, std::uint32_t fault) = 0;
  virtual void follow(HostId node, HostId upstream, std::uint32_t fault) = 0;
  // In the same way new values of knobs; afterwards what they are without the fault.
  virtual void configure(HostId node, const Knobs& knobs, std::uint32_t fault) = 0;
  virtual void restore_configuration(HostId node, std::uint32_t fault) = 0;

  // -- clocks
  virtual void jump_wall_clock(HostId node, Duration by, std::uint32_t fault) = 0;
  // As often as it was frozen it must be thawed.
  virtual void freeze_wall_clock(HostId node, bool frozen, std::uint32_t fault) = 0;
  // Of both clocks, or of the wall alone on top of that. The latest of several faults counts until it is taken back.
  enum class Clocks : std::uint8_t { both, wall };
  virtual void set_clock_drift(HostId node, Clocks clocks, std::int64_t ppm, std::uint32_t fault) = 0;
  virtual void restore_clock_drift(HostId node, std::uint32_t fault) = 0;

  // -- chance, and what happened
  virtual RandomKey random(std::uint32_t fault) const = 0;
  virtual bool announced(std::string_view event) const = 0;  // by any node, since chaos began

  // -- coverage: the fault changed what a process sees. Cuts and link overrides report themselves when the same draw
  // decides otherwise, holds and rules when bytes, frames or callbacks meet them, pauses when a callback is withheld,
  // changes of clocks when a shifted reading is handed out, operator commands when they are accepted; the rest of the
  // verbs call it.
  virtual void effective(std::uint32_t fault) = 0;

 protected:
  ~World() = default;
};

// One planned fault at work. Destroyed at the end of the run.
class Fault {
 public:
  virtual ~Fault() = default;
  // Called once, at its time.
  virtual void start() = 0;
  // Called once after start, when its window ends or chaos does. Undoes what `start` changed; what an instant did stays
  // done.
  virtual void stop() {}
};

// Takes what is wrong with one fault of a scenario, as it is written there.
class FaultProblems {
 public:
  virtual bool is_written(std::string_view key) const = 0;
  virtual void at_fault(std::string message) = 0;
  virtual void at_key(std::string_view key, std::string message) = 0;
  virtual void at_value(std::string_view key, std::string message) = 0;

 protected:
  ~FaultProblems() = default;
};

struct FaultEntry {
  enum class Shape : std::uint8_t {
    window,   // lasts for `for`, else until the end of chaos
    instant,  // happens; `for` is an error
  };

  // What it does to the process of its `node`, for `lint`.
  enum class OnProcess : std::uint8_t {
    nothing,  // or something that a node without a process can have, too
    changes,  // has no effect while none runs
    ends,     // until the fault ends
  };

  std::string_view verb;
  Shape shape = Shape::window;
  std::string_view summary;      // one line, for `list` and `explain`
  std::string_view description;  // what it does to the system and what it does not, for `explain`
  std::span<const KeySpec> parameters;
  // World and plan outlive the fault; `index` is its place in the plan.
  std::unique_ptr<Fault> (*make)(World& world, const PlannedFault& plan, std::uint32_t index);
  // What several parameters together show, of a scenario or a plan with these nodes. One that is wrong by itself has
  // been reported and is not among `parameters`.
  void (*check)(const FaultParameters& parameters, std::span<const NodeSpec> nodes, FaultProblems& problems) = nullptr;
  // From what is written to what a plan holds, once for each window; nodes that are drawn have their names already.
  void (*expand)(FaultParameters& parameters, std::span<const NodeSpec> nodes, RandomKey key) = nullptr;
  // What of the real world it is the one verb for, for the reference.
  std::span<const std::string_view> causes = {};
  OnProcess on_process = OnProcess::nothing;
};

// The parameter of a kind of which a verb has one at most; nullptr: it has none.
inline const KeySpec* find_parameter_of(const FaultEntry& entry, KeySpec::Kind kind) {
  const auto found = std::ranges::find(entry.parameters, kind, &KeySpec::kind);
  return found != entry.parameters.end() ? &*found : nullptr;
}

// What the fault says for it, in FaultParameters, constant or not; nullptr: nothing.
auto* duration_of(const FaultEntry& entry, KeySpec::Kind kind, auto& parameters) {
  const KeySpec* const spec = find_parameter_of(entry, kind);
  const auto found = spec != nullptr ? parameters.find(std::string(spec->name)) : parameters.end();
  return found != parameters.end() ? std::get_if<Duration>(&found->second) : nullptr;
}

// Every verb that exists, in alphabetical order.
std::span<const FaultEntry> fault_table();

// nullptr if there is none.
const FaultEntry* find_fault(std::string_view verb);

// When a fault at a known time ends.
Duration end_of(const PlannedFault& fault, Duration chaos);
// Of these, one that keeps the process down on which `fault` acts, for all of its time; nullptr: none, as far as is
// known before the run.
const PlannedFault* crash_around(const PlannedFault& fault, std::span<const PlannedFault> all, Duration chaos);

}  // namespace groundhog
