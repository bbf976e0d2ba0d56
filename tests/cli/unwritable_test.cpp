// Results that cannot be written: every command says so, and exits 70.
#include <filesystem>

#include <gtest/gtest.h>

#include "tests/support/binary.hpp"

namespace groundhog::test {
namespace {

namespace fs = std::filesystem;

const std::string binary = GROUNDHOG_BINARY;

std::string tiny(const std::string& name, const std::string& run) {
  return "version: 1\nname: " + name + "\nseeds: {base: 1, count: 2}\nrun: " + run +
         "\ncluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
         "workload: {clients: 2, rate: 20/s, keys: {count: 4}, mix: {get: 1, set: 1}}\n";
}

class Unwritable : public ::testing::Test {
 protected:
  Finished shell(const std::string& line, const std::string& environment = "") const {
    return run_program("bash", {"-c", "set -o pipefail; cd '" + folder_.path("") + "'; " + line}, environment);
  }

  TemporaryFolder folder_;
  const std::string quiet_ = folder_.write("quiet.yaml", tiny("quiet", "{chaos: 1s, settle: 10s}"));
  const std::string failing_ =
      folder_.write("failing.yaml", tiny("failing", "{chaos: 1s, settle: 10s, max_events: 20}"));
  const std::string endless_ =
      folder_.write("endless.yaml",
                    "version: 1\nname: endless\nrun: {chaos: 10000000s, settle: 10s, max_events: 1000000000000}\n"
                    "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
                    "workload: {ops: [{at: 10ms, client: c1, node: n1, cmd: SET k v}]}\n");
};

TEST_F(Unwritable, StandardOutputOfEveryCommand) {
  const Finished found = shell(binary + " run failing.yaml --seed 1 --no-shrink --out out");
  ASSERT_EQ(found.code, 1) << found.err;
  for (const std::string words : {"--help",
                                  "--version",
                                  "run --help",
                                  "list checks",
                                  "list faults --json",
                                  "explain ttl.safety",
                                  "explain --all --markdown --topic checks",
                                  "schema",
                                  "completions bash",
                                  "expand quiet.yaml --seed 1",
                                  "trace quiet.yaml --seed 1",
                                  "issued quiet.yaml",
                                  "hashes quiet.yaml",
                                  "hashes quiet.yaml --seeds 1 --events",
                                  "run quiet.yaml --json",
                                  "run quiet.yaml --report tap",
                                  "run quiet.yaml --report junit",
                                  "run failing.yaml --json --no-shrink --keep 0",
                                  "run quiet.yaml --json --check-determinism",
                                  "replay out/failing/0x1/full.repro --trace",
                                  "replay out/failing/0x1/full.repro --json",
                                  "promote out/failing/0x1/full.repro --stdout"}) {
    const Finished full = shell(binary + " " + words + " > /dev/full");
    EXPECT_EQ(full.code, 70) << words << "\n" << full.err;
    EXPECT_TRUE(contains(full.err, "groundhog: cannot write to stdout: No space left on device: what is there is cut"))
        << words << "\n"
        << full.err;
    const Finished closed = shell(binary + " " + words + " >&-");
    EXPECT_EQ(closed.code, 70) << words << "\n" << closed.err;
    EXPECT_TRUE(contains(closed.err, "groundhog: cannot write to stdout: it is closed")) << words;
  }
}

TEST_F(Unwritable, WhatSaysNothingNeedsNoStandardOutput) {
  EXPECT_EQ(shell(binary + " run quiet.yaml > /dev/full").code, 0);
  EXPECT_EQ(shell(binary + " run quiet.yaml --junit here.xml >&- <&-").code, 0);
  EXPECT_TRUE(content_of(folder_.path("here.xml")).starts_with("<?xml"));
  EXPECT_EQ(shell(binary + " lint quiet.yaml > /dev/full").code, 0);
}

TEST_F(Unwritable, TheReportForPeopleCountsToo) {
  EXPECT_EQ(shell(binary + " run quiet.yaml 2> /dev/full").code, 70);
  EXPECT_EQ(shell(binary + " lint quiet.yaml 2> /dev/full").code, 70);
}

TEST_F(Unwritable, AReaderThatLeftIsNoError) {
  for (const std::string words : {"list checks", "schema", "expand quiet.yaml --seed 1", "trace quiet.yaml --seed 1"}) {
    const Finished left = shell("(sleep 0.2; exec " + binary + " " + words + ") | true");
    EXPECT_EQ(left.code, 141) << words;
    EXPECT_FALSE(contains(left.err, "cannot write")) << left.err;
  }
  // Wherever in the run that is: inside a callback of a process, too.
  folder_.write("busy.yaml",
                "version: 1\nname: busy\nrun: {chaos: 10s, settle: 10s}\n"
                "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
                "workload: {clients: 4, rate: 500/s, mix: {get: 1, set: 1}}\n");
  for (const std::string lines : {"1", "20", "75", "150", "3000"}) {
    const Finished left = shell(binary + " trace busy.yaml --seed 1 | head -n " + lines);
    EXPECT_EQ(left.code, 141) << lines;
    EXPECT_EQ(left.err, "") << lines;
  }
  const Finished campaign = shell("(sleep 0.2; exec " + binary + " run quiet.yaml --seeds 1..100000 --json) | true");
  EXPECT_EQ(campaign.code, 141) << "it does not run to its end for a reader that is gone";
  EXPECT_EQ(campaign.err, "");
  EXPECT_FALSE(fs::exists(folder_.path("groundhog-out"))) << "what was running is put in order";
}

TEST_F(Unwritable, Files) {
  for (const std::string words :
       {"run quiet.yaml --junit nowhere/r.xml", "run quiet.yaml --junit /dev/full",
        "run quiet.yaml --report tap=/dev/full", "run quiet.yaml --report json=/dev/full",
        "run failing.yaml --out /dev/null/out", "init nowhere/mine.yaml", "run failing.yaml --out quiet.yaml"}) {
    const Finished finished = shell(binary + " " + words);
    EXPECT_EQ(finished.code, 70) << words << "\n" << finished.err;
    EXPECT_TRUE(contains(finished.err, "groundhog: cannot write ")) << finished.err;
  }
  ASSERT_EQ(shell(binary + " run failing.yaml --seed 1 --no-shrink --out out").code, 1);
  for (const std::string words : {"shrink out/failing/0x1/full.repro --out nowhere/min.repro",
                                  "promote out/failing/0x1/full.repro --out /dev/null/kept"}) {
    const Finished finished = shell(binary + " " + words);
    EXPECT_EQ(finished.code, 70) << words << "\n" << finished.err;
    EXPECT_TRUE(contains(finished.err, "groundhog: cannot write ")) << finished.err;
  }
  EXPECT_TRUE(fs::is_character_file("/dev/full")) << "a device is written to, not replaced";
}

TEST_F(Unwritable, TheJobSummary) {
  for (const std::string file : {"/dev/full", "nowhere/summary.md"}) {
    const Finished finished = shell(binary + " run quiet.yaml", "GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=" + file);
    EXPECT_EQ(finished.code, 70) << finished.err;
    EXPECT_TRUE(contains(finished.err, "groundhog: cannot write " + file + ": ")) << finished.err;
    EXPECT_TRUE(contains(finished.err, "this report is missing or cut off")) << finished.err;
  }
}

TEST_F(Unwritable, AnInterruptedRunIsNoGreenReport) {
  folder_.write("r.xml", "<testsuites name=\"green, of an earlier run\"/>");
  const Finished interrupted = shell("timeout --preserve-status -s INT 1 " + binary +
                                     " run quiet.yaml endless.yaml --junit r.xml --seed-timeout 1h");
  EXPECT_EQ(interrupted.code, 130) << interrupted.err;
  const std::string report = content_of(folder_.path("r.xml"));
  EXPECT_TRUE(contains(report, "<error message=\"interrupted\">")) << report;
  EXPECT_TRUE(contains(report, "</testsuites>")) << report;

  const Finished killed = shell("timeout -s KILL 0.5 " + binary + " run endless.yaml --junit r.xml --seed-timeout 1h");
  EXPECT_EQ(killed.code, 137) << killed.err;
  EXPECT_FALSE(fs::exists(folder_.path("r.xml"))) << content_of(folder_.path("r.xml"));
}

}  // namespace
}  // namespace groundhog::test
