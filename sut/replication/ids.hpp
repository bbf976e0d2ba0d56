// Identities in replication. Random 64 bits each, drawn through the seam.
#pragma once

#include <cstdint>
#include <string>

namespace burrow {

// One running process; new at every start. Two nodes that name the same one are in a cycle.
enum class ProcessId : std::uint64_t { none = 0 };

// What one history is called. New at process start and at promotion.
enum class ReplicationId : std::uint64_t { none = 0 };

constexpr std::uint64_t raw(ProcessId id) { return static_cast<std::uint64_t>(id); }
constexpr std::uint64_t raw(ReplicationId id) { return static_cast<std::uint64_t>(id); }

// The place of an entry in a history's log. The first entry of a process's own history has offset 1.
using Offset = std::uint64_t;

}  // namespace burrow
