// Failed seeds by the failure that they show, in every format.

#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "cli/output/group_text.hpp"
#include "tests/cli/report_fixture.hpp"
#include "tests/support/binary.hpp"

namespace groundhog::test {

using namespace harness;
using namespace cli;
namespace {

// Two kinds in five seeds: numbers, keys and hosts differ within a kind.
ScenarioReport two_kinds() {
  return report_on("mixed", {violating(1, "test.order", "n2 is at 811 of 1,402: link down"), passed(2),
                             violating(3, "test.order", "n1 is at 7 of 9: link down"),
                             violating(4, "test.value", "key \"a|b\" is `gone` <b>"),
                             violating(5, "test.order", "n3 is at 1 of 2: link down"),
                             violating(9, "test.value", "key \"c\" is `gone` <b>")});
}

MinimalForm small_form() {
  return {.repro_file = "out/mixed/0x1/min.repro",
          .size = {1, 2, 14},
          .from = {3, 400, 2100},
          .message = "n2 is at 1 of 2: link down",
          .verified = true,
          .scenario = "run: {chaos: 1s}\n",
          .events = {"0.1 n2 ```loud```"}};
}

ScenarioReport with_minimal_form() {
  ScenarioReport report = two_kinds();
  report.groups.begun_by(1)->minimal = small_form();
  return report;
}

TEST(FailureGroups, CountsSeedsByWhatTheyShow) {
  const ScenarioReport report = two_kinds();
  std::vector<std::string> groups;
  for (const FailureGroup& group : report.groups) groups.push_back(sentence_of(group) + " | " + seeds_of(group));
  EXPECT_EQ(groups, (std::vector<std::string>{
                        "test.order: n2 is at 811 of 1,402: link down | 0x1, 0x3, 0x5",
                        "test.value: key \"a|b\" is `gone` <b> | 0x4, 0x9",
                    }));
  EXPECT_TRUE(report_on("quiet", {passed(1)}).groups.empty());
}

TEST(FailureGroups, AnEndIsAKindOfItsOwn) {
  SeedResult crash = violating(2, "test.order", "late");
  crash.end = SeedEnd::crashed;
  crash.detail = "killed by SIGABRT; its last words:\nhelp";
  const ScenarioReport report = report_on("mixed", {violating(1, "test.order", "late"), crash});
  ASSERT_EQ(report.groups.size(), 2U);
  EXPECT_EQ(sentence_of(*report.groups.begun_by(2)), "crash: killed by SIGABRT; its last words:");
}

TEST(FailureGroups, ManySeedsAreCutForPeopleAndWholeInJson) {
  std::vector<SeedResult> results;
  for (std::uint64_t seed = 1; seed <= 40; seed += 2) results.push_back(violating(seed, "test.order", "late"));
  const ScenarioReport report = report_on("mixed", results);
  EXPECT_EQ(seeds_of(*report.groups.begin()), "0x1, 0x3, 0x5, 0x7, 0x9, 0xb, 0xd, 0xf … and 12 more");
  std::string line;
  make_json([&](std::string_view text) { line += text; })->on_scenario(report);
  const auto group = nlohmann::json::parse(line)["groups"][0];
  EXPECT_EQ(group["count"], 20);
  EXPECT_EQ(parse_seeds(group["seeds"].get<std::string>())->size(), 20U);
}

TEST(FailureGroups, TextHasALineForEachKindAndTheSmallestRepro) {
  EXPECT_EQ(groups_text(with_minimal_form(), Console()),
            "2 kinds of failure in 5 seeds:\n"
            "     3 × test.order: n2 is at 811 of 1,402: link down\n"
            "         seeds 0x1, 0x3, 0x5\n"
            "         groundhog replay out/mixed/0x1/min.repro\n"
            "     2 × test.value: key \"a|b\" is `gone` <b>\n"
            "         seeds 0x4, 0x9\n"
            "         groundhog run scenarios/mixed.yaml --seed 0x4\n\n");
  EXPECT_EQ(groups_text(report_on("one", {violating(1, "test.order", "late")}), Console()), "")
      << "one failed seed has its block";
}

TEST(FailureGroups, OverSeveralScenariosAKindNamesThem) {
  const std::vector reports = {report_on("quiet", {passed(1)}), two_kinds(),
                               report_on("other", {violating(7, "test.order", "n9 is at 3 of 4: link down")})};
  const std::string text = groups_text(reports, Console());
  EXPECT_TRUE(text.starts_with("2 kinds of failure in 6 seeds:\n     4 × test.order: ")) << text;
  EXPECT_TRUE(contains(text, "         in mixed, other\n")) << text;
  EXPECT_EQ(groups_text(std::span(reports).first(2), Console()), "") << "of one scenario it was said already";
}

TEST(FailureGroups, JsonHasTheMinimalForm) {
  std::string line;
  make_json([&](std::string_view text) { line += text; })->on_scenario(with_minimal_form());
  const auto groups = nlohmann::json::parse(line)["groups"];
  ASSERT_EQ(groups.size(), 2U);
  EXPECT_EQ(groups[0]["about"], "test.order");
  EXPECT_EQ(groups[0]["seeds"], "0x1,0x3,0x5");
  EXPECT_EQ(groups[0]["minimal"]["size"]["operations"], 2);
  EXPECT_EQ(groups[0]["minimal"]["repro"], "out/mixed/0x1/min.repro");
  EXPECT_FALSE(groups[1].contains("minimal"));
}

TEST(FailureGroups, AnAnnotationHasSentenceCommandAndMinimalForm) {
  const ScenarioReport report = with_minimal_form();
  const std::string text = written_by(make_github, {&report, 1});
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2) << text;
  for (const std::string part : {"::error file=scenarios/mixed.yaml,line=1,title=mixed test.order::", "link down%0A",
                                 "groundhog replay out/mixed/0x1/min.repro", "minimal form: 1 fault, 2 operations"}) {
    EXPECT_TRUE(contains(text, part)) << part << "\n" << text;
  }
}

TEST(FailureGroups, MarkdownInterpretsNothingOfAMessage) {
  const ScenarioReport report = with_minimal_form();
  const std::string text = written_by(make_markdown, {&report, 1});
  EXPECT_TRUE(contains(text,
                       "<summary>mixed: 2 seeds, test.value: key \"a&#124;b\" is &#96;gone&#96; "
                       "&#60;b&#62;</summary>\n\nSeeds: 0x4, 0x9\n"))
      << text;
  EXPECT_TRUE(contains(text,
                       "```sh\ngroundhog replay out/mixed/0x1/min.repro\n"
                       "groundhog run scenarios/mixed.yaml --seed 0x1\n```\n"))
      << text;
  EXPECT_TRUE(contains(text, "````text\nminimal form: 1 fault, 2 operations, 14 messages (from 3 faults, "))
      << "a fence that the events do not end:\n"
      << text;
  EXPECT_FALSE(contains(text, "<b>")) << text;
  const ScenarioReport odd = report_on("a|b\nc", {passed(1)});
  EXPECT_TRUE(contains(written_by(make_markdown, {&odd, 1}), "| a&#124;b c | 1 | 0 | |\n"));
}

}  // namespace
}  // namespace groundhog::test
