// Shrinking by real runs, in worker processes, of a system with a planted failure.
#include "cli/shrinking/minimise.hpp"

#include <filesystem>

#include <gtest/gtest.h>

#include "cli/shrinking/drawn_delays.hpp"
#include "sim/scenario/print_plan.hpp"
#include "tests/cli/binary.hpp"
#include "tests/cli/shrinking/lying_system.hpp"

namespace groundhog::test {
namespace {

class Minimise : public ::testing::Test {
 protected:
  Minimise() {
    failure_.plan = lied_about();
    failure_.result = live_once(failure_.plan, system_, {});
    failure_.signature = signature_of(failure_.result, "ttl.fidelity");
    failure_.size = size_of(failure_.plan, failure_.result, system_);
  }

  ShrinkOutcome shrink(unsigned jobs, KnownVerdicts& verdicts,
                       std::chrono::milliseconds budget = std::chrono::minutes(5)) {
    ShrinkSettings settings;
    settings.jobs = jobs;
    settings.budget = budget;
    return shrink_failure(failure_.plan, failure_.result, failure_.signature, system_, settings, verdicts);
  }
  bool fails(const Plan& plan) { return shows(live_once(plan, system_, {}), failure_.signature); }

  LyingSystem system_;
  FoundFailure failure_;
  TemporaryFolder folder_;
};

TEST_F(Minimise, ThreeWritesAreLeftAndNoneCanGo) {
  ASSERT_EQ(failure_.signature.about, "ttl.fidelity");
  KnownVerdicts verdicts;
  ShrinkSettings settings;
  settings.budget = std::chrono::minutes(5);
  const Minimised minimised = minimise(failure_, system_, settings, verdicts);
  const Plan& plan = minimised.outcome.shrunk.plan;
  EXPECT_TRUE(minimised.outcome.shrunk.minimal);
  EXPECT_TRUE(plan.faults.empty());
  ASSERT_EQ(plan.operations.size(), 3U) << print_plan(plan);
  EXPECT_EQ(plan.nodes.size(), 1U);
  EXPECT_EQ(plan.clients, 1U);
  EXPECT_EQ(plan.checks, std::vector<std::string>{"ttl.fidelity"});
  EXPECT_EQ(plan.operations[2].arguments.size(), 5U);  // SET k v PX 1
  for (std::size_t i = 0; i < 3; ++i) {
    Plan without = plan;
    without.operations.erase(without.operations.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(fails(without)) << i;
  }
}

TEST_F(Minimise, TheReproShowsTheFailureAndSaysWhereItCameFrom) {
  KnownVerdicts verdicts;
  const Minimised minimised = minimise(failure_, system_, {}, verdicts);
  const Repro& repro = minimised.repro;
  EXPECT_EQ(repro.about, "ttl.fidelity");
  EXPECT_EQ(repro.day, print_plan(minimised.outcome.shrunk.plan));
  ASSERT_TRUE(repro.outcome.has_value());
  EXPECT_EQ(repro.outcome->size.elements(), 3U);
  ASSERT_TRUE(repro.minimised_from.has_value());
  EXPECT_EQ(repro.minimised_from->elements(), 41U);
  EXPECT_GT(repro.minimised_from->messages, repro.outcome->size.messages);
  EXPECT_EQ(signature_of(minimised.result), failure_.signature);
  ASSERT_FALSE(minimised.last_events.empty());
  EXPECT_LE(minimised.last_events.size(), 30U);
}

TEST_F(Minimise, TheOutcomeIsTheSameOnOneProcessorAndOnSeveral) {
  KnownVerdicts of_one;
  KnownVerdicts of_three;
  const ShrinkOutcome one = shrink(1, of_one);
  const ShrinkOutcome three = shrink(3, of_three);
  EXPECT_EQ(one.shrunk.plan, three.shrunk.plan);
  EXPECT_TRUE(three.shrunk.minimal);
}

TEST_F(Minimise, WhatWasBrokenOffGoesOn) {
  const std::string file = folder_.path("min.repro.shrink");
  const std::uint64_t session = session_of(failure_.plan, failure_.signature);
  std::uint64_t executions = 0;
  {
    KnownVerdicts verdicts(file, session);
    const ShrinkOutcome whole = shrink(1, verdicts);
    ASSERT_TRUE(whole.shrunk.minimal);
    executions = whole.costs.executions;
  }
  // As if the process had been killed half way, in the middle of a line.
  std::filesystem::resize_file(file, std::filesystem::file_size(file) / 2);
  KnownVerdicts verdicts(file, session);
  EXPECT_GT(verdicts.remembered(), 0U);
  const ShrinkOutcome rest = shrink(1, verdicts);
  EXPECT_TRUE(rest.shrunk.minimal);
  EXPECT_EQ(rest.costs.executions + verdicts.remembered(), executions);
  // Nothing is left to live.
  KnownVerdicts again(file, session);
  EXPECT_EQ(shrink(1, again).costs.executions, 0U);
  // Another failure begins anew.
  EXPECT_EQ(KnownVerdicts(file, session + 1).remembered(), 0U);
}

// Pinned one by one, the frames of a jittery day take as long as they took.
TEST_F(Minimise, DrawnDelaysAreThoseOfTheFramesOfChaos) {
  using std::chrono::milliseconds;
  const std::vector<DrawnDelay> drawn = drawn_delays(failure_.plan, system_);
  ASSERT_GT(drawn.size(), 20U);
  bool has_first_entry = false;
  for (const DrawnDelay& each : drawn) {
    EXPECT_GE(each.delay, Duration{0});
    EXPECT_LE(each.delay, milliseconds(2));
    has_first_entry = has_first_entry || (each.type == "log_entry" && each.from == "n1" && each.nth == 1);
  }
  EXPECT_TRUE(has_first_entry);
  Plan calm = failure_.plan;
  calm.network.fallback.delay.jitter = Duration{0};
  EXPECT_TRUE(drawn_delays(calm, system_).empty());
}

TEST_F(Minimise, OutOfTimeTheBestSoFarStillFails) {
  KnownVerdicts verdicts;
  const ShrinkOutcome none = shrink(1, verdicts, std::chrono::milliseconds(1));
  EXPECT_FALSE(none.shrunk.minimal);
  EXPECT_FALSE(none.interrupted);
  EXPECT_TRUE(fails(none.shrunk.plan));
}

}  // namespace
}  // namespace groundhog::test
