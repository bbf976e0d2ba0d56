#include "sim/scenario/reference.hpp"

#include "sim/core/text.hpp"
#include "sim/faults/frame_filter.hpp"
#include "sim/scenario/keys.hpp"

namespace groundhog {
namespace {

std::string row(std::string_view name, std::string_view summary) {
  return "| `" + std::string(name) + "` | " + table_cell(summary) + " |\n";
}

std::string listed_words(std::span<const std::string_view> words) {
  std::string out;
  for (const std::string_view word : words) out += (out.empty() ? ": `" : ", `") + std::string(word) + "`";
  return out;
}

std::string table_of(std::span<const KeySpec> keys, const RoleNames& roles) {
  std::string out = "| key | |\n| --- | --- |\n";
  for (const KeySpec& key : keys) {
    out += row(key.name,
               std::string(key.summary) + listed_words(words_of(key, roles)) + (key.required ? " (required)" : ""));
  }
  return out + "\n";
}

// The mapping and, below it, every mapping that its keys lead to.
std::string sections_of(const MappingSpec& mapping, const RoleNames& roles, const std::string& path) {
  std::string out =
      "## " + (path.empty() ? std::string("Top level") : "`" + path + "`") + "\n\n" + table_of(mapping.keys, roles);
  for (const KeySpec& key : mapping.keys) {
    if (key.mapping == nullptr) continue;
    out += sections_of(*key.mapping, roles, path.empty() ? std::string(key.name) : path + "." + std::string(key.name));
  }
  return out;
}

}  // namespace

std::string scenario_reference(const LoaderContext& context) {
  std::string out = "# Scenario reference\n\nMade from the tables that the loader checks files against.\n\n";
  const RoleNames roles = context.guest.roles();
  out += sections_of(scenario_mapping(), roles, {});
  out += "## `faults[]`\n\nKeys that every verb has; `groundhog explain VERB` lists the others.\n\n" +
         table_of(common_fault_keys(), roles);
  out += "## `faults[].random`, `when`, `match`\n\n";
  for (const KeySpec& key : common_fault_keys()) {
    if (key.mapping != nullptr) out += "`" + std::string(key.name) + "`\n\n" + table_of(key.mapping->keys, roles);
  }
  out += "`match`\n\n" + table_of(match_mapping.keys, roles);
  out += "## `workload.mix`\n\n| operation | |\n| --- | --- |\n";
  for (const OperationSpec& spec : context.guest.operations()) out += row(spec.word, spec.summary());
  out +=
      "\n## Limits\n\nWhat is beyond them is an error, for every value that a param may draw, too.\n\n| of | | |\n| "
      "--- | --- | --- |\n";
  for (const LimitSpec& limit : limits()) {
    out += "| " + std::string(limit.of) + " | " + std::string(limit.limit) + " | " + std::string(limit.reason) + " |\n";
  }
  out += "\n## `cluster.config`\n\n| knob | |\n| --- | --- |\n";
  for (const KnobSpec& knob : context.guest.knobs()) {
    out += row(knob.name, std::string(knob.summary) + "; default " + std::string(knob.fallback));
  }
  return out;
}

std::string starter_scenario(std::string_view name) {
  std::string out = R"(# yaml-language-server: $schema=schema/scenario.v1.schema.json
version: 1
name: )";
  out += name;
  out += R"(
description: A replica is cut off for a while and must catch up.   # one or two true sentences
tags: [draft]
seeds: {base: 1, count: 200}          # the full set; `cover` is judged over all of it

params:                               # drawn once per run; "${lag}" stands for the value
  lag: {log_range: [1ms, 50ms]}       # also: choice: [a, b], range: [a, b], flag: 0.5

run: {warmup: 1s, chaos: 10s, settle: 10s}   # all times below count from the end of warmup

cluster:
  nodes:
    n1: {role: primary}
    n2: {role: replica, of: n1}
    n3: {role: replica, of: n1}
  config: {heartbeat-interval: 100ms, heartbeat-misses: 3, empty-primary-hold: 2s}

network:
  default: {delay: "${lag}", jitter: 1ms}    # also: dist, loss

workload:
  clients: 4
  rate: 200/s                         # of all clients together
  keys: {count: 16, dist: hot}        # uniform, zipf, hot
  mix: {get: 60, set: 15, setex: 15, expire: 5, del: 5}
  ttl: {min: 50ms, max: 2s}

faults:                               # one verb each, and at most one of at, every, random, when
  - do: partition
    shape: isolate_one                # or groups: [[n1], [n2, n3]]
    random: {count: 2, within: [1s, 9s], for: [200ms, 2s], gap: 500ms}

check: [all]                          # single names are for regressions
cover: {ops.acknowledged: 100000, fault.partition.effective: 200}
)";
  return out;
}

}  // namespace groundhog
