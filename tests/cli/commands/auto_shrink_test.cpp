// Which failures of a campaign are shrunk, and that Ctrl-C is heard meanwhile.
#include <csignal>
#include <filesystem>

#include <gtest/gtest.h>

#include "cli/campaign.hpp"
#include "cli/formats/reports.hpp"
#include "harness/runner/checked_run.hpp"
#include "harness/runner/run_jobs.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/loader.hpp"
#include "tests/harness/shrink/stalling_system.hpp"
#include "tests/support/binary.hpp"
#include "tests/support/burrow_catalogue.hpp"

namespace groundhog::test {

using namespace harness;
using namespace cli;
namespace {

// Its links lose everything: it never gets going.
constexpr const char* deaf =
    "version: 1\nname: deaf\nseeds: {list: [1]}\nrun: {chaos: 100ms, settle: 10s}\n"
    "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
    "network: {default: {delay: 1ms, loss: 100%}}\n"
    "workload: {clients: 1, rate: 20/s, keys: {count: 4}, mix: {get: 1, set: 1}}\n";

class AutomaticShrinking : public ::testing::Test {
 protected:
  AutomaticShrinking() {
    options_.out_folder = folder_.path("out");
    for (const char* seed : {"0x1", "0x2"}) std::filesystem::create_directories(min_repro(seed).parent_path());
  }

  std::filesystem::path min_repro(const std::string& seed) const {
    return std::filesystem::path(options_.out_folder) / "deaf" / seed / "min.repro";
  }
  static SeedResult failed(std::uint64_t seed, SeedEnd end, const std::string& detail = "") {
    SeedResult result;
    result.seed = seed;
    result.end = end;
    result.detail = detail;
    return result;
  }
  // Whether it was interrupted.
  bool shrink(const Guest& guest, std::vector<SeedResult> failures) {
    ScenarioReport report(scenario_);
    report.failures = std::move(failures);
    Reports reports(console_, false);
    AutoShrink auto_shrink(guest, options_, console_, reports);
    ::testing::internal::CaptureStderr();
    const bool interrupted = auto_shrink.shrink_failures_of(scenario_, report);
    said_ = ::testing::internal::GetCapturedStderr();
    return interrupted;
  }

  TemporaryFolder folder_;
  test::BurrowCatalogue catalogue_;
  Scenario scenario_ = load_scenario_text(deaf, "deaf.yaml", catalogue_.loader()).value();
  RunOptions options_;
  Console console_;
  std::string said_;
};

TEST_F(AutomaticShrinking, AnInterruptionEndsIt) {
  EXPECT_TRUE(shrink(Stalling(SIGINT), {failed(1, SeedEnd::never_ready), failed(2, SeedEnd::crashed, "killed")}));
  EXPECT_FALSE(std::filesystem::exists(min_repro("0x1")));
  EXPECT_NE(said_.find("deaf seed 0x1: interrupted"), std::string::npos) << said_;
  EXPECT_EQ(said_.find("seed 0x2"), std::string::npos) << said_;
}

TEST_F(AutomaticShrinking, WhatHangsIsLeftAlone) {
  EXPECT_FALSE(shrink(Stalling(), {failed(1, SeedEnd::timed_out)}));
  EXPECT_FALSE(std::filesystem::exists(min_repro("0x1")));
  EXPECT_NE(said_.find("deaf/0x1/full.repro"), std::string::npos) << said_;
}

// As a run reports it, with all that stands in `detail`.
SeedResult found(const Scenario& scenario, const Guest& guest, std::uint64_t seed) {
  const Plan plan = expand(scenario, seed);
  return run_job({seed, [&] { return checked_run(plan, guest); }}, {}).value();
}

TEST_F(AutomaticShrinking, OnlyWhatIsFiledIsShrunk) {
  const LyingGuest guest;
  options_.keep = 1;
  const std::vector<SeedResult> failures = {failed(1, SeedEnd::timed_out), found(scenario_, guest, 2)};
  EXPECT_FALSE(shrink(guest, failures));
  EXPECT_FALSE(std::filesystem::exists(min_repro("0x2")));
  options_.keep = 2;
  EXPECT_FALSE(shrink(guest, failures));
  EXPECT_TRUE(std::filesystem::exists(min_repro("0x2"))) << said_;
}

TEST_F(AutomaticShrinking, WhatStandsThereStays) {
  const LyingGuest guest;
  std::filesystem::create_directories(min_repro("0x2").parent_path());
  folder_.write("out/deaf/0x2/min.repro", "mine");
  EXPECT_FALSE(shrink(guest, {found(scenario_, guest, 2)}));
  EXPECT_EQ(content_of(min_repro("0x2")), "mine");
  EXPECT_NE(said_.find("stays"), std::string::npos) << said_;
}

}  // namespace
}  // namespace groundhog::test
