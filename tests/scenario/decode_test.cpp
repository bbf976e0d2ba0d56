// Every key of the language is decoded: what cannot belong there is reported there.
#include "sim/scenario/decode.hpp"

#include <gtest/gtest.h>

#include "sim/scenario/keys.hpp"
#include "tests/scenario/language_fixture.hpp"

namespace groundhog::test {
namespace {

// A mapping that no key takes.
const std::string misfit = "{misfit: {misfit: 1}}";

void expect_report(const std::string& before, const std::string& after) {
  const std::string text = before + misfit + after;
  const auto scenario = Language().load(text);
  ASSERT_FALSE(scenario) << text;
  const bool is_there = std::ranges::any_of(scenario.error(), [&](const Diagnostic& each) {
    return each.mark.column > before.size() && each.mark.column <= before.size() + misfit.size();
  });
  EXPECT_TRUE(is_there) << text << '\n' << render(scenario.error(), false);
}

void expect_reports(std::span<const KeySpec> keys, const std::string& before, const std::string& after) {
  for (const KeySpec& key : keys) {
    if (key.name == "do") continue;
    const std::string here = before + std::string(key.name) + ": ";
    expect_report(here, after);
    if (key.mapping == nullptr) continue;
    const bool is_list = key.kind == KeySpec::Kind::list;
    const bool is_table = key.kind == KeySpec::Kind::table;
    const std::string open = is_list ? "[{" : is_table ? "{n1: {" : "{";
    const std::string close = is_list ? "}]" : is_table ? "}}" : "}";
    expect_reports(key.mapping->keys, here + open, close + after);
  }
}

TEST(Decode, reports_a_misfit_at_every_key) { expect_reports(scenario_mapping().keys, "{", "}"); }

TEST(Decode, reports_a_misfit_at_every_key_of_every_verb) {
  expect_report("{faults: [{do: ", "}]}");
  for (const FaultEntry& entry : test_verbs) {
    expect_reports(fault_keys(&entry), "{faults: [{do: " + std::string(entry.verb) + ", ", "}]}");
  }
}

TEST(Decode, names_that_a_scenario_gives_are_identifiers) {
  const std::string message = "error: expected a name of letters, digits and . _ -";
  EXPECT_EQ(Language().problems("version: 1\nname: a\ncluster: {nodes: {n 1: {role: primary}}}\n"),
            Lines{"s.yaml:3:19: " + message});
  EXPECT_EQ(problems("params: {-p: {flag: 0.5}}\nworkload: {timeout: 1s}\n"),
            (Lines{"s.yaml:9:10: " + message, "s.yaml:9:10: warning: the param '-p' is never used"}));
}

TEST(Decode, a_list_of_frame_types_is_not_empty) {
  EXPECT_EQ(problems("faults: [{do: drop, match: {type: []}}]\n"), Lines{"s.yaml:9:35: error: the list is empty"});
  EXPECT_EQ(problems("faults: [{do: drop, match: {type: ping}}]\n"), Lines{});
}

TEST(Decode, the_guest_gets_a_whole_number_in_decimal_digits) {
  const Plan plan = Language().expand(
      "version: 1\nname: a\nrun: {settle: 5s}\n"
      "cluster: {nodes: {n1: {role: primary}}, config: {heartbeat-misses: 0x10, heartbeat-interval: 1.5s}}\n",
      1);
  EXPECT_EQ(plan.config.at("heartbeat-misses"), "16");
  EXPECT_EQ(plan.config.at("heartbeat-interval"), "1500ms");
}

}  // namespace
}  // namespace groundhog::test
