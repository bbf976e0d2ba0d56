// A fault is a verb with parameters that is active for a while. One verb, one file, one line in fault_table.cpp.
#pragma once

#include <algorithm>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "sim/core/random.hpp"
#include "sim/plan/key_spec.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog {

class World;  // what a fault may touch: sim/faults/world.hpp

// One planned fault at work. Destroyed at the end of the run.
class Fault {
 public:
  virtual ~Fault() = default;
  // Called once, at its time.
  virtual void start() = 0;
  // Called once after start, when its window ends or chaos does. Undoes what `start` changed; what an instant did stays
  // done.
  virtual void stop() = 0;
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

  std::string_view verb;
  Shape shape;
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

}  // namespace groundhog
