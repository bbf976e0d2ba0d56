#include <algorithm>

#include "sim/faults/fault.hpp"
#include "sim/faults/verbs/clocks.hpp"
#include "sim/faults/verbs/connections.hpp"
#include "sim/faults/verbs/connects.hpp"
#include "sim/faults/verbs/flows.hpp"
#include "sim/faults/verbs/frames.hpp"
#include "sim/faults/verbs/links.hpp"
#include "sim/faults/verbs/operations.hpp"
#include "sim/faults/verbs/partition.hpp"
#include "sim/faults/verbs/processes.hpp"
#include "sim/faults/verbs/sockets.hpp"

namespace groundhog {
namespace {

constexpr FaultEntry entries[] = {
    blackhole_entry,
    clock_drift_entry,
    clock_freeze_entry,
    clock_jump_entry,
    config_entry,
    connects_entry,
    corrupt_entry,
    crash_entry,
    cut_entry,
    delay_entry,
    drop_entry,
    duplicate_entry,
    half_open_entry,
    hold_entry,
    late_timers_entry,
    link_entry,
    out_of_sockets_entry,
    partition_entry,
    pause_entry,
    promote_entry,
    replicaof_entry,
    reset_entry,
    resolve_entry,
    short_writes_entry,
    slice_entry,
    slow_entry,
    slow_reader_entry,
    spurious_readiness_entry,
};

static_assert(std::ranges::is_sorted(entries, {}, &FaultEntry::verb), "the table is in alphabetical order");

}  // namespace

std::span<const FaultEntry> fault_table() { return entries; }

const FaultEntry* find_fault(std::string_view verb) {
  const FaultEntry* entry = std::ranges::lower_bound(entries, verb, {}, &FaultEntry::verb);
  if (entry == std::end(entries) || entry->verb != verb) return nullptr;
  return entry;
}

Duration end_of(const PlannedFault& fault, Duration chaos) {
  const FaultEntry* const entry = find_fault(fault.verb);
  const Duration* const own = entry != nullptr ? duration_of(*entry, KeySpec::Kind::length, fault.parameters) : nullptr;
  const Duration* const lasts = fault.lasts ? &*fault.lasts : own;
  return lasts != nullptr ? fault.at + *lasts : chaos;
}

const PlannedFault* crash_around(const PlannedFault& fault, std::span<const PlannedFault> all, Duration chaos) {
  using OnProcess = FaultEntry::OnProcess;
  const auto effect = [](const PlannedFault& each) {
    const FaultEntry* const entry = find_fault(each.verb);
    return entry != nullptr && !each.when ? entry->on_process : OnProcess::nothing;
  };
  const auto node = [](const PlannedFault& each) { return find_parameter<std::string>(each, "node"); };
  if (effect(fault) == OnProcess::nothing || node(fault) == nullptr) return nullptr;
  for (const PlannedFault& other : all) {
    if (&other == &fault || effect(other) != OnProcess::ends || node(other) == nullptr) continue;
    const bool is_around = fault.at > other.at && end_of(fault, chaos) <= end_of(other, chaos);
    if (is_around && *node(other) == *node(fault)) return &other;
  }
  return nullptr;
}

}  // namespace groundhog
