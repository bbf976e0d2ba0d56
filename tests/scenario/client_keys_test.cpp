// What a workload says of how its clients behave: `learn`, `pipeline`, `inline` and `client`.
#include <algorithm>
#include <set>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "sim/scenario/plan_text.hpp"
#include "tests/scenario/language_fixture.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;

using Delays = std::vector<Duration>;

constexpr std::string_view two_changes = "faults: [{do: promote, node: n2, at: 1s}, {do: promote, node: n3, at: 2s}]\n";

Plan expanded(const std::string& workload, std::uint64_t seed = 1) {
  return Language().expand(with_cluster("workload: {" + workload + "}\n" + std::string(two_changes)), seed);
}

Lines workload_problems(const std::string& workload, std::string_view faults = two_changes) {
  return problems("workload: {" + workload + "}\n" + std::string(faults));
}

Delays learn_of(const Plan& plan, std::uint32_t client) {
  const auto found = plan.client_specs.find(client);
  return found != plan.client_specs.end() ? found->second.learn : Delays{};
}

// ---- plans

TEST(ClientKeys, WithoutThemEveryClientIsAsAnyOther) {
  EXPECT_TRUE(expanded("clients: 2").client_specs.empty());
  EXPECT_TRUE(expanded("clients: 2, learn: 0s").client_specs.empty());
  EXPECT_TRUE(expanded("clients: 2, client: {c1: {on_error: keep, learn: [0s, 0s]}}").client_specs.empty());
}

TEST(ClientKeys, ADelayIsThatOfEachChange) {
  const Plan plan = expanded("clients: 2, learn: 1500ms");
  EXPECT_EQ(learn_of(plan, 0), Delays{1500ms});
  EXPECT_EQ(learn_of(plan, 1), Delays{1500ms});
}

TEST(ClientKeys, AListHasADelayForEachChangeAndEndsWhereItRepeatsItself) {
  EXPECT_EQ(learn_of(expanded("clients: 1, learn: [1s, 2s, 3s]"), 0), (Delays{1s, 2s, 3s}));
  EXPECT_EQ(learn_of(expanded("clients: 1, learn: [1s, 2s, 2s]"), 0), (Delays{1s, 2s}));
}

TEST(ClientKeys, ARangeIsDrawnForEachClientAndEachChange) {
  std::set<Duration> seen;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    const Plan plan = expanded("clients: 3, learn: {min: 100ms, max: 3s}", seed);
    for (std::uint32_t client = 0; client < 3; ++client) {
      const Delays delays = learn_of(plan, client);
      ASSERT_EQ(delays.size(), 2U);
      for (const Duration delay : delays) {
        EXPECT_GE(delay, 100ms);
        EXPECT_LE(delay, 3s);
        seen.insert(delay);
      }
    }
  }
  EXPECT_EQ(seen.size(), 60U);
}

TEST(ClientKeys, AnotherClientOrChangeOrOperationShiftsNoDraw) {
  const std::string range = "learn: {min: 100ms, max: 3s}";
  const Plan plan = expanded("clients: 2, " + range);
  const Plan more = Language().expand(
      with_cluster("workload: {clients: 4, rate: 9/s, mix: {get: 1}, " + range + "}\n" +
                   "faults: [{do: promote, node: n2, every: 1s}, {do: hold, link: n1->n2, at: 1s, for: 1s}]\n"),
      1);
  for (std::uint32_t client = 0; client < 2; ++client) {
    const Delays delays = learn_of(more, client);
    ASSERT_GT(delays.size(), 2U);
    EXPECT_EQ(Delays(delays.begin(), delays.begin() + 2), learn_of(plan, client));
  }
}

TEST(ClientKeys, AClientHasItsOwnWay) {
  const Plan plan = expanded("clients: 3, learn: 1s, client: {c2: {learn: 0s, on_error: reconnect}, c3: {learn: 2s}}");
  EXPECT_EQ(learn_of(plan, 0), Delays{1s});
  EXPECT_EQ(learn_of(plan, 1), Delays{});
  EXPECT_TRUE(plan.client_specs.at(1).reconnects);
  EXPECT_EQ(learn_of(plan, 2), Delays{2s});
  EXPECT_FALSE(plan.client_specs.at(2).reconnects);
}

TEST(ClientKeys, APipelineIsThatOfEachClientButThoseThatSayOtherwise) {
  const Plan plan = expanded("clients: 3, pipeline: 8, client: {c2: {pipeline: 1}, c3: {pipeline: 1000}}");
  EXPECT_EQ(plan.client_specs.at(0).pipeline, 8U);
  EXPECT_FALSE(plan.client_specs.contains(1)) << "as any other client of a plan";
  EXPECT_EQ(plan.client_specs.at(2).pipeline, 1000U);
}

TEST(ClientKeys, AShareOfLinesIsThatOfEachClientButThoseThatSayOtherwise) {
  const Plan plan = expanded("clients: 4, inline: 30%, client: {c2: {inline: 0}, c3: {inline: 1}, c4: {learn: 1s}}");
  EXPECT_EQ(plan.client_specs.at(0).inline_share, 0.3);
  EXPECT_FALSE(plan.client_specs.contains(1)) << "as any other client of a plan";
  EXPECT_EQ(plan.client_specs.at(2).inline_share, 1);
  EXPECT_EQ(plan.client_specs.at(3).inline_share, 0.3);
}

TEST(ClientKeys, AShareOfLinesIsWrittenOut) {
  const std::string text = print_plan(expanded("clients: 2, client: {c2: {inline: 0.25}}"));
  EXPECT_NE(text.find("c2: {inline: 0.25}\n"), std::string::npos) << text;
}

TEST(ClientKeys, NodesOfAClientTakeItsReadsAndItsWrites) {
  const std::string workload = "clients: 2, rate: 200/s, mix: {get: 1, set: 1}";
  const Plan plan = expanded(workload + ", client: {c1: {nodes: [n2, n3]}}");
  std::set<std::pair<std::string, std::string>> seen;
  for (const PlannedOperation& each : plan.operations) {
    if (each.client == 0) seen.emplace(each.node, each.arguments[0]);
  }
  EXPECT_EQ(seen, (std::set<std::pair<std::string, std::string>>{
                      {"n2", "GET"}, {"n2", "SET"}, {"n3", "GET"}, {"n3", "SET"}}));
  const auto of_second = [](const Plan& each) {
    std::vector<PlannedOperation> operations;
    std::ranges::copy_if(each.operations, std::back_inserter(operations),
                         [](const PlannedOperation& operation) { return operation.client == 1; });
    return operations;
  };
  EXPECT_EQ(of_second(plan), of_second(expanded(workload)));
}

TEST(ClientKeys, OneNodeNeedsNoList) {
  const Plan plan = expanded("clients: 1, rate: 200/s, mix: {get: 1}, client: {c1: {nodes: n3}}");
  EXPECT_TRUE(std::ranges::all_of(plan.operations, [](const auto& each) { return each.node == "n3"; }));
}

// ---- laws

ClientSpec any_spec() {
  ClientSpec spec;
  const auto count = *rc::gen::inRange<std::size_t>(0, 5);
  for (std::size_t i = 0; i < count; ++i) spec.learn.emplace_back(1'000 * *rc::gen::inRange(0, 4));
  spec.reconnects = *rc::gen::arbitrary<bool>();
  spec.pipeline = *rc::gen::inRange(1U, 4U);
  spec.inline_share = *rc::gen::element(0.0, 1.0, uniform_unit(*rc::gen::arbitrary<std::uint64_t>()));
  return spec;
}

Duration delay_of(const ClientSpec& spec, std::size_t change) {
  return spec.learn.empty() ? Duration{0} : spec.learn[std::min(change, spec.learn.size() - 1)];
}

RC_GTEST_PROP(ClientKeyLaws, TidyingChangesNoDelayAndHasOneForm, ()) {
  Plan plan;
  plan.clients = *rc::gen::inRange(0U, 4U);
  for (std::uint32_t client = 0; client < 5; ++client) plan.client_specs[client] = any_spec();
  Plan tidied = plan;
  tidy_client_specs(tidied);
  for (std::uint32_t client = 0; client < plan.clients; ++client) {
    const auto found = tidied.client_specs.find(client);
    const ClientSpec after = found != tidied.client_specs.end() ? found->second : ClientSpec{};
    for (std::size_t change = 0; change < 6; ++change) {
      RC_ASSERT(delay_of(after, change) == delay_of(plan.client_specs[client], change));
    }
    RC_ASSERT(after.reconnects == plan.client_specs[client].reconnects);
    RC_ASSERT(after.pipeline == plan.client_specs[client].pipeline);
    RC_ASSERT(after.inline_share == plan.client_specs[client].inline_share);
  }
  Plan again = tidied;
  tidy_client_specs(again);
  RC_ASSERT(again == tidied);
  RC_ASSERT(std::ranges::all_of(tidied.client_specs, [&](const auto& each) { return each.first < plan.clients; }));
}

RC_GTEST_PROP(ClientKeyLaws, APlanReadsBack, ()) {
  Plan plan = expanded("clients: 3");
  for (std::uint32_t client = 0; client < 3; ++client) plan.client_specs[client] = any_spec();
  tidy_client_specs(plan);
  RC_ASSERT(Language().expand(print_plan(plan), plan.seed) == plan);
}

// ---- mistakes

TEST(ClientKeyMistakes, AClientThatIsNotThere) {
  EXPECT_EQ(workload_problems("clients: 2, client: {c3: {learn: 1s}}"),
            Lines{"s.yaml:9:33: error: unknown client 'c3': the last one is c2 (did you mean 'c2'?)"});
  EXPECT_EQ(workload_problems("client: {c1: {learn: 1s}}"),
            Lines{"s.yaml:9:21: error: unknown client 'c1': the workload has none, neither by 'clients' nor by 'ops'"});
  EXPECT_EQ(workload_problems("clients: 2, client: {n1: {learn: 1s}}").size(), 1U);
}

TEST(ClientKeyMistakes, DelaysThatAreNone) {
  EXPECT_EQ(workload_problems("clients: 1, learn: 5"),
            Lines{"s.yaml:9:31: error: expected a duration such as 250ms, found '5': units are ns us ms s min h"});
  EXPECT_EQ(workload_problems("clients: 1, learn: [1s, -1s]").size(), 1U);
  EXPECT_EQ(workload_problems("clients: 1, learn: {min: 3s, max: 1s}"),
            Lines{"s.yaml:9:31: error: empty range: learn from 3s to 1s"});
  EXPECT_EQ(workload_problems("clients: 1, client: {c1: {learn: {min: 3s, max: 1s}}}"),
            Lines{"s.yaml:9:45: error: empty range: learn from 3s to 1s"});
  EXPECT_EQ(workload_problems("clients: 1, learn: {min: 1s}"),
            Lines{"s.yaml:9:31: error: learn lacks the required key 'max'"});
  EXPECT_EQ(workload_problems("clients: 1, learn: {min: 1s, max: 2s, dist: normal}"),
            Lines{"s.yaml:9:50: error: unknown key 'dist' in learn: expected one of min, max"});
}

TEST(ClientKeyMistakes, WordsOfAClient) {
  EXPECT_EQ(workload_problems("clients: 1, client: {c1: {lern: 1s}}"),
            Lines{"s.yaml:9:38: error: unknown key 'lern' in client (did you mean 'learn'?)"});
  EXPECT_EQ(workload_problems("clients: 1, client: {c1: {on_error: reconect}}"),
            Lines{"s.yaml:9:48: error: expected one of keep, reconnect, found 'reconect' (did you mean 'reconnect'?)"});
}

TEST(ClientKeyMistakes, PipelinesThatAreNone) {
  EXPECT_EQ(workload_problems("clients: 1, pipeline: 0"), Lines{"s.yaml:9:34: error: must be at least 1"});
  EXPECT_EQ(workload_problems("clients: 1, pipeline: many").size(), 1U);
  EXPECT_EQ(workload_problems("clients: 1, pipeline: 1001"),
            Lines{"s.yaml:9:34: error: too many under way: at most 1000 operations"});
  EXPECT_EQ(workload_problems("clients: 1, client: {c1: {pipeline: 1001}}"),
            Lines{"s.yaml:9:48: error: too many under way: at most 1000 operations"});
}

TEST(ClientKeyMistakes, SharesOfLinesThatAreNone) {
  EXPECT_EQ(workload_problems("clients: 1, inline: 1.1"),
            Lines{"s.yaml:9:32: error: expected a probability such as 0.01 or 5%, found '1.1' (did you mean '1.1%'?)"});
  EXPECT_EQ(workload_problems("clients: 1, inline: -0.1").size(), 1U);
  EXPECT_EQ(workload_problems("clients: 1, inline: 101%").size(), 1U);
  EXPECT_EQ(workload_problems("clients: 1, inline: true").size(), 1U);
  EXPECT_EQ(workload_problems("clients: 1, client: {c1: {inline: 2}}"),
            Lines{"s.yaml:9:46: error: expected a probability such as 0.01 or 5%, found '2' (did you mean '2%'?)"});
}

TEST(ClientKeyMistakes, NodesOfAClient) {
  const std::string generated = "clients: 1, rate: 1/s, mix: {get: 1}, client: {c1: {nodes: ";
  EXPECT_EQ(workload_problems(generated + "[n1, n4]}}"),
            Lines{"s.yaml:9:76: error: unknown node 'n4' (did you mean 'n1'?)"});
  EXPECT_EQ(workload_problems(generated + "[n1, n2, n1]}}"), Lines{"s.yaml:9:80: error: 'n1' is named twice"});
  EXPECT_EQ(workload_problems(generated + "[]}}"), Lines{"s.yaml:9:71: error: the list is empty"});
}

TEST(ClientKeyMistakes, WordsThatMeanNothingAloneAreMentioned) {
  EXPECT_EQ(
      workload_problems("clients: 1, learn: 1s", ""),
      Lines{"s.yaml:9:24: warning: 'learn' has no meaning without a fault that promotes a node: the same one leads "
            "all the time"});
  EXPECT_EQ(workload_problems("clients: 1, client: {c1: {nodes: [n2]}}"),
            Lines{"s.yaml:9:38: warning: 'nodes' has no meaning without 'rate': those of 'ops' have their own 'node'"});
}

}  // namespace
}  // namespace groundhog::test
