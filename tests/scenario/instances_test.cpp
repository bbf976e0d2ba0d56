// What params decide: which nodes there are and whom they follow, and which profile the workload has.
#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "sim/scenario/plan_text.hpp"
#include "tests/scenario/language_fixture.hpp"

namespace groundhog::test {
namespace {

using namespace std::chrono_literals;

// ---- nodes that are left out

// n2 is always there, n3 and n4 by their flags; n4 follows n3 or n2.
std::string with_flags(std::string_view third, std::string_view fourth, std::string_view rest = {}) {
  return "version: 1\nname: a\nrun: {chaos: 10s, settle: 5s}\nparams:\n  third: {choice: [" + std::string(third) +
         "]}\n  fourth: {choice: [" + std::string(fourth) +
         "]}\n  above: {choice: [n3]}\ncluster:\n  nodes:\n    n1: {role: primary}\n    n2: {role: replica, of: n1}\n"
         "    n3: {if: \"${third}\", role: replica, of: n2}\n"
         "    n4: {if: \"${fourth}\", role: replica, of: \"${above}\"}\n" +
         std::string(rest);
}

std::map<std::string, std::string> upstreams(const Plan& plan) {
  std::map<std::string, std::string> all;
  for (const NodeSpec& node : plan.nodes) all[node.name] = node.upstream.value_or("");
  return all;
}

using Upstreams = std::map<std::string, std::string>;

TEST(LeftOut, ANodeIsThereIfItsFlagSaysSo) {
  EXPECT_EQ(upstreams(Language().expand(with_flags("true", "true"), 1)),
            (Upstreams{{"n1", ""}, {"n2", "n1"}, {"n3", "n2"}, {"n4", "n3"}}));
  EXPECT_EQ(upstreams(Language().expand(with_flags("true", "false"), 1)),
            (Upstreams{{"n1", ""}, {"n2", "n1"}, {"n3", "n2"}}));
}

TEST(LeftOut, WhoFollowsOneThatIsLeftOutFollowsWhomThatWouldFollow) {
  EXPECT_EQ(upstreams(Language().expand(with_flags("false", "true"), 1)),
            (Upstreams{{"n1", ""}, {"n2", "n1"}, {"n4", "n2"}}));
}

TEST(LeftOut, ThePrimaryStays) {
  EXPECT_EQ(Language().problems("version: 1\nname: a\ncluster: {nodes: {n1: {role: primary, if: false}}}\n"),
            Lines{"s.yaml:3:39: error: the primary cannot be left out"});
}

TEST(LeftOut, WhatLinksSayOfItIsLeftOutToo) {
  const std::string links = "network: {links: [{link: n1->n3, delay: 9ms}, {link: n1->n2, delay: 8ms}]}\n";
  const Plan plan = Language().expand(with_flags("false", "true", links), 1);
  ASSERT_EQ(plan.network.links.size(), 1U);
  EXPECT_EQ(plan.network.links.front().to, "n2");
}

TEST(LeftOut, AFaultThatNamesItIsLeftOutByItsOwnIf) {
  const std::string message = " is left out for some value of a param: then the fault must be, too, by its own 'if'";
  EXPECT_EQ(Language().problems(with_flags("true, false", "true", "faults: [{do: crash, node: n3, at: 1s}]\n")),
            Lines{"s.yaml:14:28: error: 'n3'" + message});
  EXPECT_EQ(Language().problems(with_flags("true", "false", "faults: [{do: hold, link: n1->n4, at: 1s}]\n")),
            Lines{"s.yaml:14:27: error: 'n4'" + message});
  EXPECT_EQ(
      Language().problems(with_flags("true", "false", "faults: [{do: drop, match: {from: n4}, at: 1s, for: 1s}]\n")),
      Lines{"s.yaml:14:28: error: 'n4'" + message});
  EXPECT_EQ(Language().problems(
                with_flags("true", "false", "faults: [{do: crash, node: n1, when: {event: key.expired, node: n4}}]\n")),
            Lines{"s.yaml:14:65: error: 'n4'" + message});
  EXPECT_EQ(Language().problems(
                with_flags("true, false", "true", "faults: [{do: crash, node: n3, at: 1s, if: \"${third}\"}]\n")),
            Lines{});
  EXPECT_EQ(Language().problems(with_flags("true", "false", "faults: [{do: crash, node: any, at: 1s}]\n")), Lines{});
}

TEST(LeftOut, AnOperationCannotGoThere) {
  EXPECT_EQ(
      Language().problems(with_flags("true", "true, false", "workload: {ops: [{at: 1s, node: n4, cmd: GET k}]}\n")),
      Lines{"s.yaml:14:33: error: 'n4' is left out for some value of a param: its 'if' is false"});
}

TEST(LeftOut, AClientGoesToThoseThatAreThere) {
  const std::string workload = "workload: {clients: 1, rate: 50/s, mix: {get: 1}, client: {c1: {nodes: ";
  const auto nodes_of = [&](std::string_view nodes) {
    std::set<std::string> seen;
    const std::string rest = workload + std::string(nodes) + "}}}\n";
    for (const PlannedOperation& operation : Language().expand(with_flags("true", "false", rest), 1).operations) {
      seen.insert(operation.node);
    }
    return seen;
  };
  EXPECT_EQ(nodes_of("[n3, n4]"), std::set<std::string>{"n3"});
  EXPECT_EQ(nodes_of("any"), (std::set<std::string>{"n1", "n2", "n3"}));
  EXPECT_EQ(Language().problems(with_flags("true", "false", workload + "[n4]}}}\n")),
            Lines{"s.yaml:14:72: error: all of them are left out for some value of a param"});
}

TEST(Upstreams, NoValuesOfParamsMakeACircle) {
  const auto problems_with = [](std::string_view first, std::string_view second) {
    return Language().problems(
        "version: 1\nname: a\nparams:\n  x: {choice: [" + std::string(first) + "]}\n  y: {choice: [" +
        std::string(second) +
        "]}\ncluster:\n  nodes:\n    n1: {role: primary}\n    n2: {role: replica, of: \"${x}\"}\n"
        "    n3: {role: replica, of: \"${y}\"}\n");
  };
  EXPECT_EQ(problems_with("n1, n3", "n1, n2"),
            Lines{"s.yaml:9:29: error: the replicas follow one another in a circle: n2 -> n3 -> n2"});
  EXPECT_EQ(problems_with("n1", "n1, n2"), Lines{});
}

TEST(Upstreams, ManyThatMayFollowManyAreJudgedAtOnce) {
  std::string params = "params:\n";
  std::string nodes = "cluster:\n  nodes:\n    n1: {role: primary}\n";
  std::string before = "n1";
  for (int node = 2; node <= 40; ++node) {
    const std::string name = "n" + std::to_string(node);
    params += "  p" + name + ": {choice: [" + before + "]}\n";
    nodes += "    " + name + ": {role: replica, of: \"${p" + name + "}\"}\n";
    before += ", " + name;
  }
  EXPECT_EQ(Language().problems("version: 1\nname: a\n" + params + nodes + "check: [ttl.safety]\n"), Lines{});
}

// ---- profiles

Plan with_profile(const std::string& workload, const std::string& config = {}) {
  return Language().expand(
      "version: 1\nname: a\nrun: {chaos: 10s, settle: 5s}\ncluster: {nodes: {n1: {role: primary}, "
      "n2: {role: replica, of: n1}}" +
          config + "}\nworkload: {" + workload + "}\n",
      1);
}

std::set<std::string> commands_of(const Plan& plan) {
  std::set<std::string> names;
  for (const PlannedOperation& operation : plan.operations) names.insert(operation.arguments.front());
  return names;
}

TEST(Profile, StandsForItsKeysAndItsKnobs) {
  const Plan plan = with_profile("profile: small, clients: 2, rate: 40/s");
  EXPECT_EQ(commands_of(plan), (std::set<std::string>{"GET", "SET"}));
  EXPECT_EQ(plan.config, (Knobs{{"backlog-bytes", "2KiB"}, {"heartbeat-misses", "5"}}));
  EXPECT_EQ(plan.client_specs.size(), 2U) << "there is no c9";
  EXPECT_TRUE(plan.client_specs.at(0).reconnects);
  EXPECT_EQ(plan.client_specs.at(1).pipeline, 3U);
  for (const PlannedOperation& operation : plan.operations) {
    if (operation.client == 1) {
      EXPECT_NE(operation.node, "primary");
    }
    if (operation.arguments.size() == 3) {
      EXPECT_EQ(operation.arguments[2].size(), 9U);
    }
  }
}

TEST(Profile, WhatTheScenarioSaysItselfStands) {
  const Plan plan = with_profile(
      "profile: small, clients: 2, rate: 40/s, mix: {del: 1}, client: {c2: {pipeline: 1}}, keys: {count: 9}",
      ", config: {heartbeat-misses: 4}");
  EXPECT_EQ(commands_of(plan), std::set<std::string>{"DEL"});
  EXPECT_EQ(plan.config, (Knobs{{"backlog-bytes", "2KiB"}, {"heartbeat-misses", "4"}}));
  EXPECT_EQ(plan.client_specs.at(0).pipeline, 3U);
  EXPECT_FALSE(plan.client_specs.contains(1)) << "c2 is replaced as a whole";
  std::set<std::string> keys;
  for (const PlannedOperation& operation : plan.operations) keys.insert(operation.arguments[1]);
  EXPECT_EQ(keys.size(), 9U);
}

TEST(Profile, IsDrawnByAParam) {
  const std::string yaml =
      "version: 1\nname: a\nparams: {what: {choice: [small, expiring]}}\nrun: {settle: 5s}\ncluster: {nodes: {n1: "
      "{role: "
      "primary}}}\nworkload: {profile: \"${what}\", clients: 1, rate: 20/s}\n";
  std::set<std::set<std::string>> seen;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) seen.insert(commands_of(Language().expand(yaml, seed)));
  EXPECT_EQ(seen, (std::set<std::set<std::string>>{{"GET", "SET"}, {"PEXPIRE"}}));
}

TEST(Profile, IsWrittenOutInFull) {
  const Plan plan = with_profile("profile: small, clients: 2, rate: 40/s");
  const std::string text = print_plan(plan);
  EXPECT_EQ(text.find("profile"), std::string::npos);
  Plan again = Language().expand(text, 1);
  EXPECT_EQ(again, plan);
}

TEST(Profile, OneThatIsUnknownIsNamed) {
  EXPECT_EQ(problems("workload: {profile: smal, clients: 1, rate: 1/s}\n"),
            Lines{"s.yaml:9:21: error: unknown profile 'smal' (did you mean 'small'?)"});
  EXPECT_EQ(problems("workload: {profile: small, clients: 1}\n"), Lines{"s.yaml:9:12: error: a profile needs a rate"});
}

// ---- bursts, keys and sizes

TEST(Keys, ASecondOneIsTheFirstAgainNowAndThen) {
  const Plan plan = with_profile("clients: 1, rate: 200/s, mix: {mget: 1}, keys: {count: 100000}");
  const auto again = std::ranges::count_if(plan.operations, [](const PlannedOperation& operation) {
    return operation.arguments[1] == operation.arguments[2];
  });
  EXPECT_GT(again, 60);
  EXPECT_LT(again, 250) << "of 2,000 one in sixteen";
}

TEST(Arrivals, BurstsComeAtOnceAndKeepTheRate) {
  const Plan plan = with_profile("clients: 1, rate: 100/s, mix: {dbsize: 1}, arrivals: bursts");
  EXPECT_NEAR(static_cast<double>(plan.operations.size()), 1000, 400);
  std::map<Duration, int> at_once;
  for (const PlannedOperation& operation : plan.operations)
    ++at_once[std::chrono::floor<std::chrono::milliseconds>(operation.at)];
  const auto most = std::ranges::max_element(at_once, {}, [](const auto& each) { return each.second; });
  EXPECT_GE(most->second, 16);
  EXPECT_LE(at_once.size(), plan.operations.size() / 4);
}

TEST(Values, OfALogarithmicShapeAreMostlyShort) {
  const Plan plan =
      with_profile("clients: 1, rate: 100/s, mix: {set: 1}, values: {dist: log_uniform, min: 0B, max: 64KiB}");
  std::size_t largest = 0;
  std::size_t short_ones = 0;
  for (const PlannedOperation& operation : plan.operations) {
    largest = std::max(largest, operation.arguments[2].size());
    short_ones += operation.arguments[2].size() <= 256 ? 1U : 0U;
  }
  EXPECT_GT(largest, 32U * 1024);
  EXPECT_LE(largest, 64U * 1024);
  EXPECT_GT(short_ones, plan.operations.size() * 2 / 5) << "half of the scale from 1 to 65,536 lies below 256";
}

}  // namespace
}  // namespace groundhog::test
