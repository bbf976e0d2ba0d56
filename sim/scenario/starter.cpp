#include "sim/scenario/starter.hpp"

namespace groundhog {

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
