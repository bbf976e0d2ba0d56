// Short plans of a primary and a replica.
#pragma once

#include "sim/plan/plan.hpp"

namespace groundhog::test {

using namespace harness;

inline Plan plan_of_two_nodes(std::uint64_t seed) {
  Plan plan;
  plan.name = "small";
  plan.seed = seed;
  NodeSpec primary;
  primary.name = "n1";
  NodeSpec replica;
  replica.name = "n2";
  replica.upstream = "n1";
  plan.nodes = {primary, replica};
  plan.clients = 1;
  return plan;
}

// On links with jitter and loss: it has decisions of every kind.
inline Plan small_plan(std::uint64_t seed) {
  using std::chrono::milliseconds;
  Plan plan = plan_of_two_nodes(seed);
  plan.chaos = std::chrono::seconds(2);
  plan.settle = std::chrono::seconds(10);
  plan.network.fallback = {.delay = {.mean = milliseconds(2), .jitter = milliseconds(1)}, .loss = 0.02};
  for (int i = 1; i <= 20; ++i) {
    plan.operations.push_back({milliseconds(50 * i), 0, "n1", {"SET", "k", "c1-" + std::to_string(i), "PX", "200"}});
  }
  plan.checks = {"replica.prefix"};
  return plan;
}

}  // namespace groundhog::test
