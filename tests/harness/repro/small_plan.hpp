// A short plan on links with jitter and loss: it has decisions of every kind.
#pragma once

#include "sim/plan/plan.hpp"

namespace groundhog::test {

using namespace harness;

inline Plan small_plan(std::uint64_t seed) {
  using std::chrono::milliseconds;
  Plan plan;
  plan.name = "small";
  plan.seed = seed;
  plan.chaos = std::chrono::seconds(2);
  plan.settle = std::chrono::seconds(10);
  NodeSpec primary;
  primary.name = "n1";
  NodeSpec replica;
  replica.name = "n2";
  replica.upstream = "n1";
  plan.nodes = {primary, replica};
  plan.network.fallback = {.delay = {.mean = milliseconds(2), .jitter = milliseconds(1)}, .loss = 0.02};
  plan.clients = 1;
  for (int i = 1; i <= 20; ++i) {
    plan.operations.push_back({milliseconds(50 * i), 0, "n1", {"SET", "k", "c1-" + std::to_string(i), "PX", "200"}});
  }
  plan.checks = {"replica.prefix"};
  return plan;
}

}  // namespace groundhog::test
