// Plans to shrink, and an oracle that is a predicate over plans: nothing is run.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "harness/shrink/plan/shrinker.hpp"
#include "sim/plan/plan.hpp"

namespace groundhog::test {

using namespace harness;

using Fails = std::function<bool(const Plan&)>;

class PredicateOracle final : public ShrinkOracle {
 public:
  explicit PredicateOracle(Fails fails, std::size_t most = 100'000) : fails_(std::move(fails)), left_(most) {}

  std::optional<Hit> first_failing(std::size_t count, const CandidateAt& candidate) override {
    for (std::size_t i = 0; i < count && left_ > 0; ++i) {
      const auto plan = candidate(i);
      if (!plan) continue;
      --left_;
      if (seen) seen(*plan);
      if (fails_(*plan)) return Hit{i, plan->chaos};
    }
    return std::nullopt;
  }
  bool exhausted() const override { return left_ == 0; }

  std::function<void(const Plan&)> seen;

 private:
  Fails fails_;
  std::size_t left_;
};

inline PlannedOperation operation(Duration at, std::uint32_t client, std::string node,
                                  std::vector<std::string> arguments) {
  return {at, client, std::move(node), std::move(arguments)};
}

inline PlannedFault fault(std::string id, std::string verb, Duration at, std::optional<Duration> lasts,
                          FaultParameters parameters) {
  PlannedFault planned;
  planned.id = std::move(id);
  planned.verb = std::move(verb);
  planned.at = at;
  planned.lasts = lasts;
  planned.parameters = std::move(parameters);
  return planned;
}

// A primary, two replicas and one behind the second; four clients; something of everything.
inline Plan busy_plan() {
  using namespace std::chrono_literals;
  Plan plan;
  plan.name = "busy";
  plan.seed = 7;
  plan.chaos = 20s;
  plan.settle = 40s;
  plan.nodes = {{"n1", std::nullopt, "a", {17ms, 30}, {}},
                {"n2", "n1", "", {-1500ms, 0}, {{"janitor-interval", "50ms"}}},
                {"n3", "n1", "", {}, {}},
                {"n4", "n3", "b", {}, {}}};
  plan.config = {{"heartbeat-interval", "100ms"}, {"heartbeat-misses", "3"}};
  plan.network.fallback = {{2ms, 1ms, DelaySpec::Shape::normal}, 0.01};
  plan.network.links = {{"n1", "n2", true, 40ms, 7ms, {}, {}}, {"*", "n4", false, {}, {}, {}, 0.2}};
  plan.clients = 4;
  plan.client_specs = {{0, {.learn = {1234567us, 3s, 2s}}},
                       {2, {.learn = {5s}, .reconnects = true, .pipeline = 17, .inline_share = 0.3}}};
  for (int i = 0; i < 40; ++i) {
    const std::string key = "key " + std::to_string(i % 5);
    const std::string value = "c-" + std::to_string(i);
    const auto client = static_cast<std::uint32_t>(i % 4);
    plan.operations.push_back(operation(i * 437ms, client, "primary", {"SET", key, value, "PX", "1234"}));
    plan.operations.push_back(operation(i * 437ms + 3ms, client, i % 2 == 0 ? "n4" : "n2", {"GET", key}));
  }
  const FrameMatch pongs{.types = {"ping", "pong"}, .from = "n2", .to = "n1"};
  plan.faults = {
      fault("lost", "drop", 5s, 3s, {{"match", pongs}}),
      fault("kill", "crash", 8123456789ns, {}, {{"node", "n4"}, {"restart_after", Duration(317ms)}}),
      fault("split", "partition", 2s, 4s, {{"groups", Groups{{"n1", "c4"}, {"n2", "n3"}, {"n4"}}}, {"one_way", true}}),
      fault("slow", "link", 3s, 2500ms,
            {{"link", LinkSelector{"n1", "n3", true}}, {"delay", Duration(150ms)}, {"loss", 0.17}}),
      fault("leap", "clock_jump", 9s, {}, {{"node", "n2"}, {"by", Duration(-3217ms)}}),
      fault("switch", "replicaof", 12s, {}, {{"node", "n4"}, {"of", "n2"}})};
  plan.checks = {"ttl.safety", "replica.convergence", "progress"};
  return plan;
}

}  // namespace groundhog::test
