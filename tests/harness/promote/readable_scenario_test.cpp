// What people read is what the harness runs: no plan loses anything on the way to text and back.
#include "harness/promote/readable_scenario.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <utility>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "harness/promote/run_record.hpp"
#include "harness/runner/checked_run.hpp"
#include "sim/scenario/expand.hpp"
#include "sim/scenario/plan_text.hpp"
#include "tests/support/burrow_catalogue.hpp"

namespace groundhog::test {

using namespace harness;
namespace {

namespace fs = std::filesystem;

// ---- laws over random plans

template <typename T>
T one_of(std::vector<T> values) {
  return *rc::gen::elementOf(std::move(values));
}

Duration any_time(Duration most) {
  const auto unit = one_of<std::int64_t>({1, 1'000, 1'000'000, 100'000'000});
  return Duration(unit * *rc::gen::inRange<std::int64_t>(0, most.count() / unit));
}

PlannedOperation any_operation(const Plan& plan) {
  PlannedOperation operation;
  operation.at = any_time(plan.chaos);
  operation.client = *rc::gen::inRange(0U, 3U);
  operation.node = one_of<std::string>({"primary", "n1", "n2"});
  operation.arguments = {one_of<std::string>({"GET", "get", "INCR", "PTTL"}),
                         one_of<std::string>({"k", "a key", "'", "#x: {y}", "\n\xff", "true"})};
  return operation;
}

ClientSpec any_client() {
  ClientSpec spec;
  const int changes = *rc::gen::inRange(0, 4);
  for (int i = 0; i < changes; ++i) spec.learn.push_back(any_time(std::chrono::seconds(5)));
  spec.reconnects = *rc::gen::arbitrary<bool>();
  spec.pipeline = *rc::gen::inRange(1U, 4U);
  spec.inline_share = one_of<double>({0, 0.1, 1});
  return spec;
}

FrameMatch any_match() {
  FrameMatch match;
  match.types = one_of<std::vector<std::string>>({{}, {"pong"}, {"ping", "log_entry"}});
  match.from = one_of<std::optional<std::string>>({std::nullopt, "n1"});
  match.key = one_of<std::optional<std::string>>({std::nullopt, "k", "a \"key\""});
  match.nth = one_of<std::optional<std::uint64_t>>({std::nullopt, 3});
  match.after_event = one_of<std::optional<std::string>>({std::nullopt, "key.expired"});
  return match;
}

PlannedFault any_fault(const Plan& plan) {
  PlannedFault fault;
  fault.verb = one_of<std::string>({"drop", "delay", "crash", "partition", "link", "clock_jump"});
  if (*rc::gen::arbitrary<bool>()) {
    fault.when = EventTrigger{"key.expired", one_of<std::optional<std::string>>({std::nullopt, "n2"}),
                              *rc::gen::inRange<std::uint64_t>(1, 4)};
  } else {
    fault.at = any_time(plan.chaos / 2);
  }
  if (fault.verb != "clock_jump" && *rc::gen::arbitrary<bool>()) {
    fault.lasts = std::chrono::milliseconds(1) + any_time(plan.chaos / 4);
  }
  FaultParameters& parameters = fault.parameters;
  if (fault.verb == "drop" || fault.verb == "delay") parameters["match"] = any_match();
  if (fault.verb == "delay") parameters["by"] = any_time(std::chrono::seconds(1));
  if (fault.verb == "crash" || fault.verb == "clock_jump") parameters["node"] = std::string("n2");
  if (fault.verb == "clock_jump") parameters["by"] = -any_time(std::chrono::seconds(1));
  if (fault.verb == "partition") parameters["groups"] = Groups{{"n1"}, {"n2", "c1"}};
  if (fault.verb == "link") parameters["link"] = LinkSelector{"n1", "*", *rc::gen::arbitrary<bool>()};
  if (fault.verb == "link") parameters["loss"] = 0.25;
  return fault;
}

PlannedFault promotion() {
  PlannedFault fault;
  fault.verb = "promote";
  fault.at = std::chrono::seconds(1);
  fault.parameters["node"] = std::string("n2");
  return fault;
}

// Ids as people choose them, as the language makes them up, and as they are left over when faults are taken away.
void name_faults(std::vector<PlannedFault>& faults) {
  for (std::size_t i = 0; i < faults.size(); ++i) {
    faults[i].id = one_of<std::string>({faults[i].verb + "-" + std::to_string(i + 1), "mine-" + std::to_string(i),
                                        faults[i].verb + "-" + std::to_string(i + 10) + ".2"});
  }
}

Plan any_plan() {
  Plan plan;
  plan.name = "any";
  plan.seed = *rc::gen::arbitrary<std::uint64_t>();
  plan.warmup = one_of<Duration>({plan.warmup, std::chrono::milliseconds(1500)});
  plan.chaos = one_of<Duration>({std::chrono::seconds(3), std::chrono::milliseconds(2250)});
  plan.max_events = one_of<std::uint64_t>({plan.max_events, 1234});
  plan.nodes = {{.name = "n1", .upstream = {}, .zone = {}, .clock = {}, .config = {}},
                {.name = "n2", .upstream = "n1", .zone = {}, .clock = {}, .config = {}}};
  plan.nodes[1].clock.offset = any_time(std::chrono::seconds(2));
  plan.nodes[1].clock.drift_ppm = *rc::gen::inRange(-100, 100);
  plan.network.fallback.delay.mean = any_time(std::chrono::milliseconds(500));
  plan.network.fallback.delay.jitter = any_time(std::chrono::milliseconds(500));
  plan.network.fallback.loss = one_of<double>({0.0, 0.01});
  if (*rc::gen::arbitrary<bool>()) plan.network.links.push_back({.from = "n1", .to = "n2", .mean = Duration(5'000)});
  if (*rc::gen::arbitrary<bool>()) plan.network.socket_buffer_bytes = 4096;
  plan.operation_timeout = one_of<Duration>({plan.operation_timeout, std::chrono::milliseconds(70)});
  plan.clients = *rc::gen::inRange(3U, 5U);
  if (*rc::gen::arbitrary<bool>()) {
    for (std::uint32_t client = 0; client < plan.clients; ++client) plan.client_specs[client] = any_client();
    tidy_client_specs(plan);
  }
  const int operations = *rc::gen::inRange(0, 6);
  for (int i = 0; i < operations; ++i) plan.operations.push_back(any_operation(plan));
  std::ranges::stable_sort(plan.operations, {}, &PlannedOperation::at);
  const int faults = *rc::gen::inRange(0, 5);
  for (int i = 0; i < faults; ++i) plan.faults.push_back(any_fault(plan));
  if (!plan.client_specs.empty()) plan.faults.push_back(promotion());  // or there was nothing to learn
  name_faults(plan.faults);
  plan.checks = {"ttl.safety"};
  return plan;
}

const ScenarioHeading heading{.schema = "schema.json",
                              .name = "any",
                              .description = "One: two # three",
                              .tags = {"regression"},
                              .expect = Expectation{"ttl.safety", "some-mutant", 1}};

Plan read_back(const std::string& text, std::uint64_t seed) {
  const test::BurrowCatalogue catalogue;
  const auto scenario = load_scenario_text(text, "any.yaml", catalogue.loader());
  if (!scenario) throw std::runtime_error(render(scenario.error(), false) + text);
  RC_ASSERT(scenario->warnings.empty());
  return expand(*scenario, seed);
}

RC_GTEST_PROP(ReadableScenario, LosesNothing, ()) {
  const Plan plan = any_plan();
  RC_ASSERT(print_plan(read_back(readable_scenario(plan, heading, {}), plan.seed)) == print_plan(plan));
}

RC_GTEST_PROP(ReadableScenario, IsStable, (std::string noise)) {
  const Plan plan = any_plan();
  const PlanNotes notes{.faults = std::vector<std::string>(plan.faults.size(), noise),
                        .operations = std::vector<std::string>(plan.operations.size(), "does # {this: or that"),
                        .violation = noise};
  const std::string text = readable_scenario(plan, heading, notes);
  RC_ASSERT(readable_scenario(read_back(text, plan.seed), heading, notes) == text);
}

TEST(CommentLines, AreBrokenBetweenWordsAndCarryAnything) {
  EXPECT_EQ(comment_lines("a\nb", 2), "  # a b\n");
  EXPECT_EQ(comment_lines("", 2), "");
  const std::string lines = comment_lines(std::string(80, 'x') + " " + std::string(80, 'y'), 0);
  EXPECT_EQ(lines, "# " + std::string(80, 'x') + "\n# " + std::string(80, 'y') + "\n");
}

// ---- golden files: each is its own input, as comments are no part of the plan. GROUNDHOG_REWRITE=1 writes them again;
// only commit a change that you understand.

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

std::string read_and_written(const fs::path& file) {
  const test::BurrowCatalogue catalogue;
  const auto scenario = load_scenario(file, catalogue.loader());
  if (!scenario) return render(scenario.error(), false);
  const Plan plan = expand(*scenario, scenario->seeds.at(0));
  RunRecord record(plan);
  Observer* const observers[] = {&record};
  checked_run(plan, catalogue.guest(), observers);
  const ScenarioHeading own{.schema = "../../../../scenarios/schema/scenario.v1.schema.json",
                            .name = scenario->name,
                            .description = scenario->description,
                            .tags = scenario->tags,
                            .expect = scenario->expect};
  return readable_scenario(plan, own, element_notes(plan, record));
}

class Golden : public testing::TestWithParam<std::string> {};

TEST_P(Golden, IsWrittenAsItWasRead) {
  const fs::path file = fs::path(GOLDEN_DIR) / (GetParam() + ".yaml");
  const std::string text = read_and_written(file);
  if (std::getenv("GROUNDHOG_REWRITE") != nullptr) std::ofstream(file, std::ios::binary) << text;
  EXPECT_EQ(text, content_of(file));
}

INSTANTIATE_TEST_SUITE_P(Files, Golden, testing::Values("late-entry", "everything-fails", "failover"),
                         [](const auto& golden) {
                           std::string name = golden.param;
                           std::ranges::replace(name, '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace groundhog::test
