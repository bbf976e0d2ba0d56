// The same plan gives the same history, event by event, whatever else runs beside it; the least change gives another.
#include <algorithm>
#include <array>

#include <gtest/gtest.h>

#include "sim/events/event_hash.hpp"
#include "tests/sim/register_system/register_plans.hpp"

namespace groundhog::test {
namespace {

Plan busy_plan() {
  Plan plan = three_nodes();
  plan.network.fallback = {.delay = {.mean = 5ms, .jitter = 2ms}, .loss = 0.02};
  for (int i = 0; i < 200; ++i) {
    const auto client = static_cast<std::uint32_t>(i % 2);
    plan.operations.push_back(
        operation(i * 9ms, client, i % 3 == 0 ? "n2" : "primary",
                  {i % 3 == 0 ? "GET" : "SET", "k" + std::to_string(i % 5), "v" + std::to_string(i)}));
    if (i % 3 == 0) plan.operations.back().arguments.pop_back();
  }
  plan.faults = {fault("partition", 300ms, 400ms, {{"groups", Groups{{"n1"}, {"n2"}}}}),
                 fault("crash", 900ms, 100ms, {{"node", std::string("n3")}}),
                 fault("delay", 0ms, std::nullopt,
                       {{"match", FrameMatch{.types = {"set"}}}, {"by", Duration{3ms}}, {"jitter", Duration{2ms}}})};
  return plan;
}

TEST(Determinism, the_same_plan_has_the_same_hash_and_the_same_coverage) {
  const Plan plan = busy_plan();
  const RunResult first = run(plan);
  const RunResult second = run(plan);
  EXPECT_EQ(first.hash, second.hash);
  EXPECT_EQ(first.events, second.events);
  EXPECT_EQ(first.coverage, second.coverage);
}

TEST(Determinism, an_observer_changes_nothing) {
  const Plan plan = busy_plan();
  RunLog log(plan);
  EXPECT_EQ(run(plan, log).hash, run(plan).hash);
}

TEST(Determinism, another_seed_another_hash) {
  Plan plan = busy_plan();
  const std::uint64_t before = run(plan).hash;
  ++plan.seed;
  EXPECT_NE(run(plan).hash, before);
}

TEST(Determinism, one_byte_of_payload_changes_the_hash) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "v"})};
  const std::uint64_t before = run(plan).hash;
  plan.operations[0].arguments[2] = "w";
  EXPECT_NE(run(plan).hash, before);
}

TEST(Determinism, one_nanosecond_changes_the_hash) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "v"})};
  const std::uint64_t before = run(plan).hash;
  plan.operations[0].at += 1ns;
  EXPECT_NE(run(plan).hash, before);
}

TEST(Determinism, a_trail_names_the_first_event_that_differs) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "v"})};
  const auto trail_of = [](const Plan& each) {
    std::vector<std::uint64_t> trail;
    EventHash hash(trail);
    const std::array<Observer*, 1> observers{&hash};
    const auto guest = make_register_system();
    const RunResult result = run_simulation(each, *guest, observers);
    EXPECT_EQ(result.hash, hash.value());
    EXPECT_EQ(hash.count(), trail.size());
    return trail;
  };
  const auto before = trail_of(plan);
  plan.operations[0].arguments[2] = "w";
  const auto after = trail_of(plan);
  ASSERT_EQ(before.size(), after.size());
  const auto first = std::mismatch(before.begin(), before.end(), after.begin()).first;
  EXPECT_GT(first - before.begin(), 100) << "warmup is the same";
  EXPECT_NE(first, before.end());
  EXPECT_NE(before.back(), after.back()) << "the hash rolls: what differed once differs to the end";
}

TEST(Determinism, simulations_side_by_side_do_not_disturb_each_other) {
  const Plan plan = busy_plan();
  Plan other = busy_plan();
  other.seed = 99;
  const auto guest = make_register_system();
  Simulation left(plan, *guest, {});
  Simulation right(other, *guest, {});
  bool left_runs = true;
  bool right_runs = true;
  while (left_runs || right_runs) {
    if (left_runs) left_runs = left.step();
    if (right_runs) right_runs = right.step();
  }
  EXPECT_EQ(left.result().hash, run(plan).hash);
  EXPECT_EQ(right.result().hash, run(other).hash);
}

TEST(Determinism, another_client_does_not_shift_the_operations_of_the_first) {
  Plan plan = three_nodes();
  plan.network.fallback.delay = {.mean = 5ms, .jitter = 3ms};
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "v"})};
  RunLog before(plan);
  run(plan, before);
  plan.operations.push_back(operation(100ms, 1, "n3", {"GET", "k"}));
  RunLog after(plan);
  run(plan, after);
  EXPECT_EQ(before.operation(0).completed, after.operation(0).completed);
}

}  // namespace
}  // namespace groundhog::test
