#include "sim/scenario/reference.hpp"

#include <algorithm>

#include "sim/core/text.hpp"
#include "sim/faults/frame_filter.hpp"
#include "sim/scenario/keys.hpp"
#include "sim/scenario/vocabulary.hpp"
#include "sim/scenario/yaml.hpp"

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

// Those of these fields whose names are in a table of the guest.
template <typename Row>
FlowMapping known_fields(std::span<const FlowField> fields, std::span<const Row> table, std::string_view Row::*name) {
  FlowMapping known;
  for (const FlowField& field : fields) {
    if (std::ranges::find(table, field.key, name) != table.end()) known.add(field.key, field.value);
  }
  return known;
}

// Knobs with which faults are noticed within seconds; without any where the guest has others.
std::string starter_config(const Guest& guest) {
  const FlowField quick[] = {{"heartbeat-interval", "100ms"}, {"heartbeat-misses", "3"}, {"empty-primary-hold", "2s"}};
  const FlowMapping config = known_fields<KnobSpec>(quick, guest.knobs(), &KnobSpec::name);
  return config.empty() ? std::string() : "  config: " + config.text() + "\n";
}

// Mostly reads, as of a cache; the guest's first operations where it has others.
std::string starter_mix(const Guest& guest) {
  const FlowField usual[] = {{"get", "60"}, {"set", "15"}, {"setex", "15"}, {"expire", "5"}, {"del", "5"}};
  FlowMapping mix = known_fields<OperationSpec>(usual, guest.operations(), &OperationSpec::word);
  if (!mix.empty()) return mix.text();
  constexpr std::size_t a_few = 4;
  for (const OperationSpec& operation : guest.operations()) {
    if (mix.fields().size() < a_few) mix.add(operation.word, "1");
  }
  return mix.text();
}

// Keys have sections of their own.
std::string word_sections(const LoaderContext& context) {
  std::string out;
  for (const WordSet& set : vocabulary()) {
    if (set.name == "keys") continue;
    out += "## " + std::string(set.title) + "\n\nFor " + std::string(set.purpose) + "; `groundhog list " +
           std::string(set.name) + "`.\n\n| " + std::string(set.singular) + " | |\n| --- | --- |\n";
    for (const Word& word : set.words(context)) out += row(word.name, word.summary);
    out += "\n";
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
  out += word_sections(context);
  out +=
      "## Limits\n\nWhat is beyond them is an error, for every value that a param may draw, too.\n\n| of | | |\n| "
      "--- | --- | --- |\n";
  for (const LimitSpec& limit : limits()) {
    out += "| " + std::string(limit.of) + " | " + std::string(limit.limit) + " | " + std::string(limit.reason) + " |\n";
  }
  return out;
}

std::string starter_scenario(std::string_view name, std::string_view schema, const Guest& guest) {
  const RoleNames roles = guest.roles();
  std::string out =
      "# yaml-language-server: $schema=" + std::string(schema) + "\nversion: 1\nname: " + std::string(name);
  out += R"(
description: A replica is cut off for a while and must catch up.   # one or two true sentences
tags: [draft]
seeds: {base: 1, count: 200}          # the full set; `cover` is judged over all of it

params:                               # drawn once per run; "${lag}" stands for the value
  lag: {log_range: [1ms, 50ms]}       # also: choice: [a, b], range: [a, b], flag: 0.5

run: {warmup: 1s, chaos: 10s, settle: 10s}   # all times below count from the end of warmup

cluster:
  nodes:
)";
  const std::string following = "{role: " + std::string(roles.following) + ", of: n1}\n";
  out += "    n1: {role: " + std::string(roles.leading) + "}\n    n2: " + following + "    n3: " + following;
  out += starter_config(guest);
  out += R"(
network:
  default: {delay: "${lag}", jitter: 1ms}    # also: dist, loss

workload:
  clients: 4
  rate: 200/s                         # of all clients together
  keys: {count: 16, dist: hot}        # uniform, zipf, hot
)";
  out += "  mix: " + starter_mix(guest) + "\n";
  out += R"(  ttl: {min: 50ms, max: 2s}

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
