// What is printed to be typed again is taken as it stands: commands by sh, seeds by --seed, keys by --key.
#include <filesystem>

#include <gtest/gtest.h>

#include "tests/support/binary.hpp"

namespace groundhog::test {
namespace {

namespace fs = std::filesystem;

// From behind `begin` to `end`.
std::string between(const std::string& text, const std::string& begin, const std::string& end) {
  const std::size_t at = text.find(begin);
  if (at == std::string::npos) return "not found: " + begin;
  const std::size_t from = at + begin.size();
  return text.substr(from, text.find(end, from) - from);
}

std::string failing(const std::string& name) {
  return "version: 1\nname: " + name +
         "\nrun: {chaos: 1s, settle: 10s, max_events: 20}\n"
         "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
         "workload: {clients: 2, rate: 20/s, keys: {count: 4}, mix: {get: 1, set: 1}}\n";
}

class Pasted : public ::testing::Test {
 protected:
  static Finished paste(const std::string& command) {
    const std::string folder = fs::path(GROUNDHOG_BINARY).parent_path().string();
    return run_program("sh", {"-c", "PATH=" + folder + ":$PATH; " + command});
  }

  TemporaryFolder folder_;
};

TEST_F(Pasted, CommandsOfAnyPath) {
  for (const std::string name :
       {"plain", "a b", "it's", "$HOME", "`id`", "say \"x\"", "two\nlines", "#1;true&", "-dash", "~", "*"}) {
    fs::create_directories(folder_.path(name));
    const std::string file = folder_.write(name + "/" + "f.yaml", failing("failing"));
    const Finished found =
        run_binary({"run", file, "--seed", "31", "--no-shrink", "--out", folder_.path(name + "/out")});
    ASSERT_EQ(found.code, 1) << found.err;
    const Finished again = paste(between(found.err, "same seed: ", "   # exact") + " --no-shrink --keep 0");
    EXPECT_EQ(again.code, 1) << again.err;
    EXPECT_TRUE(contains(again.err, "FAIL failing seed 0x1f")) << again.err;
    const Finished replayed = paste(between(found.err, "repro:     ", "   # on later"));
    EXPECT_EQ(replayed.code, 1) << replayed.err;
    EXPECT_TRUE(contains(replayed.err, "event-limit: again")) << replayed.err;

    const Finished made = run_binary({"init", folder_.path(name + "/new.yaml")});
    EXPECT_EQ(paste(made.err.substr(made.err.find("try it: ") + 8, made.err.size() - made.err.find("try it: ") - 9) +
                    " --seeds 1")
                  .code,
              0)
        << made.err;
  }
}

TEST_F(Pasted, CommandsOfAFileThatLooksLikeAnOption) {
  const std::string place = folder_.path("");
  folder_.write("-x.yaml", failing("failing"));
  const auto here = [&](const std::string& command) { return paste("cd '" + place + "' && " + command); };
  const Finished found = here("groundhog run ./-x.yaml --seed 1 --no-shrink --out out");
  ASSERT_EQ(found.code, 1) << found.err;
  EXPECT_EQ(here(between(found.err, "same seed: ", "   # exact") + " --no-shrink --keep 0").code, 1);
}

TEST_F(Pasted, ASeedHasOneForm) {
  const std::string file = folder_.write("f.yaml", failing("failing"));
  const std::string junit = folder_.path("r.xml");
  const Finished found = run_binary(
      {"run", file, "--seeds", "16..16", "--json", "--junit", junit, "--no-shrink", "--out", folder_.path("out")});
  ASSERT_EQ(found.code, 1) << found.err;
  const std::string folder = folder_.path("out/failing/0x10");
  EXPECT_TRUE(contains(found.err, "seed 0x10:")) << found.err;
  EXPECT_TRUE(contains(found.out, "\"seed\":\"0x10\"")) << found.out;
  EXPECT_TRUE(contains(content_of(junit), "0x10")) << content_of(junit);
  EXPECT_TRUE(contains(content_of(folder + "/run.json"), "\"seed\":\"0x10\""));
  EXPECT_TRUE(contains(content_of(folder + "/full.repro"), "\"seed\":\"0x10\""));
  EXPECT_TRUE(contains(run_binary({"expand", file, "--seed", "16"}).out, "seeds: {list: [0x10]}"));
  EXPECT_TRUE(contains(run_binary({"hashes", file, "--seeds", "0x10", "--events"}).out, "0x"));
  // And is read in it, in a scenario, too.
  EXPECT_EQ(run_binary({"trace", file, "--seed", "0x10"}).out, run_binary({"trace", file, "--seed", "16"}).out);
  const std::string own = folder_.write("own.yaml", failing("own") + "seeds: {base: 0x10, count: 2}\n");
  const Finished both = run_binary({"run", own, "--json", "--keep", "0"});
  EXPECT_TRUE(contains(both.out, "\"seed\":\"0x10\"") && contains(both.out, "\"seed\":\"0x11\"")) << both.out;
}

TEST_F(Pasted, AKeyHasOneSpelling) {
  const std::string file =
      folder_.write("keys.yaml",
                    "version: 1\nname: keys\nseeds: {list: [1]}\nrun: {chaos: 2s, settle: 10s}\n"
                    "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
                    "workload:\n  ops:\n    - {at: 100ms, client: c1, node: n1, cmd: 'SET \"v\\x0a\\xff\" one'}\n"
                    "    - {at: 200ms, client: c1, node: n1, cmd: 'SET \"a b\" two'}\n"
                    "    - {at: 300ms, client: c1, node: n1, cmd: SET k three}\n");
  const auto traced = [&](const std::string& key) {
    return run_binary({"trace", file, "--seed", "1", "--key", key}).out;
  };
  const std::string whole = run_binary({"trace", file, "--seed", "1"}).out;
  EXPECT_TRUE(contains(whole, R"(SET "v\x0a\xff" one)")) << whole;
  for (const std::string& key : {std::string(R"("v\x0a\xff")"), std::string(R"(v\x0a\xff)"), std::string("v\n\xff")}) {
    EXPECT_TRUE(contains(traced(key), " one")) << key;
    EXPECT_FALSE(contains(traced(key), " two")) << key;
  }
  for (const std::string key : {"\"a b\"", "a b"}) EXPECT_TRUE(contains(traced(key), " two")) << key;
  for (const std::string key : {"\"k\"", "k"}) EXPECT_TRUE(contains(traced(key), " three")) << key;
  EXPECT_TRUE(contains(run_binary({"expand", file, "--seed", "1"}).out, R"(SET "v\x0a\xff" one)"));
}

TEST_F(Pasted, WhatPassesIsNotRunAgain) {
  const std::string out = folder_.path("out");
  const std::string file = folder_.write("f.yaml", failing("failing"));
  ASSERT_EQ(run_binary({"run", file, "--seeds", "1..2", "--no-shrink", "--out", out}).code, 1);
  folder_.write("f.yaml",
                "version: 1\nname: failing\nrun: {chaos: 1s, settle: 10s}\n"
                "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
                "workload: {clients: 2, rate: 20/s, keys: {count: 4}, mix: {get: 1, set: 1}}\n");
  const Finished fixed = run_binary({"run", file, "--rerun-failed", "--out", out});
  EXPECT_EQ(fixed.code, 0) << fixed.err;
  EXPECT_TRUE(contains(fixed.err, "failing: 2 filed failures passed: --rerun-failed leaves out what passed\n"))
      << fixed.err;
  EXPECT_EQ(run_binary({"run", file, "--rerun-failed", "--out", out}).code, 3) << "none is left";
  EXPECT_TRUE(fs::exists(out + "/failing/0x1/run.passed.json"));
  EXPECT_TRUE(fs::exists(out + "/failing/0x1/full.repro")) << "what is known of it stays";
  // And counts as failed once it fails again.
  folder_.write("f.yaml", failing("failing"));
  ASSERT_EQ(run_binary({"run", file, "--seed", "1", "--no-shrink", "--out", out}).code, 1);
  EXPECT_FALSE(fs::exists(out + "/failing/0x1/run.passed.json"));
  EXPECT_TRUE(contains(run_binary({"run", file, "--rerun-failed", "--no-shrink", "--out", out}).err, ": 1 seed,"));
}

TEST_F(Pasted, ANameThatIsTooLongForAFileIsRefused) {
  const std::string longest(200, 'n');
  const std::string fits = folder_.write("fits.yaml", failing(longest));
  EXPECT_EQ(run_binary({"lint", fits}).code, 0);
  const std::string out = folder_.path("out");
  ASSERT_EQ(run_binary({"run", fits, "--seed", "1", "--out", out}).code, 1);
  const Finished kept = run_binary({"promote", out + "/" + longest + "/0x1/full.repro", "--out", folder_.path("kept")});
  EXPECT_TRUE(kept.code == 0 || kept.code == 3) << kept.err;
  const Finished refused = run_binary({"lint", folder_.write("long.yaml", failing(longest + "n"))});
  EXPECT_EQ(refused.code, 2);
  EXPECT_TRUE(
      contains(refused.err,
               "long.yaml:2:7: error: the name has 201 bytes, and may have at most 200 bytes: files are named by it"))
      << refused.err;
}

}  // namespace
}  // namespace groundhog::test
