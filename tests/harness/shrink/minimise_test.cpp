// Shrinking by real runs, in worker processes, of a system with a planted failure.
#include "harness/shrink/minimise.hpp"

#include <csignal>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "cli/output/minimised_text.hpp"
#include "harness/shrink/drawn_delays.hpp"
#include "sim/scenario/print_plan.hpp"
#include "tests/harness/shrink/lying_system.hpp"
#include "tests/harness/shrink/stalling_system.hpp"
#include "tests/support/binary.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

class Minimise : public ::testing::Test {
 protected:
  Minimise() {
    failure_.plan = lied_about();
    failure_.result = live_once(failure_.plan, guest_, {}).value();
    failure_.signature = signature_of(failure_.result, "ttl.fidelity");
    failure_.size = size_of(failure_.plan, failure_.result, guest_);
  }

  ShrinkOutcome shrink(unsigned jobs, KnownVerdicts& verdicts,
                       std::chrono::milliseconds budget = std::chrono::minutes(5)) {
    ShrinkSettings settings;
    settings.jobs = jobs;
    settings.budget = budget;
    return shrink_failure(failure_.plan, failure_.result, failure_.signature, guest_, settings, verdicts);
  }
  bool fails(const Plan& plan) { return shows(live_once(plan, guest_, {}).value(), failure_.signature); }

  LyingGuest guest_;
  FoundFailure failure_;
  TemporaryFolder folder_;
};

TEST_F(Minimise, ThreeWritesAreLeftAndNoneCanGo) {
  ASSERT_EQ(failure_.signature.about, "ttl.fidelity");
  KnownVerdicts verdicts;
  ShrinkSettings settings;
  settings.budget = std::chrono::minutes(5);
  const Minimised minimised = minimise(failure_, guest_, settings, verdicts);
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
  const Minimised minimised = minimise(failure_, guest_, {}, verdicts);
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
  const std::uint64_t session = session_of(failure_.plan, failure_.signature, {});
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
  // Nothing is left to live, but what proves the minimum: that is lived each time.
  KnownVerdicts again(file, session);
  EXPECT_EQ(shrink(1, again).costs.executions, 3U);
  // Another failure begins anew.
  EXPECT_EQ(KnownVerdicts(file, session + 1).remembered(), 0U);
}

TEST_F(Minimise, WhatALimitDecidedIsForgotten) {
  const std::string file = folder_.path("min.repro.shrink");
  {
    KnownVerdicts verdicts(file, 1);
    verdicts.add(17, {.by_limit = true});
    verdicts.add(18, {});
    EXPECT_TRUE(verdicts.find(17).has_value());  // asked again soon, it would only take that long again
    verdicts.add(18, {Duration(5)});
  }
  KnownVerdicts later(file, 1);
  EXPECT_FALSE(later.find(17).has_value());
  EXPECT_EQ(later.find(18)->fails_at, Duration(5));
  const WorkerLimits tight{std::chrono::seconds(1), 0};
  EXPECT_NE(session_of(failure_.plan, failure_.signature, tight), session_of(failure_.plan, failure_.signature, {}));
}

TEST_F(Minimise, AFileOfVerdictsKnowsWhoseItIs) {
  const std::string file = folder_.path("min.repro.shrink");
  EXPECT_EQ(KnownVerdicts::look_at(file, 1), VerdictFile::absent);
  KnownVerdicts verdicts(file, 1);
  EXPECT_EQ(KnownVerdicts::look_at(file, 1), VerdictFile::of_this_session);
  EXPECT_EQ(KnownVerdicts::look_at(file, 2), VerdictFile::of_another_session);
  std::ofstream(file, std::ios::app) << "17 passes";
  const std::string of_other = content_of(file).substr(0, content_of(file).find('\n')) + "1\n";
  EXPECT_EQ(KnownVerdicts::look_at(folder_.write("other", of_other), 1), VerdictFile::of_another_build);
  EXPECT_EQ(KnownVerdicts::look_at(folder_.write("mine", "notes\n"), 1), VerdictFile::foreign);
}

// A bug that is gone before the last run: as a hang that was only a slow moment.
TEST_F(Minimise, WhatCannotBeShownAgainIsNotTold) {
  class Whim final : public LyingGuest {
   public:
    explicit Whim(std::string file) : file_(std::move(file)) {}
    std::optional<LogAppended> decode_append(const seam::Announcement& announcement) const override {
      return std::filesystem::exists(file_) ? LyingGuest::decode_append(announcement) : std::nullopt;
    }

   private:
    std::string file_;
  };
  const std::string file = folder_.write("whim", "");
  const Whim guest(file);
  ShrinkSettings settings;
  settings.budget = std::chrono::minutes(5);
  settings.on_progress = [&](const ShrinkStatus& status) {
    if (status.elements > 0 && status.elements < 20) std::filesystem::remove(file);
  };
  KnownVerdicts verdicts;
  const Minimised minimised = minimise(failure_, guest, settings, verdicts);
  EXPECT_TRUE(minimised.outcome.gained);
  EXPECT_FALSE(minimised.shown);
  const std::string text = cli::no_minimum_text("lied-about", 5, minimised);
  EXPECT_NE(text.find("could not be shown again"), std::string::npos) << text;
}

// Every day that is tried hangs. Nothing is gained, but soon.
TEST_F(Minimise, TheBudgetHoldsForWhatHangs) {
  failure_.result.wall = std::chrono::seconds(60);  // so much patience is there for candidates
  ShrinkSettings settings;
  settings.budget = std::chrono::milliseconds(200);
  settings.limits.seed_timeout = std::chrono::minutes(10);
  KnownVerdicts verdicts;
  const Minimised minimised = minimise(failure_, Stalling(), settings, verdicts);
  EXPECT_LT(minimised.outcome.wall, std::chrono::seconds(30));
  EXPECT_FALSE(minimised.outcome.gained);
  EXPECT_NE(cli::no_minimum_text("lied-about", 5, minimised).find("could not be made smaller"), std::string::npos);
}

TEST_F(Minimise, AnInterruptedDayIsNoVerdict) {
  EXPECT_FALSE(live_once(failure_.plan, Stalling(SIGINT), {}).has_value());
  KnownVerdicts verdicts;
  const Minimised minimised = minimise(failure_, Stalling(SIGINT), {}, verdicts);
  EXPECT_TRUE(minimised.outcome.interrupted);
  EXPECT_NE(cli::no_minimum_text("lied-about", 5, minimised).find("interrupted"), std::string::npos);
}

// Pinned one by one, the frames of a jittery day take as long as they took.
TEST_F(Minimise, DrawnDelaysAreThoseOfTheFramesOfChaos) {
  using std::chrono::milliseconds;
  const std::vector<DrawnDelay> drawn = drawn_delays(failure_.plan, guest_);
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
  EXPECT_TRUE(drawn_delays(calm, guest_).empty());
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
