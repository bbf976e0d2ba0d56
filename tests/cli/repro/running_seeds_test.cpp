// What is running is on disk: it survives the death of the campaign, and nothing is left of it otherwise.

#include "cli/repro/running_seeds.hpp"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <string>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include <gtest/gtest.h>

#include "cli/repro/repro_file.hpp"
#include "tests/cli/binary.hpp"

namespace groundhog {
namespace {

namespace fs = std::filesystem;

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::string scenario(const std::string& run) {
  return "version: 1\nname: busy\ndescription: Two nodes.\nseeds: {base: 1, count: 4}\n" + run +
         "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
         "workload: {clients: 2, rate: 20/s, keys: {count: 4}, mix: {get: 1, set: 1}}\n";
}

std::vector<std::string> files_in(const fs::path& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) files.push_back(entry.path().string());
  std::ranges::sort(files);
  return files;
}

class RunningSeedsOnDisk : public ::testing::Test {
 protected:
  std::string file() { return folder_.write("busy.yaml", scenario("run: {chaos: 1s, settle: 10s}\n")); }
  fs::path running() const { return folder_.path("out/busy/running"); }

  // A campaign without end, stopped by this signal once both workers are at work. Its stderr.
  std::string stopped_by(int signal) {
    const pid_t campaign = ::fork();
    if (campaign == 0) {
      std::freopen(folder_.path("err").c_str(), "w", stderr);
      ::execl(GROUNDHOG_BINARY, GROUNDHOG_BINARY, "run", file().c_str(), "--for", "60s", "--jobs", "2", "--out",
              folder_.path("out").c_str(), nullptr);
      ::_exit(127);
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    const auto at_work = [&] {
      const std::vector<std::string> files = files_in(running());
      return files.size() == 2 &&
             std::ranges::all_of(files, [](const std::string& each) { return read_repro(each).has_value(); });
    };
    while (!at_work() && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ::kill(campaign, signal);
    ::waitpid(campaign, nullptr, 0);
    return content_of(folder_.path("err"));
  }

  TemporaryFolder folder_;
};

TEST_F(RunningSeedsOnDisk, SurviveKillNine) {
  stopped_by(SIGKILL);
  const std::vector<std::string> files = files_in(running());
  ASSERT_EQ(files.size(), 2U);
  for (const std::string& each : files) {
    const auto repro = read_repro(each);
    ASSERT_TRUE(repro.has_value()) << repro.error();
    EXPECT_EQ(repro->day, content_of(file()));
    EXPECT_FALSE(repro->outcome.has_value());
    EXPECT_EQ(run_binary({"replay", each}).code, 0);
  }
}

TEST_F(RunningSeedsOnDisk, SurviveAnInterruptionWhichNamesThem) {
  const std::string err = stopped_by(SIGINT);
  const std::vector<std::string> files = files_in(running());
  ASSERT_EQ(files.size(), 2U) << err;
  for (const std::string& each : files) EXPECT_TRUE(contains(err, each)) << err;
  EXPECT_TRUE(contains(err, "can be lived again with groundhog replay ")) << err;
}

TEST_F(RunningSeedsOnDisk, NothingIsLeftOfACampaignThatEnded) {
  const std::string out = folder_.path("out");
  EXPECT_EQ(run_binary({"run", file(), "--out", out}).code, 0);
  EXPECT_FALSE(fs::exists(out));
  fs::create_directories(folder_.path("out/busy"));
  EXPECT_EQ(run_binary({"run", file(), "--out", out}).code, 0);
  EXPECT_TRUE(fs::exists(folder_.path("out/busy"))) << "it was there before";
  EXPECT_FALSE(fs::exists(running()));
}

TEST_F(RunningSeedsOnDisk, ASeedThatNeverEndsIsFiledAsFarAsItIsKnown) {
  std::string endless = scenario("run: {chaos: 1000s, settle: 10s, max_events: 1000000000}\n");
  endless.replace(endless.find("20/s"), 4, "300/s");
  const std::string name = folder_.write("busy.yaml", endless);
  const Finished finished = run_binary({"run", name, "--seed", "5", "--jobs", "1", "--seed-timeout", "100ms",
                                        "--no-shrink", "--out", folder_.path("out")});
  EXPECT_EQ(finished.code, 1) << finished.err;
  const auto repro = read_repro(folder_.path("out/busy/5/full.repro"));
  ASSERT_TRUE(repro.has_value()) << repro.error();
  EXPECT_EQ(repro->about, "timeout");
  EXPECT_EQ(repro->outcome->end, SeedEnd::timed_out);
  EXPECT_TRUE(repro->outcome->trail.events.empty());
  EXPECT_FALSE(fs::exists(running()));
  const Finished again = run_binary({"replay", folder_.path("out/busy/5/full.repro"), "--seed-timeout", "100ms"});
  EXPECT_EQ(again.code, 1) << again.err;
  EXPECT_TRUE(contains(again.err, "timeout: again")) << again.err;
}

TEST_F(RunningSeedsOnDisk, AFolderThatCannotBeWrittenDisturbsNoGreenRun) {
  const std::string occupied = folder_.write("occupied", "a file");
  EXPECT_EQ(run_binary({"run", file(), "--out", occupied}).code, 0);
  EXPECT_EQ(content_of(occupied), "a file");
}

// How long that takes is tests/bench/repro_bench's business.
TEST(RunningSeeds, RewritesItsHeaderInPlace) {
  const TemporaryFolder folder;
  Scenario scenario;
  scenario.name = "busy";
  scenario.file = folder.write("busy.yaml", std::string(20'000, '#'));
  RunningSeeds running(folder.path("out"), scenario);
  constexpr std::uint64_t times = 1000;
  for (std::uint64_t seed = 0; seed <= times; ++seed) running.begin(seed);
  const std::vector<std::string> kept = running.keep();
  ASSERT_EQ(kept.size(), 1U);
  const auto repro = read_repro(kept.front());
  ASSERT_TRUE(repro.has_value()) << repro.error();
  EXPECT_EQ(repro->seed, times);
  EXPECT_EQ(repro->day.size(), 20'000U);
}

}  // namespace
}  // namespace groundhog
