// What operations name: fewer and plainer keys, fewer and shorter values.
#include <algorithm>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "harness/shrink/plan/reductions.hpp"
#include "sim/scenario/fault_values.hpp"

namespace groundhog::harness {
namespace {

using Commands = std::span<const CommandSpec>;

// ---- keys

// In the order of their first appearance.
std::vector<std::string> keys_of(const Plan& plan, Commands commands) {
  std::vector<std::string> keys;
  for (const PlannedOperation& operation : plan.operations) {
    for (const std::size_t i : words_of(commands, operation.arguments).keys) {
      const std::string& key = operation.arguments[i];
      if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
    }
  }
  return keys;
}

// In operations and in the matches of faults.
void rename_key(Plan& plan, Commands commands, const std::string& from, const std::string& to) {
  for (PlannedOperation& operation : plan.operations) {
    for (const std::size_t i : words_of(commands, operation.arguments).keys) {
      if (operation.arguments[i] == from) operation.arguments[i] = to;
    }
  }
  for (PlannedFault& fault : plan.faults) {
    for (auto& [name, value] : fault.parameters) {
      auto* match = std::get_if<FrameMatch>(&value);
      if (match != nullptr && match->key == from) match->key = to;
    }
  }
}

// A detour, lest k1 and k2 meet when they change places.
void rename_all_keys(Plan& plan, Commands commands) {
  const std::vector<std::string> keys = keys_of(plan, commands);
  const auto detour = [](std::size_t i) { return "k" + std::to_string(i + 1) + " on its way"; };
  for (std::size_t i = 0; i < keys.size(); ++i) rename_key(plan, commands, keys[i], detour(i));
  for (std::size_t i = 0; i < keys.size(); ++i) rename_key(plan, commands, detour(i), "k" + std::to_string(i + 1));
}

// For a key whose bytes matter, the others by themselves.
std::vector<Edit> one_by_one(const Plan& plan, Commands commands) {
  std::vector<Edit> edits;
  const std::vector<std::string> keys = keys_of(plan, commands);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const std::string name = "k" + std::to_string(i + 1);
    edits.push_back([=, key = keys[i]](Plan& edited) {
      if (std::ranges::count(keys_of(edited, commands), name) == 0) rename_key(edited, commands, key, name);
    });
  }
  return edits;
}

// ---- many long values

// Shorter ones are hardly needed for their bytes.
constexpr std::size_t least_bytes = 64;
// What a write takes beside its value, wherever it is kept or sent: at least so much. Nothing is lost by a guess too
// high, for values are shortened next.
constexpr std::size_t overhead_bytes = 128;

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

// ---- values

// A value names its write: each has a number of its own.
std::string plain_value(std::size_t number, std::size_t bytes) {
  std::string value = "v" + std::to_string(number);
  if (value.size() < bytes) value.append(bytes - value.size(), 'x');
  return value;
}

// Calls `change` with every value and its number: 1, 2 …
template <typename PlanOrConst, typename Change>
void for_each_value(PlanOrConst& plan, Commands commands, const Change& change) {
  std::size_t number = 0;
  for (auto& operation : plan.operations) {
    for (const std::size_t i : words_of(commands, operation.arguments).values) change(operation.arguments[i], ++number);
  }
}

std::vector<std::string> values_of(const Plan& plan, Commands commands) {
  std::vector<std::string> values;
  for_each_value(plan, commands, [&](const std::string& value, std::size_t) { values.push_back(value); });
  return values;
}

void rewrite(Plan& plan, Commands commands, std::size_t number, const std::string& to) {
  const std::vector<std::string> values = values_of(plan, commands);
  if (std::ranges::find(values, to) != values.end()) return;  // it names another write
  for_each_value(plan, commands, [&](std::string& value, std::size_t each) {
    if (each == number) value = to;
  });
}

// All values get new bytes at once; if they cannot, those that can do so one by one. `bytes_of`: how many are left of a
// value. Whether any was kept.
template <typename BytesOf>
bool rewrite_values(Search& search, const BytesOf& bytes_of) {
  const Commands commands = search.rules().commands;
  const Edit together[] = {[&](Plan& plan) {
    for_each_value(plan, commands, [&](std::string& value, std::size_t number) {
      value = plain_value(number, bytes_of(value.size()));
    });
  }};
  if (search.keep_first(together)) return true;
  const std::vector<std::string> values = values_of(search.plan(), commands);
  std::vector<Edit> edits;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const std::string to = plain_value(i + 1, bytes_of(values[i].size()));
    edits.push_back([=](Plan& plan) { rewrite(plan, commands, i + 1, to); });
  }
  return search.keep_each(edits);
}

// Every value that is longer gets so many bytes, a round number.
void cap_lengths(Search& search) {
  const Commands commands = search.rules().commands;
  std::int64_t longest = 0;
  for (const std::string& value : values_of(search.plan(), commands)) longest = std::max(longest, std::ssize(value));
  search.keep_first_of(simpler_numbers(longest), [&](Plan& plan, std::int64_t simpler) {
    const auto most = static_cast<std::size_t>(simpler);
    for_each_value(plan, commands, [&](std::string& value, std::size_t number) {
      if (value.size() > most) value = plain_value(number, most);
    });
  });
}

}  // namespace

void merge_keys(Search& search) {
  const auto commands = search.rules().commands;
  const std::vector<std::string> keys = keys_of(search.plan(), commands);
  const Edit into_one[] = {[&](Plan& plan) {
    for (const std::string& key : keys) rename_key(plan, commands, key, keys.front());
  }};
  if (search.keep_first(into_one)) return;
  std::vector<Edit> edits;
  for (std::size_t gone = keys.size(); gone-- > 1;) {
    for (std::size_t heir = 0; heir < gone; ++heir) {
      edits.push_back([&, gone, heir](Plan& plan) { rename_key(plan, commands, keys[gone], keys[heir]); });
    }
  }
  search.keep_each(edits);
}

void rename_keys(Search& search) {
  const Commands commands = search.rules().commands;
  const Edit keys[] = {[&](Plan& plan) { rename_all_keys(plan, commands); }};
  if (!search.keep_first(keys)) search.keep_each(one_by_one(search.plan(), commands));
}

// What matters of many long values may be their bytes alone, say to fill a socket. None of them can go then, alone or
// in chunks, and delta debugging is at its end.
void merge_values(Search& search) {
  const auto kinds = [&] { return kinds_of(search.plan(), search.rules().commands); };
  if (merge(search, kinds())) return;
  for (std::size_t i = 0; i < kinds().size(); ++i) merge(search, {kinds()[i]});
}

// Where the bytes of a value matter, mostly because they fill something, it keeps its length, and that is halved as
// long as the plan fails.
void shorten_values(Search& search) {
  rewrite_values(search, [](std::size_t) { return std::size_t{0}; });
  rewrite_values(search, [](std::size_t bytes) { return bytes; });
  cap_lengths(search);
  while (!search.exhausted() && rewrite_values(search, [](std::size_t bytes) { return bytes / 2; })) {
  }
}

}  // namespace groundhog::harness
