// From a failure to a minimal repro, by real runs in worker processes of systems with a planted failure.
#include "harness/shrink/minimise.hpp"

#include <csignal>
#include <filesystem>

#include <gtest/gtest.h>

#include "cli/output/report_text.hpp"
#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/scenario/plan_text.hpp"
#include "tests/harness/shrink/lying_system.hpp"
#include "tests/harness/shrink/stalling_system.hpp"
#include "tests/support/binary.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

using std::chrono::milliseconds;

// As long as it takes.
constexpr std::chrono::minutes ample{5};

std::optional<SeedResult> run_in_worker(const Plan& plan, const Guest& guest) {
  return run_job({plan.seed, [&] { return checked_run(plan, guest); }}, {});
}

// Of the lying system: forty operations and a fault, of which three writes matter.
class Minimise : public ::testing::Test {
 protected:
  Minimise() {
    failure_.plan = lied_about();
    failure_.result = run_in_worker(failure_.plan, guest_).value();
    failure_.signature = signature_of(failure_.result, "ttl.fidelity");
    failure_.size = size_of(failure_.plan, failure_.result);
  }

  Minimised minimised_by(const Guest& guest, const ShrinkSettings& settings = {.budget = ample}) const {
    return minimise(failure_, guest, settings);
  }
  bool fails(const Plan& plan) const { return shows(run_in_worker(plan, guest_).value(), failure_.signature); }
  std::string why_there_is_none(const Minimised& minimised) const { return cli::no_minimum_text(failure_, minimised); }

  LyingGuest guest_;
  FoundFailure failure_;
  TemporaryFolder folder_;
};

TEST_F(Minimise, ThreeWritesAreLeftInTheirPlainestForm) {
  const Minimised minimised = minimised_by(guest_);
  const Plan& plan = minimised.outcome.shrunk.plan;
  ASSERT_EQ(plan.operations.size(), 3U) << print_plan(plan);
  EXPECT_EQ(plan.operations[2].arguments.size(), 5U);  // SET k v PX 1
  EXPECT_TRUE(plan.faults.empty());
  EXPECT_EQ(plan.nodes.size(), 1U);
  EXPECT_EQ(plan.clients, 1U);
  EXPECT_EQ(plan.checks, std::vector<std::string>{"ttl.fidelity"});
}

TEST_F(Minimise, WhatIsCalledMinimalFailsWithoutNoneOfItsElements) {
  const Minimised minimised = minimised_by(guest_);
  ASSERT_TRUE(minimised.outcome.shrunk.minimal);
  const Plan& plan = minimised.outcome.shrunk.plan;
  EXPECT_TRUE(fails(plan));
  for (std::size_t i = 0; i < plan.operations.size(); ++i) {
    Plan without = plan;
    without.operations.erase(without.operations.begin() + static_cast<std::ptrdiff_t>(i));
    EXPECT_FALSE(fails(without)) << "without operation " << i;
  }
}

TEST_F(Minimise, TheReproShowsTheFailureAndSaysWhereItCameFrom) {
  const Minimised minimised = minimised_by(guest_);
  ASSERT_TRUE(minimised.shown);
  EXPECT_EQ(signature_of(minimised.result, "ttl.fidelity"), failure_.signature);
  const Repro& repro = minimised.repro;
  EXPECT_EQ(repro.about, "ttl.fidelity");
  EXPECT_EQ(repro.plan, print_plan(minimised.outcome.shrunk.plan));
  ASSERT_TRUE(repro.outcome.has_value());
  EXPECT_EQ(repro.outcome->size.elements(), 3U);
  EXPECT_FALSE(repro.outcome->trail.events.empty());
  ASSERT_TRUE(repro.minimised_from.has_value());
  EXPECT_EQ(repro.minimised_from->elements(), 41U);
  EXPECT_GT(repro.minimised_from->messages, repro.outcome->size.messages);
}

TEST_F(Minimise, TheOutcomeIsTheSameOnOneProcessorAndOnSeveral) {
  const ShrinkOutcome one = shrink_failure(failure_, guest_, {.jobs = 1, .budget = ample});
  const ShrinkOutcome three = shrink_failure(failure_, guest_, {.jobs = 3, .budget = ample});
  EXPECT_EQ(one.shrunk.plan, three.shrunk.plan);
  EXPECT_TRUE(three.shrunk.minimal);
}

// ---- without the time, or without the failure

TEST_F(Minimise, OutOfTimeTheBestSoFarStillFails) {
  const ShrinkOutcome outcome = shrink_failure(failure_, guest_, {.budget = milliseconds(1)});
  EXPECT_FALSE(outcome.shrunk.minimal);
  EXPECT_FALSE(outcome.interrupted);
  EXPECT_TRUE(fails(outcome.shrunk.plan));
}

// Ctrl-C keeps the best so far, and shrinking that one continues from there.
TEST_F(Minimise, InterruptedItKeepsTheBestSoFar) {
  const ShrinkOutcome whole = shrink_failure(failure_, guest_, {.budget = ample});
  ShrinkSettings halfway{.budget = ample};
  halfway.on_progress = [&](const ShrinkStatus& now) {
    if (now.executions > whole.costs.executions / 2) std::raise(SIGINT);
  };
  const Minimised broken_off = minimised_by(guest_, halfway);
  ASSERT_TRUE(broken_off.outcome.interrupted);
  ASSERT_TRUE(broken_off.shown) << why_there_is_none(broken_off);
  EXPECT_TRUE(broken_off.repro.outcome.has_value());
  FoundFailure best_so_far = failure_;
  best_so_far.plan = broken_off.outcome.shrunk.plan;
  best_so_far.result = run_in_worker(best_so_far.plan, guest_).value();
  const ShrinkOutcome rest = shrink_failure(best_so_far, guest_, {.budget = ample});
  EXPECT_TRUE(rest.shrunk.minimal);
  EXPECT_EQ(elements_of(rest.shrunk.plan), elements_of(whole.shrunk.plan));
  EXPECT_LT(rest.costs.executions, whole.costs.executions);
}

// Every candidate hangs. Nothing is gained, but soon.
TEST_F(Minimise, TheBudgetHoldsForWhatHangs) {
  failure_.result.wall = std::chrono::seconds(60);  // so much patience is there for candidates
  const WorkerLimits patient{.seed_timeout = std::chrono::minutes(10)};
  const Minimised minimised = minimised_by(Stalling(), {.budget = milliseconds(200), .limits = patient});
  EXPECT_LT(minimised.outcome.wall, std::chrono::seconds(30));
  EXPECT_FALSE(minimised.outcome.gained);
  EXPECT_NE(why_there_is_none(minimised).find("could not be made smaller"), std::string::npos);
}

TEST_F(Minimise, AnInterruptedRunIsNoVerdict) {
  EXPECT_FALSE(run_in_worker(failure_.plan, Stalling(SIGINT)).has_value());
  const Minimised minimised = minimised_by(Stalling(SIGINT));
  EXPECT_TRUE(minimised.outcome.interrupted);
  EXPECT_NE(why_there_is_none(minimised).find("interrupted"), std::string::npos);
}

// It lies only as long as a file is there.
class LyingForAWhile final : public LyingGuest {
 public:
  explicit LyingForAWhile(std::string file) : file_(std::move(file)) {}
  std::optional<LogAppended> decode_append(const seam::Announcement& announcement) const override {
    return std::filesystem::exists(file_) ? LyingGuest::decode_append(announcement)
                                          : DisguisedBurrow::decode_append(announcement);
  }

 private:
  std::string file_;
};

// As with a hang that was only a slow moment.
TEST_F(Minimise, WhatIsGoneBeforeTheLastRunIsNotReported) {
  const std::string file = folder_.write("lies", "");
  ShrinkSettings settings{.budget = ample};
  settings.on_progress = [&](const ShrinkStatus& status) {
    if (status.elements > 0 && status.elements < 20) std::filesystem::remove(file);
  };
  const Minimised minimised = minimised_by(LyingForAWhile(file), settings);
  EXPECT_TRUE(minimised.outcome.gained);
  EXPECT_FALSE(minimised.shown);
  EXPECT_NE(why_there_is_none(minimised).find("could not be shown again"), std::string::npos);
}

// ---- delays that stand in for jitter

TEST_F(Minimise, DrawnDelaysAreThoseOfTheFramesOfChaos) {
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

// ---- which file gives way

Repro repro_of(std::uint64_t elements, std::uint64_t seed = 3, const std::string& about = "ttl.safety") {
  Repro repro = unfinished_repro("deaf", "deaf.yaml", "version: 1\n", seed);
  repro.about = about;
  repro.outcome.emplace();
  repro.outcome->size.operations = elements;
  return repro;
}

Repro of_any_size(Repro repro) {
  repro.outcome.reset();
  return repro;
}

class MinimalFile : public ::testing::Test {
 protected:
  MinimalFile() { EXPECT_TRUE(write_repro(file_, repro_of(4))); }

  TemporaryFolder folder_;
  std::string file_ = folder_.path("min.repro");
};

TEST_F(MinimalFile, GivesWayToABetterOne) {
  EXPECT_EQ(reason_to_stay(folder_.path("nowhere"), repro_of(9), false), "");
  EXPECT_EQ(reason_to_stay(file_, repro_of(3), false), "");
  EXPECT_EQ(reason_to_stay(file_, repro_of(4), true), "");
}

TEST_F(MinimalFile, StaysWhereTheOtherIsWorse) {
  EXPECT_EQ(reason_to_stay(file_, repro_of(9), true), "is smaller: 4 elements, this time 9");
  EXPECT_NE(reason_to_stay(file_, repro_of(4), false), "");
}

TEST_F(MinimalFile, StaysWhereItIsOfSomethingElse) {
  EXPECT_EQ(reason_to_stay(file_, repro_of(1, 4), true), "is not of this failure");
  EXPECT_EQ(reason_to_stay(file_, repro_of(1, 3, "progress"), true), "is not of this failure");
  EXPECT_EQ(reason_to_stay(folder_.write("notes", "mine"), repro_of(1), true), "is not of this failure");
}

TEST_F(MinimalFile, MayGiveWayToWhatIsNotShrunkYet) {
  EXPECT_EQ(reason_to_stay(file_, of_any_size(repro_of(9)), false), "");
  EXPECT_EQ(reason_to_stay(file_, of_any_size(repro_of(9, 3, "")), false), "");
  EXPECT_EQ(reason_to_stay(file_, of_any_size(repro_of(9, 4)), false), "is not of this failure");
}

}  // namespace
}  // namespace groundhog::test
