// What is kept of a failure outlives its process: the decisions up to a crash, an abort, a hang.
#include "harness/repro/filing.hpp"

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <sys/mman.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/scenario/expand.hpp"
#include "tests/harness/repro/fatal_system.hpp"
#include "tests/support/binary.hpp"
#include "tests/support/burrow_catalogue.hpp"
#include "tests/support/disguised_burrow.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

using std::chrono::milliseconds;

// The third start of a node is the one after the crash.
constexpr const char* short_scenario =
    "version: 1\nname: short\nrun: {chaos: 2s, settle: 10s}\n"
    "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
    "network: {default: {delay: 2ms, jitter: 1ms, loss: 2%}}\n"
    "workload: {clients: 1, rate: 50/s, keys: {count: 4}, mix: {get: 1, set: 1}}\n"
    "faults:\n  - {do: crash, node: n2, at: 1s, restart_after: 200ms}\n";

class Filing : public ::testing::Test {
 protected:
  // Of this run in a system that does not survive it.
  Repro filed(const Guest& guest, const WorkerLimits& limits) {
    result_ = found(guest, limits);
    EXPECT_TRUE(file_failure(folder_.path("1"), scenario_, guest, result_, limits));
    return read_repro(folder_.path("1/full.repro")).value();
  }

  SeedResult found(const Guest& guest, const WorkerLimits& limits) const {
    const Plan plan = expand(scenario_, 1);
    return run_job({1, [&] { return checked_run(plan, guest); }}, limits).value();
  }

  static void expect_beginning_of(const std::vector<RecordedDecision>& whole,
                                  const std::vector<RecordedDecision>& part) {
    ASSERT_GT(part.size(), 20U);
    ASSERT_LT(part.size(), whole.size());
    EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin()));
  }

  TemporaryFolder folder_;
  test::BurrowCatalogue catalogue_;
  Scenario scenario_ = load_scenario_text(short_scenario, "short.yaml", catalogue_.loader()).value();
  std::vector<RecordedDecision> whole_ = record_repro(expand(scenario_, 1), catalogue_.guest()).outcome->decisions;
  SeedResult result_;
};

TEST_F(Filing, DecisionsSurviveAnAbort) {
  const Repro repro = filed(test::FatalGuest(2, std::abort), {});
  EXPECT_EQ(repro.about, "crash");
  EXPECT_EQ(repro.outcome->end, SeedEnd::crashed);
  EXPECT_EQ(repro.outcome->detail, result_.detail);
  EXPECT_TRUE(repro.outcome->trail.events.empty());
  expect_beginning_of(whole_, repro.outcome->decisions);
}

TEST_F(Filing, WhatDiesIsRecordedUpToThere) {
  const Plan plan = expand(scenario_, 1);
  const auto unobserved = [](const Record& record) { record({}, {}); };
  EXPECT_EQ(record_in_worker(plan, catalogue_.guest(), {}, unobserved), record_repro(plan, catalogue_.guest()));
  const auto dead = record_in_worker(plan, test::FatalGuest(2, std::abort), {}, unobserved);
  EXPECT_EQ(dead->about, "crash");
  EXPECT_TRUE(dead->outcome->trail.events.empty());
  expect_beginning_of(whole_, dead->outcome->decisions);
}

TEST_F(Filing, DecisionsSurviveASignal) {
  const Repro repro = filed(test::FatalGuest(2, [] { ::kill(::getpid(), SIGKILL); }), {});
  EXPECT_EQ(repro.about, "crash");
  expect_beginning_of(whole_, repro.outcome->decisions);
}

TEST_F(Filing, DecisionsSurviveAHang) {
  const WorkerLimits limits{milliseconds(700), 0};
  const auto hang = [] {
    while (true) ::pause();
  };
  const Repro repro = filed(test::FatalGuest(2, hang), limits);
  EXPECT_EQ(repro.about, "timeout");
  EXPECT_EQ(repro.limits, limits);
  expect_beginning_of(whole_, repro.outcome->decisions);
}

// The recording of a run that ends may take longer than the run may: here because every step of it is written down.
TEST_F(Filing, ARunThatEndsIsRecordedWholeHoweverSlowItIs) {
  const test::FatalGuest slow(2, [] { ::usleep(300'000); });
  SeedResult result = checked_run(expand(scenario_, 1), slow);
  result.violations.push_back({"ttl.safety", {}, "n1 showed it", "n1", "k"});
  result.wall = milliseconds(300);
  const test::FatalGuest again(2, [] { ::usleep(300'000); });
  ASSERT_TRUE(file_failure(folder_.path("1"), scenario_, again, result, {milliseconds(250), 0}));
  const Repro repro = read_repro(folder_.path("1/full.repro")).value();
  EXPECT_EQ(repro.about, "ttl.safety");
  EXPECT_FALSE(repro.outcome->trail.events.empty());
  EXPECT_EQ(repro.outcome->decisions, whole_);
}

// Over all processes.
class CountsStarts final : public DisguisedBurrow {
 public:
  CountsStarts()
      : count_(static_cast<std::uint64_t*>(
            ::mmap(nullptr, sizeof(std::uint64_t), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0))) {}
  ~CountsStarts() { ::munmap(count_, sizeof *count_); }

  std::unique_ptr<Process> start(seam::Runtime& runtime, const ProcessSpec& spec) const override {
    ++*count_;
    return DisguisedBurrow::start(runtime, spec);
  }
  std::uint64_t count() const { return *count_; }

 private:
  std::uint64_t* count_;
};

// Once to find it and once to record it: how large it is takes no third run.
TEST_F(Filing, AFailureCostsTwoWholeRuns) {
  const CountsStarts guest;
  SeedResult result = found(guest, {});
  const std::uint64_t starts_in_a_run = guest.count();
  ASSERT_EQ(starts_in_a_run, 3U);
  result.violations.push_back({"ttl.safety", {}, "n1 showed it", "n1", "k"});
  ASSERT_TRUE(file_failure(folder_.path("1"), scenario_, guest, result, {}));
  const PlanSize size = size_of(expand(scenario_, 1), result);
  EXPECT_GT(size.messages, 0U);
  EXPECT_EQ(read_repro(folder_.path("1/full.repro"))->outcome->size, size);
  EXPECT_EQ(guest.count(), 2 * starts_in_a_run);
}

TEST(DecisionJournal, KeepsDecisionsAsTheyAre) {
  const std::vector<RecordedDecision> decisions = {{"n1", "n2", "ping", 1, 0, Duration(5)},
                                                   {"c1", "n2", "log_entry", 18446744073709551615U, 7, std::nullopt},
                                                   {"n2", "n1", "fin", 2, 0, Duration(0)}};
  DecisionJournal journal;
  EXPECT_TRUE(journal.decisions().empty());
  for (const RecordedDecision& decision : decisions) journal.add(decision);
  EXPECT_EQ(journal.decisions(), decisions);
}

}  // namespace
}  // namespace groundhog::test
