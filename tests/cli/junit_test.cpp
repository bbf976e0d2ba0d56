// JUnit XML, judged by the schema that readers have.

#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "tests/cli/report_fixture.hpp"
#include "tests/support/binary.hpp"

namespace groundhog::test {

using namespace harness;
using namespace cli;
namespace {

// Whether xmllint finds it valid.
bool is_valid(const std::string& xml) {
  const TemporaryFolder folder;
  const std::string file = folder.write("report.xml", xml);
  const std::string schema = GROUNDHOG_SOURCE_DIR "/tests/cli/junit.xsd";
  return std::system(("xmllint --noout --nonet --schema " + schema + " " + file + " 2>/dev/null").c_str()) == 0;
}

std::string xml_of(const std::vector<ScenarioReport>& reports) { return written_by(make_junit, reports); }

std::string case_of(const std::string& name) { return "<testcase classname=\"groundhog\" name=\"" + name + "\""; }

ScenarioReport interrupted() {
  ScenarioReport report = report_on("stopped", {passed(1), violating(2, "test.order", "late")});
  report.interrupted = true;
  return report;
}

ScenarioReport left_to_others() {
  ScenarioReport report = report_on("elsewhere", {});
  report.chosen = SeedSet::single(1);
  report.shard = {2, 2};
  return report;
}

ScenarioReport broken() {
  SeedResult result = passed(3);
  result.end = SeedEnd::internal_error;
  result.detail = "the harness threw";
  return report_on("broken", {result});
}

ScenarioReport twofold() {
  ScenarioReport report = report_on("twofold", {passed(1)});
  report.nondeterministic_seeds = 1;
  return report;
}

class JUnit : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::system("command -v xmllint >/dev/null") != 0) GTEST_SKIP() << "xmllint is not installed";
  }
};

TEST_F(JUnit, IsValidWhateverCameOfTheRun) {
  const std::string wild = std::string("\x01\n|\xef\xbf\xbf\xff ]]> & \"k<1>\"", 20);
  const std::string xml = xml_of({report_on("quiet", {passed(1)}), report_on("wild", {violating(1, wild, wild)}),
                                  report_on("nothing", {}), interrupted(), left_to_others(), broken(), twofold()});
  EXPECT_TRUE(is_valid(xml)) << xml;
  EXPECT_NE(xml.find("tests=\"7\" failures=\"3\" errors=\"2\" skipped=\"1\""), std::string::npos) << xml;
  EXPECT_TRUE(is_valid(written_by(make_junit, {}, ExitCode::interrupted)));
}

TEST_F(JUnit, TheSchemaRefusesWhatReadersDo) {
  const std::string xml = xml_of({report_on("quiet", {passed(1)})});
  const auto changed = [&](const std::string& from, const std::string& to) {
    std::string text = xml;
    EXPECT_TRUE(contains(text, from)) << from << "\n" << xml;
    return text.replace(text.find(from), from.size(), to);
  };
  EXPECT_TRUE(is_valid(xml)) << xml;
  EXPECT_FALSE(is_valid(changed(" skipped=\"0\"", " colour=\"red\"")));
  EXPECT_FALSE(is_valid(changed("time=\"0.000\"", "time=\"0.0001\"")));
  EXPECT_FALSE(is_valid(changed("      <system-out>", "<failure/><error/><system-out>"))) << "two results of one case";
  EXPECT_FALSE(is_valid(changed("name=\"quiet\" ", "")));
  EXPECT_FALSE(is_valid(xml_of({report_on("quiet", {passed(1)}), report_on("quiet", {passed(1)})})));
}

TEST(JUnitCases, KeepTheirNamesWhateverFailed) {
  const std::string green = xml_of({report_on("quiet", {passed(1)})});
  const std::string red = xml_of({report_on(
      "quiet", {violating(1, "test.order", "late"), violating(2, "test.order", "late"), violating(7, "b", "x")})});
  for (const std::string& xml : {green, red}) {
    EXPECT_TRUE(contains(xml, case_of("quiet"))) << xml;
    EXPECT_TRUE(contains(xml, "<testsuites name=\"groundhog\" tests=\"1\"")) << xml;
  }
  EXPECT_TRUE(contains(red, "<failure message=\"test.order: late (and 1 other failure)\">")) << red;
  EXPECT_TRUE(contains(red, "test.order in 2 seeds: 0x1..0x2\n")) << red;
  EXPECT_TRUE(contains(red, "same seed: groundhog run scenarios/quiet.yaml --seed 0x7")) << red;
  EXPECT_FALSE(contains(green, "<failure")) << green;
}

TEST(JUnitCases, OfAScenarioThatDidNotBeginIsSkipped) {
  std::string xml;
  const auto format = make_junit([&](std::string_view text) { xml += text; });
  const std::vector<ScenarioReport> reports = {report_on("ran", {passed(1)})};
  format->on_left_out("waited");
  format->on_end(reports, ExitCode::inconclusive);
  EXPECT_TRUE(
      contains(xml, case_of("waited") + " time=\"0.000\">\n      <skipped message=\"the run ended before it\"/>"))
      << xml;
  EXPECT_TRUE(contains(xml, "skipped=\"1\"")) << xml;
}

TEST(JUnitCases, AreEscaped) {
  const std::string xml = xml_of({report_on("quiet", {violating(4, "check", std::string("\x01\n|<1> & \"k\"", 12))})});
  EXPECT_TRUE(contains(xml, "message=\"check: \xef\xbf\xbd\"")) << xml;
  EXPECT_TRUE(contains(xml, "|&lt;1&gt; &amp; &quot;k&quot;")) << xml;
}

TEST(JUnitCases, WhatIsNotAsExpectedIsNeverGreen) {
  EXPECT_TRUE(contains(xml_of({report_on("nothing", {})}), "<failure message=\"no seed ran\">"));
  EXPECT_TRUE(contains(xml_of({twofold()}), "<failure message=\"1 seed gave another history\">"));
  EXPECT_TRUE(contains(xml_of({interrupted()}), "<error message=\"interrupted; test.order: late\">"));
  EXPECT_TRUE(contains(xml_of({broken()}), "<error message=\"internal error; "));
  EXPECT_TRUE(contains(xml_of({left_to_others()}), "<skipped message=\"no seed falls to shard 2/2\"/>"));
  const ScenarioReport quiet = report_on("quiet", {passed(1)});
  const std::string incomplete = written_by(make_junit, {&quiet, 1}, ExitCode::inconclusive);
  EXPECT_TRUE(contains(incomplete, case_of("the whole run"))) << incomplete;
  EXPECT_TRUE(contains(incomplete, "errors=\"1\"")) << incomplete;
}

}  // namespace
}  // namespace groundhog::test
