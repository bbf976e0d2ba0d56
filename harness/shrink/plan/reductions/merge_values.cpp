#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "harness/shrink/plan/reductions/reductions.hpp"

namespace groundhog::harness {
namespace {

// Shorter ones are hardly needed for their bytes.
constexpr std::size_t least_bytes = 64;
// What a write takes beside its value, wherever it is kept or sent: at least so much. Nothing is lost by a guess too
// high, for values are shortened next.
constexpr std::size_t overhead_bytes = 128;

using Commands = std::span<const CommandSpec>;
using Alike = std::vector<std::size_t>;  // indices of operations, in their order

std::size_t value_bytes(const PlannedOperation& operation, Commands commands) {
  std::size_t bytes = 0;
  for (const std::size_t i : words_of(commands, operation.arguments).values) bytes += operation.arguments[i].size();
  return bytes;
}

// Everything about it but time, key and value.
std::vector<std::string> kind_of(const PlannedOperation& operation, Commands commands) {
  std::vector<std::string> kind = operation.arguments;
  const CommandWords words = words_of(commands, operation.arguments);
  for (const std::size_t i : words.keys) kind[i].clear();
  for (const std::size_t i : words.values) kind[i].clear();
  kind.push_back(operation.node);
  kind.push_back(std::to_string(operation.client));
  return kind;
}

// Writes of long values that could stand in for one another; kinds with one of them are left out.
std::vector<Alike> kinds_of(const Plan& plan, Commands commands) {
  std::map<std::vector<std::string>, Alike> by_kind;
  for (std::size_t i = 0; i < plan.operations.size(); ++i) {
    if (value_bytes(plan.operations[i], commands) >= least_bytes)
      by_kind[kind_of(plan.operations[i], commands)].push_back(i);
  }
  std::vector<Alike> kinds;
  for (auto& [kind, alike] : by_kind) {
    if (alike.size() > 1) kinds.push_back(std::move(alike));
  }
  return kinds;
}

// So many of them are left, and each takes as many bytes as those that it stands for.
void merge(Plan& plan, Commands commands, const std::vector<Alike>& kinds, std::size_t left) {
  std::vector<bool> gone(plan.operations.size(), false);
  for (const Alike& alike : kinds) {
    const std::size_t run = (alike.size() + left - 1) / left;
    for (std::size_t i = 0; i < alike.size(); ++i) {
      if (i % run == 0) continue;
      PlannedOperation& heir = plan.operations[alike[i - i % run]];
      std::string& value = heir.arguments[words_of(commands, heir.arguments).values.front()];
      value.append(value_bytes(plan.operations[alike[i]], commands) + overhead_bytes, 'x');
      gone[alike[i]] = true;
    }
  }
  std::size_t i = 0;
  std::erase_if(plan.operations, [&](const PlannedOperation&) { return gone[i++]; });
}

// 1, 2, 4 … of each kind.
bool merge(Search& search, const std::vector<Alike>& kinds) {
  std::size_t most = 0;
  for (const Alike& alike : kinds) most = std::max(most, alike.size());
  std::vector<Edit> edits;
  for (std::size_t left = 1; left < most; left *= 2) {
    edits.push_back([&, left](Plan& plan) { merge(plan, search.rules().commands, kinds, left); });
  }
  return !edits.empty() && search.keep_first(edits);
}

}  // namespace

// What matters of many long values may be their bytes alone, say to fill a socket. None of them can go then, alone or
// in chunks, and delta debugging is at its end.
void merge_values(Search& search) {
  const auto kinds = [&] { return kinds_of(search.plan(), search.rules().commands); };
  if (merge(search, kinds())) return;
  for (std::size_t i = 0; i < kinds().size(); ++i) merge(search, {kinds()[i]});
}

}  // namespace groundhog::harness
