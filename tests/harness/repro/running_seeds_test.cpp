// What is running is on disk: it survives the death of the campaign, and nothing is left of it otherwise.

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

#include "harness/repro/filing.hpp"
#include "harness/repro/repro_file.hpp"
#include "tests/support/binary.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

namespace fs = std::filesystem;

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

  // A campaign over this file, in the background; its stderr goes to a file.
  pid_t start(const std::string& file, std::vector<std::string> more) {
    const pid_t campaign = ::fork();
    if (campaign != 0) return campaign;
    std::freopen(folder_.path("err").c_str(), "w", stderr);
    std::vector<std::string> words = {GROUNDHOG_BINARY, "run", file, "--out", folder_.path("out")};
    words.insert(words.end(), more.begin(), more.end());
    std::vector<char*> pointers;
    for (std::string& word : words) pointers.push_back(word.data());
    pointers.push_back(nullptr);
    ::execv(GROUNDHOG_BINARY, pointers.data());
    ::_exit(127);
  }

  // The files of so many workers, once they are at work.
  std::vector<std::string> at_work(std::size_t workers) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    const auto ready = [&](const std::vector<std::string>& files) {
      return files.size() == workers &&
             std::ranges::all_of(files, [](const std::string& each) { return read_repro(each).has_value(); });
    };
    std::vector<std::string> files = files_in(running());
    while (!ready(files) && std::chrono::steady_clock::now() < deadline) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
      files = files_in(running());
    }
    return files;
  }

  // A campaign without end, stopped by this signal once both workers are at work. Its stderr.
  std::string stopped_by(int signal) {
    const pid_t campaign = start(file(), {"--for", "60s", "--jobs", "2"});
    at_work(2);
    ::kill(campaign, signal);
    ::waitpid(campaign, nullptr, 0);
    return content_of(folder_.path("err"));
  }

  // It does not end within any patience, and decides all the time.
  std::string endless() {
    return folder_.write("busy.yaml",
                         "version: 1\nname: busy\nrun: {chaos: 10000000s, settle: 10s, max_events: 1000000000000}\n"
                         "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
                         "  config: {heartbeat-interval: 20ms}\n"
                         "network: {default: {delay: 2ms, jitter: 1ms}}\n"
                         "workload: {ops: [{at: 10ms, client: c1, node: n1, cmd: SET k v}]}\n");
  }
  Repro filed(const std::string& seed) { return read_repro(folder_.path("out/busy/" + seed + "/full.repro")).value(); }

  TemporaryFolder folder_;
};

TEST_F(RunningSeedsOnDisk, SurviveKillNine) {
  stopped_by(SIGKILL);
  const std::vector<std::string> files = files_in(running());
  ASSERT_EQ(files.size(), 2U);
  for (const std::string& each : files) {
    const auto repro = read_repro(each);
    ASSERT_TRUE(repro.has_value()) << repro.error();
    EXPECT_EQ(repro->plan, content_of(file()));
    EXPECT_FALSE(repro->outcome.has_value());
    EXPECT_EQ(run_binary({"replay", each}).code, 0);
  }
}

TEST_F(RunningSeedsOnDisk, SurviveAnInterruptionWhichNamesThem) {
  const std::string err = stopped_by(SIGINT);
  const std::vector<std::string> files = files_in(running());
  ASSERT_EQ(files.size(), 2U) << err;
  for (const std::string& each : files) EXPECT_TRUE(contains(err, each)) << err;
  EXPECT_TRUE(contains(err, "can be run again:\n  groundhog replay ")) << err;
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
  const Finished finished = run_binary({"run", endless(), "--seed", "5", "--jobs", "1", "--seed-timeout", "100ms",
                                        "--no-shrink", "--out", folder_.path("out")});
  EXPECT_EQ(finished.code, 1) << finished.err;
  const auto repro = read_repro(folder_.path("out/busy/0x5/full.repro"));
  ASSERT_TRUE(repro.has_value()) << repro.error();
  EXPECT_EQ(repro->about, "timeout");
  EXPECT_EQ(repro->outcome->end, SeedEnd::timed_out);
  EXPECT_TRUE(repro->outcome->trail.events.empty());
  EXPECT_FALSE(fs::exists(running()));
  EXPECT_EQ(repro->limits, (WorkerLimits{std::chrono::milliseconds(100), usual_memory_bytes}));
  const Finished again = run_binary({"replay", folder_.path("out/busy/0x5/full.repro")});
  EXPECT_EQ(again.code, 1) << "under the limits of its run:\n" << again.err;
  EXPECT_TRUE(contains(again.err, "timeout: again")) << again.err;
  EXPECT_TRUE(contains(again.err, "guided: its run died")) << again.err;
}

// This run takes longer than a millisecond.
TEST_F(RunningSeedsOnDisk, ARunThatIsTooSlowIsTooSlowForEveryCommand) {
  const std::string out = folder_.path("out");
  const std::string slow = folder_.write("busy.yaml", scenario("run: {chaos: 200s, settle: 10s}\n"));
  EXPECT_EQ(run_binary({"run", slow, "--seed", "5", "--seed-timeout", "1ms", "--no-shrink", "--out", out}).code, 1);
  const std::string repro = out + "/busy/0x5/full.repro";
  EXPECT_EQ(filed("0x5").about, "timeout");
  EXPECT_EQ(run_binary({"replay", repro}).code, 1);
  EXPECT_EQ(run_binary({"replay", repro, "--seed-timeout", "60s"}).code, 0) << "unless it is asked for more";
  const Finished kept = run_binary({"promote", repro, "--stdout"});
  EXPECT_EQ(kept.code, 0) << kept.err;
  const Finished shrunk = run_binary({"shrink", repro, "--budget", "1s", "--jobs", "1"});
  EXPECT_NE(shrunk.code, 2) << shrunk.err;
  EXPECT_FALSE(contains(shrunk.err, "does not fail with this build")) << shrunk.err;
}

TEST_F(RunningSeedsOnDisk, AWorkerThatCrashesIsOneFiledSeedAndTheCampaignContinues) {
  const pid_t campaign = start(endless(), {"--seeds", "5..6", "--jobs", "1", "--seed-timeout", "1s", "--no-shrink"});
  const std::vector<std::string> files = at_work(1);
  ASSERT_EQ(files.size(), 1U);
  const pid_t worker = std::stoi(fs::path(files.front()).stem());
  ASSERT_EQ(::kill(worker, SIGABRT), 0);  // no sanitizer catches that one
  int status = 0;
  ::waitpid(campaign, &status, 0);
  const std::string err = content_of(folder_.path("err"));
  EXPECT_EQ(WEXITSTATUS(status), 1) << err;
  EXPECT_TRUE(contains(err, "FAIL busy seed 0x5: crash\n  killed by SIGABRT")) << err;
  EXPECT_TRUE(contains(err, "busy: 2 seeds, 2 failed")) << err;
  const Repro crashed = filed("0x5");
  EXPECT_EQ(crashed.about, "crash");
  EXPECT_EQ(crashed.outcome->end, SeedEnd::crashed);
  EXPECT_FALSE(crashed.outcome->decisions.empty());
  EXPECT_EQ(filed("0x6").about, "timeout") << "the next seed ran in another worker";
  EXPECT_FALSE(fs::exists(running()));

  const Finished again = run_binary({"replay", folder_.path("out/busy/0x5/full.repro")});
  EXPECT_EQ(again.code, 3) << "no parent kills it now: it hangs until its limit\n" << again.err;
  EXPECT_TRUE(contains(again.err, "guided: its run died")) << again.err;
  EXPECT_FALSE(contains(again.err, ": 0 matched")) << again.err;
}

TEST_F(RunningSeedsOnDisk, ASeedThatEatsItsMemoryIsFiledWithItsLimit) {
#ifdef __SANITIZE_ADDRESS__
  GTEST_SKIP() << "AddressSanitizer takes terabytes of address space, which is what the limit is on";
#endif
  // One answer of 200 MB, in the middle of the run.
  std::string keys;
  for (int i = 0; i < 2000; ++i) keys += " k";
  const std::string fat =
      folder_.write("busy.yaml",
                    "version: 1\nname: busy\nrun: {chaos: 2s, settle: 10s}\n"
                    "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
                    "network: {default: {delay: 2ms, jitter: 1ms}}\n"
                    "workload:\n  ops:\n    - {at: 10ms, client: c1, node: n1, cmd: SET k " +
                        std::string(100'000, 'v') + "}\n    - {at: 1s, client: c1, node: n1, cmd: MGET" + keys + "}\n");
  const Finished finished = run_binary(
      {"run", fat, "--seed", "5", "--jobs", "1", "--memory", "128MiB", "--no-shrink", "--out", folder_.path("out")});
  EXPECT_EQ(finished.code, 1) << finished.err;
  EXPECT_TRUE(
      contains(finished.err, "FAIL busy seed 0x5: out-of-memory\n  needed more than 128 MiB (--memory): it had taken "))
      << finished.err;
  const Repro repro = filed("0x5");
  EXPECT_EQ(repro.about, "out-of-memory");
  EXPECT_EQ(repro.limits.memory_bytes, std::size_t{128} << 20);
  EXPECT_FALSE(repro.outcome->decisions.empty());
  const Finished again = run_binary({"replay", folder_.path("out/busy/0x5/full.repro")});
  EXPECT_EQ(again.code, 1) << "under the limits of its run:\n" << again.err;
  EXPECT_TRUE(contains(again.err, "out-of-memory: again")) << again.err;
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
  RunningSeeds running(folder.path("out"), scenario, {});
  constexpr std::uint64_t times = 1000;
  for (std::uint64_t seed = 0; seed <= times; ++seed) running.begin(seed);
  const std::vector<std::string> kept = running.keep();
  ASSERT_EQ(kept.size(), 1U);
  const auto repro = read_repro(kept.front());
  ASSERT_TRUE(repro.has_value()) << repro.error();
  EXPECT_EQ(repro->seed, times);
  EXPECT_EQ(repro->plan.size(), 20'000U);
}

}  // namespace
}  // namespace groundhog::test
