// `groundhog replay` as its users meet it: exact here, guided elsewhere, and honest about the difference.

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "harness/replay/replay_run.hpp"
#include "harness/repro/record.hpp"
#include "harness/repro/repro_file.hpp"
#include "sim/core/text.hpp"
#include "sim/scenario/expand.hpp"
#include "tests/harness/promote/hasty_system.hpp"
#include "tests/harness/repro/small_plan.hpp"
#include "tests/support/binary.hpp"
#include "tests/support/burrow_catalogue.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

namespace fs = std::filesystem;

// Two nodes on a link with jitter: there is something to decide.
std::string scenario(const std::string& name, const std::string& run) {
  return "version: 1\nname: " + name + "\ndescription: Two nodes and a few writes.\nseeds: {base: 1, count: 4}\n" +
         run +
         "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
         "network: {default: {delay: 2ms, jitter: 1ms}}\n"
         "workload: {clients: 2, rate: 20/s, keys: {count: 4}, mix: {get: 1, set: 1}}\n";
}

class ReplayCommand : public ::testing::Test {
 protected:
  // A run that fails (its limit of events is too small) and what it filed.
  std::string failed_repro() {
    const std::string file =
        folder_.write("failing.yaml", scenario("failing", "run: {chaos: 2s, settle: 10s, max_events: 300}\n"));
    failure_ = run_binary({"run", file, "--seed", "0x1f", "--no-shrink", "--out", folder_.path("out")});
    return folder_.path("out/failing/0x1f/full.repro");
  }
  Repro filed() { return read_repro(failed_repro()).value(); }
  std::string written(const Repro& repro) {
    const std::string file = folder_.path("changed.repro");
    EXPECT_TRUE(write_repro(file, repro));
    return file;
  }
  static Finished replay(const std::string& file, std::vector<std::string> more = {}) {
    more.insert(more.begin(), {"replay", file});
    return run_binary(more);
  }

  Plan plan_of(const std::string& text, std::uint64_t seed) const {
    return expand(load_scenario_text(text, "text", catalogue_.loader()).value(), seed);
  }
  const Guest& guest() const { return catalogue_.guest(); }

  TemporaryFolder folder_;
  Finished failure_;
  test::BurrowCatalogue catalogue_;
};

TEST_F(ReplayCommand, AFiledFailureIsRunAgainExactly) {
  const std::string file = failed_repro();
  EXPECT_EQ(failure_.code, 1);
  EXPECT_TRUE(contains(failure_.err, "repro:     groundhog replay " + file)) << failure_.err;
  const Finished again = replay(file);
  EXPECT_EQ(again.code, 1) << again.err;
  EXPECT_EQ(again.out, "");
  EXPECT_TRUE(contains(again.err, "REPLAY failing seed 0x1f, exact")) << again.err;
  EXPECT_TRUE(contains(again.err, "event-limit: again")) << again.err;
}

TEST_F(ReplayCommand, OneChangedHashIsADivergenceAtThatEvent) {
  Repro repro = filed();
  repro.outcome->trail.events.at(41) ^= 1U;
  const Finished finished = replay(written(repro));
  EXPECT_EQ(finished.code, 4) << finished.err;
  EXPECT_TRUE(contains(finished.err, "event #42 at t=")) << finished.err;
  EXPECT_TRUE(contains(finished.err, "    #37  ")) << "five events before it\n" << finished.err;
  EXPECT_FALSE(contains(finished.err, "    #36  ")) << finished.err;
  EXPECT_TRUE(contains(finished.err, "    #42  ")) << finished.err;
}

TEST_F(ReplayCommand, ADivergenceInWarmupIsReportedInScenarioTime) {
  Repro repro = record_repro(plan_of(scenario("fine", "run: {chaos: 1s, settle: 10s}\n"), 3), guest());
  repro.build = filed().build;
  const Finished whole = replay(written(repro), {"--trace", "--verbose"});
  repro.outcome->trail.events.at(4) ^= 1U;
  const Finished diverged = replay(written(repro), {"--trace", "--verbose"});
  EXPECT_EQ(diverged.code, 4) << diverged.err;
  EXPECT_TRUE(whole.out.starts_with(diverged.out)) << diverged.out;
  EXPECT_EQ(std::count(diverged.out.begin(), diverged.out.end(), '\n'), 5) << diverged.out;
  const std::string last = diverged.out.substr(diverged.out.rfind('\n', diverged.out.size() - 2) + 1);
  const std::size_t begin = last.find_first_not_of(' ');
  const std::string time = last.substr(begin, last.find(' ', begin) - begin);
  EXPECT_TRUE(time.starts_with('-')) << last;
  EXPECT_TRUE(contains(diverged.err, "event #5 at t=" + time + "s is the first")) << diverged.err;
  EXPECT_TRUE(contains(diverged.err, "    #5  " + time + "  ")) << diverged.err;
}

TEST_F(ReplayCommand, OneChangedDecisionIsADivergenceToo) {
  Repro repro = filed();
  const auto changed = std::ranges::find_if(repro.outcome->decisions,
                                            [](const RecordedDecision& decision) { return decision.type == "syn"; });
  ASSERT_NE(changed, repro.outcome->decisions.end());
  *changed->fate += Duration(1);
  const Finished finished = replay(written(repro));
  EXPECT_EQ(finished.code, 4) << finished.err;
  EXPECT_TRUE(contains(finished.err, "is the first that is not as recorded")) << finished.err;
}

TEST_F(ReplayCommand, ARunThatEndsElsewhereIsADivergence) {
  Repro longer = filed();
  longer.outcome->trail.events.push_back(7);
  EXPECT_TRUE(contains(replay(written(longer)).err, "not as recorded")) << "the last event covers the whole hash";
  longer = filed();
  longer.outcome->trail.whole = 1;
  EXPECT_EQ(replay(written(longer)).code, 4);
  Repro shorter = filed();
  shorter.outcome->trail.events.pop_back();
  shorter.outcome->trail.whole = 0;
  EXPECT_EQ(replay(written(shorter)).code, 4);
}

TEST_F(ReplayCommand, TheRecordedEventIsQuotedWhereItsHistoryLiesBeside) {
  const std::string file = failed_repro();
  Repro repro = read_repro(file).value();
  repro.outcome->trail.events.at(41) ^= 1U;
  ASSERT_TRUE(write_repro(file, repro));
  EXPECT_TRUE(contains(replay(file).err, "    recorded: {\"n\":42,\"at_ns\":"));
}

TEST_F(ReplayCommand, AnotherBuildIsGuidedAndTheCountsAreExact) {
  Repro repro = filed();
  repro.build.binary ^= 1U;
  const std::size_t all = repro.outcome->decisions.size();
  ASSERT_GT(all, 20U);
  const Finished same = replay(written(repro));
  EXPECT_EQ(same.code, 1) << same.err;
  EXPECT_TRUE(contains(same.err, "guided: recorded by " + repro.build.commit)) << same.err;
  const std::string count = std::to_string(all) + " recorded decisions: ";
  EXPECT_TRUE(contains(same.err, count + std::to_string(all) + " matched, 0 unmatched; 0 drawn again")) << same.err;

  // Two that this run does not have, and one that it must draw itself.
  repro.outcome->decisions.back().ordinal += 1'000'000;
  repro.outcome->decisions.push_back({"n1", "n2", "no-such-frame", 1, 0, Duration(1)});
  const Finished changed = replay(written(repro), {"--json"});
  EXPECT_EQ(changed.code, 1) << changed.err;
  EXPECT_TRUE(contains(changed.out, "\"decisions\":{\"recorded\":" + std::to_string(all + 1) +
                                        ",\"matched\":" + std::to_string(all - 1) + ",\"unmatched\":2,\"drawn\":1}"))
      << changed.out;
  EXPECT_TRUE(contains(changed.out, "\"mode\":\"guided\"") && contains(changed.out, "\"exit_code\":1"));
}

TEST_F(ReplayCommand, GuidedOnRequestComparesNothing) {
  Repro repro = filed();
  repro.outcome->trail.events.at(41) ^= 1U;
  const Finished finished = replay(written(repro), {"--guided"});
  EXPECT_EQ(finished.code, 1) << finished.err;
  EXPECT_TRUE(contains(finished.err, "guided")) << finished.err;
}

TEST_F(ReplayCommand, APropertyThatHoldsNowIsExitZeroForBisection) {
  Repro repro = filed();
  repro.build.binary ^= 1U;
  repro.plan.replace(repro.plan.find("max_events: 300"), 15, "max_events: 3000000");
  const Finished finished = replay(written(repro));
  EXPECT_EQ(finished.code, 0) << finished.err;
  EXPECT_TRUE(contains(finished.err, "event-limit: not here")) << finished.err;
}

TEST_F(ReplayCommand, AGuidedReplayThatMeetsNothingIsInconclusive) {
  Repro repro = filed();
  repro.build.binary ^= 1U;
  repro.plan.replace(repro.plan.find("max_events: 300"), 15, "max_events: 3000000");
  repro.outcome->decisions = {{"n1", "n2", "no-such-frame", 1, 0, Duration(1)}};
  const Finished finished = replay(written(repro));
  EXPECT_EQ(finished.code, 3) << finished.err;
  EXPECT_TRUE(contains(finished.err, "none of the recorded decisions was met")) << finished.err;
}

TEST_F(ReplayCommand, AnotherFailureThanTheRecordedOneIsNotThatOne) {
  Repro repro = filed();
  repro.build.binary ^= 1U;
  repro.about = "ttl.safety";
  const Finished finished = replay(written(repro));
  EXPECT_EQ(finished.code, 3) << "the run did not complete: nothing is known of ttl.safety\n" << finished.err;
}

TEST_F(ReplayCommand, AnotherWayOfTheSameFailureIsNotThatOne) {
  Repro repro = filed();
  repro.build.binary ^= 1U;
  repro.outcome->detail = "some other reason";
  const Finished finished = replay(written(repro), {"--json"});
  EXPECT_EQ(finished.code, 3) << finished.err;
  EXPECT_TRUE(contains(finished.err, "event-limit shows in another way than was recorded")) << finished.err;
  EXPECT_TRUE(contains(finished.err, "recorded: some other reason")) << finished.err;
  EXPECT_TRUE(contains(finished.out, "\"verdict\":\"another-way\"")) << finished.out;
}

TEST_F(ReplayCommand, AMutantThatIsNotPlantedHereIsMentioned) {
  Repro repro = filed();
  EXPECT_FALSE(contains(replay(written(repro)).err, "--mutant"));
  repro.build.binary ^= 1U;
  repro.build.mutant = "fast-pong-is-dropped";
  const Finished finished = replay(written(repro));
  EXPECT_TRUE(contains(finished.err,
                       "recorded with mutant fast-pong-is-dropped, which is not planted here: "
                       "add --mutant fast-pong-is-dropped\n"))
      << finished.err;
}

// ---- runs that have not ended ---------------------------------------------------------------------------------------

TEST_F(ReplayCommand, ARunWhoseOutcomeIsUnknownIsSimplyRun) {
  const std::string text = scenario("fine", "run: {chaos: 1s, settle: 10s}\n");
  const std::string file = written(unfinished_repro("fine", "fine.yaml", text, 3));
  const Finished fine = replay(file);
  EXPECT_EQ(fine.code, 0) << fine.err;
  EXPECT_TRUE(contains(fine.err, "the recorded run had not ended")) << fine.err;
  EXPECT_TRUE(contains(fine.err, "it does not fail")) << fine.err;

  std::string long_text = scenario("long", "run: {chaos: 60s, settle: 10s}\n");
  long_text.replace(long_text.find("20/s"), 4, "2000/s");
  const std::string long_file = written(unfinished_repro("long", "long.yaml", long_text, 3));
  const Finished late = replay(long_file, {"--seed-timeout", "1ms"});
  EXPECT_EQ(late.code, 1) << late.err;
  EXPECT_TRUE(contains(late.err, "timeout")) << late.err;
}

// ---- looking closer -------------------------------------------------------------------------------------------------

TEST_F(ReplayCommand, UntilEndsTheTimelineAtItsPoint) {
  const std::string text = scenario("fine", "run: {chaos: 1s, settle: 10s}\n");
  const std::string file = written(record_repro(plan_of(text, 3), guest()));
  const Finished whole = replay(file, {"--trace", "--verbose"});
  const Finished by_time = replay(file, {"--until", "500ms", "--verbose"});
  EXPECT_EQ(by_time.code, 0) << by_time.err;
  EXPECT_FALSE(by_time.out.empty());
  EXPECT_TRUE(whole.out.starts_with(by_time.out));
  EXPECT_LT(by_time.out.size(), whole.out.size());

  const Finished by_number = replay(file, {"--until", "#200", "--verbose"});
  EXPECT_EQ(std::count(by_number.out.begin(), by_number.out.end(), '\n'), 200);
  EXPECT_TRUE(whole.out.starts_with(by_number.out));
  const Finished in_warmup = replay(file, {"--until", "#5", "--verbose"});
  EXPECT_EQ(std::count(in_warmup.out.begin(), in_warmup.out.end(), '\n'), 5);
  EXPECT_TRUE(whole.out.starts_with(in_warmup.out)) << "in scenario time, too:\n" << in_warmup.out;

  const Finished by_name = replay(file, {"--until", "sync.full"});
  EXPECT_EQ(by_name.code, 0) << by_name.err;
  const std::string last = by_name.out.substr(by_name.out.rfind('\n', by_name.out.size() - 2) + 1);
  EXPECT_TRUE(contains(last, "sync.full")) << by_name.out;

  EXPECT_TRUE(contains(replay(file, {"--until", "violation"}).err, "the run ended without what --until names"));
  const Finished misspelt = replay(file, {"--until", "sync.fulll"});
  EXPECT_EQ(misspelt.code, 2);
  EXPECT_TRUE(contains(misspelt.err, "did you mean sync.full?")) << misspelt.err;
}

TEST_F(ReplayCommand, StateShowsWhatEveryNodeHolds) {
  const std::string text = scenario("fine", "run: {chaos: 1s, settle: 10s}\n");
  const std::string file = written(record_repro(plan_of(text, 3), guest()));
  const Finished state = replay(file, {"--state", "900ms"});
  EXPECT_EQ(state.code, 0) << state.err;
  for (const char* part : {"t=0.900000000, after event #", "n1  primary", "n2  replica of n1", "offset=", " = ",
                           "process start", "n2 → n1  replication  stands", "c1 → n1  client  stands"}) {
    EXPECT_TRUE(contains(state.out, part)) << part << "\n" << state.out;
  }
  EXPECT_EQ(replay(file, {"--state", "900ms"}).out, state.out);
  EXPECT_EQ(replay(file, {"--state", "1h"}).code, 2);
}

TEST_F(ReplayCommand, DeadKeysAreShownAsDead) {
  Plan plan = small_plan(2);
  plan.config["janitor-interval"] = "0s";
  const std::string file = written(record_repro(plan, guest()));
  const Finished alive = replay(file, {"--state", "1010ms"});
  EXPECT_TRUE(contains(alive.out, ", for another ")) << alive.out;
  const Finished dead = replay(file, {"--state", "1900ms"});
  EXPECT_TRUE(contains(dead.out, ", DEAD for ")) << dead.out;
}

// The wall clock goes back by an hour; the expiry clock, by which the node judges, does not.
TEST_F(ReplayCommand, DeadIsWhatTheExpiryClockSays) {
  const std::string text =
      "version: 1\nname: jump\nrun: {chaos: 2s, settle: 10s}\n"
      "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n  config: {janitor-interval: 0s}\n"
      "workload: {ops: [{at: 10ms, client: c1, node: n1, cmd: SET k v PX 100}]}\n"
      "faults: [{do: clock_jump, node: n1, at: 1s, by: -1h}]\n";
  const std::string file = written(record_repro(plan_of(text, 1), guest()));
  const Finished state = replay(file, {"--state", "1900ms"});
  EXPECT_FALSE(contains(state.out, ", for another ")) << state.out;
  EXPECT_TRUE(contains(state.out, ", DEAD for ")) << state.out;
}

// What one output names is found in the others.
TEST_F(ReplayCommand, ConnectionsAndHistoriesHaveOneSpelling) {
  const std::string text = scenario("fine", "run: {chaos: 1s, settle: 10s}\n");
  const std::string file = written(record_repro(plan_of(text, 3), guest()));
  const std::string timeline = replay(file, {"--trace", "--verbose"}).out;
  const std::string state = replay(file, {"--state", "900ms"}).out;
  std::size_t found = 0;
  for (const std::string name : {" connection=", " history="}) {
    for (std::size_t at = state.find(name); at != std::string::npos; at = state.find(name, at + 1), ++found) {
      const std::string id = state.substr(at, state.find_first_of(" \n", at + 1) - at);
      EXPECT_TRUE(contains(timeline, id + " ") || contains(timeline, id + "\n")) << id;
    }
  }
  EXPECT_GE(found, 5U) << state;
}

TEST_F(ReplayCommand, WithoutGdbItSaysWhichPackageHasIt) {
  const Finished finished = run_binary({"replay", failed_repro(), "--gdb"}, "PATH=" + folder_.path(""));
  EXPECT_EQ(finished.code, 2);
  EXPECT_TRUE(contains(finished.err, "install the Debian package gdb")) << finished.err;
}

TEST_F(ReplayCommand, TheViolationIsFoundWithTheActBeforeIt) {
  const test::HastyGuest hasty;
  const std::string text =
      "version: 1\nname: hasty\nrun: {chaos: 2s, settle: 1s}\n"
      "cluster:\n  nodes: {n1: {role: primary}, n2: {role: replica, of: n1}}\n"
      "  config: {heartbeat-interval: 100ms, heartbeat-misses: 3}\n"
      "workload: {ops: [{at: 100ms, client: c1, node: n1, cmd: SET k v}]}\n"
      "faults: [{do: drop, at: 505ms, for: 190ms, match: {type: pong}}]\ncheck: [failure_detector]\n";
  const Plan plan = plan_of(text, 1);
  const ReplayRequest request{.mode = ReplayMode::blind};
  ReplayFindings findings;
  const SeedResult result = replay_run(record_repro(plan, hasty), plan, hasty, request, findings);
  ASSERT_FALSE(result.violations.empty());
  EXPECT_GT(findings.last_act, 0U);
  EXPECT_LE(findings.last_act, findings.violation);
  EXPECT_LT(findings.violation, findings.events);
}

TEST_F(ReplayCommand, GdbDropsNoOtherOption) {
  const std::string file = failed_repro();
  using Words = std::vector<std::string>;
  for (const Words& other : {Words{"--until", "1s"}, Words{"--state", "1s"}, Words{"--trace"}, Words{"--json"},
                             Words{"--memory", "1GiB"}, Words{"--seed-timeout", "1s"}}) {
    Words words = other;
    words.emplace_back("--gdb");
    const Finished finished = replay(file, words);
    EXPECT_EQ(finished.code, 2) << other.front();
    EXPECT_TRUE(contains(finished.err, "without " + other.front())) << finished.err;
  }
}

// ---- bad input ------------------------------------------------------------------------------------------------------

TEST_F(ReplayCommand, ABadFileIsExitTwoAndIsLeftAsItIs) {
  const std::string file = failed_repro();
  const std::string content = content_of(file);
  EXPECT_EQ(replay(folder_.path("nowhere.repro")).code, 2);
  for (const std::string& bad : {content.substr(0, content.size() / 2), std::string("hello\n"), std::string()}) {
    const std::string name = folder_.write("bad.repro", bad);
    const Finished finished = replay(name);
    EXPECT_EQ(finished.code, 2);
    EXPECT_TRUE(finished.err.starts_with("groundhog: " + name + ":")) << finished.err;
    EXPECT_EQ(content_of(name), bad);
  }
  EXPECT_EQ(replay(written(unfinished_repro("x", "x.yaml", "version: [1\n", 1))).code, 2);
}

TEST_F(ReplayCommand, OneThingAtATimeHasStdout) {
  const std::string file = failed_repro();
  EXPECT_EQ(replay(file, {"--json", "--trace"}).code, 2);
  EXPECT_EQ(replay(file, {"--state", "1s", "--until", "2s"}).code, 2);
  EXPECT_EQ(replay(file, {"--until", "#0"}).code, 2);
  EXPECT_EQ(replay(file, {"--until", "12"}).code, 2);
}

}  // namespace
}  // namespace groundhog::test
