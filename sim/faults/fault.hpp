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

// A parameter that a verb takes: the word in YAML, how to read it, whether it must be there.
struct ParameterSpec {
  enum class Kind : std::uint8_t {
    flag,
    count,
    ppm,          // the drift of a clock: signed integer
    probability,  // 0..1 or N%
    duration,     // not negative
    length,       // how long the fault lasts where `for` does not say so; one at most
    offset,       // a step of the wall clock of `node`: a duration with a sign; one at most
    node,         // a node's name
    link,         // n1->n2 or n1<->n2
    groups,       // [[n1], [n2, n3]]: names of hosts
    match,        // FrameMatch
    word,         // one of `words`
  };

  std::string_view name;
  Kind kind;
  bool required;
  std::string_view summary;
  std::span<const std::string_view> words = {};  // Kind::word
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
  std::span<const ParameterSpec> parameters;
  // World and plan outlive the fault; `index` is its place in the plan.
  std::unique_ptr<Fault> (*make)(World& world, const PlannedFault& plan, std::uint32_t index);
};

// The parameter of a kind of which a verb has one at most; nullptr: it has none.
inline const ParameterSpec* find_parameter_of(const FaultEntry& entry, ParameterSpec::Kind kind) {
  const auto found = std::ranges::find(entry.parameters, kind, &ParameterSpec::kind);
  return found != entry.parameters.end() ? &*found : nullptr;
}

// What the fault says for it, in FaultParameters, constant or not; nullptr: nothing.
auto* duration_of(const FaultEntry& entry, ParameterSpec::Kind kind, auto& parameters) {
  const ParameterSpec* const spec = find_parameter_of(entry, kind);
  const auto found = spec != nullptr ? parameters.find(std::string(spec->name)) : parameters.end();
  return found != parameters.end() ? std::get_if<Duration>(&found->second) : nullptr;
}

// Every verb that exists, in alphabetical order.
std::span<const FaultEntry> fault_table();

// nullptr if there is none.
const FaultEntry* find_fault(std::string_view verb);

}  // namespace groundhog
