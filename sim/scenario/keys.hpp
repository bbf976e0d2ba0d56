// The scenario language as data: every mapping of a scenario file, its keys, what belongs there and what it means. The
// validator, its suggestions, the JSON Schema and the reference are all made from these tables.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "sim/faults/fault.hpp"

namespace groundhog {

struct MappingSpec;

struct KeySpec {
  enum class Kind : std::uint8_t {
    // scalars
    text,            // any
    identifier,      // letters, digits and . _ -; a letter or digit first
    count,           // a whole number
    positive_count,  // at least 1
    ppm,             // the drift of a clock: a whole number with a sign
    number,          // decimal, not negative
    flag,            // true or false
    probability,     // 0..1 or N%
    duration,        // not negative
    positive_duration,
    ttl,             // of a key: a duration that may be longer than others
    offset,          // of a wall clock: a duration with a sign
    size,            // bytes
    socket_buffer,   // bytes
    rate,            // per second
    word,            // one of `words`
    node,            // a node's name
    fault_node,      // a node's name, or one that is drawn: any, primary, replica
    frame_node,      // a node's name, as an end of a replication connection
    operation_node,  // a node's name or `primary`
    client,          // c1 … cN
    link,            // n1->n2, n1<->n2
    event,           // an announcement of the system
    check,           // a name of the checker table
    mutant,          // a name of the mutant table
    verb,            // a name of the fault table
    command,         // a client command with shell-like quoting
    quantity,        // a number, duration, size or probability: bounds of a param
    // sequences
    identifiers,
    counts,
    checks,  // [all] or names
    numbers,
    frame_types,     // one or several
    duration_pair,   // [from, to]
    duration_range,  // a duration, or [shortest, longest]
    quantity_pair,   // [low, high]
    scalars,         // any, at least one
    groups,          // of hosts
    // mappings
    mapping,     // `mapping` says which keys
    list,        // of such mappings
    table,       // free names, each with such a mapping
    link_delay,  // a duration, or such a mapping
    knobs,       // of the system under test
    mix,         // operation -> weight
    floors,      // cover name -> count
    faults,      // list; the verb says which keys
  };

  std::string_view name;
  Kind kind;
  bool required;
  std::string_view summary;
  const MappingSpec* mapping = nullptr;
  std::span<const std::string_view> words = {};
};

struct MappingSpec {
  std::string_view name;  // for messages: "in run"
  std::span<const KeySpec> keys;
};

// What values are limited to, and why; for the reference.
struct LimitSpec {
  std::string_view of;
  std::string_view limit;
  std::string_view reason;
};

std::span<const LimitSpec> limits();

const MappingSpec& scenario_mapping();  // the root
const MappingSpec& match_mapping();     // a fault's `match`

// Keys of a fault that every verb has, without its parameters.
std::span<const KeySpec> common_fault_keys();

// Shapes that `partition` may name instead of groups, and their directions.
std::span<const std::string_view> partition_shapes();
std::span<const std::string_view> partition_symmetries();

// The keys that this verb adds to the common ones. One that takes groups may name a `shape` and a `symmetry` instead.
std::vector<KeySpec> parameter_keys(const FaultEntry& entry);

// All keys of a fault with this verb.
std::vector<KeySpec> fault_keys(const FaultEntry& entry);

// The kind in which a verb's parameter is written.
KeySpec::Kind kind_of(ParameterSpec::Kind kind);

// Top-level keys whose scalars may be "${param}".
bool is_templated(std::string_view root_key);

}  // namespace groundhog
