// Reports: text for people, JSON and XML for tools.

#include <chrono>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <rapidcheck/gtest.h>

#include "cli/exit_code.hpp"
#include "cli/formats/table.hpp"
#include "cli/output/console.hpp"
#include "cli/output/report_text.hpp"
#include "harness/promote/promotion.hpp"
#include "harness/repro/seed_report.hpp"
#include "harness/runner/scenario_report.hpp"
#include "harness/text/json.hpp"
#include "sim/core/text.hpp"

namespace groundhog::test {

using namespace harness;
using namespace cli;
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Scenario pongs() {
  Scenario scenario;
  scenario.name = "dropped-pongs";
  scenario.file = "scenarios/dropped-pongs.yaml";
  scenario.seeds = SeedSet::counted(1, 3);
  scenario.cover = {{"ops.acknowledged", 30}};
  return scenario;
}

SeedResult green(std::uint64_t seed) {
  SeedResult result;
  result.seed = seed;
  result.events = 1000;
  result.simulated = seconds(30);
  result.wall = result.cpu = milliseconds(10);
  result.coverage = {{"ops.acknowledged", 10}};
  return result;
}

SeedResult diverged(std::uint64_t seed) {
  SeedResult result = green(seed);
  result.violations = {
      {"replica.convergence", seconds(30), "n2 is at offset 811 of 1,402: link down", "n2", ""},
      {"replica.prefix", milliseconds(12'500), "n2 has \"k<1>\" & n1 has not", "n2", "k<1>"},
  };
  result.violations_total = 9;
  return result;
}

ScenarioReport report_of(const std::vector<SeedResult>& results) {
  ScenarioReport report(pongs());
  for (const SeedResult& result : results) report.add(result);
  return report;
}

// What a format says of a whole run.
std::string end_in(std::unique_ptr<Format> (*make)(const Sink&), const ScenarioReport& report) {
  std::string out;
  const auto format = make([&](std::string_view text) { out += text; });
  format->on_end(std::span(&report, 1), exit_code_of(report));
  return out;
}

std::string seed_json_line(const SeedResult& result) {
  std::string out;
  const auto format = make_json([&](std::string_view text) { out += text; });
  format->on_seed({report_of({result}), result});
  return out;
}

std::string scenario_json_line(const ScenarioReport& report) {
  std::string out;
  const auto format = make_json([&](std::string_view text) { out += text; });
  format->on_scenario(report);
  return out;
}

TEST(ExitCodes, TheFirstOfThePrecedenceCounts) {
  const ExitCode order[] = {ExitCode::interrupted, ExitCode::internal_error, ExitCode::nondeterministic,
                            ExitCode::violated,    ExitCode::inconclusive,   ExitCode::as_expected};
  for (std::size_t i = 0; i < std::size(order); ++i) {
    for (std::size_t j = i; j < std::size(order); ++j) {
      EXPECT_EQ(worse_of(order[i], order[j]), order[i]);
      EXPECT_EQ(worse_of(order[j], order[i]), order[i]);
    }
  }
}

TEST(ScenarioReport, JudgesFloorsOverTheFullSetOnly) {
  EXPECT_EQ(exit_code_of(report_of({green(1), green(2), green(3)})), ExitCode::as_expected);
  EXPECT_FALSE(report_of({green(1), green(2)}).cover_judged());
  EXPECT_EQ(exit_code_of(report_of({green(1), green(2)})), ExitCode::as_expected);
  SeedResult idle = green(3);
  idle.coverage = {{"ops.acknowledged", 9}};
  EXPECT_EQ(exit_code_of(report_of({green(1), green(2), idle})), ExitCode::inconclusive);
  EXPECT_FALSE(report_of({green(7), green(8), green(9)}).cover_judged()) << "three seeds, but not these";
}

// Time-outs may cost a tenth of the operations.
TEST(ScenarioReport, SaysWhereClientsCannotSendWhatIsPlanned) {
  const auto summary = [](std::uint64_t left) {
    SeedResult slow = green(1);
    slow.coverage = {{"ops.acknowledged", 8}, {"ops.unknown", 1}, {"ops.no_turn", left}};
    return scenario_summary(report_of({slow}), {}) + brief_summary(report_of({slow}), {});
  };
  EXPECT_EQ(summary(1).find("no turn"), std::string::npos);
  const std::string said = summary(2);
  const std::string line =
      "  2 of 11 operations had no turn: a client waits for replies before it sends more; take more clients, a "
      "pipeline "
      "or a lower rate\n";
  EXPECT_NE(said.find(line), std::string::npos) << said;
  EXPECT_NE(said.find(line), said.rfind(line)) << said;
}

// Windows of one fault count together; a fault that no plan had has no floor.
TEST(ScenarioReport, EveryFaultHasAFloorOfOneSeedUnlessItMayMiss) {
  Scenario scenario = pongs();
  scenario.faults = {{"lost", "drop", 12}, {"slow", "link", 13}, {"rare", "crash", 14, true}, {"off", "hold", 15}};
  const auto missed = [&](const std::vector<Coverage>& faults) {
    ScenarioReport report(scenario);
    for (std::uint64_t seed = 1; seed <= faults.size(); ++seed) {
      SeedResult result = green(seed);
      result.faults = faults[seed - 1];
      report.add(result);
    }
    std::vector<std::string> names;
    for (const CoverLine& line : report.missed_cover()) names.push_back(line.name + ":" + std::to_string(line.line));
    return names;
  };
  const Coverage idle{{"lost.1", 0}, {"lost.2", 0}, {"slow", 0}, {"rare", 0}};
  using Names = std::vector<std::string>;
  EXPECT_EQ(missed({idle, idle, idle}), (Names{"fault lost:12", "fault slow:13"}));
  const Coverage second{{"lost.1", 0}, {"lost.2", 3}, {"slow", 0}, {"rare", 0}};
  EXPECT_EQ(missed({idle, second, idle}), Names{"fault slow:13"});
}

TEST(ScenarioReport, ItsExitCodeIsTheWorstOfItsSeeds) {
  EXPECT_EQ(exit_code_of(report_of({})), ExitCode::inconclusive);
  EXPECT_EQ(exit_code_of(report_of({green(1), diverged(2)})), ExitCode::violated);
  SeedResult broken = green(3);
  broken.end = SeedEnd::internal_error;
  EXPECT_EQ(exit_code_of(report_of({diverged(2), broken})), ExitCode::internal_error);
  SeedResult crashed = green(3);
  crashed.end = SeedEnd::crashed;
  EXPECT_EQ(exit_code_of(report_of({crashed})), ExitCode::violated);
  ScenarioReport twice = report_of({diverged(2)});
  twice.nondeterministic_seeds = 1;
  EXPECT_EQ(exit_code_of(twice), ExitCode::nondeterministic);
}

SeedResult undecided(std::uint64_t seed, std::string reason) {
  SeedResult result = green(seed);
  result.gave_up = {{"client.linearizable", std::move(reason)}};
  return result;
}

TEST(ScenarioReport, ACheckerThatGaveUpIsNoFailureAndNotAsExpectedEither) {
  const ScenarioReport report = report_of({green(1), undecided(2, "40 operations"), undecided(3, "50 operations")});
  EXPECT_EQ(report.seeds_failed, 0U);
  EXPECT_EQ(exit_code_of(report), ExitCode::inconclusive);
  EXPECT_EQ(exit_code_of(report_of({undecided(2, "40 operations"), diverged(3)})), ExitCode::violated);

  const std::string line = "  client.linearizable gave up in 2 seeds, first 0x2: 40 operations\n";
  EXPECT_NE(scenario_summary(report, {}).find(line), std::string::npos) << scenario_summary(report, {});
  EXPECT_NE(brief_summary(report, {}).find(line), std::string::npos) << brief_summary(report, {});
  EXPECT_EQ(scenario_summary(report_of({green(1)}), {}).find("gave up"), std::string::npos);

  const auto seed = nlohmann::json::parse(seed_json_line(undecided(2, "40 operations")));
  EXPECT_EQ(seed["gave_up"][0]["check"], "client.linearizable");
  EXPECT_EQ(seed["gave_up"][0]["reason"], "40 operations");
  EXPECT_EQ(seed["failed"], false);
  EXPECT_EQ(nlohmann::json::parse(scenario_json_line(report))["gave_up"]["client.linearizable"], 2);

  const std::string xml = end_in(make_junit, report);
  EXPECT_NE(xml.find("tests=\"1\" failures=\"1\""), std::string::npos) << xml;
  EXPECT_NE(xml.find("client.linearizable gave up in 2 seeds"), std::string::npos) << xml;
}

TEST(ScenarioReport, CountsFailedSeedsByProperty) {
  const ScenarioReport report = report_of({diverged(1), green(2), diverged(3)});
  EXPECT_EQ(report.failed_by_check,
            (std::map<std::string, std::uint64_t>{{"replica.convergence", 2}, {"replica.prefix", 2}}));
}

TEST(FailureText, ReadsLikeTheManual) {
  const std::string text = failure_text(report_of({}), diverged(0x5f1c9a), "out/dropped-pongs/0x5f1c9a", Console{});
  const std::string expected =
      "FAIL dropped-pongs seed 0x5f1c9a: replica.convergence at t=30.000s\n"
      "  n2 is at offset 811 of 1,402: link down\n"
      "  also replica.prefix at t=12.500s\n"
      "    n2 has \"k<1>\" & n1 has not\n"
      "  repro:     groundhog replay out/dropped-pongs/0x5f1c9a/full.repro   # on later commits too\n"
      "  same seed: groundhog run scenarios/dropped-pongs.yaml --seed 0x5f1c9a   # exact at ";
  EXPECT_EQ(text.substr(0, expected.size()), expected);
  EXPECT_TRUE(text.ends_with("\n  filed:     out/dropped-pongs/0x5f1c9a/\n")) << text;
}

TEST(FailureText, TheSameSeedRunsUnderTheSameLimits) {
  EXPECT_EQ(same_seed_command("s.yaml", 3, {}), "groundhog run s.yaml --seed 0x3");
  const WorkerLimits limits{milliseconds(1500), std::size_t{256} << 20};
  EXPECT_EQ(same_seed_command("s.yaml", 3, limits),
            "groundhog run s.yaml --seed 0x3 --seed-timeout 1500ms --memory 256MiB");
  SeedResult result;
  result.end = SeedEnd::out_of_memory;
  ScenarioReport report = report_of({});
  report.limits = limits;
  const std::string text = failure_text(report, result, {}, {});
  EXPECT_NE(text.find("--memory 256MiB   # exact at"), std::string::npos) << text;
}

TEST(FailureText, ACrashShowsItsLastWords) {
  SeedResult result;
  result.seed = 3;
  result.end = SeedEnd::crashed;
  result.detail = "killed by SIGABRT; its last words:\nassertion failed";
  const std::string text = failure_text(report_of({}), result, {}, {});
  EXPECT_EQ(text.substr(0, text.find("  same seed")),
            "FAIL dropped-pongs seed 0x3: crash\n  killed by SIGABRT; its last words:\n  assertion failed\n");
}

TEST(Json, IsReadBackByAnotherParser) {
  const std::string line = seed_json_line(diverged(0xffffffffffffffffU));
  ASSERT_EQ(line.back(), '\n');
  EXPECT_EQ(line.find('\n'), line.size() - 1) << "one line";
  const auto json = nlohmann::json::parse(line);
  EXPECT_EQ(json["seed"], "0xffffffffffffffff");
  EXPECT_EQ(json["violations"][1]["key"], "k<1>");
  EXPECT_EQ(json["violations"][0]["at_s"], 30.0);
  EXPECT_EQ(json["coverage"]["ops.acknowledged"], 10);
  const auto summary = nlohmann::json::parse(scenario_json_line(report_of({green(1), diverged(2)})));
  EXPECT_EQ(summary["failed"], 1);
  EXPECT_EQ(summary["cover"][0]["floor"], 30);
  EXPECT_EQ(summary["exit_code"], 1);
}

TEST(Json, StatesAreThoseThatNoEarlierSeedReached) {
  SeedResult first = green(1);
  first.states = {3, 7};
  SeedResult second = green(2);
  second.states = {7, 9};
  ScenarioReport report = report_of({first});
  EXPECT_EQ(report.new_states, (std::vector<std::uint64_t>{3, 7}));
  report.add(second);
  EXPECT_EQ(report.new_states, std::vector<std::uint64_t>{9});
  EXPECT_EQ(nlohmann::json::parse(scenario_json_line(report))["states"],
            nlohmann::json::parse(R"({"reached": 3, "of_one_seed": 2})"));
  report.is_merged = true;
  EXPECT_EQ(nlohmann::json::parse(scenario_json_line(report))["states"], nlohmann::json::parse(R"({"reached": 3})"));
}

RC_GTEST_PROP(JsonLaw, AnyBytesBecomeValidText, (const std::string& bytes)) {
  const auto json = nlohmann::json::parse(json_quoted(bytes));
  RC_ASSERT(json.get<std::string>() == valid_utf8(bytes));
  RC_ASSERT(valid_utf8(valid_utf8(bytes)) == valid_utf8(bytes));
}

TEST(Utf8, KeepsTextAndReplacesTheRest) {
  EXPECT_EQ(valid_utf8("né → 🙂"), "né → 🙂");
  const std::string bad = "\xef\xbf\xbd";
  EXPECT_EQ(valid_utf8("a\xff"), "a" + bad);
  EXPECT_EQ(valid_utf8("\xc0\xaf"), bad + bad) << "overlong";
  EXPECT_EQ(valid_utf8("\xed\xa0\x80"), bad + bad + bad) << "surrogate";
  EXPECT_EQ(valid_utf8("\xe2\x82"), bad + bad) << "cut";
}

TEST(Tap, HasAPointForEachSeedAndEachFloor) {
  std::string out;
  const auto tap = make_tap([&](std::string_view text) { out += text; });
  const std::vector<SeedResult> results = {green(1), diverged(2), green(3)};
  const ScenarioReport report = report_of(results);
  for (const SeedResult& result : results) tap->on_seed({report, result});
  tap->on_scenario(report);
  tap->on_end(std::span(&report, 1), ExitCode::violated);
  EXPECT_TRUE(
      out.starts_with("TAP version 13\nok 1 - dropped-pongs seed 0x1\nnot ok 2 - dropped-pongs seed 0x2\n"
                      "  ---\n  message: |\n    FAIL dropped-pongs seed 0x2: replica.convergence at t=30.000s\n"))
      << out;
  EXPECT_TRUE(
      out.ends_with("\n  ...\nok 3 - dropped-pongs seed 0x3\n"
                    "ok 4 - dropped-pongs cover ops.acknowledged 30 of 30\n1..4\n"))
      << out;
}

TEST(Tap, GroupsAreCommentsAndWhatDidNotBeginIsSkipped) {
  std::string out;
  const auto tap = make_tap([&](std::string_view text) { out += text; });
  const ScenarioReport report = report_of({green(1), diverged(2), diverged(3)});
  tap->on_scenario(report);
  tap->on_left_out("later");
  EXPECT_NE(out.find("\n# "), std::string::npos) << out;
  EXPECT_NE(out.find("0x2"), std::string::npos) << out;
  EXPECT_TRUE(out.ends_with(" - later # SKIP the run ended before it\n")) << out;
}

TEST(Tap, WhatIsInconclusiveIsNotOk) {
  const auto points = [](const ScenarioReport& report, ExitCode code) {
    std::string out;
    const auto tap = make_tap([&](std::string_view text) { out += text; });
    tap->on_scenario(report);
    tap->on_end(std::span(&report, 1), code);
    return out;
  };
  const std::string undecided_points = points(report_of({undecided(2, "40 operations")}), ExitCode::inconclusive);
  EXPECT_NE(undecided_points.find("not ok 1 - dropped-pongs client.linearizable judges every seed\n"),
            std::string::npos)
      << undecided_points;
  EXPECT_NE(points(report_of({}), ExitCode::inconclusive).find("not ok 1 - dropped-pongs runs a seed\n"),
            std::string::npos);
  EXPECT_EQ(points(report_of({green(1)}), ExitCode::as_expected), "TAP version 13\n1..0\n") << "no floor is judged";
  EXPECT_TRUE(points(report_of({green(1)}), ExitCode::interrupted).ends_with("Bail out! interrupted\n1..0\n"));
}

TEST(GitHub, ShowsEachDistinctFailureOnceAndAtMostTen) {
  std::vector<SeedResult> results;
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SeedResult result = green(seed);
    result.violations = {{"check." + std::to_string(seed % 12), {}, "100% wrong", "", ""}};
    results.push_back(result);
  }
  const std::string text = end_in(make_github, report_of(results));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 10);
  EXPECT_NE(text.find("100%25 wrong"), std::string::npos);
}

TEST(Summary, SaysWhetherFloorsWereJudged) {
  EXPECT_NE(scenario_summary(report_of({green(1), green(2), green(3)}), {}).find("  met\n"), std::string::npos);
  EXPECT_NE(scenario_summary(report_of({green(1)}), {}).find("1 of them ran"), std::string::npos);
  SeedResult idle = green(3);
  idle.coverage.clear();
  EXPECT_NE(brief_summary(report_of({green(1), green(2), idle}), {}).find("cover missed: ops.acknowledged 20 of 30"),
            std::string::npos);
}

TEST(Progress, SaysHowFarAndHowLong) {
  RunnerProgress progress;
  progress.total = 200;
  progress.done = 50;
  progress.failed = 1;
  progress.simulated = seconds(1500);
  progress.elapsed = seconds(2);
  EXPECT_EQ(progress_text("pongs", progress), "pongs: 50 of 200 seeds, 25/s, 750 × real time, 1 failed, 6.0 s left");
}

TEST(Text, IsForPeople) {
  EXPECT_EQ(with_separators(0), "0");
  EXPECT_EQ(with_separators(1402), "1,402");
  EXPECT_EQ(with_separators(22'871'000), "22,871,000");
  EXPECT_EQ(long_duration_text(milliseconds(812)), "812 ms");
  EXPECT_EQ(long_duration_text(seconds(250)), "4 min 10 s");
  EXPECT_EQ(long_duration_text(seconds(7500)), "2 h 05 min");
  EXPECT_EQ(count_of(1, "seed"), "1 seed");
}

TEST(ExitCodes, ARegressionThatSeveralSeedsMayMissIsInconclusive) {
  EXPECT_EQ(exit_code_of(Promotion{.text = {}, .plan = {}, .result = {}, .survival = {20, 3}}), ExitCode::inconclusive);
  EXPECT_EQ(exit_code_of(Promotion{.text = {}, .plan = {}, .result = {}, .survival = {20, 8}}), ExitCode::as_expected);
}

}  // namespace
}  // namespace groundhog::test
