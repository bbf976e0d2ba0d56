// What `expect:` means in the binary of a mutant. This test is such a binary: it brings its own planted_mutant().
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "cli/exit_code.hpp"
#include "cli/formats/table.hpp"
#include "cli/output/report_text.hpp"
#include "harness/mutants/planted.hpp"
#include "harness/runner/scenario_report.hpp"

std::string_view groundhog::harness::planted_mutant() { return "lost-entries"; }

namespace groundhog::test {

using namespace harness;
using namespace cli;

namespace {

Scenario scenario_expecting(std::optional<Expectation> expect) {
  Scenario scenario;
  scenario.name = "tiny";
  scenario.seeds = SeedSet::counted(1, 3);
  scenario.cover = {{"ops.acknowledged", 1'000'000}};
  scenario.expect = std::move(expect);
  return scenario;
}

// Seeds from 1 on; each violates the property of its place, or nothing where it is empty.
ScenarioReport report_of(const std::vector<std::string>& violated, std::optional<Expectation> expect) {
  ScenarioReport report(scenario_expecting(std::move(expect)));
  std::uint64_t seed = 0;
  for (const std::string& check : violated) {
    SeedResult result;
    result.seed = ++seed;
    result.end = SeedEnd::completed;
    if (!check.empty()) result.violations.push_back({.check = check, .at = {}, .message = {}, .node = {}, .key = {}});
    report.add(result);
  }
  return report;
}

std::optional<Expectation> expecting(std::string check, std::optional<std::uint64_t> within = std::nullopt) {
  return Expectation{.violates = std::move(check), .mutant = "lost-entries", .within_seeds = within};
}

std::string junit_xml(const std::vector<ScenarioReport>& reports) {
  std::string out;
  const auto junit = make_junit([&](std::string_view text) { out += text; });
  junit->on_end(reports, exit_code_of(reports));
  return out;
}

TEST(Expectation, IsMetByTheNamedPropertyAlone) {
  const ScenarioReport caught = report_of({"", "replica.prefix", "replica.prefix"}, expecting("replica.prefix"));
  EXPECT_EQ(exit_code_of(caught), ExitCode::as_expected) << "floors of the true tree do not count either";
  ASSERT_TRUE(caught.expected->found.has_value());
  EXPECT_EQ(caught.expected->found->seed, 2U);
  EXPECT_EQ(caught.expected->found->after_seeds, 2U);

  const ScenarioReport missed = report_of({"", "ttl.safety", ""}, expecting("replica.prefix"));
  EXPECT_EQ(exit_code_of(missed), ExitCode::violated);
  EXPECT_TRUE(missed.expected_is_missing());
}

TEST(Expectation, AGreenMutantIsNotCaught) {
  const ScenarioReport report = report_of({"", "", ""}, expecting("replica.prefix"));
  EXPECT_EQ(exit_code_of(report), ExitCode::violated);
  const Console plain;
  const std::vector reports = {report};
  EXPECT_NE(scenario_summary(report, plain).find("lost-entries must violate replica.prefix: not caught"),
            std::string::npos);
  EXPECT_NE(closing_summary(reports, ExitCode::violated, plain).find("an expected violation was not found"),
            std::string::npos);
  EXPECT_NE(junit_xml(reports).find("lost-entries does not violate replica.prefix"), std::string::npos);
}

TEST(Expectation, ACheckThatGaveUpLeavesACaughtBugCaught) {
  ScenarioReport caught = report_of({"replica.prefix"}, expecting("replica.prefix"));
  caught.gave_up["replica.convergence"] = {1, 2, "settle is too short"};
  EXPECT_EQ(exit_code_of(caught), ExitCode::as_expected);

  ScenarioReport blind = report_of({""}, std::nullopt);
  blind.gave_up = caught.gave_up;
  EXPECT_EQ(exit_code_of(blind), ExitCode::violated);
  const std::vector caught_by_another = {blind, caught};
  EXPECT_EQ(exit_code_of(caught_by_another), ExitCode::as_expected);
}

TEST(Expectation, ItsBudgetIsCountedInSeeds) {
  const std::vector<std::string> second = {"", "replica.prefix", ""};
  EXPECT_EQ(exit_code_of(report_of(second, expecting("replica.prefix", 2))), ExitCode::as_expected);
  EXPECT_EQ(exit_code_of(report_of(second, expecting("replica.prefix", 1))), ExitCode::violated);
}

TEST(Expectation, WithoutAPromiseAboutThisMutantAnyPropertyCatchesIt) {
  auto of_another = expecting("replica.prefix");
  of_another->mutant = "another";
  for (const auto& expect : {of_another, std::optional<Expectation>()}) {
    const ScenarioReport caught = report_of({"", "ttl.safety", ""}, expect);
    EXPECT_EQ(exit_code_of(caught), ExitCode::as_expected);
    EXPECT_NE(scenario_summary(caught, Console()).find("  lost-entries: caught after 2 seeds, by seed 0x2\n"),
              std::string::npos);
    const ScenarioReport missed = report_of({"", "", ""}, expect);
    EXPECT_EQ(exit_code_of(missed), ExitCode::violated);
    EXPECT_NE(brief_summary(missed, Console()).find("; lost-entries: not caught\n"), std::string::npos);
    EXPECT_TRUE(
        closing_summary({&missed, 1}, ExitCode::violated, Console()).ends_with("lost-entries was not caught\n"));
  }
}

TEST(Expectation, AnEndThatSaysMoreOfTheScenarioCatchesNothing) {
  for (const SeedEnd end : {SeedEnd::never_ready, SeedEnd::event_limit, SeedEnd::timed_out, SeedEnd::out_of_memory}) {
    ScenarioReport report(scenario_expecting(std::nullopt));
    SeedResult result;
    result.end = end;
    report.add(result);
    EXPECT_EQ(exit_code_of(report), ExitCode::violated) << name_of(end);
    EXPECT_TRUE(report.expected_is_missing()) << name_of(end);
  }
  ScenarioReport report(scenario_expecting(std::nullopt));
  SeedResult crash;
  crash.end = SeedEnd::crashed;
  report.add(crash);
  EXPECT_EQ(exit_code_of(report), ExitCode::as_expected);
}

TEST(Expectation, OneScenarioThatCatchesItIsEnoughUnlessAnotherPromised) {
  const ScenarioReport caught = report_of({"", "ttl.safety"}, std::nullopt);
  const ScenarioReport blind = report_of({"", ""}, std::nullopt);
  const ScenarioReport broken_promise = report_of({"", ""}, expecting("replica.prefix"));

  const std::vector enough = {blind, caught};
  EXPECT_EQ(exit_code_of(enough), ExitCode::as_expected);
  EXPECT_NE(
      closing_summary(enough, ExitCode::as_expected, Console()).find("lost-entries: caught by 1 of 2 scenarios\n"),
      std::string::npos);
  EXPECT_NE(junit_xml(enough).find("tests=\"2\" failures=\"0\""), std::string::npos) << junit_xml(enough);

  const std::vector none = {blind, blind};
  EXPECT_EQ(exit_code_of(none), ExitCode::violated);
  EXPECT_NE(junit_xml(none).find("lost-entries was not caught"), std::string::npos) << junit_xml(none);
  const std::vector promised = {broken_promise, caught};
  EXPECT_EQ(exit_code_of(promised), ExitCode::violated);
}

TEST(Expectation, WithoutAPromiseTapHasOnePointForAllScenarios) {
  const std::vector reports = {report_of({""}, std::nullopt), report_of({"ttl.safety"}, std::nullopt)};
  for (const std::size_t asked : {1U, 2U}) {
    std::string out;
    const auto tap = make_tap([&](std::string_view text) { out += text; });
    const std::span some = std::span(reports).first(asked);
    for (const ScenarioReport& report : some) tap->on_scenario(report);
    tap->on_end(some, exit_code_of(some));
    EXPECT_TRUE(out.ends_with(asked == 1 ? "\nnot ok 1 - lost-entries is caught\n1..1\n"
                                         : "\nok 1 - lost-entries is caught\n1..1\n"))
        << out;
  }
}

TEST(Expectation, WhatIsExpectedIsToDoInTap) {
  const ScenarioReport report = report_of({"replica.prefix", "", ""}, expecting("replica.prefix"));
  std::string out;
  const auto tap = make_tap([&](std::string_view text) { out += text; });
  tap->on_seed({report, report.failures.front()});
  tap->on_scenario(report);
  EXPECT_NE(out.find("not ok 1 - tiny seed 0x1 # TODO lost-entries is planted\n"), std::string::npos) << out;
  EXPECT_TRUE(out.ends_with("ok 2 - tiny shows that lost-entries violates replica.prefix\n")) << out;
}

TEST(Expectation, WhatIsExpectedIsNoFailedTest) {
  const std::vector reports = {report_of({"replica.prefix", "", ""}, expecting("replica.prefix"))};
  EXPECT_NE(junit_xml(reports).find("tests=\"1\" failures=\"0\""), std::string::npos) << junit_xml(reports);
}

}  // namespace
}  // namespace groundhog::test
