// A job that crashes, hangs or eats memory is a failure of that job, not of the runner.

#include "harness/runner/run_jobs.hpp"

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <limits>
#include <new>
#include <stdexcept>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "harness/runner/job.hpp"
#include "harness/runner/process.hpp"
#include "harness/runner/seed_result.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

SeedResult quiet(std::uint64_t seed) {
  SeedResult result;
  result.seed = seed;
  result.hash = seed * 3;
  result.events = 100;
  return result;
}

struct Report {
  std::vector<SeedResult> results;
  bool interrupted = false;

  std::vector<std::uint64_t> seeds() const {
    std::vector<std::uint64_t> numbers;
    for (const SeedResult& result : results) numbers.push_back(result.seed);
    return numbers;
  }
  const SeedResult& of(std::uint64_t seed) const {
    for (const SeedResult& result : results) {
      if (result.seed == seed) return result;
    }
    throw std::logic_error("no such seed");
  }
};

using RunSeed = std::function<SeedResult(std::uint64_t seed)>;

// One job for each of the seeds first, first + 1, …
Jobs jobs_of(std::uint64_t first, std::uint64_t count, const RunSeed& run_seed) {
  return {count, [=](std::uint64_t index) {
            const std::uint64_t seed = first + index;
            return Job{seed, [=] { return run_seed(seed); }};
          }};
}

Report run(const Jobs& jobs, const RunnerOptions& options) {
  Report report;
  const auto take = [&](const SeedResult& result) { report.results.push_back(result); };
  report.interrupted = run_jobs(jobs, options, {.on_result = take});
  return report;
}

RunnerOptions with_workers(unsigned workers) {
  RunnerOptions options;
  options.workers = workers;
  options.limits.seed_timeout = seconds(20);
  return options;
}

std::vector<std::uint64_t> numbers(std::uint64_t first, std::uint64_t last) {
  std::vector<std::uint64_t> all;
  for (std::uint64_t n = first; n <= last; ++n) all.push_back(n);
  return all;
}

TEST(Runner, ReportsEverySeedOnceAndInOrder) {
  const auto uneven = [](std::uint64_t seed) {
    if (seed % 7 == 0) std::this_thread::sleep_for(milliseconds(5));
    return quiet(seed);
  };
  const Report report = run(jobs_of(1, 100, uneven), with_workers(3));
  EXPECT_EQ(report.seeds(), numbers(1, 100));
  EXPECT_FALSE(report.interrupted);
}

TEST(Runner, RunsNothingForNoSeeds) {
  const Report report = run(jobs_of(1, 0, quiet), with_workers(2));
  EXPECT_TRUE(report.results.empty());
}

TEST(Runner, ACrashFailsItsSeedOnly) {
  const auto crashing = [](std::uint64_t seed) {
    if (seed == 5) {
      std::fputs("assertion failed: offset <= end\n", stderr);
      std::abort();
    }
    return quiet(seed);
  };
  const Report report = run(jobs_of(1, 20, crashing), with_workers(2));
  ASSERT_EQ(report.seeds(), numbers(1, 20));
  EXPECT_EQ(report.of(5).end, SeedEnd::crashed);
  EXPECT_NE(report.of(5).detail.find("SIGABRT"), std::string::npos);
  EXPECT_NE(report.of(5).detail.find("offset <= end"), std::string::npos);
  for (const SeedResult& result : report.results) EXPECT_EQ(result.failed(), result.seed == 5) << result.seed;
}

TEST(Runner, EverySeedMayCrash) {
  const auto crashing = [](std::uint64_t) -> SeedResult {
    std::raise(SIGKILL);
    return {};
  };
  const Report report = run(jobs_of(1, 12, crashing), with_workers(2));
  ASSERT_EQ(report.seeds(), numbers(1, 12));
  for (const SeedResult& result : report.results) EXPECT_NE(result.detail.find("SIGKILL"), std::string::npos);
}

TEST(Runner, AHangFailsItsSeedOnly) {
  const auto hanging = [](std::uint64_t seed) {
    if (seed == 3) std::this_thread::sleep_for(seconds(60));
    return quiet(seed);
  };
  RunnerOptions options = with_workers(2);
  options.limits.seed_timeout = milliseconds(300);
  const auto start = std::chrono::steady_clock::now();
  const Report report = run(jobs_of(1, 10, hanging), options);
  EXPECT_LT(std::chrono::steady_clock::now() - start, seconds(20));
  ASSERT_EQ(report.seeds(), numbers(1, 10));
  EXPECT_EQ(report.of(3).end, SeedEnd::timed_out);
  EXPECT_NE(report.of(3).detail.find("0.3 s"), std::string::npos) << report.of(3).detail;
  EXPECT_FALSE(report.of(4).failed());
}

TEST(Runner, ASeedThatIsSlowerThanItsLimitFailsEvenIfItEnds) {
  const auto slow = [](std::uint64_t seed) {
    if (seed == 2) std::this_thread::sleep_for(milliseconds(390));
    return quiet(seed);
  };
  RunnerOptions options = with_workers(1);
  options.limits.seed_timeout = milliseconds(300);
  const Report report = run(jobs_of(1, 4, slow), options);
  ASSERT_EQ(report.seeds(), numbers(1, 4));
  EXPECT_EQ(report.of(2).end, SeedEnd::timed_out) << "late by less than the interval of progress";
  EXPECT_FALSE(report.of(3).failed());
}

TEST(Runner, ASeedThatWasDoneTooLateBeforeItsParentLookedFails) {
  std::vector<SeedResult> results;
  RunnerReporter reporter;
  reporter.on_result = [&](const SeedResult& result) {
    results.push_back(result);
    if (result.seed == 1) std::this_thread::sleep_for(milliseconds(1200));
  };
  const auto slow = [](std::uint64_t seed) {
    if (seed == 2) std::this_thread::sleep_for(milliseconds(700));
    return quiet(seed);
  };
  RunnerOptions options = with_workers(1);
  options.limits.seed_timeout = milliseconds(400);
  run_jobs(jobs_of(1, 20, slow), options, reporter);
  ASSERT_EQ(results.size(), 20U);
  EXPECT_EQ(results[1].end, SeedEnd::timed_out);
  EXPECT_NE(results[1].detail.find("more than 0.4 s"), std::string::npos) << results[1].detail;
  EXPECT_FALSE(results[2].failed()) << results[2].detail;
}

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST(Runner, EndlessMemoryFailsItsSeedOnly) {
  const auto hungry = [](std::uint64_t seed) {
    std::vector<std::string> hoard;
    while (seed == 2) hoard.emplace_back(std::size_t{8} << 20, 'x');
    return quiet(seed);
  };
  RunnerOptions options = with_workers(2);
  options.limits.memory_bytes = std::size_t{256} << 20;
  const Report report = run(jobs_of(1, 4, hungry), options);
  ASSERT_EQ(report.seeds(), numbers(1, 4));
  EXPECT_EQ(report.of(2).end, SeedEnd::out_of_memory);
  EXPECT_NE(report.of(2).detail.find("256 MiB"), std::string::npos);
  EXPECT_FALSE(report.of(1).failed() || report.of(3).failed() || report.of(4).failed());
}
#endif

TEST(Runner, AnExceptionIsAnErrorOfTheHarness) {
  const auto throwing = [](std::uint64_t seed) -> SeedResult {
    if (seed == 2) throw std::runtime_error("no such host");
    return quiet(seed);
  };
  const Report report = run(jobs_of(1, 3, throwing), with_workers(1));
  EXPECT_EQ(report.of(2).end, SeedEnd::internal_error);
  EXPECT_EQ(report.of(2).detail, "no such host");
}

TEST(Runner, FailFastStopsAtTheSameSeedHoweverManyWorkersThereAre) {
  const auto failing = [](std::uint64_t seed) {
    SeedResult result = quiet(seed);
    if (seed % 10 == 0) result.violations.push_back({"ttl.safety", {}, "late", "n1", "k"});
    if (seed == 10) std::this_thread::sleep_for(milliseconds(100));
    return result;
  };
  for (unsigned jobs : {1U, 4U}) {
    RunnerOptions options = with_workers(jobs);
    options.fail_fast = 2;
    EXPECT_EQ(run(jobs_of(1, 1000, failing), options).seeds(), numbers(1, 20)) << jobs << " workers";
  }
}

TEST(Runner, ATimeLimitEndsAnEndlessCampaignWithoutHoles) {
  const auto slow = [](std::uint64_t seed) {
    std::this_thread::sleep_for(milliseconds(1));
    return quiet(seed);
  };
  RunnerOptions options = with_workers(2);
  options.time_limit = milliseconds(300);
  const Report report = run(jobs_of(1, std::numeric_limits<std::uint64_t>::max(), slow), options);
  ASSERT_GT(report.results.size(), 10U);
  EXPECT_EQ(report.seeds(), numbers(1, report.results.size()));
}

TEST(Runner, AnInterruptionReportsWhatIsKnown) {
  Report report;
  RunnerReporter reporter;
  reporter.on_result = [&](const SeedResult& result) {
    report.results.push_back(result);
    if (result.seed == 5) ::kill(::getpid(), SIGINT);
  };
  const auto slow = [](std::uint64_t seed) {
    std::this_thread::sleep_for(milliseconds(2));
    return quiet(seed);
  };
  const bool interrupted = run_jobs(jobs_of(1, 100'000, slow), with_workers(2), reporter);
  EXPECT_TRUE(interrupted);
  EXPECT_GE(report.results.size(), 5U);
  EXPECT_LT(report.results.size(), 1000U);
}

// A failure is recorded in a campaign of its own, in the middle of the one that found it.
TEST(Runner, HearsWhatInterruptedTheOneWithinIt) {
  RunnerReporter reporter;
  bool heard_within = false;
  reporter.on_result = [&](const SeedResult& result) {
    if (result.seed != 5) return;
    const auto endless = [](std::uint64_t) -> SeedResult {
      ::kill(::getppid(), SIGINT);
      for (;;) std::this_thread::sleep_for(milliseconds(100));
    };
    heard_within = !run_job({1, [&] { return endless(1); }}, {});
  };
  const bool interrupted = run_jobs(jobs_of(1, 100'000, quiet), with_workers(2), reporter);
  EXPECT_TRUE(heard_within);
  EXPECT_TRUE(interrupted);
  EXPECT_FALSE(Interruption().happened());
}

TEST(JobQueue, WhatWasGivenBackComesFirst) {
  JobQueue queue(5);
  const auto first = queue.take();
  const auto second = queue.take();
  queue.give_back(*first);
  EXPECT_EQ(queue.take(), 0U);
  queue.finished(*second, quiet(11));
  EXPECT_FALSE(queue.next_in_order().has_value()) << "11 must wait for 10";
  queue.finished(*first, quiet(10));
  EXPECT_EQ(queue.next_in_order()->seed, 10U);
  EXPECT_EQ(queue.next_in_order()->seed, 11U);
  EXPECT_FALSE(queue.drained());
  queue.close();
  EXPECT_TRUE(queue.drained());
}

TEST(SeedResultCodec, EveryFieldTravels) {
  SeedResult result = quiet(0xffffffffffffffffU);
  result.end = SeedEnd::event_limit;
  result.detail = std::string("two\nlines and a \0 byte", 22);
  result.violations = {{"ttl.safety", milliseconds(-5), "message", "n2", "k\n1"}, {"replica.prefix", {}, "", "", ""}};
  result.violations_total = 17;
  result.gave_up = {{"progress", "too much"}};
  result.messages = 4711;
  result.simulated = seconds(30);
  result.wall = milliseconds(12);
  result.coverage = {{"ops.acknowledged", 5}, {"", 7}};

  std::string bytes;
  append_record(bytes, quiet(1));
  const std::size_t first_size = bytes.size();
  append_record(bytes, result);
  const auto first = first_record(bytes);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->size_bytes, first_size);
  EXPECT_EQ(first->result, quiet(1));
  EXPECT_EQ(first_record(std::string_view(bytes).substr(first_size))->result, result);
  for (std::size_t cut = 0; cut < first_size; ++cut) {
    EXPECT_FALSE(first_record(std::string_view(bytes).substr(0, cut)).has_value()) << cut;
  }
}

}  // namespace
}  // namespace groundhog::test
