// The keys of the scenario language as data: a mapping, and a verb, declares its keys, each of a kind. What a kind is
// to the loader, the printer, the shrinker and editors is one row of sim/scenario/kinds.cpp.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace groundhog {

struct MappingSpec;

// A key of a mapping: the word in YAML, what belongs there, whether it must be there.
struct KeySpec {
  enum class Kind : std::uint8_t {
    // scalars
    text,            // any
    scalar,          // any, a number or a flag, too
    identifier,      // letters, digits and . _ -; a letter or digit first
    count,           // a whole number
    positive_count,  // at least 1
    ppm,             // the drift of a clock: a whole number with a sign. Of a fault: of those of `node`; one at most
    number,          // decimal, not negative
    flag,            // true or false
    probability,     // 0..1 or N%
    duration,        // not negative
    positive_duration,
    length,          // of a fault: how long it lasts where `for` does not say so; one at most
    ttl,             // of a key: a duration that may be longer than others
    offset,          // of a wall clock: a duration with a sign. Of a fault: a step of that of `node`; one at most
    size,            // bytes
    socket_buffer,   // bytes
    rate,            // per second
    byte_rate,       // bytes per second
    word,            // one of `words`
    role,            // one of the guest's RoleNames
    connect,         // `any`, or the role that leads
    node,            // a node's name
    fault_node,      // a node's name, `any`, or a role: drawn among the nodes that have it
    frame_node,      // a node's name, as an end of a replication connection
    operation_node,  // a node's name, or the role that leads
    client_node,     // a node's name, or `any`
    host,            // a node or a client machine
    client,          // c1 … cN
    link,            // n1->n2, n1<->n2
    one_way_link,    // n1->n2; at least one of both is named
    event,           // an announcement of the system
    check,           // a name of the checker table
    mutant,          // a name of the mutant table
    verb,            // a name of the fault table
    frame_type,      // of the dissector
    profile,         // a name of the guest's table
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
    client_nodes,    // names of nodes, or `any`: all that there are
    delays,          // a duration, one for each of several times, or `mapping`: a range
    scalars,         // any, at least one
    groups,          // of hosts: [[n1], [n2, n3]]
    // mappings
    mapping,     // `mapping` says which keys
    match,       // of frames: FrameMatch; `mapping` says which keys
    list,        // of such mappings
    table,       // free names, each with such a mapping
    link_delay,  // a duration, or such a mapping
    knobs,       // of the system under test
    new_knobs,   // of those, such as can change while it runs
    mix,         // operation -> weight
    floors,      // cover name -> count
    fields,      // of an announcement: name -> value
    faults,      // list; the verb says which keys
  };
  // Of a verb's parameter: whether a plan has it, too.
  enum class InPlan : std::uint8_t {
    as_written,
    always,  // the verb's `expand` adds it where it is not written
    never,   // the verb's `expand` puts others in its place
  };

  std::string_view name = {};
  Kind kind = Kind::text;
  bool required = false;
  std::string_view summary = {};
  const MappingSpec* mapping = nullptr;
  std::span<const std::string_view> words = {};
  InPlan in_plan = InPlan::as_written;
};

struct MappingSpec {
  std::string_view name;  // for messages: "in run"
  std::span<const KeySpec> keys;
};

}  // namespace groundhog
