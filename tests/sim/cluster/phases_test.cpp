// Warmup, chaos, settle; how runs end; what is sampled and counted.
#include <algorithm>

#include <gtest/gtest.h>

#include "tests/sim/register_system/register_plans.hpp"

namespace groundhog::test {
namespace {

std::vector<Duration> phase_times(const RunLog& log) {
  std::vector<Duration> times;
  for (const PhaseStarted& phase : log.phases) times.push_back(phase.at.time_since_epoch());
  return times;
}

std::size_t samples_of(const RunLog& log, SampleReason reason) {
  return static_cast<std::size_t>(std::ranges::count(log.samples, reason, &RunLog::Sample::reason));
}

TEST(Phases, begin_and_end_when_planned) {
  const Plan plan = three_nodes();
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(result.end, EndReason::completed);
  EXPECT_EQ(phase_times(log), (std::vector<Duration>{0s, 1s, 3s, 5s}));
  EXPECT_EQ(result.origin, VirtualTime{1s});
  EXPECT_EQ(result.simulated, 5s);
  EXPECT_TRUE(log.ended);
  EXPECT_GT(result.events, 0U);
}

TEST(Phases, warmup_lasts_until_all_are_ready) {
  Plan plan = three_nodes();
  plan.network.links = {{.from = "c1", .to = "*", .both_ways = true, .mean = 600ms}};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(result.end, EndReason::completed) << result.detail;
  EXPECT_EQ(result.origin, VirtualTime{1200ms}) << "c1 needs a round trip to connect";
}

TEST(Phases, a_run_that_never_gets_ready_says_who_and_why) {
  Plan plan = three_nodes();
  RunLog log(plan);
  const RunResult result = run(plan, log, {.answers_hello = false});

  EXPECT_EQ(result.end, EndReason::never_ready);
  EXPECT_EQ(result.detail, "n2 does not stream from n1; n3 does not stream from n1");
  EXPECT_EQ(result.simulated, Simulation::warmup_limit);
  EXPECT_TRUE(log.ended);
}

TEST(Phases, the_event_limit_ends_a_run) {
  Plan plan = three_nodes();
  plan.max_events = 100;
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(result.end, EndReason::event_limit);
  EXPECT_EQ(result.events, 100U);
  EXPECT_EQ(result.detail, "the run needs more than max_events = 100 events");
  EXPECT_TRUE(log.ended);
}

TEST(Phases, settle_drops_the_workload_that_is_left) {
  Plan plan = three_nodes();
  plan.operations = {operation(1999ms, 0, "n1", {"SET", "k", "v"}), operation(1999ms, 0, "n1", {"GET", "k"})};
  RunLog log(plan);
  const RunResult result = run(plan, log);

  EXPECT_EQ(log.operation(0).completed, 2001ms) << "what is under way may finish";
  EXPECT_EQ(log.operation(1).invoked, -1ns);
  EXPECT_EQ(result.coverage.at("ops.acknowledged"), 1U);
  EXPECT_EQ(result.coverage.at("ops.unsent"), 0U);
}

TEST(Phases, settle_ends_faults_in_reverse_order_and_runs_all_nodes) {
  Plan plan = three_nodes();
  plan.faults = {fault("crash", 100ms, std::nullopt, {{"node", std::string("n2")}}),
                 fault("pause", 200ms, std::nullopt, {{"node", std::string("n3")}}),
                 fault("partition", 300ms, std::nullopt, {{"groups", Groups{{"n1"}, {"n2", "n3"}}}})};
  RunLog log(plan);
  run(plan, log);

  const auto stops = log.all("stops");
  ASSERT_EQ(stops.size(), 3U);
  EXPECT_EQ(stops[0], (RunLog::Timed{2s, "stops 2"}));
  EXPECT_EQ(stops[1], (RunLog::Timed{2s, "stops 1"}));
  EXPECT_EQ(stops[2], (RunLog::Timed{2s, "stops 0"}));
  EXPECT_EQ(log.times("started n2"), (std::vector<Duration>{-1s, 2s}));
  EXPECT_EQ(log.times("resumed n3"), std::vector<Duration>{2s});
  ASSERT_GE(samples_of(log, SampleReason::converging), 3U);
}

TEST(Samples, are_taken_after_loads_at_agreement_and_at_the_end) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "v"})};
  plan.faults = {fault("crash", 200ms, 100ms, {{"node", std::string("n2")}})};
  RunLog log(plan);
  run(plan, log);

  EXPECT_EQ(samples_of(log, SampleReason::ended), 3U);
  EXPECT_EQ(samples_of(log, SampleReason::converging), 3U) << "once, at the start of settle: nothing changed after";
  EXPECT_EQ(samples_of(log, SampleReason::loaded), 3U) << "n2 twice, n3 once";
  for (const RunLog::Sample& sample : log.samples) {
    if (sample.at <= 300ms) continue;
    EXPECT_EQ(sample.keys, (std::map<std::string, std::string>{{"k", "v"}}));
  }
}

TEST(Samples, a_node_is_sampled_at_every_64th_change) {
  Plan plan = three_nodes();
  for (int i = 0; i < 130; ++i) {
    plan.operations.push_back(operation(i * 5ms, 0, "n1", {"SET", "k", std::to_string(i)}));
  }
  RunLog log(plan);
  run(plan, log);
  EXPECT_EQ(samples_of(log, SampleReason::periodic), 6U) << "two for each of three nodes";
}

TEST(Positions, follow_the_log) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "v"})};
  RunLog log(plan);
  run(plan, log);

  const auto reached = [&](std::uint32_t node) {
    const auto found = std::ranges::find_if(
        log.positions, [&](const NodePosition& at) { return at.node == HostId{node} && at.offset == 1; });
    return found == log.positions.end() ? Duration{-1} : found->at - VirtualTime{1s};
  };
  EXPECT_EQ(reached(0), 101ms);
  EXPECT_EQ(reached(1), 102ms);
  EXPECT_EQ(reached(2), 102ms);
}

TEST(Coverage, counts_announcements_by_name) {
  Plan plan = three_nodes();
  plan.operations = {operation(100ms, 0, "n1", {"SET", "k", "1"}), operation(200ms, 0, "n1", {"SET", "k", "2"})};
  const RunResult result = run(plan);
  EXPECT_EQ(result.coverage.at("register.set"), 2U);
  EXPECT_EQ(result.coverage.at("register.loaded"), 2U);
  EXPECT_FALSE(result.coverage.contains("peer.declared_down"));
}

}  // namespace
}  // namespace groundhog::test
